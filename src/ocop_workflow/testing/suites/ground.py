"""The search that all criteria share: the relaxed workflow's whole space, and a story of the original to each node."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from attrs import define, field, frozen

from ...access import Actor
from ...access.any_units import AnyUnits
from ...calendar.weekends import WEEKENDS
from ...case import Decision
from ...engine import Facts, WorkflowMachine, machine_of, weigh
from ...engine.facts import local_date
from ...engine.guarding import environment_of
from ...engine.payload import take_payload
from ...engine.table import CompiledEvent
from ...guards import Environment, EvaluationError, compile_expression, scope_of
from ...model.definition import Definition, Event, Start
from ...verification.candidates import links, payloads
from ...verification.relax import Relaxed, relax
from ...verification.replay import Run, Telling
from ...verification.space import Budget, Edge, Search, Space
from ..writing import Line
from .goals import BUDGET, OPEN, TRIES, UNREACHABLE, Left, Situation
from .moments import moments
from .observed import observer, with_observers

HOUR = timedelta(hours=1)
MOST_EDGES = 4  # of one kind, that are tried for a story
MOST_TRIES = 600  # payloads, votes and days tried for one of them
FEW_TRIES = 200  # of a step to a node, of which there may be others
MOST_OTHERS, MOST_RUNS = 2, 8  # of nodes to which other runs are told, and how many to each
MOST_AFTER = 12  # cases after a step that are looked at, when one is looked for that stands where it should
MOST_FAILURES = 4  # to reach a node, from different ones
Accepts = Callable[["Attempt"], bool]
People = Callable[[Run, str], Iterable[Actor]]  # those who try an act on a run


@frozen
class Attempt:
    """An act as it may be tried at the end of a run: by whom, when, with what; and what the engine says of it."""

    run: Run
    act: str
    actor: Actor
    line: Line
    decision: Decision


@define
class Ground:
    """A workflow whose parameters are given, searched for all situations at once."""

    definition: Definition
    situations: tuple[Situation, ...] = ()
    budget: Budget = field(factory=Budget)
    machine: WorkflowMachine = field(init=False)
    relaxed: Relaxed = field(init=False)
    search: Search = field(init=False)
    space: Space = field(init=False)
    telling: Telling = field(init=False)
    numbers: dict[Situation, int] = field(init=False)
    parents: dict[int, Edge] = field(init=False, factory=dict)
    branches: dict[tuple[str, str, int], list[Edge]] = field(init=False, factory=dict)
    runs: dict[int, Run] = field(init=False, factory=dict)
    alike: dict[object, list[int]] = field(init=False, factory=dict)
    taken_branches: dict[tuple[str, str, int], tuple[Run, Edge] | Left] = field(init=False, factory=dict)
    acted: dict[str, Run | Left] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.machine = machine_of(self.definition)
        self.numbers = {situation: number for number, situation in enumerate(self.situations)}
        self.relaxed = relax(with_observers(self.definition, self.situations), (), closed=True)
        observers = {observer(number) for number in self.numbers.values()}
        self.search = Search(self.relaxed.definition, self.budget, observers)
        self.space = self.search.run()
        self.telling = Telling(self.definition, (), lambda _: True, self.machine)
        for node, case in enumerate(self.space.cases):
            self.alike.setdefault(_roughly(case.state, case.data, case.evidence), []).append(node)
        self._index()
        self._realise()

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

    # stories

    def _realise(self) -> None:
        """A run of the original to every node that can be told, breadth first: to the others no story goes.

        A node that no step from the runs before it reaches is told anew once, with every choice on the way open.
        """
        self._spread(None)
        tried: Counter[str] = Counter()
        for node in list(self.parents):
            leaf = self.space.leaf(node)
            if node not in self.runs and leaf not in self._leaves() and tried[leaf] < MOST_OTHERS:
                tried[leaf] += 1
                run = next(self._anew(node, self._is_new), None)
                while run is not None and run.case is not None:  # and to every node that it passes
                    if (found := self.node_of(run)) is not None and found not in self.runs:
                        self.runs[found] = run
                        self._spread(found)
                    run = run.before

    def _is_new(self, run: Run) -> bool:
        return (node := self.node_of(run)) is not None and node not in self.runs

    def _anew(self, node: int, arrived: Callable[[Run], bool]) -> Iterator[Run]:
        """Runs along the way to a node, with every choice on it open."""
        telling = Telling(self.definition, self.path(node), arrived, self.machine)
        telling.left = MOST_TRIES
        return telling.runs_from(telling.beginning())

    def _leaves(self) -> set[str]:
        return {run.case.state for run in self.runs.values() if run.case}

    def _spread(self, first: int | None) -> None:
        failed: dict[int, int] = {}
        queue: deque[int | None] = deque((first,))
        while queue:
            source = queue.popleft()
            run = self.telling.beginning() if source is None else self.runs[source]
            for edge in self.space.starts if source is None else self.space.edges[source]:
                aim = edge.target
                if aim in self.runs or failed.get(aim, 0) == MOST_FAILURES:
                    continue
                for after in islice(self.steps(run, edge, FEW_TRIES), MOST_AFTER):
                    node = self.node_of(after, aim)
                    if node is not None and node not in self.runs:
                        self.runs[node] = after
                        queue.append(node)
                    if node == aim:
                        break
                else:
                    failed[aim] = failed.get(aim, 0) + 1

    def node_of(self, run: Run, aim: int | None = None) -> int | None:
        """Where in the space a run stands; days and texts that no guard tells apart may differ."""
        if run.case is None:
            return None
        found = self.search.node_of(run.case)
        if found is not None:
            return found
        live, asked = self.space.live[run.case.state], self.space.machine.table.evidence
        data = {name: value for name, value in run.case.data.items() if name in live}
        evidence = {n: asked[n].intersection(who) for n, who in run.case.evidence.items() if n in asked}
        alike = self.alike.get(_roughly(run.case.state, data, evidence), [])
        return aim if aim in alike else next(iter(alike), None)

    def run_to(self, node: int | None) -> Run | None:
        """The run that stands at a node; the beginning for none."""
        return self.telling.beginning() if node is None else self.runs.get(node)

    def real(self, edges: Iterable[Edge]) -> list[tuple[Run, Edge]]:
        """The first of those edges that begin where a run stands, with that run."""
        found = ((self.run_to(edge.source), edge) for edge in edges)
        return list(islice(((run, edge) for run, edge in found if run is not None), MOST_EDGES))

    def others(self, edges: Sequence[Edge]) -> Iterator[tuple[Run, Edge]]:
        """Other runs to where those edges begin: what the search does not read of their data may differ."""
        for edge in edges[:MOST_OTHERS]:
            if (node := edge.source) is None:
                continue
            there = self._anew(node, lambda run, node=node: self.node_of(run, node) == node)  # type: ignore[misc]
            yield from ((run, edge) for run in islice(there, MOST_RUNS))

    def steps(self, run: Run, edge: Edge, tries: int) -> Iterator[Run]:
        """Runs one step further along an edge."""
        self.telling.left = tries
        return self.telling.steps(run, edge)

    # covering

    def told_branch(self, act: str, leaf: str, number: int) -> tuple[Run, Edge] | Left:
        """A run whose last step takes that branch of the act from the leaf; it is looked for once."""
        key = (act, leaf, number)
        if key not in self.taken_branches:
            self.taken_branches[key] = self._told_branch(*key)
        return self.taken_branches[key]

    def _told_branch(self, act: str, leaf: str, number: int) -> tuple[Run, Edge] | Left:
        """A run whose last step takes that branch of the act from the leaf, and the edge that it went."""
        edges = self.branches.get((act, leaf, number), [])
        for run, edge in self.real(edges):
            for after in self.steps(run, edge, MOST_TRIES):
                if (act, leaf, number) in self.took(after):
                    return after, edge
        for before, edge in self.others(edges):
            for after in self.steps(before, edge, FEW_TRIES):
                if (act, leaf, number) in self.took(after):
                    return after, edge
        return self.left(edges)

    def allowed(self, act: str) -> Run | Left:
        """A run whose last step is the act; it is looked for once."""
        if act not in self.acted:
            self.acted[act] = self._allowed(act)
        return self.acted[act]

    def _allowed(self, act: str) -> Run | Left:
        left = self.left([])
        for name, leaf, number in list(self.branches):
            if name == act:
                found = self.told_branch(act, leaf, number)
                if not isinstance(found, Left):
                    return found[0]
                left = found
        return left

    def tried_plainly(self, run: Run, act: str) -> Iterator[Attempt]:
        """The act with plain values, tried by those who may act."""
        declared = self.act(act)
        at = run.at + HOUR
        payload = next(payloads(declared, {}, at.date()), {})
        said = next(links(self.definition, declared, {}), {})
        return self.tried(run, act, payload, said, at=at)

    def took(self, run: Run) -> Iterator[tuple[str, str, int]]:
        """The last step of a run, and clock events of the same moment: act, leaf before, number of the branch."""
        for told, step in zip(reversed(run.told), reversed(run.history), strict=True):
            event = self.machine.table.events.get(told.event) or self.machine.table.starts[told.event]
            taken, facts = self.taken(event, told.payload, told.at), self.facts(told.at, told.links)
            seen = environment_of(self.machine, step.before, taken, told.at, facts)
            leaf = told.source or ""
            yield told.event, leaf, branch_of(event, leaf, seen)
            if told.actor is not None:
                return

    def seen(self, situation: Situation) -> Iterator[Edge]:
        """The ways into a situation: from where runs stand first, then from all that the search has found."""
        name, act = observer(self.numbers[situation]), self.definition.events.get(situation.act)
        nodes: Iterable[int | None] = (None,)
        if act is not None:
            nodes = (*self.runs, *(node for node in self.parents if node not in self.runs))
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

    def told_situation(
        self, situation: Situation, accepts: Accepts, people: People | None = None
    ) -> Attempt | Left:
        """An attempt of the situation's act, on a case of the original that is in the situation."""
        seen = list(islice(self.seen(situation), MOST_EDGES))
        for run, edge in self.real(seen):
            for attempt in islice(self.attempts(run, situation, edge.payload, people), MOST_TRIES):
                if accepts(attempt):
                    return attempt
        for run, edge in self.others(seen):
            for attempt in islice(self.attempts(run, situation, edge.payload, people), FEW_TRIES):
                if accepts(attempt):
                    return attempt
        return self.left(seen)

    def left(self, edges: Sequence[Edge]) -> Left:
        """Why there is no story: nothing was found by the search, or only none of the original along what it found."""
        if not edges:
            return Left(BUDGET, self.space.stopped_by) if self.space.stopped_by else Left(UNREACHABLE)
        edge = edges[0]
        way = (*(self.path(edge.source) if edge.source is not None else ()), edge)
        terms = dict.fromkeys(term for each in way for term in self.relaxed.free.get(each.event, {}).values())
        return Left(OPEN if terms else TRIES, str(MOST_TRIES), tuple(terms))

    def path(self, node: int) -> tuple[Edge, ...]:
        """A shortest way of the relaxed workflow to a node."""
        edges = [self.parents[node]]
        while (source := edges[-1].source) is not None:
            edges.append(self.parents[source])
        return tuple(reversed(edges))

    def attempts(
        self,
        run: Run,
        situation: Situation,
        chosen: Mapping[str, object],
        people: People | None = None,
    ) -> Iterator[Attempt]:
        """Acts tried on the run with which the conditions of the situation hold, by whoever may act."""
        declared = self.act(situation.act)
        scope = scope_of(self.definition, declared.takes)
        tests = [compile_expression(tree, scope) for tree in situation.holds]
        compiled = self.machine.table.events.get(situation.act) or self.machine.table.starts[situation.act]
        for ready in self.telling.with_votes(run, declared, chosen):
            for at in moments(self, ready, situation, scope):
                for payload in payloads(declared, chosen, at.date()):
                    for said in links(self.definition, declared, chosen):
                        taken = self.taken(compiled, payload, at)
                        data = ready.case.data if ready.case else {}
                        seen = environment_of(self.machine, data, taken, at, self.facts(at, said))
                        if _all_hold(tests, seen):
                            yield from self.tried(ready, situation.act, payload, said, at=at, people=people)

    def tried(
        self,
        run: Run,
        act: str,
        payload: Mapping[str, object],
        said: Mapping[str, object],
        *,
        at: datetime | None = None,
        people: People | None = None,
    ) -> Iterator[Attempt]:
        """The act, tried by each of the people; by default by those who may act."""
        declared = self.act(act)
        at = at or run.at + HOUR
        leaf = run.case.state if run.case else declared.to  # type: ignore[union-attr]  # no case: a start
        data = run.case.data if run.case else payload
        able = (
            (actor for _, actor in run.people.able(declared, leaf, data))
            if people is None
            else people(run, act)
        )
        for actor in able:
            decision = weigh(self.machine, run.case, act, payload, actor, at, self.facts(at, said))
            target = decision.case.state if decision.allowed and decision.case else ""
            codes = tuple(dict.fromkeys(reason.code for reason in decision.reasons))
            line = Line(at, act, actor, payload, target, codes, links=said)
            yield Attempt(run, act, actor, line, decision)

    # small things

    def act(self, name: str) -> Start | Event:
        return self.definition.start.get(name) or self.definition.events[name]

    def facts(self, at: datetime, said: Mapping[str, object]) -> Facts:
        units = AnyUnits() if self.definition.unit else None
        return Facts(at, "case", units, WEEKENDS, links=said)

    def taken(
        self, event: CompiledEvent, payload: Mapping[str, object], at: datetime
    ) -> Mapping[str, object]:
        """The payload as guards read it; what is unfit is not there."""
        today = local_date(at, self.definition.timezone)
        return take_payload(event.takes, payload, self.facts(at, {}), today, self.definition.levels)[0]


def branch_of(event: CompiledEvent, leaf: str, seen: Environment) -> int:
    """Which branch of the act is taken from a leaf, counted from 0; -1 where none is."""
    for number, branch in enumerate(event.branches[leaf]):
        try:
            if branch.when is None or branch.when.test(seen):
                return number
        except EvaluationError:
            return -1
    return -1


def _all_hold(tests: Sequence[Callable[[Environment], object]], seen: Environment) -> bool:
    try:
        return all(test(seen) for test in tests)
    except EvaluationError:
        return False


def _roughly(leaf: str, data: Mapping[str, object], evidence: Mapping[str, Iterable[str]]) -> object:
    """What stands where: numbers and truth values as they are, of anything else only that it is set."""
    values = {name: value if isinstance(value, int | Decimal) else None for name, value in data.items()}
    happened = {(scope, event) for scope, who in evidence.items() for event in who}
    return leaf, frozenset(values.items()), frozenset(happened)
