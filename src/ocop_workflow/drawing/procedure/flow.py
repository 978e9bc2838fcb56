"""In which order cases come to states, and to which stage each state belongs."""

from collections.abc import Iterator, Mapping

from ...engine.table import Table
from ...model.tree import StateTree

Place = tuple[float, ...]
LAST = float("inf")


def flow(table: Table) -> dict[str, int]:
    """The number of every leaf: what leads to a leaf comes before it, but for ways back.

    Of several ways on, the first of the file comes first. States to which only a later start leads come after those of
    the first one, and those to which nothing leads come at the end.
    """
    order: dict[str, int] = {}
    for start in table.starts.values():
        for branches in start.branches.values():
            first = branches[0].to
            if first is not None and first not in order:
                for leaf in _from(table, first, order):
                    order[leaf] = len(order)
    for leaf in table.tree.leaves:
        order.setdefault(leaf, len(order))
    return order


def _from(table: Table, first: str, known: Mapping[str, int]) -> list[str]:
    """The leaves that are new from this one on, each after those that lead to it."""
    done: list[str] = []
    met = {*known, first}
    open_: list[tuple[str, Iterator[str]]] = [(first, _next(table, first))]
    while open_:
        leaf, following = open_[-1]
        new = next((each for each in following if each not in met), None)
        if new is None:
            done.append(leaf)
            open_.pop()
        else:
            met.add(new)
            open_.append((new, _next(table, new)))
    return done[::-1]


def _next(table: Table, leaf: str) -> Iterator[str]:
    """Where events lead from a leaf, the last of the file first."""
    for event in reversed(list(table.events.values())):
        for branch in reversed(event.branches.get(leaf, ())):
            if branch.to is not None:
                yield branch.to


def stage_of(tree: StateTree, leaf: str) -> str:
    """The innermost composite state that a leaf lies in; the leaf itself where there is none."""
    path = tree.path[leaf]
    return path[-2] if len(path) > 1 else leaf


def place_of(tree: StateTree, order: Mapping[str, int], stage: str) -> Place:
    """Where a stage stands: stages inside another before what all of that one have in common."""
    members = tree.members[stage]
    path = tree.path[members[0]]
    line = path[: path.index(stage) + 1]
    places = tuple(float(min(order[leaf] for leaf in tree.members[name])) for name in line)
    inside = any(stage_of(tree, leaf) != stage for leaf in members)
    return (*places, LAST) if inside else places
