"""A suite: what is to be covered by which criteria, the one search for all of it, the stories, and what has none."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic

from attrs import evolve, frozen

from ...model.definition import Definition
from ...verification.space import Budget
from ...verification.world import with_parameters
from .clocks import clocks
from .goals import BUDGET, TRIES, Goal, Left, Test, Uncovered
from .ground import Ground
from .guarding import boundary, guard_mcdc
from .plan import Plan
from .refusals import refusals
from .roles import roles
from .sequences import n_switch
from .transitions import all_states, all_transitions

Criterion = Callable[[Plan], Iterator[Goal]]
CRITERIA: Mapping[str, Criterion] = {
    "all_states": all_states,
    "all_transitions": all_transitions,
    "refusals": refusals,
    "guard_mcdc": guard_mcdc,
    "boundary": boundary,
    "roles": roles,
    "clocks": clocks,
}
ALL = "all"
SWITCH = re.compile(
    r"n_switch:([0-3])"
)  # n switches join n + 1 transitions; of longer sequences there are too many


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
    plan = Plan(closed)
    chosen, lengths = _chosen(criteria)
    planned = tuple(_named_once(goal for each in chosen for goal in each(plan)))
    situations = tuple(dict.fromkeys(each for goal in planned for each in goal.situations))
    ground = Ground(closed, situations, budget or Budget())
    goals = (*planned, *_named_once(goal for length in lengths for goal in n_switch(length)(plan, ground)))
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
        closed, tuple(tests), tuple(uncovered), assumed, len(ground.found.space.cases), monotonic() - begun
    )


def known(name: str) -> bool:
    """Whether there is such a criterion."""
    return name == ALL or name in CRITERIA or SWITCH.fullmatch(name) is not None


def _chosen(names: Sequence[str]) -> tuple[list[Criterion], list[int]]:
    """The criteria of the names, and the lengths of sequences; `all` has no sequences, for they grow without end."""
    unknown = [name for name in names if not known(name)]
    if unknown:
        raise ValueError(", ".join(unknown))
    chosen = [each for name, each in CRITERIA.items() if name in names or ALL in names]
    return chosen, [int(found[1]) + 1 for name in dict.fromkeys(names) if (found := SWITCH.fullmatch(name))]


def _named_once(goals: Iterator[Goal]) -> Iterator[Goal]:
    """Goals of one name are numbered from the second on."""
    met: dict[str, int] = {}
    for goal in goals:
        number = met[goal.id] = met.get(goal.id, 0) + 1
        yield goal if number == 1 else evolve(goal, name=f"{goal.name}-{number}")
