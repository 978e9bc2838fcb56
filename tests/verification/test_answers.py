"""What is answered for one case and kept for those like it is what the engine answers for each of them."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from verification.files import small
from verification.small import Written, small_workflows

from ocop_workflow.case import Case
from ocop_workflow.engine import weigh
from ocop_workflow.model.definition import Definition
from ocop_workflow.verification import Budget, answers
from ocop_workflow.verification.answers import WHEN, Answers
from ocop_workflow.verification.relax import relax
from ocop_workflow.verification.space import Search

FORGETFUL = """
data: {a: {type: boolean}, b: {type: integer, minimum: 0, maximum: 2}}
start: {begin: {by: worker, to: s0}, full: {by: worker, to: s0, takes: [a, b]}}
states: {s0: {}, s1: {}, s2: {final: completed}}
events:
  empty: {by: worker, clears: [a], moves: {s0: s1}}
  end: {by: worker, when: has(a) && a, moves: {s1: s2, s0: s2}}
properties: [{invariant: has(a) == has(b)}]
"""


def compare(definition: Definition) -> None:
    relaxed = relax(definition, definition.properties).definition
    search = Search(relaxed, Budget(nodes=300, decisions=3_000))
    space = search.run()
    table = space.machine.table
    for node in range(min(space.done, 100)):
        case = space.cases[node]
        for name, event in table.events.items():
            if case.state in event.branches:
                kept = search.answers.to(case, name)
                told = [seen(search.answers.after(case, each)) for each in kept]
                assert told == list(asked(search.answers, case, name)), (case.state, case.data, name)


def asked(asking: Answers, case: Case, event: str) -> Iterator[object]:
    """Each payload decided anew, for this very case."""
    for payload in asking.payloads[event].at(case.data):
        decision = weigh(asking.machine, case, event, payload, answers.ANYBODY, WHEN, answers.FACTS)
        if decision.allowed and decision.case is not None:
            yield seen(decision.case)


def seen(case: Case) -> object:
    return case.state, dict(case.data), {scope: sorted(who) for scope, who in case.evidence.items()}


@settings(suppress_health_check=list(HealthCheck), max_examples=max(40, settings().max_examples // 3))
@given(small_workflows())
def test_what_is_kept_is_what_is_answered_anew(written: Written) -> None:
    compare(written.definition)


@pytest.mark.parametrize("forgotten", ["clears", "reads"])
def test_answers_kept_for_cases_that_differ_are_caught(
    monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    definition = small(FORGETFUL)
    compare(definition)
    if forgotten == "clears":
        monkeypatch.setattr(Answers, "_cleared", lambda *_: ())
    else:
        monkeypatch.setattr(answers, "data_names", lambda *_: frozenset())
    with pytest.raises(AssertionError):
        compare(definition)
