"""The ground on which all stories are told: one search, the runs to what it found, and acts tried there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from attrs import define, field

from ...engine import WorkflowMachine, machine_of
from ...model.definition import Definition
from ...verification.replay import Run
from ...verification.space import Budget, Edge
from .branches import Transition
from .goals import Left, Situation
from .runs import FEW_TRIES, MOST_EDGES, MOST_TRIES, Runs
from .searched import Searched
from .trying import Attempt, People, Trying

Accepts = Callable[[Attempt], bool]


@define
class Ground:
    """A workflow whose parameters are given, searched for all situations at once; what was told is told once."""

    definition: Definition
    situations: tuple[Situation, ...] = ()
    budget: Budget = field(factory=Budget)
    machine: WorkflowMachine = field(init=False)
    found: Searched = field(init=False)
    runs: Runs = field(init=False)
    trying: Trying = field(init=False)
    _branches: dict[Transition, tuple[Run, Edge] | Left] = field(init=False, factory=dict)
    _acts: dict[str, Run | Left] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.machine = machine_of(self.definition)
        self.found = Searched(self.definition, self.situations, self.budget)
        self.runs = Runs(self.found, self.machine)
        self.found.put_first(self.runs.at)
        self.trying = Trying(self.definition, self.machine, self.runs)

    def told_branch(self, act: str, leaf: str, number: int) -> tuple[Run, Edge] | Left:
        """A run whose last step takes that branch of the act from the leaf, and the edge that it went."""
        key = (act, leaf, number)
        if key not in self._branches:
            self._branches[key] = self._told_branch(key)
        return self._branches[key]

    def _told_branch(self, aim: Transition) -> tuple[Run, Edge] | Left:
        edges = self.found.branches.get(aim, [])
        for run, edge, tries in self._ways(edges):
            for after in self.runs.steps(run, edge, tries):
                if aim in self.trying.took(after):
                    return after, edge
        return self.left(edges)

    def allowed(self, act: str) -> Run | Left:
        """A run whose last step is the act."""
        if act not in self._acts:
            self._acts[act] = self._allowed(act)
        return self._acts[act]

    def _allowed(self, act: str) -> Run | Left:
        left = self.left([])
        for name, leaf, number in list(self.found.branches):
            if name == act:
                found = self.told_branch(act, leaf, number)
                if not isinstance(found, Left):
                    return found[0]
                left = found
        return left

    def told_situation(
        self,
        situation: Situation,
        accepts: Accepts,
        people: People | None = None,
        *,
        else_first: bool = False,
    ) -> Attempt | Left:
        """An attempt of the situation's act, on a case of the original that is in the situation.

        `else_first`: where none is accepted, the first of all.
        """
        seen = list(islice(self._peopled(situation, people), MOST_EDGES))
        first: Attempt | None = None
        for run, edge, tries in self._ways(seen):
            for attempt in islice(self.trying.within(run, situation, edge.payload, people), tries):
                if accepts(attempt):
                    return attempt
                first = first or attempt
        return first if first and else_first else self.left(seen or self.found.seen(situation))

    def _peopled(self, situation: Situation, people: People | None) -> Iterator[Edge]:
        """The ways into a situation, without those on whose run there is nobody who is to try it."""
        for edge in self.found.seen(situation):
            run = self.runs.to(edge.source)
            if run is None or people is None or any(True for _ in people(run, situation.act)):
                yield edge

    def _ways(self, edges: Sequence[Edge]) -> Iterator[tuple[Run, Edge, int]]:
        """Runs to where those edges begin, with the tries for each: those that are known first, then others."""
        yield from ((run, edge, MOST_TRIES) for run, edge in self.runs.real(edges))
        yield from ((run, edge, FEW_TRIES) for run, edge in self.runs.others(edges))

    def left(self, edges: Iterable[Edge]) -> Left:
        """Why there is no story along such edges."""
        return self.found.left(list(edges), MOST_TRIES)
