"""A part of a graph that is laid out at once: stages and boxes in a column, and how each edge of theirs is drawn.

An edge is drawn whole, or as a sign beside its source that names its target; the main way is always drawn, and where
it leaves a part, it comes in again at the part that holds its target.
"""

from collections import Counter
from collections.abc import Iterator
from enum import Enum

from attrs import field, frozen

from .graph import ENTRY, Box, Edge, Graph, Stage

MANY = 4  # ways to a state, from which on those from afar are signs


class Drawn(Enum):
    """How an edge stands in a part."""

    WHOLE = "whole"
    SIGN = "sign"
    LEAVING = "leaving"
    ARRIVING = "arriving"


@frozen
class Way:
    """An edge by its place in the graph, and how it is drawn in a part."""

    place: int
    edge: Edge
    drawn: Drawn


@frozen
class Part:
    """What is laid out at once."""

    graph: Graph
    inside: tuple[Box | Stage, ...]
    ways: tuple[Way, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "ways", tuple(self._ways()))

    def boxes(self) -> Iterator[Box]:
        """Every leaf in it that is drawn."""
        for each in self.inside:
            yield from self._drawn_in(each)

    def stages(self) -> Iterator[Stage]:
        for each in self.inside:
            if isinstance(each, Stage):
                yield each
                yield from each.stages()

    def signs(self) -> dict[str, tuple[Way, ...]]:
        """Source → its edges that are signs: they stand below each other, at one arrow."""
        found: dict[str, tuple[Way, ...]] = {}
        for way in self.ways:
            if way.drawn is Drawn.SIGN:
                found[way.edge.source] = (*found.get(way.edge.source, ()), way)
        return found

    def apart(self) -> Iterator[tuple[Box, Box]]:
        """The last box of something and the first one of what follows, where no arrow leads to that."""
        drawn = [way.edge for way in self.ways if way.drawn is Drawn.WHOLE]
        above: tuple[Box, ...] = ()
        for each in self.inside:
            boxes = self._drawn_in(each)
            names = {box.name for box in boxes} | {each.name}
            others = [edge.source for edge in drawn if edge.target in names and edge.source not in names]
            if above and boxes and all(source.startswith(ENTRY) for source in others):
                yield above[-1], boxes[0]
            above = boxes or above

    def _drawn_in(self, each: Box | Stage) -> tuple[Box, ...]:
        hidden = only_signs(self.graph)
        boxes = (each,) if isinstance(each, Box) else each.boxes()
        return tuple(box for box in boxes if box.name not in hidden)

    def _ways(self) -> Iterator[Way]:
        boxes = {box.name for box in self.boxes()}
        names = boxes | {stage.name for stage in self.stages()}
        apart = signs(self.graph)
        for place, edge in enumerate(self.graph.edges):
            starts = edge.source in names or (edge.source.startswith(ENTRY) and edge.target in boxes)
            if starts and edge.target in boxes:
                yield Way(place, edge, Drawn.SIGN if place in apart else Drawn.WHOLE)
            elif starts:
                yield Way(place, edge, Drawn.LEAVING if edge.main else Drawn.SIGN)
            elif edge.main and edge.target in boxes:
                yield Way(place, edge, Drawn.ARRIVING)


def only_signs(graph: Graph) -> frozenset[str]:
    """Broken-off ends with several ways to them: each way has its own sign of the end, and there is no other."""
    ways = Counter(edge.target for edge in graph.edges)
    return frozenset(box.name for box in graph.boxes() if box.aborted and ways[box.name] > 1)


def signs(graph: Graph) -> frozenset[int]:
    """Places of the edges that are signs in every part: arrows from afar to where many lead would cross all others."""
    hidden, around = only_signs(graph), _innermost(graph)
    ways = Counter(edge.target for edge in graph.edges if not edge.main)

    def is_sign(edge: Edge) -> bool:
        if edge.target in hidden or edge.main or edge.source.startswith(ENTRY):
            return edge.target in hidden
        return ways[edge.target] >= MANY and around.get(edge.source) != around.get(edge.target, "")

    return frozenset(place for place, edge in enumerate(graph.edges) if is_sign(edge))


def _innermost(graph: Graph) -> dict[str, str]:
    return {box.name: stage.name for stage in graph.stages() for box in stage.boxes()}
