"""What suites say of transitions is what a search finds that tries every value, person and day."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from verification import oracle
from verification.small import Written, small_workflows

from ocop_workflow.testing import run_scenario
from ocop_workflow.testing.suites import suite as suites
from ocop_workflow.testing.suites.goals import BUDGET, OPEN, UNREACHABLE, Goal
from ocop_workflow.testing.suites.plan import Plan
from ocop_workflow.testing.suites.scenarios import scenario_of
from ocop_workflow.testing.suites.suite import Suite, generate
from ocop_workflow.verification import Budget
from ocop_workflow.workflow import Workflow

SMALL = settings(max_examples=25, database=None, suppress_health_check=[HealthCheck.filter_too_much])
Way = tuple[str, str, str]  # act, leaf before (empty for a start), leaf after


def taken(suite: Suite) -> set[Way] | None:
    """Every way that a case of the workflow can go; None where there is more than can be tried."""
    try:
        graph = oracle.explore(suite.definition, 1500)
    except oracle.TooLarge:
        return None
    found: set[Way] = set()
    sources = [("", graph.begins), *zip(graph.leaves, graph.ways, strict=True)]
    for leaf, ways in sources:
        for way in ways:
            before = leaf
            for seen in way.seen:
                found.add((seen.event, before, seen.target))
                before = seen.target
    return found


def claimed(suite: Suite) -> tuple[set[Way], set[Way], set[Way]]:
    """Ways that are covered, those that are said to be impossible, and those of which nothing is known."""
    plan = Plan(suite.definition)
    by_name: dict[str, Way] = {}
    for act, leaf, number in plan.transitions():
        by_name.setdefault(
            plan.transition_name(act, leaf, number), (act, leaf, plan.target(act, leaf, number) or leaf)
        )
    covered = {by_name[test.goal.name] for test in suite.tests if test.goal.name in by_name}
    left = {each.goal.name: each.left.why for each in suite.uncovered if each.goal.name in by_name}
    impossible = {by_name[name] for name, why in left.items() if why == UNREACHABLE}
    unknown = {by_name[name] for name, why in left.items() if why in (OPEN, BUDGET)}
    return covered, impossible - covered - unknown, unknown


def check(written: Written) -> None:
    suite = generate(written.definition, ["all_transitions"], Budget(2_000, 20_000, 5.0))
    can = taken(suite)
    if can is None:
        return
    covered, impossible, unknown = claimed(suite)
    assert not impossible & can, "it is said to be impossible, and happens"
    assert covered <= can, "it is covered, and cannot happen"
    timed = any(event.is_clock for event in written.definition.events.values())
    assert timed or can <= covered | unknown, "it happens, and no test covers it"
    workflow = Workflow(suite.definition)
    assert all(run_scenario(scenario_of(workflow, test)).holds for test in suite.tests)


@SMALL
@given(small_workflows(plain=True))
def test_transitions_are_those_that_brute_force_can_take(written: Written) -> None:
    check(written)


def test_a_suite_that_skips_a_branch_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = suites.CRITERIA["all_transitions"]

    def skipping(plan: Plan) -> Iterator[Goal]:
        first = next(iter(plan.definition.events))
        return (goal for goal in whole(plan) if not goal.name.startswith(f"{first}/"))

    monkeypatch.setattr(suites, "CRITERIA", {"all_transitions": skipping})

    @SMALL
    @given(small_workflows(plain=True))
    def all_of_them(written: Written) -> None:
        check(written)

    with pytest.raises(AssertionError, match="no test covers it"):
        all_of_them()
