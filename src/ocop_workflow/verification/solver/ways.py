"""All ways on which a claim is broken in a search that asked a solver, as far as the search can tell, by their length.

Steps that differ in nothing but regions are one step of a way: the event, where it leads, by which branch, and what the
claim reads there. A way is so many of these, with all the nodes at which a case may be then.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from attrs import frozen

from ...properties import VIOLATED, Doing, automaton, scoped
from ..decisions import taken_branch
from ..prove import Pair, ends_of
from ..signs import Signs
from ..space import Edge


@frozen(eq=False)
class Reached:
    """One step of a way; `pairs` are where it may lead, `distance` how many steps are left at least, it included."""

    edge: Edge
    doing: Doing
    column: int
    pairs: frozenset[Pair]
    breaks: bool
    distance: int


class Ways:
    """The ways of the only claim of a space."""

    def __init__(self, signs: Signs) -> None:
        (claim,) = signs.claims
        rules = automaton(claim)
        assert rules is not None  # it was judged
        self.signs, self.space = signs, signs.space
        self.rules = scoped(rules, claim, self.space.machine.table.tree)
        self.ends = ends_of(self.space)
        self.distances = self._distances()

    def begin(self) -> Iterator[Reached]:
        """The first steps."""
        return self._steps([(None, self.rules.start)])

    def after(self, reached: Reached) -> Iterator[Reached]:
        """The steps that can follow."""
        return self._steps(reached.pairs)

    def _steps(self, pairs: Iterable[tuple[int | None, int]]) -> Iterator[Reached]:
        found: dict[tuple[object, ...], tuple[Edge, Doing, int, set[Pair], bool]] = {}
        for node, state in pairs:
            for edge, doing, column, after in self._next(node, state):
                there = (edge.target, after)
                broken = self._is_broken(edge, after)
                if not broken and there not in self.distances:
                    continue
                key = (doing, self._branch(edge), column, broken)
                found.setdefault(key, (edge, doing, column, set(), broken))[3].add(there)
        for edge, doing, column, targets, broken in found.values():
            left = 1 if broken else 1 + min(self.distances[there] for there in targets)
            yield Reached(edge, doing, column, frozenset(targets), broken, left)

    def _next(self, node: int | None, state: int) -> Iterator[tuple[Edge, Doing, int, int]]:
        for edge, sign in self.signs.out_of(node):
            for doing, column in zip(sign.way, sign.columns[0], strict=True):
                yield edge, doing, column, self.rules.after(state, doing, column)

    def _branch(self, edge: Edge) -> int:
        if edge.source is None:
            return 0
        branches = self.space.machine.table.events[edge.event].branches[self.space.leaf(edge.source)]
        return taken_branch(branches, edge.before, edge.payload)

    def _is_broken(self, edge: Edge, state: int) -> bool:
        return state == VIOLATED or (edge.leaf in self.ends and self.rules.is_pending(state))

    def _distances(self) -> dict[Pair, int]:
        """By node and state, how many steps are left at least until the claim is broken."""
        before: dict[Pair, set[Pair]] = {}
        last: set[Pair] = set()
        seen: set[tuple[int | None, int]] = {(None, self.rules.start)}
        waiting: deque[tuple[int | None, int]] = deque(seen)
        while waiting:
            node, state = waiting.popleft()
            for edge, _, _, after in self._next(node, state):
                there = (edge.target, after)
                if self._is_broken(edge, after):
                    last |= {(node, state)} if node is not None else set()
                    continue
                if node is not None:
                    before.setdefault(there, set()).add((node, state))
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
        found = dict.fromkeys(last, 1)
        queue = deque(last)
        while queue:
            pair = queue.popleft()
            for earlier in before.get(pair, ()):
                if earlier not in found:
                    found[earlier] = found[pair] + 1
                    queue.append(earlier)
        return found
