"""Shortest ways through a space."""

from collections import deque
from collections.abc import Iterable, Mapping

from .space import Edge, Space


def parents(space: Space) -> dict[int, Edge]:
    """For each node the last edge of a shortest way to it from a start."""
    found: dict[int, Edge] = {}
    queue: deque[int] = deque()
    edges: Iterable[Edge] = space.starts
    while True:
        for edge in edges:
            if edge.target not in found:
                found[edge.target] = edge
                queue.append(edge.target)
        if not queue:
            return found
        edges = space.edges[queue.popleft()]


def path_to(parents: Mapping[int, Edge], node: int) -> tuple[Edge, ...]:
    """The edges from a start to a node."""
    edges = [parents[node]]
    while (source := edges[-1].source) is not None:
        edges.append(parents[source])
    return tuple(reversed(edges))
