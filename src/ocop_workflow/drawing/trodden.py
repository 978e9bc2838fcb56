"""Which arrows were taken how often, over the graph: what tests went through, or what happened to many cases."""

from collections.abc import Mapping

from attrs import evolve

from .graph import ENTRY, Box, Edge, Graph, Line, Stage

Counts = Mapping[tuple[str, str, str | None], int]
"""How often an event led from a leaf ("": a start) to a leaf (None: it stayed)."""


def trodden(graph: Graph, counts: Counts) -> Graph:
    """The graph with these counts on its arrows and on what is done in place."""
    inside = tuple(_inside(each, counts) for each in graph.inside)
    return evolve(
        graph, inside=inside, edges=tuple(_edge(edge, counts) for edge in graph.edges), counted=True
    )


def _edge(edge: Edge, counts: Counts) -> Edge:
    return evolve(edge, lines=tuple(_line(line, counts, edge.source, edge.target) for line in edge.lines))


def _line(line: Line, counts: Counts, source: str, target: str | None) -> Line:
    begins = source == ENTRY + line.event
    taken = sum(
        count
        for (event, leaf, to), count in counts.items()
        if event == line.event and to == target and (begins if leaf == "" else leaf in line.origins)
    )
    return evolve(line, times=taken)


def _inside(each: Box | Stage, counts: Counts) -> Box | Stage:
    stays = tuple(_line(line, counts, each.name, None) for line in each.stays)
    if isinstance(each, Stage):
        return evolve(each, stays=stays, inside=tuple(_inside(one, counts) for one in each.inside))
    reached = sum(count for (_, _, to), count in counts.items() if to == each.name)
    return evolve(each, stays=stays, times=reached)
