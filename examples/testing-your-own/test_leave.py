"""With pytest: fixtures, strategies, and the machine over our own store."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings

from ocop_workflow import Actor, Case, Refused, Store, load
from ocop_workflow.testing import Clock, actors, cases, workflow_machine

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from host import Requests  # noqa: E402 - it stands beside this file

LEAVE = load(HERE / "leave.yaml")

TestRequests = workflow_machine(LEAVE, store=Requests).TestCase
TestRequests.settings = settings(max_examples=10, stateful_step_count=10, deadline=None)

People = Callable[..., Mapping[str, Actor]]


def test_whoever_asks_does_not_approve(case_store: Store, actors: People) -> None:
    head = actors(LEAVE)["head"]
    case = case_store.start(LEAVE, {"days": 3}, actor=head)
    with pytest.raises(Refused) as refused:
        case_store.fire(case.id, "approve", actor=head)
    assert [reason.code for reason in refused.value.reasons] == ["not_permitted"]


def test_what_nobody_answers_lapses(case_store: Store, clock: Clock, actors: People) -> None:
    case = case_store.start(LEAVE, {"days": 3}, actor=actors(LEAVE)["worker"])
    clock.forward(days=15)
    assert [entry.event for entry in case_store.fire_due()] == ["lapse"]
    assert case_store.get(case.id).state == "lapsed"


@settings(max_examples=20, deadline=None)
@given(cases(LEAVE, "approved"))
def test_nobody_gets_more_than_ten_days(case: Case) -> None:
    assert 1 <= case.data["days"] <= 10  # type: ignore[operator]  # an integer, the file says


@settings(max_examples=20, deadline=None)
@given(actors(LEAVE, "worker"), cases(LEAVE, "asked"))
def test_a_worker_never_approves(worker: Actor, case: Case) -> None:
    assert not LEAVE.decide(case, "approve", actor=worker, at=case.at).allowed
