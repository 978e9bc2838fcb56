"""The way of one case over the graph: which states and edges it took, in which order, and where it is."""

from collections.abc import Iterable

from attrs import evolve

from ..case import Entry
from .graph import ENTRY, Box, Edge, Graph, Line, Stage


def walked(graph: Graph, entries: Iterable[Entry]) -> Graph:
    """The graph with the numbers of the case's entries on what they took; without entries, the graph itself."""
    taken = tuple(entries)
    if not taken:
        return graph
    inside = tuple(_inside(each, taken) for each in graph.inside)
    edges = tuple(_edge(edge, taken) for edge in graph.edges)
    return evolve(graph, inside=inside, edges=edges, case=taken[-1].case)


def _edge(edge: Edge, entries: tuple[Entry, ...]) -> Edge:
    moved = [entry for entry in entries if not entry.stay and entry.target == edge.target]
    return evolve(edge, lines=tuple(_line(line, moved, edge.source) for line in edge.lines))


def _line(line: Line, entries: Iterable[Entry], source: str) -> Line:
    steps = tuple(
        entry.seq
        for entry in entries
        if entry.event == line.event
        and (entry.source in line.origins if entry.source else source == ENTRY + entry.event)
    )
    return evolve(line, steps=steps)


def _inside(each: Box | Stage, entries: tuple[Entry, ...]) -> Box | Stage:
    stayed = [entry for entry in entries if entry.stay]
    stays = tuple(_line(line, stayed, each.name) for line in each.stays)
    if isinstance(each, Stage):
        return evolve(each, stays=stays, inside=tuple(_inside(one, entries) for one in each.inside))
    steps = tuple(entry.seq for entry in entries if entry.target == each.name and not entry.stay)
    return evolve(each, stays=stays, steps=steps, current=entries[-1].target == each.name)
