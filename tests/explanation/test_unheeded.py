"""A clock event that nobody handles: it falls due, stays, and nothing that anybody looks at is otherwise."""

import pytest

from ocop_workflow import load
from ocop_workflow.explanation import unheeded
from ocop_workflow.reading import read_definition

FILE = """
workflow: late
version: "1"
timezone: UTC
roles: {clerk: {}}
data: {mark: {type: boolean}, other: {type: boolean}}
start: {begin: {by: clerk, to: open}}
states: {open: {}, done: {final: completed}}
events:
  close: {by: clerk, moves: {open: done}}
  late: {by: clock, after: 3 days, moves: {open: stay}}
"""
MARKED = FILE.replace("moves: {open: stay}", "sets: {mark: true}, moves: {open: stay}")


def names(text: str) -> tuple[str, ...]:
    return unheeded(read_definition("late.yaml", text))


def test_one_that_stays_and_writes_nothing_is_unheeded() -> None:
    assert names(FILE) == ("late",)


def test_so_is_one_whose_mark_has_no_title_and_is_read_by_nothing() -> None:
    assert names(MARKED) == ("late",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("moves: {open: stay}", "moves: {open: done}"),
        ("mark: {type: boolean}", "mark: {type: boolean, title: {vi: Trễ, en: Late}}"),
        ("close: {by: clerk,", "close: {by: clerk, when: has(mark),"),
        (
            "close: {by: clerk, moves: {open: done}}",
            "close: {by: clerk, moves: {open: [{when: has(mark), to: done}]}}",
        ),
        ("close: {by: clerk,", "close: {by: clerk, sets: {other: has(mark)},"),
        ("close: {by: clerk,", "close: {by: clerk, requires: [late],"),
        ("\nevents:", "\nproperties: [{never: late}]\nevents:"),
        ("\nevents:", "\nproperties: [{invariant: '!has(mark)'}]\nevents:"),
        ("\nevents:", "\nlet: {is_late: {is: has(mark)}}\nevents:"),
    ],
)
def test_one_that_something_takes_note_of_is_not(before: str, after: str) -> None:
    assert before in MARKED
    assert names(MARKED.replace(before, after)) == ()


def test_a_claim_on_where_it_leaves_a_case_is_no_note_of_it() -> None:
    said = MARKED.replace("\nevents:", "\nproperties: [{at: {event: late, to: open}}]\nevents:")
    assert names(said) == ("late",)


def test_of_the_shipped_cycles_the_overdue_review_is_the_only_one() -> None:
    for version in ("1048", "148", "148-1489"):
        assert unheeded(load(f"ocop-product@{version}").definition) == ("overdue",)
