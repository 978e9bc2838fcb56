"""Who may fire an event: roles in the acting unit, and parties."""

from collections.abc import Mapping
from datetime import date

from attrs import define, frozen

from ..access import Actor
from ..case import Reason
from ..messages import say
from ..model.definition import CLOCK, Definition, Role, Start
from ..model.swift import swift
from ..model.text import Text
from ..model.tree import StateTree
from .facts import Facts
from .machine import WorkflowMachine
from .reasons import event_title, listed, titled
from .table import CompiledEvent


@swift
@frozen
class Capacity:
    """In which role and unit somebody acts, and in whose place (None: in their own right)."""

    role: str | None = None
    unit: str | None = None
    on_behalf: str | None = None


@define
class Permission:
    """The capacities in which the actor may act, own right first; or why the actor may not."""

    capacities: tuple[Capacity, ...] = ()
    reasons: tuple[Reason, ...] = ()


def permission(
    machine: WorkflowMachine,
    event: CompiledEvent,
    leaf: str | None,
    data: Mapping[str, object],
    actor: Actor,
    facts: Facts,
    today: date,
) -> Permission:
    """The roles of `by` that the actor holds; `leaf` is None in a wrong state, where units are not asked."""
    definition, declared = machine.definition, event.declared
    if declared.by == (CLOCK,):
        text = say("engine.only_time", event=event_title(definition, declared.name))
        return Permission(reasons=(Reason("not_permitted", text, basis=declared.basis),))
    if isinstance(declared, Start) and definition.unit not in data:
        leaf = None  # the payload that should name the unit is refused for that: the role alone is asked
    found: list[Capacity] = []
    everywhere = leaf is None or definition.unit is None
    posts = actor.posts
    for name in event.roles:
        role = definition.roles[name]
        if role.party is not None:
            hidden = isinstance(declared, Start) and role.party in declared.takes and role.party not in data
            if hidden or data.get(role.party) in actor.parties:  # what hides it is refused for that
                found.append(Capacity(name, None, actor.on_behalf))
            continue
        acting: str | None = None
        for post, unit, whose in posts:
            if post != name:
                continue
            if everywhere:
                found.append(Capacity(name, None, whose))
                continue
            acting = acting or ActingUnit.of(machine, leaf, role, data, facts, today).unit
            if acting is None:
                break
            if unit == acting:
                found.append(Capacity(name, unit, whose))
    if found:
        if len(found) > 1:
            found.sort(key=_in_own_right)
        return Permission(tuple(found))
    return Permission(reasons=(_refusal(machine, event, leaf, data, actor, facts, today),))


def _in_own_right(capacity: Capacity) -> bool:
    return capacity.on_behalf is not None


def level_of(
    definition: Definition, tree: StateTree, leaf: str, role: Role, data: Mapping[str, object]
) -> str | None:
    """The level of the unit in charge: the role's, else the state's; "" where the data do not say it yet."""
    named = role.at or tree.level[leaf]
    level: object = named
    if named is None:
        return None
    if named in definition.parameters:
        level = definition.values.get(named)
    elif role.at is not None and named in definition.data:
        level = data.get(named, "")
    return level if isinstance(level, str) else None


@define
class ActingUnit:
    """The case's unit or its ancestor at the level in charge; `unit` is None, with a text, where there is none."""

    unit: str | None
    problem: Text | None = None

    @classmethod
    def of(
        cls,
        machine: WorkflowMachine,
        leaf: str | None,
        role: Role,
        data: Mapping[str, object],
        facts: Facts,
        today: date,
    ) -> "ActingUnit":
        definition = machine.definition
        if definition.unit is None or leaf is None:
            return cls(None)
        unit = data.get(definition.unit)
        if not isinstance(unit, str):
            return cls(None, say("engine.unit_unset"))
        level = level_of(definition, machine.table.tree, leaf, role, data)
        if level is None:
            return cls(unit)
        if not level:
            assert role.at is not None  # only a role's level is read from data
            return cls(None, say("engine.level_unset", field=titled(definition.data[role.at].title, role.at)))
        if facts.units is None:
            return cls(None, say("engine.units_missing", level=_level_title(definition, level)))
        if (silent := facts.units.silent(today)) is not None:
            return cls(None, silent)
        acting = facts.units.at_level(unit, level, today)
        if acting is None:
            why = "engine.unit_without_level" if facts.units.known(unit, today) else "engine.unit_gone"
            called = _level_title(definition, level)
            text = say(why, unit=facts.units.title(unit, today), level=called, date=today)
            return cls(None, text)
        return cls(acting)


def _level_title(definition: Definition, level: str) -> Text:
    return titled(definition.levels.get(level, Text()), level)


def _refusal(
    machine: WorkflowMachine,
    event: CompiledEvent,
    leaf: str | None,
    data: Mapping[str, object],
    actor: Actor,
    facts: Facts,
    today: date,
) -> Reason:
    definition, declared, names = machine.definition, event.declared, event.roles
    roles = listed(titled(definition.roles[name].title, name) for name in names)
    title = event_title(definition, declared.name)
    values: dict[str, object] = {
        "actor": actor.id,
        "by": ", ".join(names),
        "held": ", ".join(_post(*post) for post in actor.posts) or "–",
    }
    text = say("engine.not_permitted", event=title, roles=roles)
    held = [definition.roles[name] for name in names if definition.roles[name].party is None]
    if leaf is not None and definition.unit is not None and held:
        acting = [ActingUnit.of(machine, leaf, role, data, facts, today) for role in held]
        found = list(dict.fromkeys(each.unit for each in acting if each.unit is not None))
        values["unit"] = ", ".join(found) or None
        problem = next((each.problem for each in acting if each.problem is not None), None)
        if found:
            units = listed(
                facts.units.title(unit, today) if facts.units else Text(unit, unit) for unit in found
            )
            text = say("engine.not_permitted_in_unit", event=title, roles=roles, unit=units)
        elif problem is not None:
            text = say("engine.not_permitted_because", event=title, roles=roles, problem=problem)
    return Reason("not_permitted", text, values=values, basis=declared.basis)


def _post(role: str, unit: str | None, whose: str | None) -> str:
    return role + (f"@{unit}" if unit else "") + (f" ({whose})" if whose else "")
