"""Who did what, as far as duties of the new version ask for it: remembered by the old one, or found in the history."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from attrs import define

from ..case import Entry
from ..engine import WorkflowMachine
from ..store.moving import Standing
from ..verification.log import chapter
from .plan import Plan

Evidence = Mapping[str, tuple[str, ...]]


@define(slots=False)
class Duties:
    """What one plan makes of what has happened; worked out once for all cases of a definition."""

    plan: Plan
    new: WorkflowMachine

    @cached_property
    def acts(self) -> dict[str, list[str]]:
        """Act of the new version → those of the old one that count as it, events first."""
        found: dict[str, list[str]] = {}
        for act in (*self.plan.old.events, *self.plan.old.start):
            if (other := self.plan.counterpart(act)) is not None:
                found.setdefault(other, []).append(act)
        return found

    def evidence(self, standing: Standing, visits: Mapping[str, str]) -> dict[str, Evidence]:
        """Scope → event → people; `visits` are the scopes whose visit goes on, by the old name."""
        found: dict[str, Evidence] = {}
        for scope, asked in self.new.table.evidence.items():
            if scope and scope not in visits:
                continue
            before = visits.get(scope, "")
            known = {
                name: people
                for name in sorted(asked)
                if (people := self._people(standing, name, before)) is not None
            }
            if known:
                found[scope] = known
        return found

    def _people(self, standing: Standing, name: str, scope: str) -> tuple[str, ...] | None:
        """Those who did it, nobody where it is only attested; None where it did not happen."""
        case = standing.case
        remembered = standing.workflow.machine.table.evidence.get(scope, frozenset())
        found: dict[str, None] = {}
        happened = False
        for act in self.acts.get(name, ()):
            if act in remembered:
                people = case.evidence.get(scope, {}).get(act)
            elif act in standing.events:
                people = _found(standing.read, act, case.since[scope] if scope else None)
            else:
                people = None
            if people is not None:
                happened = True
                found |= dict.fromkeys(people)
        return tuple(found) if happened else None

    def happened(self, standing: Standing) -> list[str]:
        """The acts of the new version that what has happened counts as, starts and earlier moves among them."""
        acts = dict.fromkeys(standing.events)
        start = self.plan.old.start.get(standing.events[0])
        if standing.moved:
            acts = _since_move(standing.read())
        elif start is not None:
            acts |= dict.fromkeys(start.attests)
        return sorted({other for act in acts if (other := self.plan.counterpart(act)) is not None})


def _found(read: Callable[[], Sequence[Entry]], act: str, since: datetime | None) -> tuple[str, ...] | None:
    entries = [
        e for e in chapter(read()) if e.event == act and not e.moves and (since is None or e.at >= since)
    ]
    people = (person for e in entries for person in (e.actor, e.on_behalf) if person is not None)
    return tuple(dict.fromkeys(people)) if entries else None


def _since_move(history: Sequence[Entry]) -> dict[str, None]:
    """What has happened since the last move, and what that attested."""
    acts: dict[str, None] = {}
    for entry in chapter(history):
        attested: object = entry.payload.get("attests", ()) if entry.moves else ()
        named = attested if isinstance(attested, list | tuple) else ()
        acts |= dict.fromkeys((entry.event, *(str(name) for name in named)))
    return acts
