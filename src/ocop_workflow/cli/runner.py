"""Taking the cases of a run file through a store, so that a killed run goes on with nothing twice or lost.

Every event has a key of its own. Refusals are not stored: they are decided on the case as it was after the
step before, so that a second run is told the same reasons as the first.
"""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from ..case import Case, Reason
from ..engine import Facts, fold
from ..errors import Refused, StoreError
from ..messages import say
from ..model.text import Text
from ..store import Store
from ..workflow import utc_now
from .runfile import RunFile, Step, Steps

WRITTEN, REPLAYED, REFUSED = "written", "replayed", "refused"


@frozen
class Outcome:
    """What came of one event: `case` as it is then, the reasons of a refusal, and what was not as expected."""

    case_id: str
    step: Step
    actor: str
    at: datetime
    kind: str
    case: Case | None
    reasons: tuple[Reason, ...] = ()
    unexpected: Text | None = None


def take_steps(store: Store, runs: RunFile) -> Iterator[Outcome]:
    """Every event of every case in the order of the file; a case stops at the first that is not as expected."""
    for steps in runs.cases:
        yield from _Runner(store, runs, steps).outcomes()


class _Runner:
    """One case."""

    def __init__(self, store: Store, runs: RunFile, steps: Steps) -> None:
        self.store, self.runs, self.workflow, self.steps = store, runs, runs.workflow, steps
        self.case: Case | None = None

    def outcomes(self) -> Iterator[Outcome]:
        if self.steps.goes_on:
            self.case = self._begun(self.steps.steps[0])
        for step in self.steps.steps:
            for actor in step.actors:
                outcome = self._take(step, actor)
                yield outcome
                if outcome.unexpected is not None:
                    return

    def _take(self, step: Step, actor: str) -> Outcome:
        moment = step.moment(self.workflow.definition.timezone)
        if step.refused:
            return self._refuse(step, actor, moment)
        key = self._key(step) + (f"/{actor}" if len(step.actors) > 1 else "")
        try:
            self.case = self._write(step, actor, moment, key)
        except Refused as refused:
            codes = ", ".join(reason.code for reason in refused.reasons)
            unexpected = self._unexpected("unexpected_refusal", step, reasons=codes)
            return Outcome(
                self.steps.case, step, actor, moment, REFUSED, self.case, refused.reasons, unexpected
            )
        except StoreError as error:
            if error.code not in {"key_reused", "case_exists"}:
                raise
            unexpected = self._unexpected("changed_since", step)
            return Outcome(self.steps.case, step, actor, moment, REFUSED, self.case, (), unexpected)
        kind = REPLAYED if self.case.replayed else WRITTEN
        wrong = None
        members = self.workflow.machine.table.tree.members
        there = step.then is None or self.case.state in members[step.then]
        if actor == step.actors[-1] and not there:
            wrong = self._unexpected("unexpected_state", step, state=self.case.state, expected=step.then)
        return Outcome(self.steps.case, step, actor, moment, kind, self.case, (), wrong)

    def _begun(self, first: Step) -> Case:
        """The case as it was before this file: what was done later was done by an earlier run of it."""
        moment = first.moment(self.workflow.definition.timezone)
        history = [entry for entry in self.store.history(self.steps.case) if entry.at <= moment]
        if not history or history[-1].definition != self.workflow.digest:
            raise StoreError(
                say("cli.goes_on_otherwise", case=self.steps.case, workflow=self.runs.called),
                "goes_on_otherwise",
            )
        return fold(self.workflow.machine, history)

    def _key(self, step: Step) -> str:
        """Which is the same in every run of the file, and in no other file."""
        if not self.steps.goes_on:
            return f"{self.steps.case}/{step.number}"
        alike = [each for each in self.steps.steps[: step.number] if (each.at, each.do) == (step.at, step.do)]
        return f"{self.steps.case}/{step.at.isoformat()}/{step.do}/{len(alike)}"

    def _write(self, step: Step, actor: str, at: datetime, key: str) -> Case:
        person = self.runs.actors[actor]
        if self.case is None:
            return self.store.start(
                self.workflow, step.payload, actor=person, id=self.steps.case, event=step.do, at=at, key=key
            )
        return self.store.fire(self.steps.case, step.do, step.payload, actor=person, at=at, key=key)

    def _refuse(self, step: Step, actor: str, at: datetime) -> Outcome:
        inputs = self.runs.inputs
        facts = Facts(utc_now(), self.steps.case, inputs.units, inputs.calendar, links=step.links)
        decision = self.workflow.decide(
            self.case, step.do, step.payload, actor=self.runs.actors[actor], at=at, facts=facts
        )
        codes = {reason.code for reason in decision.reasons}
        expected = ", ".join(step.refused)
        wrong = None
        if decision.allowed:
            wrong = self._unexpected("unexpected_allowed", step, expected=expected)
        elif codes != set(step.refused):
            wrong = self._unexpected(
                "unexpected_codes", step, codes=", ".join(sorted(codes)), expected=expected
            )
        return Outcome(self.steps.case, step, actor, at, REFUSED, self.case, decision.reasons, wrong)

    def _unexpected(self, key: str, step: Step, **values: object) -> Text:
        return say(f"cli.{key}", case=self.steps.case, step=step.number, event=step.do, **values)
