"""The search that all criteria share: the whole space of the relaxed workflow, and the situations met in it."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from heapq import merge
from itertools import chain

from attrs import define, field

from ...case import Case
from ...guards import Environment
from ...model.definition import Definition
from ...verification.relax import Relaxed, relax
from ...verification.space import Budget, Edge, Search, Space
from .branches import Transition, branch_of
from .goals import BUDGET, OPEN, TRIES, UNREACHABLE, Left, Situation
from .observed import observer, with_observers


@define
class Searched:
    """What the search has found: nodes, edges by what they cover, and a shortest way to each node."""

    definition: Definition
    situations: tuple[Situation, ...]
    budget: Budget
    relaxed: Relaxed = field(init=False)
    search: Search = field(init=False)
    space: Space = field(init=False)
    numbers: dict[Situation, int] = field(init=False)
    parents: dict[int, Edge] = field(init=False, factory=dict)
    branches: dict[Transition, list[Edge]] = field(init=False, factory=dict)
    alike: dict[object, list[int]] = field(init=False, factory=dict)
    ranks: dict[int, int] = field(init=False, factory=dict)
    inside: dict[str, list[int]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.numbers = {situation: number for number, situation in enumerate(self.situations)}
        self.relaxed = relax(with_observers(self.definition, self.situations), (), closed=True)
        observers = {observer(number) for number in self.numbers.values()}
        self.search = Search(self.relaxed.definition, self.budget, observers)
        self.space = self.search.run()
        for node, case in enumerate(self.space.cases):
            self.alike.setdefault(_roughly(case.state, case.data, case.evidence), []).append(node)
        self._index()
        self.put_first(())

    def _index(self) -> None:
        """Edges by what they cover, those that are reached first before the others."""
        queue: deque[int] = deque()
        edges: Iterable[Edge] = self.space.starts
        while True:
            for edge in edges:
                leaf = "" if edge.source is None else self.space.leaf(edge.source)
                self.branches.setdefault((edge.event, leaf, self._branch(edge, leaf)), []).append(edge)
                if edge.target not in self.parents:
                    self.parents[edge.target] = edge
                    queue.append(edge.target)
            if not queue:
                return
            edges = self.space.edges[queue.popleft()]

    def _branch(self, edge: Edge, leaf: str) -> int:
        table = self.space.machine.table
        event = table.events.get(edge.event) or table.starts[edge.event]
        return branch_of(event, leaf, Environment(data=edge.before, taken=edge.payload))

    def edges_from(self, node: int | None) -> Sequence[Edge]:
        """What can happen at a node; how a case can begin for none."""
        return self.space.starts if node is None else self.space.edges[node]

    def path(self, node: int) -> tuple[Edge, ...]:
        """A shortest way to a node."""
        edges = [self.parents[node]]
        while (source := edges[-1].source) is not None:
            edges.append(self.parents[source])
        return tuple(reversed(edges))

    def node_of(self, case: Case | None, aim: int | None = None) -> int | None:
        """Where a case of the original stands; days and texts that no guard tells apart may differ."""
        if case is None:
            return None
        found = self.search.node_of(case)
        if found is not None:
            return found
        live, asked = self.space.live[case.state], self.space.machine.table.evidence
        data = {name: value for name, value in case.data.items() if name in live}
        evidence = {n: asked[n].intersection(who) for n, who in case.evidence.items() if n in asked}
        alike = self.alike.get(_roughly(case.state, data, evidence), [])
        return aim if aim in alike else next(iter(alike), None)

    def put_first(self, nodes: Iterable[int]) -> None:
        """Situations are looked for at these nodes first, then at all others."""
        self.ranks = {node: rank for rank, node in enumerate(dict.fromkeys(chain(nodes, self.parents)))}
        self.inside = {}
        for node in self.ranks:
            self.inside.setdefault(self.space.leaf(node), []).append(node)

    def seen(self, situation: Situation) -> Iterator[Edge]:
        """The ways into a situation, in the order of the nodes."""
        name, act = observer(self.numbers[situation]), self.definition.events.get(situation.act)
        nodes: Iterable[int | None] = (None,)
        if act is not None:
            nodes = self._inside(situation.leaves)
        for node in nodes:
            evidence = self.space.cases[node].evidence if node is not None else {}
            if (
                situation.lacks is None
                or act is None
                or situation.lacks not in evidence.get(act.within or "", {})
            ):
                edge = self.search.way_from(node, name)
                if edge is not None:
                    yield edge

    def _inside(self, leaves: Iterable[str]) -> Iterator[int]:
        """The nodes in these leaves, in their order."""
        return merge(*(self.inside.get(leaf, ()) for leaf in leaves), key=self.ranks.__getitem__)

    def left(self, edges: Sequence[Edge], tries: int) -> Left:
        """Why there is no story: the search met nothing, or none of the original was met in so many tries along it."""
        if not edges:
            return Left(BUDGET, self.space.stopped_by) if self.space.stopped_by else Left(UNREACHABLE)
        edge = edges[0]
        way = (*(self.path(edge.source) if edge.source is not None else ()), edge)
        terms = dict.fromkeys(term for each in way for term in self.relaxed.free.get(each.event, {}).values())
        return Left(OPEN if terms else TRIES, str(tries), tuple(terms))


def _roughly(leaf: str, data: Mapping[str, object], evidence: Mapping[str, Iterable[str]]) -> object:
    """What stands where: numbers and truth values as they are, of anything else only that it is set."""
    values = {name: value if isinstance(value, int | Decimal) else None for name, value in data.items()}
    happened = {(scope, event) for scope, who in evidence.items() for event in who}
    return leaf, frozenset(values.items()), frozenset(happened)
