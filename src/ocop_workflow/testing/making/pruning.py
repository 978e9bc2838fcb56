"""Cutting off what a made-up workflow can do without, so that a failure shrinks to what it hangs on.

A gate is a truth value: False cuts a part off, unless something else mentions it. Whatever is left stays as it was,
which it would not if the workflow were made again from a smaller seed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from attrs import evolve

from ...guards.tree import free_names, nodes
from ...model.definition import Definition, Event, Move, Start, State
from ...model.expression import Expression, Member, Name
from ...model.types import CollectionType

GATES = 13  # of each start and each event
UNITS = "units"
T = TypeVar("T")


def trimmed_start(start: Start, role: str, gates: Sequence[bool]) -> Start:
    """Without guards, what is set, attested, handed in besides data; by `role` alone; as the gates say."""
    start = evolve(
        start,
        when=tuple(guard for guard, kept in zip(start.when, gates, strict=False) if kept),
        sets=start.sets if gates[2] else {},
        attests=start.attests if gates[3] else (),
        by=start.by if gates[4] else (role,),
    )
    if gates[8] or _reads_payload(_of_start(start)):
        return start
    return evolve(start, takes={name: taken for name, taken in start.takes.items() if taken.stored})


def trimmed_event(event: Event, role: str, gates: Sequence[bool]) -> Event:
    """Without guards, duties, branches, what is set, cleared, collected and handed in, as far as the gates say."""
    moves = event.moves if gates[10] else event.moves[:1]
    event = evolve(
        event,
        when=tuple(guard for guard, kept in zip(event.when, gates, strict=False) if kept),
        sets=event.sets if gates[2] else {},
        clears=event.clears if gates[3] else (),
        by=event.by if gates[4] or event.is_clock else (role,),
        not_by=event.not_by if gates[5] else (),
        only_by=event.only_by if gates[6] else (),
        requires=event.requires if gates[7] else (),
        moves=moves if gates[9] else tuple(map(_unbranched, moves)),
        not_counting=event.not_counting if gates[11] else (),
    )
    if not (gates[12] and (event.not_by or event.only_by or event.requires)):
        event = evolve(event, within=None)
    if not gates[8] and not _reads_payload(_of_event(event)):
        event = evolve(event, takes={}, collects=None)
    return event


def _unbranched(move: Move) -> Move:
    return evolve(move, branches=(evolve(move.branches[-1], when=None, sets={}),))


def names_of(definition: Definition) -> list[str]:
    """Everything that `pruned` may cut off, and UNITS: all that has to do with units."""

    def states(inside: Iterable[State]) -> Iterator[str]:
        for state in inside:
            yield from (state.name, *state.tags)
            yield from states(state.states)

    declared = (*definition.let, *definition.roles, *definition.data, *definition.parameters)
    return list(dict.fromkeys([UNITS, *states(definition.states), *declared]))


def pruned(definition: Definition, kept: Mapping[str, bool]) -> Definition:
    """Without states, conditions, roles, data and parameters that nothing mentions and that need not be kept."""
    definition = definition if kept[UNITS] else _without_units(definition)
    definition = evolve(definition, states=_states(definition, kept))
    for name in reversed(list(definition.let)):
        if not kept[name] and name not in _read(definition):
            definition = evolve(definition, let=_without(definition.let, name))
    for name in list(definition.roles)[1:]:
        if not kept[name] and name not in {*_by(definition), *definition.values.values()}:
            definition = evolve(definition, roles=_without(definition.roles, name))
    for name in definition.data:
        if not kept[name] and name not in _held(definition):
            definition = _without_data(definition, name)
    for name in definition.parameters:
        if not kept[name] and name not in _named(definition):
            rest = _without(definition.parameters, name)
            definition = evolve(definition, parameters=rest, values=_without(definition.values, name))
    collected = any(isinstance(declared.type, CollectionType) for declared in definition.data.values())
    return definition if collected else evolve(definition, types={})


def _without_units(definition: Definition) -> Definition:
    """Nobody's office is anywhere, and no level handles anything."""

    def bare(state: State) -> State:
        return evolve(state, at=None, states=tuple(map(bare, state.states)))

    roles = {name: evolve(role, at=None) for name, role in definition.roles.items()}
    return evolve(definition, unit=None, roles=roles, states=tuple(map(bare, definition.states)))


def _states(definition: Definition, kept: Mapping[str, bool]) -> tuple[State, ...]:
    """Leaves that nothing leads to or from are gone, composites that nothing mentions are opened up."""
    mentioned = set(_places(definition))

    def visit(states: Iterable[State]) -> Iterator[State]:
        for state in states:
            named = {state.name, *state.tags} & mentioned
            tags = tuple(tag for tag in state.tags if kept[tag] or tag in mentioned)
            within = tuple(visit(state.states)) or state.states[:1]
            if kept[state.name] or named:
                yield evolve(state, states=within, tags=tags)
            else:
                yield from within

    return tuple(visit(definition.states))


def _without_data(definition: Definition, name: str) -> Definition:
    """Nobody hands it in, sets it or clears it any more."""

    def start(one: Start) -> Start:
        return evolve(one, takes=_without(one.takes, name), sets=_without(one.sets, name))

    def event(one: Event) -> Event:
        moves = tuple(
            evolve(
                move,
                branches=tuple(evolve(branch, sets=_without(branch.sets, name)) for branch in move.branches),
            )
            for move in one.moves
        )
        cleared = tuple(other for other in one.clears if other != name)
        takes = one.takes if one.collects else _without(one.takes, name)
        return evolve(one, takes=takes, sets=_without(one.sets, name), clears=cleared, moves=moves)

    return evolve(
        definition,
        data=_without(definition.data, name),
        start={key: start(one) for key, one in definition.start.items()},
        events={key: event(one) for key, one in definition.events.items()},
    )


def _places(definition: Definition) -> Iterator[str]:
    """States and tags that are mentioned."""
    yield from (start.to for start in definition.start.values())
    yield from (declared.within for declared in definition.data.values() if declared.within)
    for event in definition.events.values():
        yield from (event.within, *event.not_counting) if event.within else event.not_counting
        for move in event.moves:
            yield move.source
            yield from (branch.to for branch in move.branches if branch.to)


def _held(definition: Definition) -> set[str]:
    """Data that something reads, collects or hangs on."""
    hang = {definition.unit, *(role.party for role in definition.roles.values())}
    hang |= {role.at for role in definition.roles.values()}
    hang |= {event.collects for event in definition.events.values()}
    return _read(definition) | {name for name in hang if name}


def _named(definition: Definition) -> set[str]:
    """Parameters that something reads or names: levels of states and roles, people, durations."""

    def levels(states: Iterable[State]) -> Iterator[str]:
        for state in states:
            yield from (state.at,) if state.at else ()
            yield from levels(state.states)

    named = {*_by(definition), *levels(definition.states)}
    named |= {role.at for role in definition.roles.values() if role.at}
    spans = (event.after for event in definition.events.values() if event.after)
    return _read(definition) | named | {span.parameter for span in spans if span.parameter}


def _by(definition: Definition) -> Iterator[str]:
    for start in definition.start.values():
        yield from start.by
    for event in definition.events.values():
        yield from event.by


def _read(definition: Definition) -> set[str]:
    """Every name in every expression, fields of payloads among them; conditions by their name, too."""
    found = [let.expression for let in definition.let.values()]
    found += [each for start in definition.start.values() for each in _of_start(start)]
    found += [each for event in definition.events.values() for each in _of_event(event)]
    inside = (node for each in found for node in nodes(each.tree))
    handed = {node.name for node in inside if isinstance(node, Member) and node.of == Name("taken")}
    return handed | {name.name for each in found for name in free_names(each.tree)}


def _of_start(start: Start) -> Iterator[Expression]:
    yield from (guard.test for guard in start.when)
    yield from start.sets.values()


def _of_event(event: Event) -> Iterator[Expression]:
    yield from (guard.test for guard in event.when)
    yield from event.sets.values()
    if event.at is not None:
        yield event.at
    for move in event.moves:
        for branch in move.branches:
            yield from branch.sets.values()
            if branch.when is not None:
                yield branch.when.test


def _reads_payload(expressions: Iterable[Expression]) -> bool:
    return any(name.name == "taken" for each in expressions for name in free_names(each.tree))


def _without(mapping: Mapping[str, T], name: str) -> dict[str, T]:
    return {key: value for key, value in mapping.items() if key != name}
