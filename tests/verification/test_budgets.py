"""A search that is too large ends, says which budget ended it, and proves nothing."""

from time import monotonic

import pytest
from verification.files import proofs

from ocop_workflow.verification import REFUTED, UNKNOWN, Budget

COUNTERS = """
data: {x: {type: integer, minimum: 0, maximum: 30}, z: {type: integer, minimum: 0, maximum: 30}}
start: {begin: {by: worker, to: s0, sets: {x: 0, z: 0}}}
states: {s0: {}, s1: {final: completed}, s2: {}}
events:
  tick: {by: worker, when: x < 30, sets: {x: x + 1}, moves: {s0: stay}}
  tock: {by: worker, when: z < 30, sets: {z: z + 1}, moves: {s0: stay}}
  go: {by: worker, when: x == 30 && z == 30, moves: {s0: s1}}
  early: {by: worker, when: x == 1, moves: {s0: s1}}
  nothing: {by: worker, when: x == 30 && z == 31, moves: {s0: s2}}
properties:
  - {never: early}
  - {never: nothing}
  - {precedence: [tick, go]}
  - {response: [begin, go]}
"""


@pytest.mark.parametrize(
    ("budget", "stopped_by"),
    [
        (Budget(nodes=5), "nodes"),
        (Budget(nodes=0), "nodes"),
        (Budget(decisions=40), "decisions"),
        (Budget(decisions=0), "decisions"),
        (Budget(seconds=0), "seconds"),
    ],
)
def test_a_tiny_budget_leaves_verdicts_open(budget: Budget, stopped_by: str) -> None:
    found = proofs(COUNTERS, budget)
    assert found.stopped_by == stopped_by
    assert not found.holds
    for verdict in found.verdicts:
        if verdict.verdict != REFUTED:
            assert (verdict.verdict, verdict.why, verdict.stopped_by) == (UNKNOWN, "budget", stopped_by)
    assert (found.flow.unreachable, found.flow.dead, found.flow.endless) == ((), (), ())


def test_what_was_not_asked_yet_is_not_told_to_be_stuck() -> None:
    assert proofs(COUNTERS).flow.stuck == ()
    for nodes in range(12):
        assert proofs(COUNTERS, Budget(nodes=nodes)).flow.stuck == ()


def test_what_is_found_before_the_budget_ends_is_told() -> None:
    found = proofs(COUNTERS, Budget(nodes=20))
    assert found.verdicts[0].verdict == REFUTED


def test_without_a_budget_that_is_too_small_everything_is_decided() -> None:
    found = proofs(COUNTERS)
    assert [v.verdict for v in found.verdicts] == ["refuted", "proved", "proved", "refuted"]
    assert found.flow.dead == ("nothing",)


def payload(fields: int, when: str, sets: str = "") -> str:
    takes = ", ".join(f"x{n}: {{type: boolean}}" for n in range(fields))
    return f"""
data: {{f: {{type: boolean}}}}
start: {{begin: {{by: worker, to: s0}}}}
states: {{s0: {{}}, s1: {{}}, s2: {{final: completed}}}}
events:
  ask: {{by: worker, takes: {{{takes}}}, when: {when}{sets}, moves: {{s0: s1}}}}
  go: {{by: worker, when: has(f) && f, moves: {{s1: s2}}}}
properties: [{{never: ask}}]
"""


ALL = " && ".join(f"taken.x{n}" for n in range(24))


@pytest.mark.parametrize(
    "text",
    [
        payload(24, f"{ALL} && !taken.x0"),
        payload(24, "true", f', sets: {{f: "{ALL}"}}'),
    ],
    ids=["that guards read", "that is stored"],
)
def test_a_payload_with_millions_of_values_is_not_tried(text: str) -> None:
    begun = monotonic()
    found = proofs(text)
    assert monotonic() - begun < 5
    assert found.stopped_by == "payloads"
    assert found.verdicts[0].verdict == UNKNOWN


def test_fields_that_are_asked_for_apart_are_tried_apart() -> None:
    guards = "[" + ", ".join(f"'!taken.x{n}'" for n in range(24)) + "]"
    found = proofs(payload(24, guards))
    assert found.verdicts[0].verdict == REFUTED


def test_a_story_may_be_very_long() -> None:
    found = proofs(
        """
data: {x: {type: integer, minimum: 0, maximum: 40}, z: {type: integer, minimum: 0, maximum: 40}}
start: {begin: {by: worker, to: s0, sets: {x: 0, z: 0}}}
states: {s0: {}, s1: {final: completed}}
events:
  tick: {by: worker, when: x < 40, sets: {x: x + 1}, moves: {s0: stay}}
  carry: {by: worker, when: x == 40 && z < 40, sets: {x: 0, z: z + 1}, moves: {s0: stay}}
  go: {by: worker, when: x == 40 && z == 40, moves: {s0: s1}}
properties: [{never: go}]
"""
    )
    (verdict,) = found.verdicts
    assert verdict.story is not None
    assert len(verdict.story.steps) == 41 * 41 + 1


def test_claims_that_there_is_no_time_to_judge_are_open_and_what_was_judged_stays() -> None:
    assert {v.verdict for v in proofs(COUNTERS).verdicts} >= {"proved", "refuted"}
    found = proofs(COUNTERS, Budget(judging=-1))
    assert {(v.verdict, v.why, v.stopped_by) for v in found.verdicts} == {(UNKNOWN, "budget", "seconds")}
    assert not found.holds
