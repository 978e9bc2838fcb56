"""A made-up world in which a story can be told: units of every level, a plain calendar, parameter values, people."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import define, evolve, field

from ..access import Actor
from ..access.any_units import AnyUnits
from ..engine.permission import level_of
from ..engine.table import role_names
from ..model.definition import Definition, Event, Start
from ..model.tree import StateTree
from ..model.types import (
    BooleanType,
    DateType,
    DurationType,
    EnumType,
    IntegerType,
    LevelType,
    NumberType,
    RoleType,
    Type,
    UnitType,
)


def with_parameters(
    definition: Definition, chosen: Mapping[str, object], needed: Collection[str] = ()
) -> Definition:
    """The definition with a value for every required parameter that is open: the proof's choice, else the plainest.

    So have optional ones that are `needed`.
    """
    values = {**{n: v for n, v in chosen.items() if n in definition.parameters}, **definition.values}
    for name in {*definition.missing_parameters(), *needed} - set(values):
        values[name] = _plainest(definition, definition.parameters[name].type)
    return evolve(definition, values=values)


def _plainest(definition: Definition, type_: Type) -> object:
    match type_:
        case IntegerType(minimum=low, maximum=high):
            return min(max(low, 1), high)
        case NumberType(minimum=low, maximum=high):
            return min(max(low, Decimal(0)), high)
        case DurationType():
            return 10
        case BooleanType():
            return True
        case DateType():
            return date(2020, 1, 1)
        case EnumType(values=words):
            return words[0]
        case RoleType() as role:
            return role.choices(definition.roles)[0]
        case LevelType():
            return "level"
        case UnitType(level=level):
            return f"unit@{level}" if level else "unit"
    return "x"


@define
class People:
    """Actors by role: those who acted already first, then somebody new.

    `everybody`: whoever has acted may have every role.
    """

    definition: Definition
    tree: StateTree
    known: dict[str, list[Actor]] = field(factory=dict)
    everybody: bool = False

    def able(self, act: Start | Event, leaf: str, data: Mapping[str, object]) -> Iterator[tuple[str, Actor]]:
        """Role and actor, in the order in which they are worth trying."""
        for role in role_names(self.definition, act):
            unit = self.unit(role, leaf, data)
            party = self.definition.roles[role].party
            parties = {str(data[party])} if party is not None and party in data else set()
            met = [a for a in self.known.get(role, []) if a.parties == parties and a.roles == ((role, unit),)]
            yield from ((role, actor) for actor in met)
            # whoever it is bound to may have acted in another role
            if self.everybody or (isinstance(act, Event) and act.only_by):
                others = {a.id for actors in self.known.values() for a in actors} - {a.id for a in met}
                yield from ((role, Actor(each, [(role, unit)], parties)) for each in sorted(others))
            name = role if not self.known.get(role) else f"{role}-{len(self.known[role]) + 1}"
            yield role, Actor(name, roles=[(role, unit)], parties=parties)

    def remember(self, role: str, actor: Actor) -> None:
        """Keep an actor who has acted, to act again."""
        if actor not in self.known.setdefault(role, []):
            self.known[role].append(actor)

    def unit(self, role: str, leaf: str, data: Mapping[str, object]) -> str | None:
        """The unit in which the role must be held to act in the leaf; None where a workflow has no units."""
        if self.definition.unit is None:
            return None
        unit = str(data.get(self.definition.unit, "unit"))
        level = level_of(self.definition, self.tree, leaf, self.definition.roles[role], data)
        return AnyUnits().at_level(unit, level, date(2020, 1, 1)) if level else unit
