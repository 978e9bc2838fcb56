"""A case of an extension, and beside it the one of the base that it must look like: where they part, that is told.

The map from sub-states to the states they split is the caller's, so that nothing here trusts what is tested.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import define, evolve, field

from ocop_workflow.access import Actor
from ocop_workflow.case import Case, Decision, Entry
from ocop_workflow.engine import Facts, WorkflowMachine, decide, machine_of, settle
from ocop_workflow.model.definition import Definition


class Parted(AssertionError):
    """The extension did what the base does not, or did not do what the base must."""


@define
class Pair:
    """Both cases; None before a start. `home`: sub-state → the state of the base that it lies in."""

    base: WorkflowMachine
    extension: WorkflowMachine
    home: Mapping[str, str]
    facts: Facts
    before: Case | None = None  # the base's
    case: Case | None = None
    told: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, base: Definition, extension: Definition, home: Mapping[str, str], facts: Facts) -> "Pair":
        """Before any start; what the base leaves open has the values that the extension was given."""
        values = {name: value for name, value in extension.values.items() if name in base.parameters}
        values |= base.values
        return cls(machine_of(evolve(base, values=values)), machine_of(extension), home, facts)

    def fired(self, event: str, payload: Mapping[str, object], actor: Actor, at: datetime) -> "Pair | None":
        """Both after the event; None if the extension refuses it, which the base must not insist on."""
        facts = evolve(self.facts, now=at)
        decision = decide(self.extension, self.case, event, payload, actor, at, facts)
        known = event in self.base.definition.events or event in self.base.definition.start
        answer: Decision | None = None
        if known:
            answer = decide(self.base, self.before, event, payload, actor, at, facts)
        told = (*self.told, f"{at:%d/%m %H:%M} {actor.id} {actor.roles}: {event} {dict(payload)}")
        if not decision.allowed:
            declared = self.base.definition.events.get(event)
            if answer is not None and answer.allowed and declared is not None and declared.must:
                raise Parted(f"must be possible, and is not: {decision.reasons}", *told)
            return None
        assert decision.case is not None
        if answer is None:
            return evolve(self, case=decision.case, told=told).followed(decision.entries, at)
        if not answer.allowed:
            raise Parted(f"the base refuses it: {answer.reasons}", *told)
        assert answer.case is not None
        after = evolve(self, case=decision.case, before=answer.case, told=told)
        return after.alike(decision.entries, answer.entries)

    def settled(self, at: datetime) -> "Pair":
        """Both after what is due at that time."""
        return self.followed((), at)

    def followed(self, entries: tuple[Entry, ...], at: datetime) -> "Pair":
        """The base after the clocks that the entries hold, and both after what is due by now."""
        assert self.case is not None
        assert self.before is not None
        facts = evolve(self.facts, now=at)
        found = settle(self.extension, self.case, at, facts)
        other = settle(self.base, self.before, at, facts)
        stuck = [reason.text for reason in found.stuck]
        if bool(stuck) != bool(other.stuck):
            raise Parted(f"a clock is held up on one side only: {stuck}", *self.told)
        told = self.told if entries else (*self.told, f"{at:%d/%m %H:%M} time passes")
        after = evolve(self, case=found.case, before=other.case, told=told)
        return after.alike((*entries, *found.entries), other.entries)

    def alike(self, entries: tuple[Entry, ...], others: tuple[Entry, ...]) -> "Pair":
        assert self.case is not None
        assert self.before is not None
        ours = [self._seen(e) for e in entries if self._known(e.event)]
        theirs = [self._seen(e) for e in others]
        if ours != theirs:
            raise Parted(f"{ours} where the base has {theirs}", *self.told)
        if self._home(self.case.state) != self.before.state:
            raise Parted(f"in {self.case.state} where the base is in {self.before.state}", *self.told)
        kept = {n: v for n, v in self.case.data.items() if n in self.base.definition.data}
        if kept != dict(self.before.data):
            raise Parted(f"data {kept} where the base has {dict(self.before.data)}", *self.told)
        due = {n: d for n, d in self.case.due.items() if n in self.base.definition.events}
        if due != dict(self.before.due):
            raise Parted(f"due {due} where the base has {dict(self.before.due)}", *self.told)
        return self

    def _known(self, event: str) -> bool:
        return event in self.base.definition.events or event in self.base.definition.start

    def _home(self, state: str | None) -> str | None:
        return None if state is None else self.home.get(state, state)

    def _seen(self, entry: Entry) -> tuple[object, ...]:
        places = self._home(entry.source), self._home(entry.target)
        return (entry.event, *places, entry.stay, entry.at, entry.due, entry.actor)


def people(extension: Definition) -> Iterator[Actor]:
    """Somebody who holds everything, another where it matters who did what, and for each role one with that only."""
    apart = any(event.not_by or event.only_by or event.collects for event in extension.events.values())
    for name in ("an", "binh")[: 1 + apart]:
        yield Actor(name, roles=[*extension.roles])
    for role in extension.roles:
        yield Actor(f"only-{role}", roles=[role])
