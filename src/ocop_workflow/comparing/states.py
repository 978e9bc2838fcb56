"""The trees of states: what was added or removed with all that lies in it, what moved, what else differs."""

from collections.abc import Iterator

from ..model.definition import State
from ..model.tree import walk
from .change import Change
from .pairs import in_order
from .parts import Parts


def states(parts: Parts) -> Iterator[Change]:
    """A state that is added or removed is told with its whole subtree, once; those that stayed, by attribute."""
    old, new = _tree(parts.old.states), _tree(parts.new.states)
    for name in in_order(old, new):
        path = ("states", name)
        if name not in old:
            state, parent = new[name]
            if parent is None or parent in old:
                yield parts.added(state, path, ())
        elif name not in new:
            state, parent = old[name]
            if parent is None or parent in new:
                yield parts.removed(state, path, ())
        else:
            first, second = old[name], new[name]
            if first[1] != second[1]:
                yield parts.changed(first[1], second[1], (*path, "parent"), second[0].basis)
            yield from parts.attributes(first[0], second[0], path, (), but=("states",))
    for parent in (None, *new):
        if parent is None or parent in old:
            yield from parts.reordered(
                _children(old, parent), _children(new, parent), ("states", parent or "", "order")
            )


_Tree = dict[str, tuple[State, str | None]]


def _tree(roots: tuple[State, ...]) -> _Tree:
    """Name → the state, and the name of the composite that it lies in."""
    return {state.name: (state, parents[-1].name if parents else None) for state, parents in walk(roots)}


def _children(tree: _Tree, parent: str | None) -> tuple[str, ...]:
    return tuple(name for name, (_, above) in tree.items() if above == parent)
