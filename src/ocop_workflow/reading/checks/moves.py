"""Moves: no two apply to one state at the same depth, and final states are left by none."""

from collections.abc import Iterator

from ...model.definition import Definition, Event, Move
from ...model.tree import StateTree, state_tree
from ..context import Context


def check_moves(definition: Definition, context: Context) -> None:
    """Source ties, and moves out of final states."""
    tree = state_tree(definition)
    for event in definition.events.values():
        _check_ties(event, tree, context)
        for leaf, move in applying(event, tree):
            if tree.states[leaf].final and any(branch.to for branch in move.branches) and move.position:
                context.problems.add("final_left", move.position, {"state": leaf, "event": event.name})


def applying(event: Event, tree: StateTree) -> Iterator[tuple[str, Move]]:
    """Each leaf from which the event can happen, with the innermost move that applies there."""
    best: dict[str, Move] = {}
    for move in event.moves:
        for leaf in tree.members.get(move.source, ()):
            if leaf not in best or tree.depth[move.source] > tree.depth[best[leaf].source]:
                best[leaf] = move
    yield from best.items()


def _check_ties(event: Event, tree: StateTree, context: Context) -> None:
    for index, move in enumerate(event.moves):
        for other in event.moves[:index]:
            if tree.depth[move.source] != tree.depth[other.source]:
                continue
            both = [leaf for leaf in tree.members[move.source] if leaf in tree.members[other.source]]
            if both and move.position:
                values = {"first": other.source, "second": move.source, "state": both[0], "event": event.name}
                context.problems.add("source_tie", move.position, values)
