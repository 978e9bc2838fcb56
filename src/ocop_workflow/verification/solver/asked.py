"""A search that asks a solver: of what a relaxed step could be, only what can go together on the original's terms."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from time import process_time

from ...case import Case, Entry
from ...engine import machine_of, weigh
from ...engine.sources import innermost
from ...model.definition import Definition, Event, Start
from ...model.expression import Expression
from ..answers import ANYBODY, FACTS, WHEN, Answer, Answers
from ..decisions import taken_branch
from ..payloads import Gate, Payloads, Pool
from ..regions import Regions
from ..relax import Relaxed
from ..space import Budget, Search, Space
from ..tracked import ANSWERS
from .feasible import BEFORE, TAKEN, Asking, Query, Said


class OutOfTime(Exception):
    """The seconds of a search are over within one of its steps."""


def explore_asking(definition: Definition, relaxed: Relaxed, budget: Budget) -> tuple[Space, int]:
    """The space of a relaxed definition as a solver allows it, and how many questions had no answer."""
    search = Search(relaxed.definition, budget)
    answers = AskingAnswers(definition, relaxed, search)
    search.answers = answers
    search.payloads = {name: Payloads((), pool) for name, pool in answers.pools.items()}
    try:
        space = search.run()
    except OutOfTime:
        space = search.space
        space.stopped_by = "solver"
    return space, answers.gave_up


class AskingAnswers(Answers):
    """Answers of the engine of which the solver says that data, payload and what is kept can go together."""

    def __init__(self, definition: Definition, relaxed: Relaxed, search: Search) -> None:
        super().__init__(search.space.machine, search.payloads)
        self.relaxed, self.ends = relaxed, search.ends
        regions = Regions(relaxed.definition)
        kept = {each.name for each in relaxed.kept}
        acts: Mapping[str, Start | Event] = {**definition.start, **definition.events}
        self.passages = machine_of(definition).table.passages
        tree = self.machine.table.tree
        self.moves = {name: innermost(tree, event) for name, event in definition.events.items()}
        self.asking = {name: Asking(definition, relaxed, regions, act) for name, act in acts.items()}
        self.pools: dict[str, Pool] = {}
        self.gates: dict[str, tuple[Gate, ...]] = {}  # of fields that the solver is not asked about
        self.later: dict[str, Pool] = {}  # what is kept of the data after the step
        loose: Mapping[str, Start | Event] = {**relaxed.definition.start, **relaxed.definition.events}
        for name, act in loose.items():
            tried = {each: regions.payload(name, taken.field) for each, taken in act.takes.items()}
            bears = {each for each in tried if self.asking[name].bears_on(each)}
            gates = tuple(gate for gate in search.payloads[name].gates if bears.isdisjoint(gate.fields))
            apart = {*kept, *(each for gate in gates for each in gate.fields)}
            self.gates[name] = gates
            self.pools[name] = {each: values for each, values in tried.items() if each not in apart}
            self.later[name] = {each: ANSWERS for each in tried if each in kept}

    @property
    def gave_up(self) -> int:
        return sum(asking.gave_up for asking in self.asking.values())

    def _ask(self, case: Case | None, event: str) -> tuple[tuple[Answer, ...], int]:
        found: list[Answer] = []
        tried = 0
        asking = self.asking[event]
        before = self._before(case, event)
        ways = [list(gate.open(case.data if case else {})) for gate in self.gates[event]]
        for first in self._combined(asking.first, before, self.pools[event]):
            for through in product(*ways):
                tried += 1
                payload = _given(first) | {name: value for part in through for name, value in part.items()}
                decision = weigh(self.machine, case, event, payload, ANYBODY, WHEN, FACTS)
                if decision.allowed:
                    found += self._kept(case, event, first, payload, decision.entries[-1])
        return tuple(found), tried

    def _kept(
        self, case: Case | None, event: str, said: Sequence[Said], payload: Mapping[str, object], entry: Entry
    ) -> Iterator[Answer]:
        """An allowed step with all that can be so of what is kept of the data after it."""
        number, sets = self._branch(case, event, payload)
        passage = self.passages[entry.source, entry.target, entry.stay]
        then = self.asking[event].then(passage, number, sets)
        for whole in self._combined(then, said, self.later[event]):
            yield from self._answers(case, event, {**payload, **_given(whole)})

    def _answers(self, case: Case | None, event: str, payload: Mapping[str, object]) -> Iterator[Answer]:
        yield self._answer(event, payload, weigh(self.machine, case, event, payload, ANYBODY, WHEN, FACTS))

    def _before(self, case: Case | None, event: str) -> list[Said]:
        """The data before a step on which its answers may depend."""
        if case is None:
            return []
        return [(BEFORE, name, case.data.get(name)) for name in self._reads[event].data]

    def _combined(self, query: Query, said: Sequence[Said], pool: Pool) -> Iterator[list[Said]]:
        """Every choice of the pool that can go together with what is said, field by field; said comes first."""
        if process_time() > self.ends:
            raise OutOfTime
        if not query.allows(said):
            return
        if not pool:
            yield list(said)
            return
        name, *others = pool
        for value in pool[name]:
            yield from self._combined(query, [*said, (TAKEN, name, value)], {n: pool[n] for n in others})

    def _branch(
        self, case: Case | None, event: str, payload: Mapping[str, object]
    ) -> tuple[int, Mapping[str, Expression]]:
        """The branch that is taken, by its number, and what it sets in the original."""
        if case is None:
            return 0, {}
        number = taken_branch(self.machine.table.events[event].branches[case.state], case.data, payload)
        return number, self.moves[event][case.state].branches[number].sets


def _given(said: Sequence[Said]) -> dict[str, object]:
    return {name: value for side, name, value in said if side == TAKEN and value is not None}
