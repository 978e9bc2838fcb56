"""Which transitions a machine would try in a leaf for a trigger, in its order, as branches of a workflow's move."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from .declared import SAME, Declared, Inner, Path, Transition


@frozen
class Branch:
    """Where it leads (None: it stays) if all of `conditions` hold and none of `unless` does."""

    to: Path | None
    conditions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        return not self.conditions and not self.unless


Branches = tuple[Branch, ...]


def moves_of(declared: Declared, trigger: str) -> dict[Path, Branches]:
    """Leaf → the branches in the order in which they are tried, none behind one that is always taken."""
    known = {state.path: state for state in declared.all_states()}
    moves = [each for each in declared.transitions if each.trigger == trigger]
    found: dict[Path, Branches] = {}
    for state in declared.all_states():
        branches: list[Branch] = []
        for source, each in _tried(moves, state.path) if not state.children else ():
            to = _first_in(known, source) if each.to == SAME else each.to
            assert not isinstance(to, str)  # SAME was the only one
            branches.append(Branch(to, each.conditions, each.unless))
            if branches[-1].always:
                break
        if branches:
            found[state.path] = tuple(branches)
    return found


def _tried(moves: Sequence[Transition], leaf: Path) -> Iterator[tuple[Path, Transition]]:
    """What inner states declare comes first; in one place, what starts in the innermost state."""
    for depth in range(len(leaf) - 1, -1, -1):
        for length in range(len(leaf), depth, -1):
            for each in moves:
                if each.scope == leaf[:depth] and leaf[:length] in each.sources:
                    yield leaf[:length], each


def _first_in(known: Mapping[Path, Inner], path: Path) -> Path:
    while (state := known[path]).children:
        path = (*path, state.initial or "")
    return path


def gathered(states: Sequence[Inner], found: dict[Path, Branches]) -> dict[Path, Branches]:
    """A composite state in place of all of its leaves, where these have the same branches."""
    whole: dict[Path, Branches] = {}
    for state in states:
        inner = gathered(state.children, found)
        leaves = [each.path for each in state.walk() if not each.children]
        alike = {found.get(path) for path in leaves}
        if state.children and len(alike) == 1 and (branches := alike.pop()):
            whole[state.path] = branches
        elif state.children:
            whole |= inner
        elif state.path in found:
            whole[state.path] = found[state.path]
    return whole
