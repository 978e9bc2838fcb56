"""Scopes and units: what is kept for a visit is only used on it, and cases have the unit that levels ask for."""

from collections.abc import Mapping

from ...model.definition import Definition, Event, Role, Start, State
from ...model.expression import Expression
from ...model.tree import StateTree, state_tree, walk
from ...model.types import CollectionType, PartyType, UnitType
from ..context import Context
from .moves import applying


def check_scopes(definition: Definition, context: Context) -> None:
    """`within:` covers the event's sources; collections get their own records; roles are parties; units are set."""
    tree = state_tree(definition)
    for event in definition.events.values():
        _check_within(event, event.within, "within_misses_source", tree, context)
        if event.collects is not None:
            _check_collects(event, definition, context)
            _check_within(event, definition.data[event.collects].within, "collects_outside", tree, context)
    _check_lost(definition, tree, context)
    for role in definition.roles.values():
        if role.party and not isinstance(definition.data[role.party].type, PartyType) and role.position:
            context.problems.add("role_not_party", role.position, {"role": role.name, "field": role.party})
    _check_unit(definition, context)


def _check_within(event: Event, scope: str | None, code: str, tree: StateTree, context: Context) -> None:
    if scope is None:
        return
    for leaf, move in applying(event, tree):
        if leaf not in tree.members[scope] and move.position:
            values = {"scope": scope, "state": leaf, "event": event.name}
            context.problems.add(code, move.position, values)


def _check_collects(event: Event, definition: Definition, context: Context) -> None:
    declared = definition.data[event.collects or ""].type
    if isinstance(declared, CollectionType) and event.position:
        taken = {name: taken.field for name, taken in event.takes.items()}
        if taken != declared.record.fields or any(t.stored for t in event.takes.values()):
            record = next(n for n, r in definition.types.items() if r == declared.record)
            values = {"event": event.name, "collection": event.collects, "record": record}
            context.problems.add("collects_other_record", event.position, values)


def _check_lost(definition: Definition, tree: StateTree, context: Context) -> None:
    """A field that is kept for a visit is written in vain if every way leads out of it."""
    for start in definition.start.values():
        _tell_lost(start, start.sets, {start.to}, definition, tree, context)
    for event in definition.events.values():
        ends: set[str] = set()
        for leaf, move in applying(event, tree):
            for branch in move.branches:
                target = branch.to or leaf
                ends.add(target)
                _tell_lost(event, branch.sets, {target}, definition, tree, context)
        _tell_lost(event, event.sets, ends, definition, tree, context)


def _tell_lost(
    act: Start | Event,
    sets: Mapping[str, Expression],
    ends: set[str],
    definition: Definition,
    tree: StateTree,
    context: Context,
) -> None:
    for name, expression in sets.items():
        within = definition.data[name].within
        if within and not ends & set(tree.members[within]) and expression.position:
            values = {"field": name, "scope": within, "event": act.name}
            context.problems.add("write_lost", context.keys[expression.position], values)
    for name, taken in act.takes.items() if sets is act.sets else ():
        within = taken.field.within if taken.stored else None
        if within and not ends & set(tree.members[within]) and act.position:
            context.problems.add(
                "write_lost", act.position, {"field": name, "scope": within, "event": act.name}
            )


def _check_unit(definition: Definition, context: Context) -> None:
    if definition.unit is None:
        handled: list[State | Role] = [state for state, _ in walk(definition.states)]
        for one in (*handled, *definition.roles.values()):
            if one.at is not None and one.position:
                context.problems.add("level_without_unit", one.position, {"name": one.name, "level": one.at})
        return
    declared = definition.data[definition.unit]
    if not isinstance(declared.type, UnitType) and declared.position:
        context.problems.add("unit_not_unit", declared.position, {"field": declared.name})
    if (declared.within or declared.personal) and declared.position:
        context.problems.add("unit_not_whole", declared.position, {"field": declared.name})
    for start in definition.start.values():
        taken = start.takes.get(definition.unit)
        if (taken is None or not taken.stored) and start.position:
            context.problems.add(
                "start_without_unit", start.position, {"start": start.name, "field": definition.unit}
            )
    for event in definition.events.values():
        if definition.unit in event.clears and event.position:
            context.problems.add(
                "unit_cleared", event.position, {"event": event.name, "field": definition.unit}
            )
