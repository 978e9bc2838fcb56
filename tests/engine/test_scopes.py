"""What belongs to a visit: evidence, data and collections; and which of several sources a move follows."""

from collections.abc import Callable
from typing import Any

from ocop_workflow.access import Actor

Make = Callable[..., Any]  # what the fixture `small` is

ANOTHER = Actor("binh", ["officer"])
DEPUTY = Actor("dung", ["officer"], on_behalf="an")

ROUND = """
types: {sheet: {A: {type: integer, minimum: 0, maximum: 9}}}
data:
  marks: {collect: sheet, per: person, max: 2, within: round}
  note: {type: string, within: round}
  kept: {type: string}
start: {begin: {by: officer, to: outside}}
states: {outside: {}, round: {states: {scoring: {}, closing: {}}}}
events:
  open: {by: officer, takes: [note, kept], moves: {outside: scoring}}
  mark: {by: officer, takes: sheet, collects: marks, moves: {scoring: stay}}
  file: {by: officer, moves: {scoring: closing, closing: closing}}
  approve: {by: officer, not_by: [file], requires: [file], within: round, moves: {round: outside}}
  leave: {by: officer, moves: {round: outside}}
"""


def codes(decision: Any) -> list[str]:
    return [reason.code for reason in decision.reasons]


def begun(small: Make) -> Any:
    case = small(ROUND)
    case.ask("open", "2020-01-02", {"note": "n", "kept": "k"})
    return case


def test_nobody_approves_what_they_filed_in_this_round(small: Make) -> None:
    case = begun(small)
    assert codes(case.ask("approve", "2020-01-02")) == ["requires_unmet"]
    case.ask("file", "2020-01-02")
    assert codes(case.ask("approve", "2020-01-02")) == ["not_permitted"]
    assert case.ask("approve", "2020-01-02", actor=ANOTHER).allowed


def test_whoever_acts_for_another_is_both(small: Make) -> None:
    case = begun(small)
    case.ask("file", "2020-01-02", actor=DEPUTY)
    assert codes(case.ask("approve", "2020-01-02")) == ["not_permitted"]
    assert codes(case.ask("approve", "2020-01-02", actor=Actor("dung", ["officer"]))) == ["not_permitted"]
    assert case.ask("approve", "2020-01-02", actor=ANOTHER).allowed


def test_a_report_of_the_last_round_does_not_do_for_this_one(small: Make) -> None:
    case = begun(small)
    case.ask("file", "2020-01-02")
    case.ask("leave", "2020-01-02")
    case.ask("open", "2022-01-02", {"note": "n", "kept": "k"})
    assert codes(case.ask("approve", "2022-01-02")) == ["requires_unmet"]


def test_leaving_drops_what_belongs_to_the_round_and_moving_inside_does_not(small: Make) -> None:
    case = begun(small)
    case.ask("mark", "2020-01-02", {"A": 5})
    case.ask("file", "2020-01-02")
    case.ask("file", "2020-01-02")
    assert case.data == {"note": "n", "kept": "k", "marks": {"an": {"A": 5}}}
    case.ask("leave", "2020-01-02")
    assert case.data == {"kept": "k"}


def test_a_person_has_one_sheet_the_last_and_a_full_collection_takes_no_other_person(small: Make) -> None:
    case = begun(small)
    case.ask("mark", "2020-01-02", {"A": 5}, ANOTHER)
    case.ask("mark", "2020-01-02", {"A": 6})
    case.ask("mark", "2020-01-02", {"A": 7}, ANOTHER)
    assert list(case.data["marks"].items()) == [("an", {"A": 6}), ("binh", {"A": 7})]
    assert codes(case.ask("mark", "2020-01-02", {"A": 1}, DEPUTY)) == ["guard_unmet"]


def test_what_is_attested_at_the_start_has_been_done_by_nobody(small: Make) -> None:
    text = ROUND.replace("within: round, moves", "moves").replace(
        "to: outside}}", "to: outside, attests: [file]}}"
    )
    case = small(text)
    case.ask("open", "2020-01-02", {"note": "n", "kept": "k"})
    assert case.ask("approve", "2020-01-02").allowed


def test_the_innermost_source_wins(small: Make) -> None:
    text = """
start: {begin: {by: officer, to: inner}}
states: {outer: {states: {middle: {tag: marked, states: {inner: {}, other: {}}}, side: {}}}, end: {}}
events:
  go: {by: officer, moves: {outer: side, marked: other, inner: end}}
  turn: {by: officer, moves: {outer: side, marked: other}}
"""
    case = small(text)
    case.ask("turn", "2020-01-02")
    assert case.state == "other"
    case = small(text)
    case.ask("go", "2020-01-02")
    assert case.state == "end"


def test_the_first_branch_that_holds_is_taken_and_an_error_before_it_is_told(small: Make) -> None:
    text = """
types: {sheet: {A: {type: integer, minimum: 0, maximum: 9}}}
data: {marks: {collect: sheet, per: person, max: 2}}
start: {begin: {by: officer, to: here}}
states: {here: {}, high: {}, low: {}}
events:
  mark: {by: officer, takes: sheet, collects: marks, moves: {here: stay}}
  close: {by: officer, moves: {here: [{when: "marks.mean(m, m.A) >= 5", to: high}, {when: "true", to: low}]}}
"""
    case = small(text)
    assert codes(case.ask("close", "2020-01-02")) == ["guard_error"]
    case.ask("mark", "2020-01-02", {"A": 5})
    case.ask("close", "2020-01-02")
    assert case.state == "high"


def test_what_is_set_is_computed_from_what_was_before(small: Make) -> None:
    text = """
data: {one: {type: integer, minimum: 0, maximum: 9}, two: {type: integer, minimum: 0, maximum: 9}}
start: {begin: {by: officer, to: here, takes: [one, two]}}
states: {here: {}, there: {}}
events: {swap: {by: officer, sets: {one: two, two: one}, moves: {here: there}}}
"""
    case = small(text, one=1, two=2)
    case.ask("swap", "2020-01-02")
    assert case.data == {"one": 2, "two": 1}


def test_in_a_wrong_state_all_is_told_that_makes_sense_there(small: Make) -> None:
    text = """
start: {begin: {by: officer, to: here}}
states: {here: {}, there: {}}
events:
  approve: {by: officer, moves: {there: here}}
  recognise:
    by: officer
    requires: [approve]
    takes: {day: {type: date}}
    when: "false"
    moves: {there: here}
"""
    case = small(text)
    assert codes(case.ask("recognise", "2020-01-02", {"day": 3}, Actor("x"))) == [
        "wrong_state",
        "not_permitted",
        "invalid_payload",
        "requires_unmet",
    ]
