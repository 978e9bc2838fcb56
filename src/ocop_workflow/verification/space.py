"""All that a relaxed definition can do, found breadth first with the engine's own `decide`.

A node is a leaf with the data that are still read from there and the evidence of its scopes; an edge is one
allowed step with the payload that took it. The first way found to a node is a shortest one.
"""

from collections.abc import Collection, Mapping
from time import process_time

from attrs import define, field, frozen

from ..case import Case
from ..engine import WorkflowMachine, machine_of
from ..guards import names as data_names
from ..guards import scope_of
from ..model.definition import Definition, Event
from ..model.types import CollectionType, DocumentType, ListType, RecordType
from .answers import WHEN, Answers, comparable
from .live import all_sets, conditions, read_across
from .payloads import payloads_of
from .regions import Regions

MOST_PAYLOADS = 20_000
MANIFOLD = (DocumentType, RecordType, ListType, CollectionType)  # values that are no single thing
Key = tuple[str, tuple[object, ...], tuple[tuple[str, frozenset[str]], ...]]


@frozen
class Edge:
    """One allowed step, to a node in `leaf`; `before` and `after` are the data, masked to what is read."""

    source: int | None  # None for a start
    target: int
    event: str
    leaf: str
    payload: Mapping[str, object]
    before: Mapping[str, object]
    after: Mapping[str, object]


@define
class Space:
    """Nodes by number, the edges out of each, and the starts.

    `stopped_by` names the budget that ended the search, if one did; then only the first `done` nodes were asked for
    everything that can follow. `live` has, by leaf, the data that are kept of a case.
    """

    machine: WorkflowMachine
    cases: list[Case] = field(factory=list)
    edges: list[list[Edge]] = field(factory=list)
    starts: list[Edge] = field(factory=list)
    live: Mapping[str, frozenset[str]] = field(factory=dict)
    done: int = 0
    stopped_by: str = ""

    def leaf(self, node: int) -> str:
        return self.cases[node].state


@frozen
class Budget:
    """How far a search may go: nodes, decisions, seconds; `judging` are those for all claims together.

    Seconds are the processor's, so that a verdict does not depend on what else a machine does.
    """

    nodes: int = 20_000
    decisions: int = 400_000
    seconds: float = 3.0
    judging: float = 5.0


def explore(definition: Definition, budget: Budget) -> Space:
    """The whole space of a relaxed definition, or what the budget allows of it."""
    return Search(definition, budget).run()


class Search:
    """A search for the whole space. Acts that are left for `later` are asked of single nodes, with `way_from`."""

    def __init__(self, definition: Definition, budget: Budget, later: Collection[str] = ()) -> None:
        self.definition = definition
        self.budget = budget
        self.ends = process_time() + budget.seconds
        self.space = Space(machine_of(definition))
        self.space.live = live_at(definition, self.space.machine)
        self.known: dict[Key, int] = {}
        regions = Regions(definition)
        table = self.space.machine.table
        acts = (*table.starts.values(), *table.events.values())
        self.payloads = {act.name: payloads_of(definition, act, regions) for act in acts}
        self.answers = Answers(self.space.machine, self.payloads)
        self._live = {leaf: sorted(names) for leaf, names in self.space.live.items()}
        self._manifold = {
            leaf: any(isinstance(definition.data[name].type, MANIFOLD) for name in names)
            for leaf, names in self._live.items()
        }
        self.starts = [name for name in definition.start if name not in later]
        self.events = {name: event for name, event in table.events.items() if name not in later}

    def run(self) -> Space:
        ends = self.ends
        if any(payloads.count > MOST_PAYLOADS for payloads in self.payloads.values()):
            return self._stopped("payloads")
        for name in self.starts:
            self._take(None, None, name, {})
            if process_time() > ends:
                return self._stopped("seconds")
        while self.space.done < len(self.space.cases):
            node = self.space.done
            if len(self.space.cases) > self.budget.nodes:
                return self._stopped("nodes")
            case = self.space.cases[node]
            for name, event in self.events.items():
                if case.state not in event.branches:
                    continue
                self._take(node, case, name, case.data)
                if self.answers.asked > self.budget.decisions:
                    return self._stopped("decisions")
            self.space.done += 1
            if process_time() > ends:  # asked once a node: some systems take long to tell
                return self._stopped("seconds")
        return self.space

    def way_from(self, node: int | None, name: str) -> Edge | None:
        """A step of an act that was left for later, from a node or as a start; its target is of no meaning."""
        case = None if node is None else self.space.cases[node]
        if case is not None and case.state not in self.space.machine.table.events[name].branches:
            return None
        before = {} if case is None else case.data
        for answer in self.answers.to(case, name):
            after = self.answers.after(case, answer)
            return Edge(node, -1, name, after.state, answer.payload, before, after.data)
        return None

    def node_of(self, case: Case) -> int | None:
        """The node at which a case stands, if the search has met it."""
        return self.known.get(self._key(case))

    def _stopped(self, why: str) -> Space:
        self.space.stopped_by = why
        return self.space

    def _take(self, source: int | None, case: Case | None, event: str, before: Mapping[str, object]) -> None:
        """Every way in which an act can follow, as an edge to a node that is known or new."""
        edges = self.space.starts if source is None else self.space.edges[source]
        for answer in self.answers.to(case, event):
            after = self.answers.after(case, answer)
            node = self._node(after)
            edges.append(Edge(source, node, event, after.state, answer.payload, before, after.data))

    def _node(self, case: Case) -> int:
        key = self._key(case)
        node = self.known.get(key)
        if node is None:
            node = self.known[key] = len(self.space.cases)
            kept = self.space.live[case.state]
            data = {name: value for name, value in case.data.items() if name in kept}
            evidence = {scope: dict.fromkeys(sorted(who), ()) for scope, who in self._evidence(case)}
            since = dict.fromkeys(case.since, WHEN)
            self.space.cases.append(
                Case("case", case.definition, case.state, 1, WHEN, data, since, {}, evidence, "")
            )
            self.space.edges.append([])
        return node

    def _key(self, case: Case) -> Key:
        """What tells nodes apart: the leaf, the data that are still read, and the evidence that is asked for."""
        kept = tuple(map(case.data.get, self._live[case.state]))
        if self._manifold[case.state]:
            kept = tuple(map(comparable, kept))
        return case.state, kept, self._evidence(case) if case.evidence else ()

    def _evidence(self, case: Case) -> tuple[tuple[str, frozenset[str]], ...]:
        asked = self.space.machine.table.evidence
        found = (
            (scope, asked.get(scope, frozenset()).intersection(who)) for scope, who in case.evidence.items()
        )
        return tuple(sorted((scope, who) for scope, who in found if who))


def live_at(definition: Definition, machine: WorkflowMachine) -> dict[str, frozenset[str]]:
    """For each leaf the data fields whose value can still matter to a guard, a property or what is set."""
    scope = scope_of(definition)
    live: dict[str, set[str]] = {leaf: set() for leaf in machine.table.tree.leaves}
    reads: dict[str, set[str]] = {}
    tree = machine.table.tree
    across = {
        (name, leaf): read_across(definition, name, leaf, tree)
        for name, compiled in machine.table.events.items()
        for leaf in compiled.branches
    }
    for event in definition.events.values():
        found = {
            name for tree in conditions(event) for name in data_names(tree, scope.with_taken(event.takes))
        }
        for _, expression in all_sets(event):
            found |= data_names(expression.tree, scope.with_taken(event.takes))
        reads[event.name] = found
    changed = True
    while changed:
        changed = False
        for compiled in machine.table.events.values():
            declared = compiled.declared
            assert isinstance(declared, Event)  # starts come from nowhere
            written = {*declared.clears, *declared.sets, *(n for n, t in declared.takes.items() if t.stored)}
            for leaf, branches in compiled.branches.items():
                before, after = across[declared.name, leaf]
                wanted = reads[declared.name] | before
                for branch in branches:
                    wanted |= (live[branch.to or leaf] | after) - written - set(branch.sets)
                if not wanted <= live[leaf]:
                    live[leaf] |= wanted
                    changed = True
    return {leaf: frozenset(names) for leaf, names in live.items()}
