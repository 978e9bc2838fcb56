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


class Letters:
    """Compiled once for a definition; what has no value does not hold."""

    def __init__(self, definition: Definition, claim: Property) -> None:
        self.definition, self.claim = definition, claim
        self._tests: list[Test] = [self._letter(letter) for letter in claim.letters]
        if claim.holds is not None:
            self._tests.append(self._holds(claim.holds))
        elif claim.template in ENABLING:
            self._tests.append(self._done(claim.letters[0], self._tests[0]))

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
        column = 0
        for number, test in enumerate(self._tests):
            if test(step):
                column |= 1 << number
        return column

    def _holds(self, holds: Expression) -> Test:
        test = compile_expression(holds.tree, scope_of(self.definition))
        return lambda step: _is_true(test, self._seen(step, step.after))

    def _done(self, letter: Letter, test: Test) -> Test:
        named = frozenset(letter.events)
        return lambda step: test(step) or not named.isdisjoint(step.attests)

    def _letter(self, letter: Letter) -> Test:
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
        events = frozenset(letter.events)

        def holds(step: Step) -> bool:
            return (not events or step.event in events) and all(test(step) for test in tests)

        return holds

    def _seen(self, step: Step, data: Mapping[str, object]) -> Environment:
        return Environment(data=data, taken=step.taken, parameters=self.definition.values, today=step.today)


def _is_true(test: Compiled, seen: Environment) -> bool:
    try:
        return test(seen) is True
    except EvaluationError:
        return False
