"""Verdicts: the automaton of each property run along every path of a relaxed workflow's space."""

from collections import deque
from collections.abc import Iterator

from attrs import frozen

from ..model.definition import Property
from ..properties import VIOLATED, Letters, Place, Scoped, Step, automaton, needs, scoped, spoken
from .space import Edge, Space

Pair = tuple[int, int]  # a node, and the automaton's state there


@frozen
class Found:
    """What the search says of one property: holds, vacuous, a path that breaks it, or neither (`why`)."""

    holds: bool
    vacuous: bool = False
    path: tuple[Edge, ...] | None = None
    why: str = ""


Row = tuple[int, ...]  # from each state of an automaton the next


class Steps:
    """The edges of a space as properties see them, for all properties once; by node, None for the starts."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._known: dict[int | None, list[tuple[Edge, Step]]] = {}

    def out_of(self, node: int | None) -> list[tuple[Edge, Step]]:
        """What can happen there; the events that a start attests count where they enable."""
        found = self._known.get(node)
        if found is None:
            space = self.space
            edges = space.starts if node is None else space.edges[node]
            source = None if node is None else space.leaf(node)
            starts = space.machine.definition.start
            found = self._known[node] = [
                (
                    edge,
                    Step(
                        *(edge.event, edge.before, edge.payload, edge.after),
                        attests=starts[edge.event].attests if node is None else (),
                        source=source,
                        target=edge.leaf,
                    ),
                )
                for edge in edges
            ]
        return found


class Reader:
    """One property along the edges of a space, each read once."""

    def __init__(self, steps: Steps, claim: Property, rules: Scoped) -> None:
        self._steps, self._rules = steps, rules
        self._letters = Letters(steps.space.machine.definition, claim)
        self._known: dict[int | None, list[tuple[Edge, int, Row]]] = {}
        self._with_data: dict[str, bool] = {}
        self._rows: dict[tuple[str, str | None, str, int], Row] = {}

    def read(self, node: int | None) -> list[tuple[Edge, int, Row]]:
        """The edges out of a node, with the letters that hold at each and where each state leads.

        Of those that are one to this property, as the event alone decides what it reads, the first stands for all.
        """
        found = self._known.get(node)
        if found is None:
            alike: set[tuple[str, int]] = set()
            found = self._known[node] = []
            for edge, step in self._steps.out_of(node):
                if not self._says_data(edge.event):
                    if (edge.event, edge.target) in alike:
                        continue
                    alike.add((edge.event, edge.target))
                found.append(self._read(edge, step))
        return found

    def _says_data(self, event: str) -> bool:
        found = self._with_data.get(event)
        if found is None:
            found = self._with_data[event] = self._letters.says_data(event)
        return found

    def _read(self, edge: Edge, step: Step) -> tuple[Edge, int, Row]:
        column = self._letters.column(step)
        key = (step.event, step.source, step.target, column)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = self._rules.row(Place(*key[:3]), column)
        return edge, column, row


def ends_of(space: Space) -> set[str]:
    """Leaves at which a run may end: final ones, and goals."""
    tree = space.machine.table.tree
    return {
        leaf
        for leaf in tree.leaves
        for name in tree.path[leaf]
        if tree.states[name].final or tree.states[name].goal
    }


def judge(steps: Steps, claim: Property) -> Found:
    """One property on a whole space; a space that a budget cut short proves nothing."""
    rules = automaton(claim)
    if rules is None:
        return Found(holds=False, why="class")
    return _Product(steps, claim, scoped(rules, claim, steps.space.machine.table.tree)).run()


class _Product:
    def __init__(self, steps: Steps, claim: Property, rules: Scoped) -> None:
        self.space, self.claim, self.rules = steps.space, claim, rules
        self.reader = Reader(steps, claim, rules)
        self.needed = [frozenset(1 << letter for letter in each) for each in needs(claim)]
        self.judged = False  # whether any step was
        self.parents: dict[Pair, tuple[Pair | None, Edge]] = {}
        self.ends = ends_of(self.space)

    def run(self) -> Found:
        queue: deque[Pair] = deque()
        if (broken := self._follow(None, queue)) is not None:
            return self._refuted(broken)
        while queue:
            if (broken := self._follow(queue.popleft(), queue)) is not None:
                return self._refuted(broken)
        if self.space.stopped_by:
            return Found(holds=False, why="budget")
        if self.rules.automaton.pending and not self._can_complete():
            return Found(holds=False, why="completion")
        return Found(holds=True, vacuous=bool(self.needed) or not self.judged)

    def _follow(self, here: Pair | None, queue: deque[Pair]) -> Pair | None:
        """Take every edge from a pair; the pair at which the claim is broken, if one broke it."""
        node, before = here or (None, self.rules.start)
        for edge, column, row in self.reader.read(node):
            if self.needed or not self.judged:
                self._note(edge, before, column)
            there = (edge.target, row[before])
            if there in self.parents:
                continue
            self.parents[there] = (here, edge)
            if there[1] == VIOLATED or (edge.leaf in self.ends and self.rules.is_pending(there[1])):
                return there
            queue.append(there)
        return None

    def _note(self, edge: Edge, before: int, column: int) -> None:
        """What the claim speaks of has happened, where it is judged."""
        source = None if edge.source is None else self.space.leaf(edge.source)
        if self.rules.reads(before, Place(edge.event, source, edge.leaf)):
            self.judged = True
            said = spoken(self.claim, edge.event, column)
            self.needed = [bits for bits in self.needed if not any(said & bit for bit in bits)]

    def _refuted(self, there: Pair) -> Found:
        edges: list[Edge] = []
        at: Pair | None = there
        while at is not None:
            at, edge = self.parents[at]
            edges.append(edge)
        return Found(holds=False, path=tuple(reversed(edges)))

    def _can_complete(self) -> bool:
        """From every pair reached there is a way to an end at which nothing is pending."""
        before: dict[Pair, list[Pair]] = {}
        good: deque[Pair] = deque()
        for node, state in self.parents:
            for there in self._next(node, state):
                before.setdefault(there, []).append((node, state))
            if self.space.leaf(node) in self.ends and not self.rules.is_pending(state):
                good.append((node, state))
        done = set(good)
        while good:
            for earlier in before.get(good.popleft(), ()):
                if earlier not in done:
                    done.add(earlier)
                    good.append(earlier)
        return done >= set(self.parents)

    def _next(self, node: int, state: int) -> Iterator[Pair]:
        for edge, _, row in self.reader.read(node):
            yield edge.target, row[state]
