"""Runs of the original workflow to the nodes of the search: which there are, and others that stand where one stands."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from attrs import define, field

from ...engine import WorkflowMachine
from ...verification.replay import Run, Telling
from ...verification.space import Edge
from .searched import Searched

MOST_EDGES = 4  # of one kind, that are tried for a story
MOST_TRIES = 600  # payloads, votes and days tried for one of them
FEW_TRIES = 200  # of a step to a node, of which there may be others
MOST_OTHERS, MOST_RUNS = 2, 8  # of nodes to which other runs are told, and how many to each
MOST_AFTER = 12  # cases after a step that are looked at, when one is looked for that stands where it should
MOST_FAILURES = 4  # to reach a node, from different ones


@define
class Runs:
    """A run to every node that can be told, breadth first: to the others no story goes.

    A node that no step from the runs before it reaches is told anew once, with every choice on the way open.
    """

    found: Searched
    machine: WorkflowMachine
    telling: Telling = field(init=False)
    at: dict[int, Run] = field(init=False, factory=dict)
    _told_anew: dict[int, list[Run]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.telling = Telling(self.found.definition, (), lambda _: True, self.machine)
        self._spread(None)
        tried: Counter[str] = Counter()
        for node in list(self.found.parents):
            leaf = self.found.space.leaf(node)
            if node not in self.at and leaf not in self._leaves() and tried[leaf] < MOST_OTHERS:
                tried[leaf] += 1
                run = next(self._anew(node, self._is_new), None)
                while run is not None and run.case is not None:  # and to every node that it passes
                    if (met := self.node_of(run)) is not None and met not in self.at:
                        self.at[met] = run
                        self._spread(met)
                    run = run.before

    def _is_new(self, run: Run) -> bool:
        return (node := self.node_of(run)) is not None and node not in self.at

    def _anew(self, node: int, arrived: Callable[[Run], bool]) -> Iterator[Run]:
        """Runs along the way to a node, with every choice on it open."""
        telling = Telling(self.found.definition, self.found.path(node), arrived, self.machine)
        telling.left = MOST_TRIES
        return telling.runs_from(telling.beginning())

    def _leaves(self) -> set[str]:
        return {run.case.state for run in self.at.values() if run.case}

    def _spread(self, first: int | None) -> None:
        failed: dict[int, int] = {}
        queue: deque[int | None] = deque((first,))
        while queue:
            source = queue.popleft()
            run = self.telling.beginning() if source is None else self.at[source]
            for edge in self.found.edges_from(source):
                aim = edge.target
                if aim in self.at or failed.get(aim, 0) == MOST_FAILURES:
                    continue
                for after in islice(self.steps(run, edge, FEW_TRIES), MOST_AFTER):
                    node = self.node_of(after, aim)
                    if node is not None and node not in self.at:
                        self.at[node] = after
                        queue.append(node)
                    if node == aim:
                        break
                else:
                    failed[aim] = failed.get(aim, 0) + 1

    def node_of(self, run: Run, aim: int | None = None) -> int | None:
        """The node at which a run stands; `aim`, where it may be that."""
        return self.found.node_of(run.case, aim)

    def to(self, node: int | None) -> Run | None:
        """The run that stands at a node; the beginning for none."""
        return self.telling.beginning() if node is None else self.at.get(node)

    def real(self, edges: Iterable[Edge]) -> list[tuple[Run, Edge]]:
        """The first of those edges that begin where a run stands, with that run."""
        found = ((self.to(edge.source), edge) for edge in edges)
        return list(islice(((run, edge) for run, edge in found if run is not None), MOST_EDGES))

    def others(self, edges: Sequence[Edge]) -> Iterator[tuple[Run, Edge]]:
        """Other runs to where those edges begin: what the search does not read of their data may differ."""
        for edge in edges[:MOST_OTHERS]:
            if (node := edge.source) is None:
                continue
            yield from ((run, edge) for run in self._others_at(node))

    def _others_at(self, node: int) -> list[Run]:
        if node not in self._told_anew:
            there = self._anew(node, lambda run: self.node_of(run, node) == node)
            self._told_anew[node] = list(islice(there, MOST_RUNS))
        return self._told_anew[node]

    def steps(self, run: Run, edge: Edge, tries: int) -> Iterator[Run]:
        """Runs one step further along an edge."""
        self.telling.left = tries
        return self.telling.steps(run, edge)
