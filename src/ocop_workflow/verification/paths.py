"""Shortest ways through a space."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TypeVar

from .space import Edge, Space

Stand = TypeVar("Stand")
Step = TypeVar("Step")


def back(before: Mapping[Stand, tuple[Stand | None, Step]], here: Stand) -> tuple[Step, ...]:
    """The edges by which something was reached, from the first; each has what it came from, and by which edge."""
    at: Stand | None = here
    edges: list[Step] = []
    while at is not None:
        at, edge = before[at]
        edges.append(edge)
    return tuple(reversed(edges))


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
