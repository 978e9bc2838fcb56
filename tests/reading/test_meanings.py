"""What a loader must not refuse: narrowing, corrections of a finished case, payloads that a property may read."""

import pytest

from ocop_workflow.reading import read_definition

FILE = """workflow: permit
version: "1"
roles: {officer: {}}
data: {fee: {type: integer}}
let: {dear: {is: "has(fee) && fee > 5", else: {en: It is cheap}, basis: [X]}}
start: {begin: {by: officer, to: open, takes: {asked: {type: integer, optional: true}}START}}
states: {open: {}, closed: {final: completed}}
events:
  pay: {by: officer, takes: [fee], moves: {open: stay}}
  EVENT
"""


def load(event: str, start: str = "", more: str = "") -> object:
    event = event.replace("MOVES", "moves: {open: stay}}")
    return read_definition("right.yaml", FILE.replace("EVENT", event).replace("START", start) + more)


@pytest.mark.parametrize(
    "event",
    [
        'close: {by: officer, when: "has(fee) && fee > 5", moves: {open: closed}}',
        'close: {by: officer, when: "!has(fee) || fee > 5", moves: {open: closed}}',
        'close: {by: officer, when: "has(fee) ? fee > 5 : true", moves: {open: closed}}',
        "close: {by: officer, when: has(fee), moves: {open: [{when: fee > 5, to: closed}, {else: open}]}}",
        "close: {by: officer, when: dear, sets: {fee: fee + 1}, moves: {open: closed}}",
        'close: {by: officer, moves: {open: [{when: "!has(fee)", to: open}, {when: fee > 5, to: closed}]}}',
        "close: {by: officer, moves: {open: [{when: has(fee), to: closed, sets: {fee: fee + 1}}, {else: open}]}}",
        "x: {by: officer, takes: {z: {type: integer, optional: true}}, when: has(taken.z), sets: {fee: taken.z}, MOVES",
    ],
)
def test_what_has_shows_is_set_where_it_is_read(event: str) -> None:
    assert load(event)


def test_a_start_may_store_what_its_guard_has_shown() -> None:
    assert load(
        "close: {by: officer, moves: {open: closed}}", ", when: has(taken.asked), sets: {fee: taken.asked}"
    )


def test_a_finished_case_may_be_corrected_where_it_stands() -> None:
    assert load("correct: {by: officer, takes: [fee], moves: {closed: stay}}")


def test_a_property_reads_the_payload_of_its_event() -> None:
    claim = 'properties: [{never: {event: close, where: "taken.x > 5", changes: "after.fee > 3"}}]\n'
    assert load("close: {by: officer, takes: {x: {type: integer}}, moves: {open: closed}}", more=claim)


def test_a_guard_takes_from_a_let_the_words_that_it_does_not_bring() -> None:
    text = FILE.replace("START", "").replace(
        "EVENT",
        "close: {by: officer, when: [{is: dear, else: {en: Not yet}}, {is: dear}], moves: {open: closed}}",
    )
    own, borrowed = read_definition("right.yaml", text).events["close"].when
    assert (own.name, own.otherwise.en, own.basis) == ("dear", "Not yet", ("X",))
    assert (borrowed.name, borrowed.otherwise.en, borrowed.basis) == ("dear", "It is cheap", ("X",))
