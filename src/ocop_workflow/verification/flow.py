"""Control flow, on the space of the relaxed workflow: what cannot be reached, cannot end, or cannot go on."""

from collections import deque
from collections.abc import Iterable, Mapping

from attrs import frozen

from ..model.definition import Definition
from ..model.tree import StateTree
from .space import Edge, Space


@frozen
class Flow:
    """Names of leaves and events; `stuck` and `endless` come with a shortest path to them.

    `endless` has the places where the way to every goal and completed end is lost, not all that lies behind.
    """

    unreachable: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    stuck: tuple[tuple[str, tuple[Edge, ...]], ...] = ()
    endless: tuple[tuple[str, tuple[Edge, ...]], ...] = ()


def flow(definition: Definition, space: Space) -> Flow:
    """Reachability is judged only on a complete space; a cut one tells what it has seen stuck and nothing else."""
    tree = space.machine.table.tree
    ends = _ends(tree)
    paths = shortest_paths(space)
    stuck = _first_by_leaf(
        space, (n for n in range(len(space.cases)) if not space.edges[n] and not _final(tree, space.leaf(n)))
    )
    if space.stopped_by:
        return Flow(stuck=tuple((leaf, paths[n]) for leaf, n in stuck.items()))
    reached = {space.leaf(n) for n in range(len(space.cases))}
    happened = {edge.event for edges in (space.starts, *space.edges) for edge in edges}
    acts = [*definition.start, *definition.events]
    endless = _first_by_leaf(space, _entrances(space, ends, paths)) if ends else {}
    return Flow(
        unreachable=tuple(leaf for leaf in tree.leaves if leaf not in reached),
        dead=tuple(name for name in acts if name not in happened),
        stuck=tuple((leaf, paths[n]) for leaf, n in stuck.items()),
        endless=tuple((leaf, paths[n]) for leaf, n in endless.items() if leaf not in stuck),
    )


def shortest_paths(space: Space) -> dict[int, tuple[Edge, ...]]:
    """For each node the edges of a shortest way to it from a start."""
    paths: dict[int, tuple[Edge, ...]] = {}
    queue: deque[int] = deque()
    for edge in space.starts:
        if edge.target not in paths:
            paths[edge.target] = (edge,)
            queue.append(edge.target)
    while queue:
        node = queue.popleft()
        for edge in space.edges[node]:
            if edge.target not in paths:
                paths[edge.target] = (*paths[node], edge)
                queue.append(edge.target)
    return paths


def _entrances(space: Space, ends: frozenset[str], paths: Mapping[int, tuple[Edge, ...]]) -> list[int]:
    lost = set(_without_end(space, ends))
    return [node for node in sorted(lost) if paths[node][-1].source not in lost]


def _without_end(space: Space, ends: frozenset[str]) -> Iterable[int]:
    """Nodes from which no goal and no completed end can be reached, aborted ends left out."""
    tree = space.machine.table.tree
    before: dict[int, list[int]] = {}
    for node, edges in enumerate(space.edges):
        for edge in edges:
            before.setdefault(edge.target, []).append(node)
    good = {node for node in range(len(space.cases)) if space.leaf(node) in ends}
    queue = deque(good)
    while queue:
        for earlier in before.get(queue.popleft(), ()):
            if earlier not in good:
                good.add(earlier)
                queue.append(earlier)
    return (n for n in range(len(space.cases)) if n not in good and not _final(tree, space.leaf(n)))


def _ends(tree: StateTree) -> frozenset[str]:
    """Leaves that the cycle is for: goals and completed ends, their own or by a composite above."""
    return frozenset(
        leaf
        for leaf in tree.leaves
        if any(tree.states[name].goal or tree.states[name].final == "completed" for name in tree.path[leaf])
    )


def _final(tree: StateTree, leaf: str) -> bool:
    return any(tree.states[name].final for name in tree.path[leaf])


def _first_by_leaf(space: Space, nodes: Iterable[int]) -> dict[str, int]:
    first: dict[str, int] = {}
    for node in nodes:
        first.setdefault(space.leaf(node), node)
    return first
