"""The letters of one claim, read from a step: which of them hold, as a column of the automaton's table."""

from collections.abc import Callable

from attrs import frozen

from ..guards import Environment, EvaluationError, Scope, compile_expression, reads, scope_of, taken_fields
from ..model.definition import Definition, Letter, Property
from ..model.expression import Node
from ..model.tree import StateTree
from .letters import AFTER, BEFORE, Doing, Step, data_name, fits, letter_scope, whole_change
from .templates import ENABLING, says_doing


@frozen(eq=False)
class Test:
    """A condition on a step; `before`, `taken` and `after` name the data and the payload that it reads."""

    holds: Callable[[Step], bool]
    before: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@frozen(eq=False)
class Plan:
    """Of steps that differ in their data alone: the bits that are sure, and those that hold where all tests do."""

    sure: int
    asked: tuple[tuple[int, tuple[Test, ...]], ...]

    def column(self, holds: Callable[[Test], bool]) -> int:
        """Bit n says whether letter n holds; the last may be what is held, or what is attested."""
        column = self.sure
        for bits, tests in self.asked:
            for test in tests:
                if not holds(test):
                    break
            else:
                column |= bits
        return column


_NOTHING = Plan(0, ())  # nothing is spoken of


class Letters:
    """Compiled once for a definition; what has no value does not hold. `plain` is the definition's own scope."""

    def __init__(
        self, definition: Definition, claim: Property, tree: StateTree, plain: Scope | None = None
    ) -> None:
        self.definition, self.claim, self.tree = definition, claim, tree
        plain = plain or scope_of(definition)
        self._tests = [self._tests_of(letter, plain) for letter in claim.letters]
        held = () if claim.holds is None else (self._test(claim.holds.tree, plain, AFTER),)
        if says_doing(claim):  # it is one letter with what holds then
            self._tests[-1] += held
        self._held = () if says_doing(claim) else held
        named = [letter.events for letter in claim.letters]
        self._named = frozenset(n for each in named for n in each) if named and all(named) else None
        self._plans: dict[tuple[Doing, tuple[str, ...]], Plan] = {}

    def column(self, step: Step) -> int:
        """Bit n says whether letter n holds at the step; the last may be what is held, or what is attested."""
        return self.plan(step.doing, step.attests).column(lambda test: test.holds(step))

    def plan(self, doing: Doing, attests: tuple[str, ...]) -> Plan:
        """What is sure of a step before its data are seen, and what has to be asked of them."""
        if self._named is not None and doing.event not in self._named and self._named.isdisjoint(attests):
            return _NOTHING
        key = (doing, attests)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._plan(doing, attests)
        return plan

    def _plan(self, doing: Doing, attests: tuple[str, ...]) -> Plan:
        sure, asked = 0, []
        last = 1 << len(self.claim.letters)
        enabling = self.claim.holds is None and self.claim.template in ENABLING
        for number, (letter, tests) in enumerate(zip(self.claim.letters, self._tests, strict=True)):
            bits = 1 << number | (last if enabling and not number else 0)
            if not fits(self.definition, letter, doing, self.tree):
                continue
            if tests:
                asked.append((bits, tests))
            else:
                sure |= bits
        if enabling and not {*self.claim.letters[0].events}.isdisjoint(attests):
            sure |= last
        if self._held:
            asked.append((last, self._held))
        return Plan(sure, tuple(asked))

    def _tests_of(self, letter: Letter, plain: Scope) -> tuple[Test, ...]:
        where, changes = letter_scope(self.definition, letter, plain)
        tests: list[Test] = []
        if letter.where is not None:
            tests.append(self._test(letter.where.tree, where, BEFORE))
        if letter.changes is not None:
            tests.append(self._test(whole_change(letter.changes.tree), changes, None))
        return tuple(tests)

    def _test(self, tree: Node, scope: Scope, side: str | None) -> Test:
        """A test on the data before or after the step, or on both, named `before.x` and `after.x`."""
        compiled, parameters = compile_expression(tree, scope), self.definition.values
        read = tuple(sorted(reads(tree, scope).data))

        def holds(step: Step) -> bool:
            data = step.across(read) if side is None else step.before if side == BEFORE else step.after
            seen = Environment(data, step.taken, parameters, step.today, links=step.links)
            try:
                return compiled(seen) is True
            except EvaluationError:
                return False

        if side == AFTER:
            return Test(holds, after=read)
        if side == BEFORE:
            return Test(holds, before=read, taken=tuple(sorted(taken_fields(tree))))
        sides = [
            tuple(data_name(name) for name in read if name.startswith(f"{each}.")) for each in (BEFORE, AFTER)
        ]
        return Test(holds, before=sides[0], after=sides[1])
