"""Strategies in a workflow's own words: cases that a real story led to, payloads that fit, people who hold roles."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from ocop_workflow import Actor, Case, DefinitionError, load
from ocop_workflow.model.values import take
from ocop_workflow.testing import actors, cases, payloads, workflow_machine

HERE = Path(__file__).parent
GRANT, PLAN = load(HERE / "faults" / "grant.yaml"), load(HERE / "plan.yaml")
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
CYCLE = load("ocop-product@1048", parameters={"quorum": 2, "rounding": "none"})
STATES = (*PLAN.machine.table.tree.leaves,)


@FEW
@given(st.data())
def test_a_case_is_led_into_the_state_that_is_asked_for(data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(STATES))
    case = data.draw(cases(PLAN, state))
    assert case.state == state
    assert (case.data.get("points", 0) >= 50) == (state == "ranked")  # type: ignore[operator]  # it is an integer


def test_a_case_shrinks_to_the_shortest_story() -> None:
    case = find(
        cases(PLAN), lambda case: case.state == "production", settings=settings(FEW, max_examples=300)
    )
    assert (case.seq, case.data) == (3, {"name": "x"})


@settings(FEW, max_examples=5)
@given(cases(CYCLE, "evaluation"))
def test_a_case_of_a_long_cycle_comes_to_a_stage(case: Case) -> None:
    assert case.state in CYCLE.machine.table.tree.members["evaluation"]


@FEW
@given(payloads(GRANT, "ask"), actors(GRANT, "officer"), actors(GRANT))
def test_payloads_fit_and_people_hold_roles(
    payload: dict[str, object], officer: Actor, anybody: Actor
) -> None:
    assert take(GRANT.definition.data["amount"].type, payload["amount"]) == payload["amount"]
    assert officer.roles == (("officer", None),)
    assert anybody.roles[0][0] in GRANT.definition.roles


def test_payloads_are_mostly_near_the_bounds_that_guards_mention() -> None:
    amount = find(payloads(GRANT, "ask"), lambda payload: str(payload["amount"]) == "50.01", settings=FEW)
    assert amount


def test_what_the_workflow_does_not_have_is_told_with_what_it_has() -> None:
    with pytest.raises(ValueError, match="no event 'aproove'; it has: ask, hand_in"):
        payloads(GRANT, "aproove")
    with pytest.raises(ValueError, match="no role 'clerk'; it has: citizen, officer"):
        actors(GRANT, "clerk")
    with pytest.raises(ValueError, match="no state 'gone'; it has: draft"):
        cases(GRANT, "gone")
    with pytest.raises(DefinitionError, match="quorum"):
        cases(load("ocop-product@1048"))


def test_the_name_of_a_workflow_is_none_and_how_to_load_it_is_told() -> None:
    for asked in (lambda w: payloads(w, "ask"), actors, cases, workflow_machine):
        with pytest.raises(TypeError, match=r"a workflow is wanted, not 'grant.yaml': load it first"):
            asked("grant.yaml")  # type: ignore[arg-type]
