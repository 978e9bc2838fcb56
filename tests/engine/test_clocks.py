"""Clock events: when they are armed, due, pending and paused, and in which order they fire."""

from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]  # what the fixture `small` is

CERTIFICATE = """
data: {until: {type: date}, number: {type: integer, minimum: 0, maximum: 9}}
start: {begin: {by: officer, to: asked}}
states: {asked: {}, valid: {}, away: {}, ended: {}, told: {}}
events:
  issue: {by: officer, takes: [until], moves: {asked: valid, valid: stay, away: stay}}
  leave: {by: officer, moves: {valid: away, away: valid}}
  revoke: {by: officer, clears: [until], moves: {valid: stay, away: stay}}
  enter: {by: officer, moves: {asked: stay, valid: valid}}
  expire: {by: clock, at: until, moves: {valid: ended}}
"""

ANSWER = """
start: {begin: {by: officer, to: waiting}}
states:
  handling: {states: {waiting: {}, reading: {}}}
  completion: {}
  elsewhere: {}
  late: {}
events:
  read: {by: officer, moves: {waiting: reading, reading: waiting}}
  again: {by: officer, moves: {waiting: waiting}}
  nothing: {by: officer, moves: {waiting: stay}}
  ask_back: {by: officer, moves: {handling: completion}}
  complete: {by: officer, moves: {completion: waiting, elsewhere: waiting}}
  leave: {by: officer, moves: {handling: elsewhere, completion: elsewhere}}
  remind: {by: clock, after: 10 days, not_counting: completion, moves: {handling: stay}}
"""


def test_a_date_is_due_when_its_day_begins_and_fires_before_anything_else_is_decided(small: Make) -> None:
    case = small(CERTIFICATE)
    assert case.due("expire") is None
    case.ask("issue", "2020-01-02", {"until": "2020-02-04"})
    assert case.due("expire") == "2020-02-04"
    decision = case.ask("leave", "2020-02-04")
    assert [reason.code for reason in decision.reasons] == ["wrong_state"]
    assert case.state == "valid"  # nothing was written, as settling is told again every time
    assert case.settle("2020-02-04") == ["expire"]
    entry = case.entries[-1]
    assert (entry.actor, entry.role, entry.at, entry.due) == (None, None, entry.due, entry.due)


def test_a_clock_that_is_due_where_it_has_no_move_waits_for_a_state_that_has_one(small: Make) -> None:
    case = small(CERTIFICATE)
    case.ask("issue", "2020-01-02", {"until": "2020-02-04"})
    case.ask("leave", "2020-01-03")
    assert case.settle("2020-05-01") == []
    assert case.due("expire") == "2020-02-04"
    case.ask("leave", "2020-05-02")
    assert case.state == "valid"
    assert case.settle("2020-05-02") == ["expire"]
    assert case.entries[-1].at == case.entries[-2].at
    assert case.entries[-1].due < case.entries[-1].at


def test_writing_the_date_arms_anew_and_clearing_it_disarms(small: Make) -> None:
    case = small(CERTIFICATE)
    case.ask("issue", "2020-01-02", {"until": "2020-02-04"})
    case.ask("issue", "2020-01-03", {"until": "2021-02-04"})
    assert case.due("expire") == "2021-02-04"
    case.ask("revoke", "2020-01-04")
    assert case.due("expire") is None
    assert case.settle("2030-01-01") == []


def test_a_clock_fires_once_until_its_date_is_written_again(small: Make) -> None:
    case = small(CERTIFICATE.replace("valid: ended", "valid: stay"))
    case.ask("issue", "2020-01-02", {"until": "2020-02-04"})
    assert case.settle("2020-03-01") == ["expire"]
    case.ask("enter", "2020-03-02")
    assert case.settle("2020-06-01") == []
    case.ask("issue", "2020-06-02", {"until": "2020-02-04"})
    assert case.settle("2020-06-02") == ["expire"]


def test_a_term_runs_from_entry_and_neither_staying_nor_moving_inside_starts_it_again(small: Make) -> None:
    case = small(ANSWER)
    assert case.due("remind") == "2020-01-11"
    for event in ("nothing", "again", "read", "read"):
        case.ask(event, "2020-01-05")
        assert case.due("remind") == "2020-01-11"


def test_entering_by_name_the_very_leaf_that_a_term_runs_in_starts_it_again(small: Make) -> None:
    case = small(ANSWER.replace("moves: {handling: stay}", "moves: {waiting: stay}"))
    case.ask("nothing", "2020-01-05")
    assert case.due("remind") == "2020-01-11"
    case.ask("again", "2020-01-05")
    assert case.due("remind") == "2020-01-15"


def test_time_that_is_not_counted_is_given_back(small: Make) -> None:
    case = small(ANSWER)
    case.ask("ask_back", "2020-01-04")
    assert case.due("remind") == 7
    assert case.settle("2020-12-01") == []
    case.ask("complete", "2020-12-01")
    assert case.due("remind") == "2020-12-08"


def test_what_has_fired_is_not_armed_by_coming_back_from_time_that_is_not_counted(small: Make) -> None:
    case = small(ANSWER)
    assert case.settle("2020-01-12") == ["remind"]
    case.ask("ask_back", "2020-01-13")
    assert case.due("remind") is None
    case.ask("complete", "2020-01-14")
    assert case.due("remind") is None
    case.ask("leave", "2020-01-15")
    case.ask("complete", "2020-01-16")
    assert case.due("remind") == "2020-01-26"


def test_a_term_ends_where_it_neither_runs_nor_pauses(small: Make) -> None:
    case = small(ANSWER)
    case.ask("leave", "2020-01-05")
    assert case.due("remind") is None


@pytest.mark.parametrize(
    ("term", "due"),
    [
        ("1 days", "2020-01-02"),
        ("5 working days", "2020-01-08"),
        ("16 working days", "2020-01-30"),  # Tết is off, and Saturday 1 February is worked only later
        ("1 months", "2020-02-01"),
        ("36 months", "2023-01-01"),
    ],
)
def test_terms_are_counted_in_their_own_unit(small: Make, term: str, due: str) -> None:
    assert small(ANSWER.replace("10 days, not_counting: completion", term)).due("remind") == due


@pytest.mark.parametrize(("given", "due"), [({}, None), ({"term": 3}, "2020-01-04")])
def test_a_parameter_that_is_left_open_means_no_timer(
    small: Make, given: dict[str, int], due: str | None
) -> None:
    text = "parameters: {term: {type: days, optional: true}}" + ANSWER.replace("10 days", "term")
    assert small(text, given).due("remind") == due


ORDER = """
data: {first: {type: date}, second: {type: date}, what: {enum: [none, one, two]}}
start: {begin: {by: officer, to: here, takes: [first, second], sets: {what: "'none'"}}}
states: {here: {}, there: {}, end: {}}
events:
  later: {by: clock, at: second, sets: {what: "'two'"}, moves: {here: there, there: stay}}
  sooner: {by: clock, at: first, sets: {what: "'one'"}, moves: {here: there, there: stay}}
  close: {by: officer, moves: {there: end}}
"""


@pytest.mark.parametrize(
    ("first", "second", "fired"),
    [
        ("2020-02-01", "2020-03-01", ["sooner", "later"]),
        ("2020-03-01", "2020-02-01", ["later", "sooner"]),
        ("2020-02-01", "2020-02-01", ["later", "sooner"]),  # the same instant: as the file has them
    ],
)
def test_clocks_fire_by_instant_and_then_as_declared(
    small: Make, first: str, second: str, fired: list[str]
) -> None:
    case = small(ORDER, first=first, second=second)
    assert case.settle("2020-04-01") == fired


def test_a_date_that_is_over_when_it_is_written_is_due_at_once_but_not_before_it_was_written(
    small: Make,
) -> None:
    case = small(ORDER, first="2019-01-01", second="2030-01-01")
    decision = case.ask("close", "2020-01-01")
    assert [entry.event for entry in decision.entries] == ["sooner", "close"]
    assert [entry.at for entry in case.entries] == [case.entries[0].at] * 3


def test_a_clock_sees_the_day_on_which_it_was_due(small: Make) -> None:
    text = """
data: {until: {type: date}, seen: {type: date}}
start: {begin: {by: officer, to: here, takes: [until]}}
states: {here: {}, end: {}}
events: {expire: {by: clock, at: until, sets: {seen: today}, moves: {here: end}}}
"""
    case = small(text, until="2020-02-04")
    case.settle("2020-09-01")
    assert case.data["seen"].isoformat() == "2020-02-04"


def test_a_clock_that_cannot_happen_holds_everything_up_and_says_so(small: Make) -> None:
    text = """
data: {until: {type: date}, count: {type: integer, minimum: 0, maximum: 1}}
start: {begin: {by: officer, to: here, takes: [until, count]}}
states: {here: {}, end: {}}
events:
  expire: {by: clock, at: until, sets: {count: count + 1}, moves: {here: end}}
  lower: {by: officer, sets: {count: "0"}, moves: {here: stay}}
"""
    case = small(text, until="2020-02-04", count=1)
    assert case.settle("2020-03-01") == []
    assert [reason.code for reason in case.ask("lower", "2020-03-01").reasons] == ["guard_error"]
    assert case.state == "here"


def test_nobody_fires_a_clock(small: Make) -> None:
    case = small(CERTIFICATE)
    assert [reason.code for reason in case.ask("expire", "2020-01-02").reasons] == [
        "wrong_state",
        "not_permitted",
    ]
    case.ask("issue", "2020-01-02", {"until": "2020-02-04"})
    assert [reason.code for reason in case.ask("expire", "2020-01-02").reasons] == ["not_permitted"]
