"""Which branch of an act is taken."""

from ...engine.table import CompiledEvent
from ...guards import Environment, EvaluationError

Transition = tuple[str, str, int]  # act, leaf before (empty for a start), number of the branch


def branch_of(event: CompiledEvent, leaf: str, seen: Environment) -> int:
    """Which branch of the act is taken from a leaf, counted from 0; -1 where none is."""
    for number, branch in enumerate(event.branches[leaf]):
        try:
            if branch.when is None or branch.when.test(seen):
                return number
        except EvaluationError:
            return -1
    return -1
