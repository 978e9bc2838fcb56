"""Targets that name a composite become the leaf in which it begins: the engine knows leaves only."""

from collections.abc import Mapping

from attrs import evolve

from ..model.definition import Definition, Event, State
from ..model.tree import walk


def resolve(definition: Definition) -> Definition:
    """The same definition, with every target a leaf; targets have been checked."""
    states = {state.name: state for state, _ in walk(definition.states)}
    starts = {name: evolve(start, to=_leaf(start.to, states)) for name, start in definition.start.items()}
    events = {name: _resolved(event, states) for name, event in definition.events.items()}
    return evolve(definition, start=starts, events=events)


def _resolved(event: Event, states: Mapping[str, State]) -> Event:
    targets = {branch.to for move in event.moves for branch in move.branches if branch.to is not None}
    if not any(states[target].states for target in targets):
        return event
    moves = tuple(
        evolve(
            move,
            branches=tuple(
                branch if branch.to is None else evolve(branch, to=_leaf(branch.to, states))
                for branch in move.branches
            ),
        )
        for move in event.moves
    )
    return evolve(event, moves=moves)


def _leaf(name: str, states: Mapping[str, State]) -> str:
    state = states[name]
    while state.states and state.initial is not None:
        state = states[state.initial]
    return state.name
