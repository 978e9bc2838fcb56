"""Where in a plan the cases go across of which something is told: there it is to be mended."""

from collections.abc import Iterator

from ..model.position import Position
from ..verification import Verdict
from ..verification.space import Edge
from .compose import Composed

Way = tuple[str, str | None, str]  # what happens, from where to where


def place_of_verdict(composed: Composed, verdict: Verdict) -> Position:
    """The branch that the story of a refuted claim takes; where it takes none, a waiver is what is missing."""
    steps = verdict.story.steps if verdict.story else ()
    return _place(composed, ((step.event, step.source, step.target) for step in steps))


def place_of_path(composed: Composed, path: tuple[Edge, ...]) -> Position:
    """The same of a path to where cases can go no further."""
    leaves = [None, *(edge.leaf for edge in path)]
    return _place(composed, ((edge.event, leaf, edge.leaf) for leaf, edge in zip(leaves, path, strict=False)))


def _place(composed: Composed, ways: Iterator[Way]) -> Position:
    event = composed.definition.events[composed.crossing]
    moves = {move.source: move for move in event.moves}
    for name, source, target in ways:
        if name == event.name and source in moves and source != target:
            taken = [branch.position for branch in moves[source].branches if branch.to == target]
            place = taken[0] if len(taken) == 1 else moves[source].position
            return place or composed.plan.place("states")
    return composed.plan.place("waives", "to")
