"""The people of a test: who may act on a case as it stands, and who may not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from ..access import Actor, Units
from ..access.any_units import AnyUnits
from ..case import Case
from ..engine import Facts
from ..engine.machine import WorkflowMachine
from ..engine.permission import ActingUnit
from ..engine.table import role_names
from ..model.definition import Definition, Event, Start
from ..model.tree import state_tree
from ..model.types import EnumType

NUMBERS = (
    1,
    2,
    3,
    4,
    5,
)  # of each role there are five people: enough for separation of duty and small councils
ANYWHERE = ("u-1", "u-2")
DEPUTY = "deputy"  # holds nothing but what others hold


def places_of(definition: Definition, units: Units | None) -> dict[str, tuple[str, ...]]:
    """Ids of units by level; "" has them all. Of made-up units there are two of each level."""
    if isinstance(units, AnyUnits) or units is None:
        levels = _levels(definition)
        made = {level: tuple(f"{unit}@{level}" for unit in ANYWHERE) for level in levels}
        return {**made, "": tuple(u for level in levels for u in made[level]) or ANYWHERE}
    listed: Mapping[str, object] = getattr(units, "units", {})
    found: dict[str, list[str]] = {"": list(listed)}
    for name, unit in listed.items():
        found.setdefault(str(getattr(unit, "level", "")), []).append(name)
    return {level: tuple(names) for level, names in found.items() if names}


def _levels(definition: Definition) -> list[str]:
    """Every level that the workflow names, in the order of the file."""
    said: list[object] = [getattr(declared.type, "level", None) for declared in definition.data.values()]
    said += [
        definition.values.get(level) if level in definition.parameters else level
        for level in state_tree(definition).level.values()
        if level is not None
    ]
    for role in definition.roles.values():
        declared = definition.data.get(role.at or "")
        words = declared.type.values if declared and isinstance(declared.type, EnumType) else (role.at or "",)
        said += [definition.values.get(word) if word in definition.parameters else word for word in words]
    return list(dict.fromkeys(level for level in said if isinstance(level, str) and level))


@frozen
class Cast:
    """Finds people for an act; `leaf` is where the case stands, or where a start leads."""

    machine: WorkflowMachine
    places: Mapping[str, Sequence[str]]

    def able(
        self, act: Start | Event, leaf: str, data: Mapping[str, object], facts: Facts, today: date
    ) -> list[Actor]:
        """Those who hold a role of the act in the acting unit, or act for the party it is for."""
        definition = self.machine.definition
        found: list[Actor] = []
        for role in role_names(self.machine.definition, act):
            party = definition.roles[role].party
            if party is not None:
                owner = data.get(party)
                found += [Actor(str(owner), parties=[str(owner)])] if owner is not None else []
            else:
                acting = self._acting(role, leaf, data, facts, today)
                found += [_holder(role, acting, number) for number in NUMBERS]
        return found

    def others(
        self, act: Start | Event, leaf: str, data: Mapping[str, object], facts: Facts, today: date
    ) -> list[Actor]:
        """Those who lack the role, hold it elsewhere, or act for somebody else."""
        definition = self.machine.definition
        roles = role_names(self.machine.definition, act)
        acting = {role: self._acting(role, leaf, data, facts, today) for role in definition.roles}
        found = [Actor("nobody"), Actor("stranger", parties=["party-3"])]
        found += [_holder(role, acting[role], 1) for role in definition.roles if role not in roles]
        if definition.unit is not None:
            for role in roles:
                elsewhere = [unit for unit in self.places[""] if unit != acting[role]][:3]
                found += [_holder(role, unit, 9) for unit in (*elsewhere, None)]
        return found

    def bound(self, act: Start | Event, case: Case, able: Sequence[Actor]) -> list[Actor]:
        """Those whom the act is bound to by what they did before, in a role that it asks for."""
        if not isinstance(act, Event) or not able:
            return []
        return [evolve(able[0], id=person) for person in self._met(act, act.only_by, case)]

    def barred(self, act: Start | Event, case: Case, able: Sequence[Actor]) -> list[Actor]:
        """Those who could do it, had they, or somebody in whose place they act, not done something that bars them."""
        if not isinstance(act, Event) or not able:
            return []
        met, one = self._met(act, act.not_by, case), able[0]
        placed = [
            evolve(one, id=DEPUTY, roles=(), delegated=[(role, unit, person) for role, unit in one.roles])
            for person in met
        ]
        return [evolve(one, id=person) for person in met] + (placed if one.roles else [])

    def _met(self, act: Event, others: Iterable[str], case: Case) -> list[str]:
        """Those who fired one of the others in the act's scope."""
        evidence = case.evidence.get(act.within or "", {})
        return list(dict.fromkeys(person for other in others for person in evidence.get(other, ())))

    def _acting(
        self, role: str, leaf: str, data: Mapping[str, object], facts: Facts, today: date
    ) -> str | None:
        return ActingUnit.of(self.machine, leaf, self.machine.definition.roles[role], data, facts, today).unit


def _holder(role: str, unit: str | None, number: int) -> Actor:
    """Their id says what they hold: nobody holds different roles at different times."""
    return Actor(f"{role}-{number}" + (f" {unit}" if unit else ""), roles=[(role, unit)])
