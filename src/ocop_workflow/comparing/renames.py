"""States and events that only got another name: certain where title, place and moves are the same."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
from attrs import evolve, frozen

from ..model.definition import (
    Branch,
    Definition,
    Event,
    Letter,
    Move,
    Property,
    Start,
    State,
)
from ..model.expression import Expression
from ..model.tree import walk
from ..model.types import Field
from .same import behaves, behaviour

STATES, EVENTS = "states", "events"
# Where names of states and of events stand.
_PLACES: Mapping[tuple[type, str], str] = {
    (State, "name"): STATES,
    (State, "initial"): STATES,
    (Move, "source"): STATES,
    (Branch, "to"): STATES,
    (Start, "to"): STATES,
    (Event, "within"): STATES,
    (Event, "not_counting"): STATES,
    (Field, "within"): STATES,
    (Event, "name"): EVENTS,
    (Event, "requires"): EVENTS,
    (Event, "not_by"): EVENTS,
    (Event, "only_by"): EVENTS,
    (Start, "attests"): EVENTS,
    (Letter, "event"): EVENTS,
    (Letter, "also"): EVENTS,
}
_SCOPES = {"within": STATES, "state": STATES, "per_round": EVENTS, "between": EVENTS}


@frozen
class Names:
    """Old name → new name."""

    states: Mapping[str, str]
    events: Mapping[str, str]

    def of(self, kind: str) -> Mapping[str, str]:
        return self.states if kind == STATES else self.events


def renamed(old: Definition, new: Definition) -> tuple[Definition, Names]:
    """The old definition with the new names of what was certainly renamed, and these names."""
    names = Names(_candidates(_states(old), _states(new)), _candidates(old.events, new.events))
    while True:
        said = _with_names(old, names)
        kept = Names(
            {o: n for o, n in names.states.items() if _same_state(said, new, n)},
            {o: n for o, n in names.events.items() if behaves(said.events[n], new.events[n])},
        )
        if kept == names:
            return said, names
        names = kept


def _states(definition: Definition) -> dict[str, State]:
    return {state.name: state for state, _ in walk(definition.states)}


def _candidates(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """What is gone and what is new, with the same title, that nothing else has."""
    found = {}
    for name, part in old.items():
        if name in new or not part.title:
            continue
        here = [n for n, other in new.items() if n not in old and other.title == part.title]
        there = [n for n, other in old.items() if n not in new and other.title == part.title]
        if len(here) == len(there) == 1:
            found[name] = here[0]
    return found


def _same_state(old: Definition, new: Definition, name: str) -> bool:
    return _about_state(old, name) == _about_state(new, name)


def _about_state(definition: Definition, name: str) -> object:
    """What a state is but for what lies in it, and every way to it and from it."""
    here = next((s, parents) for s, parents in walk(definition.states) if s.name == name)
    state, parents = here
    starts = [start.name for start in definition.start.values() if start.to == name]
    moves = [
        (event.name, behaviour(move))
        for event in definition.events.values()
        for move in event.moves
        if move.source == name or any(branch.to == name for branch in move.branches)
    ]
    alone = behaviour(evolve(state, states=()))
    return alone, bool(state.states), [p.name for p in parents[-1:]], sorted(starts), sorted(moves)


def _with_names(definition: Definition, names: Names) -> Definition:
    if not names.states and not names.events:
        return definition
    said = _substituted(definition, names)
    assert isinstance(said, Definition)
    return said


def _substituted(part: Any, names: Names) -> Any:  # any part of a definition
    if isinstance(part, Expression):  # speaks of neither states nor events
        return part
    if isinstance(part, tuple):
        return tuple(_substituted(each, names) for each in part)
    if isinstance(part, Mapping):
        said = {key: _substituted(each, names) for key, each in part.items()}
        return {each.name if isinstance(each, Event) else key: each for key, each in said.items()}
    if not attrs.has(type(part)):
        return part
    changes = {}
    for attribute in attrs.fields(type(part)):
        value = getattr(part, attribute.name)
        kind = _PLACES.get((type(part), attribute.name))
        if isinstance(part, Property) and attribute.name == "scope" and value:
            kind = _SCOPES.get(value[0])
        changed = _named(value, names.of(kind).get) if kind else _substituted(value, names)
        if changed is not value:
            changes[attribute.name] = changed
    return evolve(part, **changes) if changes else part


def _named(value: Any, get: Callable[[str, str], str]) -> Any:
    if isinstance(value, str):
        return get(value, value)
    return tuple(get(each, each) for each in value) if value else value
