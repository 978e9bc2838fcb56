"""What is said of a mutant is what trying everything shows; and what a generated suite kills is counted honestly."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from testing.mutants.brute import differ
from verification import oracle
from verification.small import Written, small_workflows

from ocop_workflow.engine import machine_of
from ocop_workflow.reading import read_definition
from ocop_workflow.testing.mutants import following
from ocop_workflow.testing.mutants.following import Pair, seen
from ocop_workflow.testing.mutants.judge import DIFFERS, EQUAL, judged
from ocop_workflow.testing.mutants.killing import KILLED, SURVIVED, by_kind, fates, killed_percent
from ocop_workflow.testing.mutants.making import mutants
from ocop_workflow.testing.suites.suite import generate
from ocop_workflow.verification import Budget
from ocop_workflow.verification.world import with_parameters

PERMIT = Path(__file__).parents[2] / "cli" / "permit.yaml"
SMALL = settings(max_examples=3, database=None, deadline=None, suppress_health_check=list(HealthCheck))
PLAIN = """
workflow: leave
version: "1"
roles: {worker: {}, head: {}}
data: {days: {type: integer, minimum: 13, maximum: 22}, note: {type: integer, minimum: 0, maximum: 9}}
start: {ask: {by: worker, to: asked, takes: [days]}}
states: {asked: {}, seen: {}, granted: {final: completed}}
events:
  look: {by: head, when: days <= 20, sets: {note: "1"}, moves: {asked: seen}}
  grant: {by: head, not_by: [look], when: [days <= 20, days < 15], moves: {seen: granted}}
"""


def check(written: Written, every: int = 4, most: int = 3_000) -> None:
    definition = with_parameters(written.definition, {})
    some = list(mutants(definition))[::every]
    for each, found in judged(definition, some, Budget(2_000, 20_000, 5.0)):
        try:
            truth = differ(definition, each.definition, most)
        except oracle.TooLarge:
            continue
        assert truth or found.verdict != DIFFERS, f"{each.id} is said to differ, and does not"
        assert not truth or found.verdict == DIFFERS, f"{each.id} is {found.verdict}, and differs"


@SMALL
@given(small_workflows(plain=True))
def test_the_judge_says_what_brute_force_says(written: Written) -> None:
    check(written)


def test_a_judge_that_does_not_look_at_the_data_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "seen", lambda case: case.state if case else None)
    with pytest.raises(AssertionError, match="and differs"):
        check(Written(PLAIN, read_definition("leave.yaml", PLAIN)), 1, 12_000)


def test_a_guard_that_another_implies_is_no_difference_and_one_that_counts_has_a_story() -> None:
    definition = read_definition("leave.yaml", PLAIN)
    found = {each.id: said for each, said in judged(definition, list(mutants(definition)))}
    assert found["guard_dropped/grant/days-le-20"].verdict == EQUAL
    assert found["comparison/grant/days-le-20-to-days-lt-20"].verdict == EQUAL
    assert found["end_changed/granted/final"].verdict == EQUAL
    told = found["guard_dropped/grant/days-lt-15"]
    assert [step.event for step in told.steps] == ["ask", "look", "grant"]
    assert all(said.verdict == DIFFERS for name, said in found.items() if name.startswith("set_dropped"))


def test_the_last_step_of_a_story_is_the_first_that_is_answered_otherwise() -> None:
    definition = read_definition("leave.yaml", PLAIN)
    for each, said in judged(definition, list(mutants(definition))):
        together = following.Following(machine_of(definition), machine_of(each.definition))
        pair: object = Pair()
        for number, told in enumerate(said.steps):
            assert isinstance(pair, Pair)
            pair = together.step(pair, told, list(said.steps[:number]))
            if isinstance(pair, Pair):
                assert seen(pair.one) == seen(pair.other)
        assert isinstance(pair, Pair) != bool(said.steps)


def test_a_generated_suite_kills_what_differs_and_a_weaker_one_does_not() -> None:
    definition = read_definition(PERMIT)
    found = fates(generate(definition))
    assert killed_percent(found) == 100
    assert sum(sum(ends.values()) for ends in by_kind(found).values()) == len(found) > 30
    weaker = fates(generate(definition, ["all_states"]))
    alive = {each.mutant.kind: each for each in weaker if each.verdict == SURVIVED}
    assert {"role_widened", "constant"} <= set(alive)
    assert all(each.steps for each in alive.values())
    assert {each.mutant.id for each in weaker if each.verdict == KILLED} < {
        each.mutant.id for each in found if each.verdict == KILLED
    }
