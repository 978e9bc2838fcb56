"""Whether enough people are there for every event of a whole run: separation and binding of duty taken together.

Each duty alone may leave somebody, and all of them nobody: who may sign must be neither who filed nor who checked. So
every way through the states is tried with every choice of people; conditions on data are let go, and so is whoever acts
for a party. What nobody can do then, nobody can do at all.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping

from attrs import frozen

from ..engine.machine import WorkflowMachine
from ..engine.passage import Passage
from ..engine.table import CompiledEvent
from ..model.definition import Event, Start

Hands = frozenset[str]  # who has a hand in an act; nobody is known where a party or a clock acts
Able = Mapping[tuple[str, str], Collection[Hands]]  # event, leaf → who can do it there, as far as roles say
Evidence = frozenset[tuple[str, str, Hands]]  # scope, event, everybody who did it
MOST_NODES = 20_000
UNKNOWN: Hands = frozenset()


@frozen
class Crowd:
    """`blocked`: event → a leaf in which it could be done if it were not for its duties. None: not decided."""

    blocked: Mapping[str, str] | None


def crowd(machine: WorkflowMachine, able: Able) -> Crowd:
    """What nobody can do in any run, because of duties alone."""
    few = _few(machine, able)
    bound = _Runs(machine, few, duties=True).run()
    free = _Runs(machine, few, duties=False).run()
    if bound is None or free is None:
        return Crowd(None)
    return Crowd({e: leaf for e, leaf in bound.met.items() if e not in bound.done and e in free.done})


def alike(able: Able) -> object:
    """The same for places whose people can do the same; None where somebody takes another's place."""
    if any(len(hands) > 1 for each in able.values() for hands in each):
        return None
    can: dict[Hands, set[tuple[str, str]]] = {}
    for act, each in able.items():
        for hands in each:
            can.setdefault(hands, set()).add(act)
    return frozenset(Counter(frozenset(acts) for acts in can.values()).items())


def _few(machine: WorkflowMachine, able: Able) -> Able:
    """Of people who can do the same, no more than there are events that could tell them apart."""
    asked = {name for events in machine.table.evidence.values() for name in events}
    most = len(asked) + 1
    can: dict[Hands, set[tuple[str, str]]] = {}
    for act, each in able.items():
        for hands in each:
            can.setdefault(hands, set()).add(act)
    if any(len(hands) > 1 for hands in can):
        return able
    seen: Counter[frozenset[tuple[str, str]]] = Counter()
    kept = set()
    for hands in sorted(can, key=sorted):
        seen[frozenset(can[hands])] += 1
        if seen[frozenset(can[hands])] <= most:
            kept.add(hands)
    return {act: [hands for hands in sorted(each, key=sorted) if hands in kept] for act, each in able.items()}


@frozen
class _Found:
    done: frozenset[str]
    met: Mapping[str, str]  # event → the first leaf at which a case has all that it requires


class _Runs:
    def __init__(self, machine: WorkflowMachine, able: Able, *, duties: bool) -> None:
        self.machine, self.able, self.duties = machine, able, duties
        self.table = machine.table

    def run(self) -> _Found | None:
        done: set[str] = set()
        met: dict[str, str] = {}
        known: set[tuple[str, Evidence]] = set()
        queue: deque[tuple[str, Evidence]] = deque()

        def reach(node: tuple[str, Evidence]) -> None:
            if node not in known:
                known.add(node)
                queue.append(node)

        for name, start in self.table.starts.items():
            declared = start.declared
            assert isinstance(declared, Start)  # in this table
            passage = self.table.passages[None, declared.to, False]
            for hands in self.able.get((name, declared.to), ()):
                done.add(name)
                reach((declared.to, self.after(passage, name, hands, frozenset(), declared.attests)))
        while queue:
            leaf, evidence = queue.popleft()
            if len(known) > MOST_NODES:
                return None
            for name, event in self.table.events.items():
                if leaf not in event.branches or not self.enough(event, evidence):
                    continue
                met.setdefault(name, leaf)
                for hands in self.hands(event, leaf, evidence):
                    done.add(name)
                    for branch in event.branches[leaf]:
                        target = branch.to or leaf
                        passage = self.table.passages[leaf, target, branch.to is None]
                        reach((target, self.after(passage, name, hands, evidence)))
        return _Found(frozenset(done), met)

    def enough(self, event: CompiledEvent, evidence: Evidence) -> bool:
        declared = event.declared
        assert isinstance(declared, Event)  # in this table
        there = {name for scope, name, _ in evidence if scope == (declared.within or "")}
        return there >= {*declared.requires}

    def hands(self, event: CompiledEvent, leaf: str, evidence: Evidence) -> Iterator[Hands]:
        declared = event.declared
        assert isinstance(declared, Event)  # in this table
        if declared.is_clock:
            yield UNKNOWN
            return
        by = {name: who for scope, name, who in evidence if scope == (declared.within or "")}
        for hands in self.able.get((event.name, leaf), ()):
            apart = all(hands.isdisjoint(by.get(other, UNKNOWN)) for other in declared.not_by)
            bound = all(not by.get(other) or hands & by[other] for other in declared.only_by)
            if not self.duties or hands == UNKNOWN or (apart and bound):
                yield hands

    def after(
        self, passage: Passage, name: str, hands: Hands, before: Evidence, attests: tuple[str, ...] = ()
    ) -> Evidence:
        """What is remembered of who did what, once visits that end have taken theirs along."""
        kept = {(scope, e): who for scope, e, who in before if not scope or scope in passage.going_on}
        for scope, asked in self.table.evidence.items():
            if scope and scope not in passage.now:
                continue
            for each in (*attests, name):
                if each in asked:
                    people = hands if each == name else UNKNOWN
                    kept[scope, each] = kept.get((scope, each), UNKNOWN) | people
        return frozenset((scope, e, who) for (scope, e), who in kept.items())
