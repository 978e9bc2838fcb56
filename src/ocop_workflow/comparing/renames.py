"""States and events that only got another name: certain where title, place and moves are the same."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from ..guards.renaming import Renaming
from ..guards.renaming import renamed as named
from ..model.definition import Definition, State
from ..model.tree import walk
from .same import behaves, behaviour

STATES, EVENTS = "states", "events"


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
        said = named(old, Renaming(states=names.states, acts=names.events))
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
