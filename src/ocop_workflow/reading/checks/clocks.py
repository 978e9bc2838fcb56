"""Clock events: always able to choose, never going round in circles, anchored on something that is written."""

from collections.abc import Mapping

from ...guards import reads, scope_of
from ...model.definition import Definition, Event, Move
from ...model.tree import StateTree, state_tree
from ..context import Context
from .moves import applying
from .writes import all_sets

MOST_CIRCLES = 20  # the most that are told, and the most states that one of them names


def check_clocks(definition: Definition, context: Context) -> None:
    """Open branches, cycles, and clock events that would set their own or another clock's anchor."""
    clocks = [event for event in definition.events.values() if event.is_clock]
    if not clocks:
        return
    for event in clocks:
        for move in event.moves:
            last = move.branches[-1] if move.branches else None
            if last is not None and last.when is not None and last.position:
                context.problems.add(
                    "clock_branch_open", last.position, {"event": event.name, "state": move.source}
                )
    _check_cycles(clocks, state_tree(definition), context)
    _check_anchors(clocks, definition, context)


def _check_cycles(clocks: list[Event], tree: StateTree, context: Context) -> None:
    edges: dict[str, list[tuple[str, Event, Move]]] = {}
    for event in clocks:
        for leaf, move in applying(event, tree):
            for branch in move.branches:
                if branch.to is not None:
                    edges.setdefault(leaf, []).append((branch.to, event, move))
    graph = _circular({leaf: [target for target, _, _ in out] for leaf, out in edges.items()})
    for leaf in list(graph)[:MOST_CIRCLES]:
        for target, event, move in edges[leaf]:
            if (path := _path(target, leaf, graph)) is not None and move.position:
                values = {"event": event.name, "path": " → ".join([leaf, *path][:MOST_CIRCLES])}
                context.problems.add("clock_cycle", move.position, values)


def _circular(graph: dict[str, list[str]]) -> dict[str, list[str]]:
    """The graph without the nodes from which no circle can be reached."""
    into: dict[str, list[str]] = {}
    left = dict.fromkeys(graph, 0)
    for node, out in graph.items():
        for target in out:
            into.setdefault(target, []).append(node)
            left[node] += target in graph
    ends = [node for node, count in left.items() if not count]
    for end in ends:
        for node in into.get(end, ()):
            left[node] -= 1
            if not left[node]:
                ends.append(node)
    gone = set(ends)
    return {node: out for node, out in graph.items() if node not in gone}


def _path(start: str, goal: str, graph: Mapping[str, list[str]]) -> list[str] | None:
    came: dict[str, str | None] = {start: None}
    queue = [start]
    for here in queue:
        if here == goal:
            path: list[str] = []
            step: str | None = here
            while step is not None:
                path.append(step)
                step = came[step]
            return path[::-1]
        for there in graph.get(here, ()):
            if there not in came:
                came[there] = here
                queue.append(there)
    return None


def _check_anchors(clocks: list[Event], definition: Definition, context: Context) -> None:
    scope = scope_of(definition, None)
    anchors: dict[str, str] = {}
    for event in clocks:
        if event.at is None:
            continue
        found = reads(event.at.tree, scope)
        read = found.data
        if not read and event.at.position:
            context.problems.add("clock_never_armed", event.at.position, {"event": event.name})
        if found.today and event.at.position:
            context.problems.add("clock_reads_today", event.at.position, {"event": event.name})
        anchors.update(dict.fromkeys(read, event.name))
    for event in clocks:
        for sets, _ in all_sets(event):
            for name, expression in sets.items():
                if name in anchors and expression.position:
                    values = {"event": event.name, "field": name, "clock": anchors[name]}
                    context.problems.add("clock_sets_anchor", context.keys[expression.position], values)
