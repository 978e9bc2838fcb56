"""All cases of the old version, some at a time: the same decisions whether they are written or only found out."""

from collections.abc import Iterator
from datetime import datetime

from attrs import define, evolve, field

from ..access import Actor
from ..errors import Conflict, StoreError
from ..messages import say
from ..store import Store
from ..store.definitions import behaviour_of
from ..store.moving import Moved, Standing
from ..workflow import Workflow
from .claims import with_claims
from .compose import Composed, compose
from .moving import REFUSED, Crossing, Outcome
from .plan import Plan


def migrate(
    store: Store,
    composed: Composed,
    *,
    actor: Actor,
    at: datetime | None = None,
    dry_run: bool = False,
    proved: bool = False,
) -> Iterator[Outcome]:
    """Move the cases of a plan's old version, as they come; what becomes of each, in the order of their ids.

    Some cases at a time are one transaction: what was moved before an interruption is kept, and the next call goes on
    with those that still stand under the old version. A `dry_run` says the same and writes nothing. Where the plan is
    `proved` (`check_plan` holds) its claims are not judged of each case once more. Raises DefinitionError where a
    required parameter of the plan or of the new version has no value.
    """
    plan = composed.plan
    require_parameters(plan)
    mover = Mover(plan, actor.id, proved=proved)
    for some in store.ids_of(plan.old.workflow, plan.old.version):
        answers = store.move(some, mover, at=at, write=not dry_run)
        for case_id in some:
            answer = answers[case_id]
            if isinstance(answer, StoreError | Conflict):
                state = mover.outcomes[case_id].source if case_id in mover.outcomes else ""
                yield Outcome(case_id, REFUSED, state, None, (answer.told,))
            else:
                yield mover.outcomes[case_id]
        mover.outcomes.clear()


def require_parameters(plan: Plan) -> None:
    """Raises DefinitionError, naming each with its basis, if required parameters have no value."""
    new = plan.new
    declared, values = {**plan.parameters, **new.parameters}, {**plan.values, **new.values}
    Workflow(evolve(new, parameters=declared, values=values)).require_parameters()


@define
class Mover:
    """Decides on each case by the definition that it stands under, and remembers what was said."""

    plan: Plan
    actor: str
    proved: bool = False
    outcomes: dict[str, Outcome] = field(factory=dict)
    crossings: dict[str, Crossing | None] = field(factory=dict)

    def __call__(self, standing: Standing) -> Moved | None:
        case = standing.case
        crossing = self._crossing(standing)
        if crossing is None:
            told = say("migration.other_behaviour", version=self.plan.old.version)
            self.outcomes[case.id] = Outcome(case.id, REFUSED, case.state, None, (told,))
            return None
        self.outcomes[case.id], moved = crossing.decide(standing)
        return moved

    def _crossing(self, standing: Standing) -> Crossing | None:
        digest = standing.case.definition
        if digest not in self.crossings:
            old = standing.workflow.definition
            fits = behaviour_of(old) == behaviour_of(self.plan.old)
            waived = frozenset(each.claim for each in self.plan.waives)
            composed = with_claims(compose(evolve(self.plan, old=old))) if fits else None
            self.crossings[digest] = Crossing(composed, self.actor, waived, self.proved) if composed else None
        return self.crossings[digest]
