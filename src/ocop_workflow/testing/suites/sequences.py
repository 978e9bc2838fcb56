"""Sequences of transitions: every one of n that is feasible, told from the nearest place where it can begin."""

from collections.abc import Callable, Iterator
from itertools import islice

from ...messages import say
from ...verification.replay import Run
from ...verification.space import Edge
from .branches import Transition
from .goals import BUDGET, OPEN, Goal, Left, Told
from .ground import Ground
from .lines import told
from .plan import Plan
from .runs import FEW_TRIES, MOST_EDGES

Way = tuple[Run | None, tuple[Edge, ...]]  # from a run; from none, where no story gets there
MOST = 4_000  # sequences that are told


def n_switch(length: int) -> Callable[[Plan, Ground], Iterator[Goal]]:
    """Every feasible sequence of so many transitions; which there are is known once the ground is searched."""
    name = f"n_switch:{length - 1}"

    def goals(plan: Plan, ground: Ground) -> Iterator[Goal]:
        found = feasible(ground, length)
        for sequence, ways in islice(found.items(), MOST):
            yield _goal(plan, name, sequence, ways)
        if len(found) > MOST:
            title = say("testing.suite_sequences", length=length)
            yield Goal(name, "others", title, lambda _: Left(BUDGET, str(MOST)))

    return goals


def feasible(ground: Ground, length: int) -> dict[tuple[Transition, ...], list[Way]]:
    """Each sequence with ways of the relaxed workflow that go it, from where runs stand, the nearest first.

    Where there are more than MOST, the others are not looked at.
    """
    labels = {id(edge): key for key, edges in ground.found.branches.items() for edge in edges}
    found: dict[tuple[Transition, ...], list[Way]] = {}
    for node in (None, *ground.found.ranks):
        for way in _ways(ground, node, length):
            told_by = found.setdefault(tuple(labels[id(edge)] for edge in way), [])
            if len(told_by) < MOST_EDGES:
                told_by.append((ground.runs.to(node), way))
            if len(found) > MOST:
                return found
    return found


def _ways(ground: Ground, node: int | None, length: int) -> Iterator[tuple[Edge, ...]]:
    """Ways of so many edges from a node; from the beginning for none."""
    for edge in ground.found.edges_from(node):
        if length == 1:
            yield (edge,)
        else:
            yield from ((edge, *rest) for rest in _ways(ground, edge.target, length - 1))


def _goal(plan: Plan, criterion: str, sequence: tuple[Transition, ...], ways: list[Way]) -> Goal:
    names = [plan.transition_name(*each) for each in sequence]

    def tell(ground: Ground) -> Told | Left:
        for run, way in ways:
            after = _gone(ground, run, way, sequence) if run else None
            if after is not None:
                return told(after)
        left = ground.left([way[-1] for _, way in ways])
        return Left(OPEN, left.bound, left.terms or ("time",)) if _timed(plan, sequence) else left

    title = say("testing.suite_sequence", steps=" → ".join(names))
    return Goal(criterion, "/".join(name.replace("/", ".") for name in names), title, tell)


def _gone(ground: Ground, run: Run, way: tuple[Edge, ...], sequence: tuple[Transition, ...]) -> Run | None:
    """A run that goes on along the way, taking the transitions of the sequence, with a few choices at each."""
    if not way:
        return run
    for after in islice(ground.runs.steps(run, way[0], FEW_TRIES), MOST_EDGES):
        if sequence[0] in ground.trying.took(after):
            whole = _gone(ground, after, way[1:], sequence[1:])
            if whole is not None:
                return whole
    return None


def _timed(plan: Plan, sequence: tuple[Transition, ...]) -> bool:
    """Whether time takes part, which the search does not measure."""
    events = (plan.definition.events.get(act) for act, _, _ in sequence)
    return any(event is not None and event.is_clock for event in events)
