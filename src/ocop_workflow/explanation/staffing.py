"""Whether a directory has somebody for every event in every state, and enough people for separation of duty.

What is told holds on one day. Parties are no officers: roles of parties are taken to be filled.
"""

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from ..access.tree import UnitTree
from ..engine.machine import WorkflowMachine
from ..engine.table import CompiledEvent, role_names
from ..model.definition import Definition, Event, Role
from ..model.types import EnumType, UnitType
from .crowd import UNKNOWN, Crowd, alike, crowd
from .people import Listing

Hands = frozenset[str]  # who has a hand in an act: the person, and whoever's place is taken
Post = tuple[str, str | None]  # a role and the unit in which it is held


@frozen
class Finding:
    """`kind` is unstaffed, inseparable, unbound, blocked (failures), level_open, role_open or uncounted (remarks).

    `level` is None where any unit will do. `before` are the events after which nobody is left, `places` the units of
    cases for which that is so. `parameter` is the one that is open.
    """

    kind: str
    event: str
    state: str = ""
    role: str = ""
    level: str | None = None
    before: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    parameter: str = ""

    @property
    def fails(self) -> bool:
        return self.kind in {"unstaffed", "inseparable", "unbound", "blocked"}


def staffing(
    machine: WorkflowMachine, directory: Listing, units: UnitTree | None, on: date
) -> tuple[Finding, ...]:
    """What a directory lacks on a day; `units` may be None for a workflow without units."""
    return tuple(_Staffing(machine, directory, units, on).findings())


class _Staffing:
    def __init__(
        self, machine: WorkflowMachine, directory: Listing, units: UnitTree | None, on: date
    ) -> None:
        self.machine, self.units, self.on = machine, units, on
        listed = units.units if units else {}
        self.levels = {unit: listed[unit].level for unit in listed if units and units.known(unit, on)}
        self.held: dict[Post, set[Hands]] = {}
        for person in directory.people:
            for role, unit, whose in directory.actor(person, on).posts:
                hands = frozenset({person} if whose is None else {person, whose})
                self.held.setdefault((role, unit), set()).add(hands)

    @property
    def definition(self) -> Definition:
        return self.machine.definition

    def findings(self) -> Iterator[Finding]:
        alone = list(self._each())
        yield from alone
        yield from self._together({finding.event for finding in alone if finding.fails})

    def _together(self, told: set[str]) -> Iterator[Finding]:
        """Events that nobody can do because of all duties together, where none of them alone was told to be why."""
        bound = [e for e in self.definition.events.values() if e.not_by or e.only_by]
        if not bound:
            return
        known: dict[object, Crowd] = {}
        found: dict[tuple[str, str], list[str]] = {}
        for place in self._places():
            able = self._able(place)
            sort = alike(able)
            judged = known.get(sort) if sort is not None else None
            if judged is None:
                judged = known[sort] = crowd(self.machine, able)
            if judged.blocked is None:
                found.setdefault((bound[0].name, ""), []).append(place or "")
            for name, leaf in (judged.blocked or {}).items():
                found.setdefault((name, leaf), []).append(place or "")
        for (name, leaf), places in found.items():
            event = self.definition.events[name]
            if not leaf:
                yield Finding("uncounted", name, places=tuple(places))
            elif name not in told:
                role = self._roles(self.machine.table.events[name])[0].name
                before = (*event.not_by, *event.only_by)
                yield Finding("blocked", name, leaf, role, before=before, places=tuple(places))

    def _able(self, place: str | None) -> dict[tuple[str, str], set[Hands]]:
        """Who has the roles for each event in each state; whoever acts for a party is nobody of the directory."""
        table = self.machine.table
        acts = [(event, str(event.branches[""][0].to)) for event in table.starts.values()]
        acts += [(event, leaf) for event in table.events.values() for leaf in event.sources]
        found = {}
        for event, leaf in acts:
            hands = self._hands(event, leaf, place)
            if len(self._roles(event)) < len(role_names(self.definition, event.declared)):
                hands.add(UNKNOWN)
            found[event.name, leaf] = hands
        return found

    def _each(self) -> Iterator[Finding]:
        for event in self.machine.table.events.values():
            declared = event.declared
            if isinstance(declared, Event) and not declared.is_clock:
                yield from self._open_roles(declared)
                for state in event.sources:
                    yield from self._unstaffed(event, state)
                    yield from self._duties(event, declared, state)

    def _open_roles(self, event: Event) -> Iterator[Finding]:
        for name in event.by:
            if name in self.definition.parameters and name not in self.definition.values:
                yield Finding("role_open", event.name, parameter=name)

    def _unstaffed(self, event: CompiledEvent, state: str) -> Iterator[Finding]:
        for role in self._roles(event):
            for level in self._levels(role, state):
                if level is not None and level in self.definition.parameters:
                    yield Finding("level_open", event.name, state, role.name, parameter=level)
                elif not self._held_at(role.name, level):
                    yield Finding("unstaffed", event.name, state, role.name, level)

    def _roles(self, event: CompiledEvent) -> list[Role]:
        named = role_names(self.definition, event.declared)
        return [role for role in (self.definition.roles[name] for name in named) if role.party is None]

    def _levels(self, role: Role, state: str) -> list[str | None]:
        """Levels at which the role is held in that state; a parameter's name where it is open; None: any unit."""
        definition = self.definition
        if definition.unit is None:
            return [None]
        named = role.at or self.machine.table.tree.level[state]
        if role.at is not None and role.at in definition.data and role.at not in definition.parameters:
            type_ = definition.data[role.at].type
            return [*type_.values] if isinstance(type_, EnumType) else [None]
        if named is not None and named in definition.parameters:
            value = definition.values.get(named)
            return [value if isinstance(value, str) else named]
        if named is None:
            type_ = definition.data[definition.unit].type
            return [type_.level if isinstance(type_, UnitType) else None]
        return [named]

    def _held_at(self, role: str, level: str | None) -> bool:
        return any(
            held == role and (level is None or (unit is not None and self.levels.get(unit) == level))
            for held, unit in self.held
        )

    def _duties(self, event: CompiledEvent, declared: Event, state: str) -> Iterator[Finding]:
        """Events after which nobody can do this one, whoever did them, where somebody could before."""
        if len(self._roles(event)) < len(role_names(self.definition, declared)):
            return  # a party may do it
        lacking: dict[tuple[str, str], list[str]] = {}
        for place in self._places():
            able = self._hands(event, state, place)
            named = [("inseparable", name) for name in declared.not_by]
            named += [("unbound", name) for name in declared.only_by]
            for kind, name in named if able else ():
                doers = self._doers(name, place)
                apart = {doer.isdisjoint(hands) for doer in doers for hands in able}
                if apart == {kind == "unbound"}:
                    lacking.setdefault((kind, name), []).append(place or "")
        for (kind, name), places in lacking.items():
            role = self._roles(event)[0].name
            yield Finding(kind, event.name, state, role, before=(name,), places=tuple(places))

    def _places(self) -> list[str | None]:
        """Units that a case may have; just None where the workflow has no units."""
        definition = self.definition
        if definition.unit is None or self.units is None:
            return [None]
        type_ = definition.data[definition.unit].type
        wanted = type_.level if isinstance(type_, UnitType) else None
        return [unit for unit, level in self.levels.items() if wanted in {None, level}]

    def _doers(self, name: str, place: str | None) -> set[Hands]:
        """Who could have done an event of the workflow, in any of its states; empty where a party could have."""
        table = self.machine.table
        event = table.events.get(name) or table.starts[name]
        if len(self._roles(event)) < len(role_names(self.definition, event.declared)):
            return set()
        states = event.sources if name in table.events else (str(event.branches[""][0].to),)
        return {hands for state in states for hands in self._hands(event, state, place)}

    def _hands(self, event: CompiledEvent, state: str, place: str | None) -> set[Hands]:
        found: set[Hands] = set()
        for role in self._roles(event):
            for level in self._levels(role, state):
                if place is None:
                    posts = [post for post in self.held if post[0] == role.name]
                elif level is None or self.units is None:
                    posts = [(role.name, place)]
                else:
                    posts = [(role.name, self.units.at_level(place, level, self.on))]
                found |= {hands for post in posts for hands in self.held.get(post, ())}
        return found
