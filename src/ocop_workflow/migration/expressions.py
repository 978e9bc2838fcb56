"""The expressions of a plan that read a case of the old version."""

from collections.abc import Iterator

from ..model.expression import Expression
from .plan import Plan


def expressions_of(plan: Plan) -> Iterator[Expression]:
    """Conditions of branches and what is set, in the order of the file."""
    for move in plan.states:
        for branch in move.branches:
            if branch.when is not None:
                yield branch.when.test
            yield from branch.sets.values()
    yield from plan.sets.values()
