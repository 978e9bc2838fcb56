"""What hosts get wrong in deciding: each forgets one thing that the workflow asks for."""

from decimal import Decimal
from typing import Any

from attrs import evolve
from testing.notebook import Notebook

from ocop_workflow import Case, Decision, Workflow
from ocop_workflow.engine import apply


class ForgetsAGuard(Notebook):
    """Checks amounts in the form that people fill in, where somebody else's request does not pass."""

    def decided(
        self, workflow: Workflow, case_id: str, case: Case | None, event: str, *rest: Any
    ) -> Decision:
        if case is None or event == "hand_in":
            return super().decided(workflow, case_id, case, event, *rest)
        small = evolve(case, data={**case.data, "amount": Decimal(1)})
        return kept(workflow, case, super().decided(workflow, case_id, small, event, *rest))


class BelievesAnybody(Notebook):
    """Asks whether somebody may do it, not whether this one may."""

    def decided(
        self, workflow: Workflow, case_id: str, case: Case | None, event: str, *rest: Any
    ) -> Decision:
        payload, actor, at = rest
        everyone = evolve(actor, roles=[(role, None) for role in workflow.definition.roles])
        return super().decided(workflow, case_id, case, event, payload, everyone, at)


class ForgetsWhoDidItBefore(Notebook):
    """Looks for who must not act only as far back as the case last came to where it is."""

    def decided(
        self, workflow: Workflow, case_id: str, case: Case | None, event: str, *rest: Any
    ) -> Decision:
        if case is None:
            return super().decided(workflow, case_id, case, event, *rest)
        lately = {
            scope: {done: people[-1:] for done, people in events.items()}
            for scope, events in case.evidence.items()
        }
        answer = super().decided(workflow, case_id, evolve(case, evidence=lately), event, *rest)
        return kept(workflow, case, answer)


def kept(workflow: Workflow, case: Case, answer: Decision) -> Decision:
    """What was decided on another form of the case, done to the case itself."""
    if not answer.allowed:
        return evolve(answer, case=case)
    for entry in answer.entries:
        case = apply(workflow.machine, case, entry)
    return evolve(answer, case=case)
