"""Verdicts: the automaton of each property run along every path of a relaxed workflow's space."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from ..guards import Environment, EvaluationError, compile_expression, scope_of
from ..model.definition import Property, Start
from ..model.expression import Expression
from ..properties import VIOLATED, Automaton, Step, automaton, letter_scope, reads_letter
from .space import Edge, Space

if TYPE_CHECKING:
    from ..engine.table import CompiledEvent

Truths = tuple[bool, ...]


@frozen
class Found:
    """What the search says of one property: holds, vacuous, a path that breaks it, or neither (`why`)."""

    holds: bool
    vacuous: bool = False
    path: tuple[Edge, ...] | None = None
    why: str = ""


class Letters:
    """The letters of one property, read from the edges of a space."""

    def __init__(self, space: Space, claim: Property) -> None:
        self.claim = claim
        self._acts: Mapping[str, CompiledEvent] = {**space.machine.table.starts, **space.machine.table.events}
        if claim.holds is not None:
            self._tests = [self._invariant(space, claim.holds)]
        else:
            self._tests = [self._compiled(space, index) for index in range(len(claim.letters))]

    def truths(self, edge: Edge) -> Truths:
        """Which letters hold at a step; a start's attested events count where they enable."""
        declared = self._acts[edge.event].declared
        attests = declared.attests if isinstance(declared, Start) else ()
        step = Step(edge.event, edge.before, edge.payload, edge.after, attests)
        return tuple(test(step) for test in self._tests)

    def _invariant(self, space: Space, holds: Expression) -> Callable[[Step], bool]:
        test = compile_expression(holds.tree, scope_of(space.machine.definition))

        def keeps(step: Step) -> bool:
            try:
                return bool(test(Environment(data=step.after)))
            except EvaluationError:
                return False  # what has no value does not hold

        return keeps

    def _compiled(self, space: Space, index: int) -> Callable[[Step], bool]:
        letter = self.claim.letters[index]
        attested = self.claim.template == "precedence" and index == 0
        act = self._acts.get(letter.event or "")
        definition = space.machine.definition
        where_scope, changes_scope = letter_scope(definition, letter, act.takes if act else None)
        where = compile_expression(letter.where.tree, where_scope) if letter.where else None
        changes = compile_expression(letter.changes.tree, changes_scope) if letter.changes else None

        def holds(step: Step) -> bool:
            if not reads_letter(letter, step, attested=attested):
                return False
            if attested and letter.event in step.attests:
                return True
            try:
                if where is not None and not where(Environment(data=step.before, taken=step.taken)):
                    return False
                return changes is None or bool(changes(Environment(data=step.across())))
            except EvaluationError:
                return False

        return holds


def judge(space: Space, claim: Property) -> Found:
    """One property on a whole space; a space that a budget cut short proves nothing."""
    rules = automaton(claim.template)
    if rules is None or claim.scope is not None or claim.times not in (None, 1):
        return Found(holds=False, why="class")
    return _Product(space, claim, rules).run()


class _Product:
    def __init__(self, space: Space, claim: Property, rules: Automaton) -> None:
        self.space, self.claim, self.rules = space, claim, rules
        self.letters = Letters(space, claim)
        self.active = claim.template not in ("precedence", "response", "never")
        self.parents: dict[tuple[int, int], tuple[tuple[int, int] | None, Edge]] = {}
        tree = space.machine.table.tree
        self.ends = {
            leaf
            for leaf in tree.leaves
            for name in tree.path[leaf]
            if tree.states[name].final or tree.states[name].goal
        }

    def run(self) -> Found:
        queue: deque[tuple[int, int]] = deque()
        for edge in self.space.starts:
            if (broken := self._reach(None, edge, queue)) is not None:
                return Found(holds=False, path=broken)
        while queue:
            here = queue.popleft()
            for edge in self.space.edges[here[0]]:
                if (broken := self._reach(here, edge, queue)) is not None:
                    return Found(holds=False, path=broken)
        if self.space.stopped_by:
            return Found(holds=False, why="budget")
        if self.rules.pending and not self._can_complete():
            return Found(holds=False, why="completion")
        return Found(holds=True, vacuous=not self.active)

    def _reach(
        self, here: tuple[int, int] | None, edge: Edge, queue: deque[tuple[int, int]]
    ) -> tuple[Edge, ...] | None:
        """Take an edge; the path that broke the claim, if this one did."""
        truths = self.letters.truths(edge)
        self.active = self.active or self._activates(edge, truths)
        before = here[1] if here else self.rules.start
        there = (edge.target, self.rules.after(before, truths))
        if there in self.parents:
            return None
        self.parents[there] = (here, edge)
        ended = self.space.leaf(edge.target) in self.ends
        if there[1] == VIOLATED or (ended and there[1] in self.rules.pending):
            return self._path(there)
        queue.append(there)
        return None

    def _activates(self, edge: Edge, truths: Truths) -> bool:
        """Whether the claim says anything at this step: what it speaks of has happened."""
        if self.claim.template == "precedence":
            return truths[1]
        if self.claim.template == "never":
            return self.claim.letters[0].event in (None, edge.event)
        return bool(truths) and truths[0]

    def _path(self, there: tuple[int, int]) -> tuple[Edge, ...]:
        edges: list[Edge] = []
        at: tuple[int, int] | None = there
        while at is not None:
            at, edge = self.parents[at]
            edges.append(edge)
        return tuple(reversed(edges))

    def _can_complete(self) -> bool:
        """From every pair reached there is a way to an end at which nothing is pending."""
        before: dict[tuple[int, int], list[tuple[int, int]]] = {}
        good: deque[tuple[int, int]] = deque()
        for node, state in self.parents:
            for there in self._next(node, state):
                before.setdefault(there, []).append((node, state))
            if self.space.leaf(node) in self.ends and state not in self.rules.pending:
                good.append((node, state))
        done = set(good)
        while good:
            for earlier in before.get(good.popleft(), ()):
                if earlier not in done:
                    done.add(earlier)
                    good.append(earlier)
        return done >= set(self.parents)

    def _next(self, node: int, state: int) -> Iterator[tuple[int, int]]:
        for edge in self.space.edges[node]:
            yield edge.target, self.rules.after(state, self.letters.truths(edge))
