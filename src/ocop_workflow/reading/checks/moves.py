"""Moves: no two apply to one state at the same depth, and final states are left by none."""

from collections.abc import Iterator

from ...model.definition import Definition, Event, Move
from ...model.tree import StateTree, state_tree
from ..context import Context

WAYS = 100_000  # leaves × branches, over all events: what the checks of a definition walk through


def check_moves(definition: Definition, context: Context) -> None:
    """Source ties, and moves out of final states."""
    tree = state_tree(definition)
    ways = 0
    for event in definition.events.values():
        ways += sum(len(tree.members[move.source]) * len(move.branches) for move in event.moves)
        if ways > WAYS and event.position:
            context.problems.add("too_many_moves", event.position, {"limit": WAYS})
            context.problems.check()
        check_ties(event, tree, context)
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


def check_ties(event: Event, tree: StateTree, context: Context) -> None:
    """Of two moves at the deepest depth that apply to one leaf, the second is told."""
    deepest: dict[str, Move] = {}
    told: set[tuple[str, str]] = set()
    for move in event.moves:
        for leaf in tree.members[move.source]:
            other = deepest.setdefault(leaf, move)
            if tree.depth[move.source] > tree.depth[other.source]:
                deepest[leaf] = move
            pair = (other.source, move.source)
            if other is move or tree.depth[move.source] != tree.depth[other.source] or pair in told:
                continue
            told.add(pair)
            if move.position:
                values = {"first": other.source, "second": move.source, "state": leaf, "event": event.name}
                context.problems.add("source_tie", move.position, values)
