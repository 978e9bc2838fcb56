"""What is searched for and how it is told, each on the smallest workflow that shows it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import product

import pytest

from ocop_workflow import Actor, Facts
from ocop_workflow.engine import decide, machine_of
from ocop_workflow.explanation import Explanation, explain
from ocop_workflow.explanation.atoms import atoms, holds
from ocop_workflow.guards import parse, scope_of
from ocop_workflow.reading import read_definition

AT = datetime(2026, 1, 10, 3, tzinfo=UTC)
HEAD = """
workflow: small
version: "1"
timezone: UTC
roles: {clerk: {}}
types: {vote: {points: {type: integer, minimum: 0, maximum: 9}, side: {enum: [left, right]}}}
data:
  x: {type: integer, minimum: 0, maximum: 100}
  z: {type: integer, minimum: 0, maximum: 9}
  flag: {type: boolean}
  day: {type: date}
  last: {type: date}
  sides: {collect: vote, per: side, max: 1}
start: {begin: {by: clerk, to: open, takes: [x, z, flag, day, last]}}
states: {open: {}, far: {}, farther: {}, nearer: {}, there: {}, done: {final: completed}, gone: {final: aborted}}
"""
CLERK = Actor("clerk", roles=["clerk"])
DATA: Mapping[str, object] = {"x": 3, "z": 0, "flag": False, "day": "2026-02-01", "last": "2026-03-01"}


def asked(events: str, **data: object) -> Explanation:
    machine = machine_of(read_definition("small.yaml", f"{HEAD}events:\n{events}"))
    facts = Facts(now=AT, case_id="S-1")
    decision = decide(machine, None, "begin", {**DATA, **data}, CLERK, AT, facts)
    assert decision.case
    return explain(machine, decision.case, "go", at=AT, facts=facts)


def guard(test: str, *others: str, **data: object) -> Explanation:
    tests = ", ".join(f"{{is: '{each}'}}" for each in (test, *others))
    return asked(f"  go: {{by: clerk, when: [{tests}], moves: {{open: done}}}}", **data)


def first(answer: Explanation) -> list[tuple[str, str, object, bool]]:
    return [(n.what, n.relation, n.bound, n.kept) for n in answer.remedies[0].changes[0].needs]


@pytest.mark.parametrize(
    ("test", "relation", "bound"),
    [
        ("x >= 50", ">=", 50),
        ("x > 50", ">", 50),
        ("x == 50", "==", 50),
        ("50 <= x", ">=", 50),
        ("!(x < 50)", ">=", 50),
        ("x < 2", "<", 2),
        ("x <= z", "<=", 0),
    ],
)
def test_a_bound_is_told_from_the_side_of_what_changes(test: str, relation: str, bound: int) -> None:
    assert first(guard(test)) == [("x", relation, bound, False)]


def test_arithmetic_is_followed_to_where_it_turns() -> None:
    answer = guard("2 * x + z > 41")
    assert answer.remedies[0].changes[0].data == {"x": 21}
    assert first(answer) == [("2 * x + z", ">", 41, False)]


def test_a_condition_that_turns_without_need_is_not_told() -> None:
    assert first(guard("x >= 50 && (flag || x >= 40)", flag=True)) == [("x", ">=", 50, False)]


def test_a_bound_on_the_other_side_must_be_kept_and_is_told() -> None:
    assert first(guard("x >= 50 && x <= 60")) == [("x", ">=", 50, False), ("x", "<=", 60, True)]


def test_a_guard_that_holds_still_holds_after_the_change() -> None:
    answer = guard("x >= 50", "x <= 10 || flag")
    assert answer.remedies[0].changes
    assert all(change.data.get("flag") for change in answer.remedies[0].changes)


def test_two_ways_to_satisfy_a_guard_are_told_beside_each_other() -> None:
    changes = guard("x >= 50 || flag").remedies[0].changes
    assert {tuple(change.data) for change in changes} == {("x",), ("flag",)}


def test_what_nothing_can_satisfy_is_told_as_not_found() -> None:
    (remedy,) = guard("x > 100").remedies
    assert remedy.changes == ()


def test_a_day_to_wait_for_is_told_unless_something_falls_due_before_it() -> None:
    event = "  go: {by: clerk, when: {is: today >= day}, moves: {open: done}}"
    waits = [change.at for change in asked(event).remedies[0].changes if change.at]
    assert waits == [datetime(2026, 2, 1, tzinfo=UTC)]
    clock = "\n  end: {by: clock, at: last, moves: {open: gone}}"
    assert any(change.at for change in asked(event + clock).remedies[0].changes)
    sooner = asked(event + clock, last="2026-01-20")
    assert not any(change.at for change in sooner.remedies[0].changes)


BRANCHES = "  go: {by: clerk, moves: {open: [{when: x >= 10, to: far, sets: {z: x - 5}}, {else: done}]}}"


def test_a_branch_whose_values_could_not_be_stored_is_not_offered() -> None:
    there = {outcome.target: outcome for outcome in asked(BRANCHES).outcomes}
    assert there["done"].taken
    assert there["far"].changes[0].data == {"x": 10}
    lowered = asked(BRANCHES.replace("z: x - 5", "z: x"))
    assert {outcome.target: outcome.changes for outcome in lowered.outcomes}["far"] == ()


def test_where_a_collection_has_no_room_no_branch_is_offered() -> None:
    events = "  go: {by: clerk, takes: vote, collects: sides, moves: {open: [{when: x >= 10, to: far}, {else: done}]}}"
    machine = machine_of(read_definition("small.yaml", f"{HEAD}events:\n{events}\n{FILL}"))
    facts = Facts(now=AT, case_id="S-1")
    case = decide(machine, None, "begin", DATA, CLERK, AT, facts).case
    assert case
    roomy = explain(machine, case, "go", at=AT, facts=facts, payload={"points": 1, "side": "right"})
    assert any(outcome.changes for outcome in roomy.outcomes)
    case = decide(machine, case, "fill", {"points": 1, "side": "left"}, CLERK, AT, facts).case
    assert case
    full = explain(machine, case, "go", at=AT, facts=facts, payload={"points": 1, "side": "right"})
    assert not any(outcome.changes or outcome.taken for outcome in full.outcomes)


FILL = "  fill: {by: clerk, takes: vote, collects: sides, moves: {open: stay}}"


def test_a_shorter_way_is_told_though_a_longer_one_stands_beside_it() -> None:
    events = """
  one: {by: clerk, moves: {open: nearer}}
  two: {by: clerk, moves: {open: far}}
  three: {by: clerk, moves: {far: farther}}
  four: {by: clerk, moves: {farther: there}}
  five: {by: clerk, moves: {nearer: there}}
  go: {by: clerk, moves: {there: done}}
"""
    (way,) = asked(events).ways
    assert way.steps == (("one", "nearer"), ("five", "there"))


def test_a_branch_to_where_a_due_date_cannot_be_computed_is_not_offered() -> None:
    clock = "\n  late: {by: clock, after: 2 UNIT, moves: {far: gone}}"
    counted = asked(BRANCHES + clock.replace("UNIT", "days"))
    assert {outcome.target: bool(outcome.changes) for outcome in counted.outcomes}["far"]
    without_calendar = asked(BRANCHES + clock.replace("UNIT", "working days"))
    assert not {outcome.target: bool(outcome.changes) for outcome in without_calendar.outcomes}["far"]


Truth = bool | None
JOINED: Mapping[str, Callable[[Truth, Truth], Truth]] = {
    "flag && x > 1": lambda a, b: False if False in (a, b) else None if None in (a, b) else True,
    "flag || x > 1": lambda a, b: True if True in (a, b) else None if None in (a, b) else False,
    "!flag || x > 1": lambda a, b: True if a is False or b is True else None if None in (a, b) else False,
    "flag ? x > 1 : false": lambda a, b: None if a is None else b if a else False,
}


def test_conditions_are_joined_as_guards_join_them_errors_included() -> None:
    definition = read_definition("small.yaml", f"{HEAD}events:\n{FILL}")
    scope = scope_of(definition)
    for text, expected in JOINED.items():
        tree = parse(text)
        nodes = list(dict.fromkeys(atom.node for atom in atoms(tree, scope)))
        for a, b in product((True, False, None), repeat=2):
            assert holds(tree, scope, dict(zip(nodes, (a, b), strict=True))) is expected(a, b), (text, a, b)
