"""The mirror: what the workflow itself makes of all that happens, by the pure `decide` and `settle` alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import evolve

from ..access import Actor
from ..case import Case, Decision, Entry
from ..engine import Facts, Settled, decisions, settle, weigh
from ..model.types import CaseType
from .claims import steps_of
from .clock import Clock
from .linked import linked
from .world import World

if TYPE_CHECKING:
    from ..properties import Step


class Mirror:
    """Every case of a trial with its entries, as they must be."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.machine = world.workflow.machine
        self.clock = Clock(world.morning())
        self.cases: dict[str, Case] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.steps: dict[str, list[Step]] = {}

    @property
    def now(self) -> datetime:
        return self.clock.now

    def facts(self, case_id: str | None = None, payload: Mapping[str, object] | None = None) -> Facts:
        """What a decision of this moment is told."""
        facts = Facts(self.now, case_id, self.world.units, self.world.calendar, b"mirror")
        definition = self.machine.definition
        if not definition.links and not any(isinstance(f.type, CaseType) for f in definition.data.values()):
            return facts
        settled = {
            name: settle(self.machine, case, self.now, facts).case for name, case in self.cases.items()
        }
        links, cases = linked(definition, settled, case_id, payload or {})
        return evolve(facts, links=links, cases=cases)

    def decide(
        self,
        case_id: str,
        event: str,
        payload: Mapping[str, object],
        actor: Actor,
        at: datetime | None = None,
    ) -> Decision:
        """What the workflow says of it now; nothing is kept."""
        case, facts = self.cases.get(case_id), self.facts(case_id, payload)
        return weigh(self.machine, case, event, payload, actor, at or self.now, facts)

    def decisions(self, case_id: str, actor: Actor) -> Sequence[Decision]:
        return decisions(self.machine, self.cases[case_id], actor, self.now, self.facts(case_id))

    def due(self, case_id: str) -> Settled:
        """What time makes of the case by now."""
        return settle(self.machine, self.cases[case_id], self.now, self.facts())

    def became(
        self, case_id: str, case: Case, entries: Sequence[Entry], payload: Mapping[str, object] | None = None
    ) -> None:
        """Keep what was decided, and what claims see of it."""
        steps = steps_of(self.machine, self.cases.get(case_id), entries, payload or {})
        self.steps.setdefault(case_id, []).extend(steps)
        self.cases[case_id] = case
        self.entries.setdefault(case_id, []).extend(entries)
