"""Control flow, on the space of the relaxed workflow: what cannot be reached, cannot end, or cannot go on."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from ..model.definition import Definition
from ..model.tree import StateTree
from .paths import parents as parents_of
from .paths import path_to
from .replay import follows
from .space import Edge, Space

MOST_PATHS = 3  # to one leaf, before it is given up


@frozen
class Flow:
    """Names of leaves and events; `stuck` and `endless` come with a shortest path to them.

    Nothing else is possible there, for the relaxed workflow can do all that the original can; that the place can be
    reached is told by a story of the original along the path, without which it is `doubtful`. `endless` has the places
    where the way to every goal and completed end is lost, not all that lies behind.
    """

    unreachable: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    stuck: tuple[tuple[str, tuple[Edge, ...]], ...] = ()
    endless: tuple[tuple[str, tuple[Edge, ...]], ...] = ()
    doubtful: tuple[tuple[str, tuple[Edge, ...]], ...] = field(default=(), eq=False)


def flow(definition: Definition, space: Space) -> Flow:
    """Reachability is judged only on a complete space; a cut one tells what it has seen stuck and nothing else."""
    tree = space.machine.table.tree
    ends = _ends(tree)
    parents = parents_of(space)
    nodes = (n for n in range(space.done) if not space.edges[n] and not _final(tree, space.leaf(n)))
    doubtful: dict[str, tuple[Edge, ...]] = {}
    stuck = _reached(definition, space, nodes, parents, doubtful)
    if space.stopped_by:
        return Flow(stuck=tuple(stuck.items()))
    reached = {space.leaf(n) for n in range(len(space.cases))}
    happened = {edge.event for edges in (space.starts, *space.edges) for edge in edges}
    acts = [*definition.start, *definition.events]
    lost = _entrances(space, ends, parents) if ends else []
    endless = _reached(definition, space, lost, parents, doubtful)
    return Flow(
        unreachable=tuple(leaf for leaf in tree.leaves if leaf not in reached),
        dead=tuple(name for name in acts if name not in happened),
        stuck=tuple(stuck.items()),
        endless=tuple((leaf, path) for leaf, path in endless.items() if leaf not in stuck),
        doubtful=tuple((leaf, path) for leaf, path in doubtful.items() if leaf not in stuck.keys() | endless),
    )


def _reached(
    definition: Definition,
    space: Space,
    nodes: Iterable[int],
    parents: Mapping[int, Edge],
    doubtful: dict[str, tuple[Edge, ...]],
) -> dict[str, tuple[Edge, ...]]:
    """By leaf, the path to the first of the nodes that a case of the original is seen to reach; others are doubtful."""
    found: dict[str, tuple[Edge, ...]] = {}
    tried: Counter[str] = Counter()
    for node in nodes:
        leaf = space.leaf(node)
        if leaf in found or tried[leaf] >= MOST_PATHS:
            continue
        tried[leaf] += 1
        path = path_to(parents, node)
        if follows(definition, space, path) is not None:
            found[leaf] = path
        else:
            doubtful.setdefault(leaf, path)
    return found


def _entrances(space: Space, ends: frozenset[str], parents: Mapping[int, Edge]) -> list[int]:
    lost = set(_without_end(space, ends))
    return [node for node in sorted(lost) if parents[node].source not in lost]


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
