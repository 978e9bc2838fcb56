"""Conditions of targets compiled for one version of a workflow, and asked of cases as they stood."""

from collections.abc import Callable, Mapping

from attrs import define, field

from ..engine import WorkflowMachine
from ..errors import DefinitionError
from ..guards import Environment, EvaluationError, Scope, compile_expression, scope_of
from ..model.expression import Expression
from ..reading import Problems
from .expressions import at
from .standing import Standing
from .targets import ROOM, Condition, Targets

Holds = Callable[["Asked"], bool]


@define
class Asked:
    """A case as it stood, with what conditions ask of it, worked out once."""

    standing: Standing
    targets: Targets
    environment: Environment
    happened: frozenset[str]

    def value(self, expression: Expression, compiled: Callable[[Environment], object]) -> object:
        """Raises DefinitionError, at its place, where it has none: a count that left a case out would be wrong."""
        try:
            return compiled(self.environment)
        except EvaluationError as error:
            problems = Problems()
            values = {
                "text": expression.text[:80],
                "case": self.standing.case.id,
                "day": self.standing.day,
                "why": error.text,
            }
            problems.add("no_value", at(expression, 0, self.targets), values, room=ROOM)
            raise DefinitionError(problems.sorted()) from error


@define
class Judge:
    """What targets ask, compiled for the cases of one version."""

    machine: WorkflowMachine
    targets: Targets
    _scope: Scope = field(init=False)
    _compiled: dict[int, Callable[[Environment], object]] = field(factory=dict, init=False)
    _leaves: dict[tuple[str, ...], frozenset[str]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._scope = scope_of(self.machine.definition)

    def asked(self, standing: Standing, happened: frozenset[str]) -> Asked:
        """The case, to be asked."""
        definition = self.machine.definition
        data = standing.case.data
        environment = Environment(data, {}, definition.values, standing.day, self.targets.calendar, {})
        return Asked(standing, self.targets, environment, happened)

    def holds(self, condition: Condition, asked: Asked) -> bool:
        """Whether the case is one of those that are meant."""
        if not all(not asked.happened.isdisjoint(either) for either in condition.requires):
            return False
        if condition.states and asked.standing.case.state not in self.leaves(condition.states):
            return False
        return condition.where is None or self.value(condition.where, asked) is True

    def value(self, expression: Expression, asked: Asked) -> object:
        """What the expression says of the case."""
        compiled = self._compiled.get(id(expression))
        if compiled is None:
            compiled = self._compiled[id(expression)] = compile_expression(expression.tree, self._scope)
        return asked.value(expression, compiled)

    def leaves(self, names: tuple[str, ...]) -> frozenset[str]:
        """The leaves of these states, stages and tags, as far as this version has them."""
        if names not in self._leaves:
            members: Mapping[str, tuple[str, ...]] = self.machine.table.tree.members
            self._leaves[names] = frozenset(leaf for name in names for leaf in members.get(name, ()))
        return self._leaves[names]
