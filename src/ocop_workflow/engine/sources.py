"""Which move of an event a leaf has, and where the time of a clock runs: sources resolved to leaves."""

from collections.abc import Mapping

from attrs import frozen

from ..model.definition import Event, Move
from ..model.tree import StateTree


@frozen
class Region:
    """Where the time of an `after` clock runs: the leaves of one source, and those where it is not counted.

    `source` is None for a leaf in which time is not counted and which has no move of its own.
    """

    source: str | None
    leaves: frozenset[str]


def regions(tree: StateTree, innermost: Mapping[str, Move], uncounted: frozenset[str]) -> dict[str, Region]:
    """Of an event's `after`: where its time runs, by leaf; `innermost` is its moves, `uncounted` where time stands."""
    everywhere = uncounted | {leaf for move in innermost.values() for leaf in tree.members[move.source]}
    found = {leaf: Region(None, everywhere) for leaf in uncounted}
    for leaf, move in innermost.items():
        found[leaf] = Region(move.source, uncounted | frozenset(tree.members[move.source]))
    return found


def _depth(tree: StateTree, leaf: str, source: str) -> int:
    """How deep the source stands above this leaf; a tag stands where the deepest of its carriers does."""
    path = tree.path[leaf]
    return max(d for d, name in enumerate(path) if name == source or source in tree.states[name].tags)


def innermost(tree: StateTree, event: Event) -> dict[str, Move]:
    """The move of every leaf that has one: the deepest source that stands for the leaf."""
    chosen: dict[str, Move] = {}
    for move in event.moves:
        for leaf in tree.members[move.source]:
            if leaf not in chosen or _depth(tree, leaf, move.source) > _depth(
                tree, leaf, chosen[leaf].source
            ):
                chosen[leaf] = move
    return {leaf: chosen[leaf] for leaf in tree.leaves if leaf in chosen}
