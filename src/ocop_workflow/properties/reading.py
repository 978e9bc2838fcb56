"""The letters of one claim, read from a step: which of them hold, as a column of the automaton's table."""

from collections.abc import Callable, Mapping

from ..guards import Environment, EvaluationError, compile_expression, scope_of
from ..guards.tree import nodes
from ..model.definition import Definition, Letter, Property
from ..model.expression import Expression, Name
from .letters import Step, letter_scope, whole_change
from .templates import ENABLING

Test = Callable[[Step], bool]
Compiled = Callable[[Environment], object]
Asked = tuple[tuple[int, tuple[Test, ...]], ...]  # bits, and all that must be true for them


class Letters:
    """Compiled once for a definition; what has no value does not hold."""

    def __init__(self, definition: Definition, claim: Property) -> None:
        self.definition, self.claim = definition, claim
        self._letters = [(frozenset(letter.events), self._tests(letter)) for letter in claim.letters]
        self._plans: dict[tuple[str, bool], tuple[int, Asked]] = {}

    def says_data(self, event: str) -> bool:
        """Whether the data decide which letters hold at a step of this event, and not the event alone."""
        if self.claim.holds is not None:
            return True
        return any(
            letter.where is not None or letter.changes is not None
            for letter in self.claim.letters
            if not letter.events or event in letter.events
        )

    def column(self, step: Step) -> int:
        """Bit n says whether letter n holds at the step; the last may be what is held, or what is attested."""
        key = (step.event, step.source is None)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._plan(step)
        column, asked = plan
        for bits, tests in asked:
            for test in tests:
                if not test(step):
                    break
            else:
                column |= bits
        return column

    def _plan(self, step: Step) -> tuple[int, Asked]:
        """What the event alone decides, and what has to be asked of the data for the other bits."""
        column, asked = 0, []
        last = 1 << len(self._letters)
        enabling = self.claim.holds is None and self.claim.template in ENABLING
        for number, (events, tests) in enumerate(self._letters):
            bits = 1 << number | (last if enabling and not number else 0)
            if events and step.event not in events:
                continue
            if tests:
                asked.append((bits, tests))
            else:
                column |= bits
        if enabling and not self._letters[0][0].isdisjoint(step.attests):
            column |= last
        if self.claim.holds is not None:
            asked.append((last, (self._held(self.claim.holds),)))
        return column, tuple(asked)

    def _held(self, holds: Expression) -> Test:
        test = compile_expression(holds.tree, scope_of(self.definition))
        return lambda step: _is_true(test, self._seen(step, step.after))

    def _tests(self, letter: Letter) -> tuple[Test, ...]:
        where_scope, changes_scope = letter_scope(self.definition, letter)
        tests: list[Test] = []
        if letter.where is not None:
            where = compile_expression(letter.where.tree, where_scope)
            tests.append(lambda step: _is_true(where, self._seen(step, step.before)))
        if letter.changes is not None:
            tree = whole_change(letter.changes.tree)
            changes = compile_expression(tree, changes_scope)
            read = {node.name for node in nodes(tree) if isinstance(node, Name)}
            tests.append(lambda step: _is_true(changes, self._seen(step, step.across(read))))
        return tuple(tests)

    def _seen(self, step: Step, data: Mapping[str, object]) -> Environment:
        return Environment(data=data, taken=step.taken, parameters=self.definition.values, today=step.today)


def _is_true(test: Compiled, seen: Environment) -> bool:
    try:
        return test(seen) is True
    except EvaluationError:
        return False
