"""One case: where the plan leads it, or why it stays; decided on both versions together, written under the new one."""

from collections.abc import Sequence

from attrs import define, evolve, field, frozen

from ..case import Case
from ..engine import Moving, WorkflowMachine, machine_of, moved
from ..engine.decide import time_reasons
from ..engine.fold import data_after
from ..engine.guarding import environment_of, judge, new_values
from ..engine.table import CompiledBranch
from ..guards import EvaluationError
from ..messages import say
from ..model.canonical import sha256_of
from ..model.definition import CLOCK
from ..model.document import described
from ..model.text import Text
from ..properties import Monitors, Step
from ..store.moving import Moved, Standing
from ..verification.log import going_on
from ..verification.tell import claim_text
from ..workflow import Workflow
from .clocks import dues
from .compose import Composed
from .duties import Duties
from .embedding import Embedding
from .units import Divided, followed

MOVED, PINNED, ENDED, REFUSED = "moved", "pinned", "ended", "refused"


@frozen
class Outcome:
    """What becomes of one case: `verdict` is moved, pinned (the plan leaves it), ended (it is final) or refused.

    `source` and `target` are leaves, of the old version and of the new one; `reasons` say why it is refused.
    """

    case: str
    verdict: str
    source: str
    target: str | None = None
    reasons: tuple[Text, ...] = ()


@define
class Crossing:
    """Decides on the cases of one definition of the old version: of one set of its parameters' values.

    `proved`: the plan's claims are, of every case that began under the old version; of one that came to it by an
    earlier move they are judged all the same.
    """

    composed: Composed
    actor: str
    waived: frozenset[str]
    proved: bool = False
    machine: WorkflowMachine = field(init=False)
    target: Workflow = field(init=False)
    monitors: Monitors | None = field(init=False, default=None)
    duties: Duties = field(init=False)
    plan_sum: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        definition, plan = self.composed.definition, self.composed.plan
        self.machine = machine_of(definition)
        self.target = Workflow(plan.new)
        self.duties = Duties(plan, self.target.machine)
        what = (plan.states, plan.sets, plan.events, plan.scopes, plan.follows, tuple(sorted(plan.drops)))
        said = (*what, plan.waives, plan.properties, plan.parameters)
        self.plan_sum = sha256_of(described(said, behaviour=False))

    def decide(self, standing: Standing) -> tuple[Outcome, Moved | None]:
        """The outcome, and the move where there is one."""
        case = standing.case
        if against := (*standing.stuck, *time_reasons(standing.at, standing.facts.now, None)):
            return self._refused(case, [reason.text for reason in against]), None
        event = self.machine.table.events[self.composed.crossing]
        before = Embedding(self.composed).case(case)
        if before.state not in event.branches:
            return Outcome(case.id, ENDED, case.state), None
        environment = environment_of(self.machine, before.data, {}, standing.at, standing.facts)
        outcome = judge(event, environment, leaf=before.state, payload="good")
        if outcome.branch is None:
            return self._refused(case, [reason.text for reason in outcome.reasons]), None
        if outcome.branch.to is None:
            return Outcome(case.id, PINNED, case.state), None
        values, unfit = new_values(self.machine.definition, event, outcome.branch, environment)
        if unfit:
            return self._refused(case, [reason.text for reason in unfit]), None
        try:
            values |= followed(standing, self.composed.plan.new) if self.composed.plan.follows else {}
            moving = self._moving(standing, before, outcome.branch, values)
        except (EvaluationError, Divided) as error:
            return self._refused(case, [error.text]), None
        if broken := self._broken(standing, before, moving):
            return self._refused(case, broken), None
        moving.seen = outcome.seen
        entry, after = moved(self.target.machine, case, moving, self.actor, standing.at, standing.facts.now)
        return Outcome(case.id, MOVED, case.state, moving.target), Moved(self.target, after, entry)

    def _refused(self, case: Case, reasons: Sequence[Text]) -> Outcome:
        return Outcome(case.id, REFUSED, case.state, None, tuple(reasons))

    def _moving(
        self, standing: Standing, before: Case, branch: CompiledBranch, values: dict[str, object]
    ) -> Moving:
        plan, case, target = self.composed.plan, standing.case, branch.to
        assert target is not None  # or the case stays
        machine = self.target.machine
        passage = self.machine.table.passages[before.state, target, False]
        written = {name: value for name, value in values.items() if name not in passage.absent}
        data = data_after(self.machine, before, passage, written)
        data = {name: data[name] for name in plan.new.data if name in data}
        visits = self._visits(standing.workflow.machine, case.state, target)
        holders = machine.table.tree.holders[target]
        since = {
            name: case.since[visits[name]] if name in visits else standing.at for name in sorted(holders)
        }
        arriving = evolve(
            case, definition=machine.digest, state=target, at=standing.at, data=data, since=since
        )
        return Moving(
            target,
            data,
            since,
            dues(
                plan,
                machine,
                case,
                arriving,
                written,
                standing.facts,
                waits_on=visits.get(target) == case.state,
            ),
            self.duties.evidence(standing, visits),
            self._payload(standing),
            {},
        )

    def _visits(self, old: WorkflowMachine, leaf: str, target: str) -> dict[str, str]:
        """Names of the new version whose visit goes on, with the old one's names for them."""
        held = old.table.tree.holders[leaf]
        now = self.target.machine.table.tree.holders[target]
        return {name: was for name, (was, _) in self.composed.scopes.items() if name in now and was in held}

    def _payload(self, standing: Standing) -> dict[str, object]:
        plan = self.composed.plan
        return {
            "plan": plan.name,
            "plan_sha256": self.plan_sum,
            "from": standing.case.definition,
            "versions": [plan.old.version, plan.new.version],
            "parameters": {name: str(value) for name, value in sorted(plan.values.items())},
            "basis": list(plan.basis),
            "waived": [{"property": each.claim, "decision": each.decision} for each in plan.waives],
            "attests": self.duties.happened(standing),
        }

    def _broken(self, standing: Standing, before: Case, moving: Moving) -> list[Text]:
        """The claims that are violated for good once the case has moved, but for those that the plan waives."""
        if self.proved and not standing.moved:
            return []
        monitors, embedding = self._monitors(), Embedding(self.composed)
        states = monitors.start
        for entry, step in embedding.steps(standing.workflow.machine, standing.read()):
            if entry.moves:
                states = monitors.arrived(step, embedding.visits(going_on(entry)))
            else:
                states = monitors.after(states, step)
        name = self.composed.crossing
        step = Step(name, before.data, {}, moving.data, (), None, before.state, moving.target, CLOCK)
        broken = [
            claim
            for claim in monitors.violated(monitors.after(states, step))
            if not self.waived & {claim.title.vi, claim.title.en}
        ]
        definition = self.composed.definition
        return [say("migration.broken", claim=claim_text(definition, claim)) for claim in broken]

    def _monitors(self) -> Monitors:
        if self.monitors is None:
            self.monitors = Monitors(self.composed.definition, self.machine.table.tree)
        return self.monitors


__all__ = ["ENDED", "MOVED", "PINNED", "REFUSED", "Crossing", "Outcome"]
