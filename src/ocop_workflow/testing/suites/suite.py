"""A suite: what is to be covered by which criteria, the one search for all of it, the stories, and what has none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic

from attrs import evolve, frozen

from ...model.definition import Definition
from ...verification.space import Budget
from ...verification.world import with_parameters
from .goals import BUDGET, TRIES, Goal, Left, Test, Uncovered
from .ground import Ground
from .guarding import boundary, guard_mcdc
from .plan import Plan
from .refusals import refusals
from .transitions import all_states, all_transitions

Criterion = Callable[[Plan], Iterator[Goal]]
CRITERIA: Mapping[str, Criterion] = {
    "all_states": all_states,
    "all_transitions": all_transitions,
    "refusals": refusals,
    "guard_mcdc": guard_mcdc,
    "boundary": boundary,
}
ALL = "all"


@frozen
class Suite:
    """The tests of a workflow, what is not covered, and how much was searched in how many seconds.

    `definition` has the parameters that were used; `assumed` are those of them that nobody had given.
    """

    definition: Definition
    tests: tuple[Test, ...]
    uncovered: tuple[Uncovered, ...]
    assumed: Mapping[str, object]
    nodes: int
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether everything is covered that can be reached, as far as the search can follow."""
        return not any(each.left.why in (BUDGET, TRIES) for each in self.uncovered)


def generate(definition: Definition, criteria: Sequence[str] = (ALL,), budget: Budget | None = None) -> Suite:
    """Tests for a checked definition; required parameters that are open get the plainest values.

    Raises ValueError for a criterion that there is not.
    """
    begun = monotonic()
    closed = with_parameters(definition, {})
    goals = tuple(_named_once(_goals(Plan(closed), criteria)))
    situations = tuple(dict.fromkeys(each for goal in goals for each in goal.situations))
    ground = Ground(closed, situations, budget or Budget())
    tests: list[Test] = []
    uncovered: list[Uncovered] = []
    for goal in goals:
        told = goal.tell(ground)
        if isinstance(told, Left):
            uncovered.append(Uncovered(goal, told))
        else:
            tests.append(Test(goal, told))
    assumed = {name: value for name, value in closed.values.items() if name not in definition.values}
    return Suite(
        closed, tuple(tests), tuple(uncovered), assumed, len(ground.space.cases), monotonic() - begun
    )


def criterion(name: str) -> Sequence[Criterion]:
    """The criteria of a name: one, or all; raises ValueError for a name that none has."""
    if name == ALL:
        return tuple(CRITERIA.values())
    if name in CRITERIA:
        return (CRITERIA[name],)
    raise ValueError(name)


def _goals(plan: Plan, criteria: Sequence[str]) -> Iterator[Goal]:
    for each in dict.fromkeys(found for name in criteria for found in criterion(name)):
        yield from each(plan)


def _named_once(goals: Iterator[Goal]) -> Iterator[Goal]:
    """Goals of one name are numbered from the second on."""
    met: dict[str, int] = {}
    for goal in goals:
        number = met[goal.id] = met.get(goal.id, 0) + 1
        yield goal if number == 1 else evolve(goal, name=f"{goal.name}-{number}")
