"""What a small workflow can do and refuse, by trying every value, person and day; it knows nothing of suites.

It walks the graph of the oracle, asks the engine's own `decide` at each of its nodes, and reads conditions with the
reference's evaluator.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property

from attrs import frozen
from reference.expressions import Fails, Sight, evaluate
from verification import oracle

from ocop_workflow.calendar.weekends import WEEKENDS
from ocop_workflow.case import Case
from ocop_workflow.engine import Facts, decide
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.expression import Node

Way = tuple[str, str, str]  # act, leaf before (empty for a start), leaf after
Refusal = tuple[str, str, str]  # act, code, and which requirement, person or guard


@frozen
class Asking:
    """An act that may be tried on a case, or as a start."""

    case: Case | None
    now: datetime
    act: str
    payload: Mapping[str, object]


@frozen(slots=False)
class Brute:
    """Everything that can happen, entry by entry: what leads on from each point, and None where a day passes."""

    definition: Definition
    graph: oracle.Graph
    steps: Sequence[Sequence[tuple[Way | None, int]]]

    @classmethod
    def of(cls, definition: Definition, most: int) -> "Brute":
        """Raises TooLarge where there is more than can be tried."""
        graph = oracle.explore(definition, most)
        steps: list[list[tuple[Way | None, int]]] = [
            [] for _ in range(len(graph.leaves) + 1)
        ]  # the last: before all
        for point, ways in enumerate((*graph.ways, graph.begins)):
            for way in ways:
                here, leaf = point, graph.leaves[point] if point < len(graph.leaves) else ""
                if not way.seen:
                    steps[here].append((None, way.target))
                for number, seen in enumerate(way.seen):
                    there = way.target if number == len(way.seen) - 1 else len(steps)
                    steps += [[]] if there == len(steps) else []
                    steps[here].append(((seen.event, leaf, seen.target), there))
                    here, leaf = there, seen.target
        return cls(definition, graph, steps)

    def walks(self, length: int) -> set[tuple[Way, ...]]:
        """Every sequence of so many entries, one right after the other."""

        @cache
        def resting(point: int) -> frozenset[int]:
            """The points at which a case may stand once days have passed."""
            met, queue = {point}, [point]
            while queue:
                for way, there in self.steps[queue.pop()]:
                    if way is None and there not in met:
                        met.add(there)
                        queue.append(there)
            return frozenset(met)

        @cache
        def walk(point: int, left: int) -> frozenset[tuple[Way, ...]]:
            if not left:
                return frozenset({()})
            return frozenset(
                (way, *rest)
                for stands in resting(point)
                for way, there in self.steps[stands]
                if way is not None
                for rest in walk(there, left - 1)
            )

        return {each for point in range(len(self.steps)) for each in walk(point, length)}

    @cached_property
    def asked(self) -> list[Asking]:
        """Every act with every payload, on every case that there can be."""
        return list(self._asked())

    def _asked(self) -> Iterator[Asking]:
        for name, start in self.definition.start.items():
            for payload in oracle.payloads(start, oracle.BEGINNING.date()):
                yield Asking(None, oracle.BEGINNING, name, payload)
        for case, now, over in self.graph.nodes:
            for name, event in self.definition.events.items():
                if not event.is_clock and not over:
                    for payload in oracle.payloads(event, now.date()):
                        yield Asking(case, now, name, payload)

    def refused(self) -> set[Refusal]:
        """What is refused for one reason alone: which one."""
        people = oracle.people(self.definition)
        found: set[Refusal] = set()
        for each in self.asked:
            for actor in people:
                facts = Facts(now=each.now, case_id="case", calendar=WEEKENDS)
                told = decide(self.graph.machine, each.case, each.act, each.payload, actor, each.now, facts)
                if len(told.reasons) == 1:
                    reason = told.reasons[0]
                    found.add((each.act, reason.code, reason.guard or ""))
        return found

    def meets(self, act: str, leaves: Sequence[str], holds: Sequence[Node]) -> bool:
        """Whether such conditions hold together, of the act on some case in one of the leaves."""
        return any(
            all(self._true(tree, each) for tree in holds)
            for each in self.asked
            if each.act == act and (each.case is None or each.case.state in leaves)
        )

    def _true(self, tree: Node, asked: Asking) -> bool:
        data = asked.case.data if asked.case else {}
        sight = Sight(self.definition, data, asked.now.date(), WEEKENDS, taken=asked.payload)
        try:
            return evaluate(tree, sight) is True
        except Fails:
            return False

    def waiting(self, event: str) -> set[tuple[str, str]]:
        """Leaves in which a case waits for a clock event that is still to come, or that is over."""
        found = set()
        for case, now, over in self.graph.nodes:
            due = case.due.get(event)
            if due is not None and due.at is not None and not over:
                found.add((case.state, "coming" if due.at > now else "over"))
        return found
