"""What the engine's own `decide` answers, asked once for all cases that it cannot tell apart.

An answer depends on the leaf, on the data that the event reads, and on which of the events that it requires have
happened. Of another case with the same of these, the engine's own fold says what becomes of it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from attrs import frozen

from ..access import Actor
from ..case import Case, Decision, Entry
from ..engine import Facts, WorkflowMachine, weigh
from ..engine.fold import case_after, data_after
from ..guards import names as data_names
from ..guards import scope_of
from ..model.canonical import canonical
from ..model.definition import Definition, Event
from .live import all_sets, conditions
from .payloads import Payloads
from .relax import ANYONE

WHEN = datetime(2020, 1, 1, tzinfo=UTC)
ANYBODY = Actor("anybody", roles=[ANYONE])
FACTS = Facts(now=WHEN, case_id="case")


@frozen
class Answer:
    """One allowed step: its payload, the entry that the engine wrote, and what it wrote (None: cleared)."""

    payload: Mapping[str, object]
    entry: Entry
    values: Mapping[str, object]


@frozen
class _Read:
    """What an event's answers depend on besides the leaf: data, and in the scope `within` the events required."""

    data: tuple[str, ...]
    within: str
    required: tuple[str, ...]


class Answers:
    """The answers to the acts of one relaxed definition; `asked` counts the payloads that were tried."""

    def __init__(self, machine: WorkflowMachine, payloads: Mapping[str, Payloads]) -> None:
        self.machine, self.payloads = machine, payloads
        self.asked = 0
        self._reads = {
            name: _read(machine.definition, event, payloads[name].reads)
            for name, event in machine.definition.events.items()
        }
        self._known: dict[tuple[object, ...], tuple[tuple[Answer, ...], int]] = {}

    def to(self, case: Case | None, event: str) -> tuple[Answer, ...]:
        """Every allowed way of this act on a case, or as a start."""
        key: tuple[object, ...] = (event,)
        if case is not None:
            read = self._reads[event]
            done = case.evidence.get(read.within, {}) if read.required else {}
            data = tuple(comparable(case.data.get(name)) for name in read.data)
            key = (event, case.state, data, tuple(name in done for name in read.required))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._ask(case, event)
        self.asked += known[1]
        return known[0]

    def after(self, case: Case | None, answer: Answer) -> Case:
        """The case after an answered step."""
        entry = answer.entry
        passage = self.machine.table.passages[entry.source, entry.target, entry.stay]
        data = data_after(self.machine, case, passage, answer.values)
        return case_after(self.machine, case, passage, data, {}, entry)

    def _ask(self, case: Case | None, event: str) -> tuple[tuple[Answer, ...], int]:
        found: list[Answer] = []
        tried = 0
        for payload in self.payloads[event].at(case.data if case else {}):
            tried += 1
            decision: Decision = weigh(self.machine, case, event, payload, ANYBODY, WHEN, FACTS)
            if decision.allowed:
                found.append(self._answer(event, payload, decision))
        return tuple(found), tried

    def _answer(self, event: str, payload: Mapping[str, object], decision: Decision) -> Answer:
        """The answer that an allowed decision is."""
        assert decision.case is not None  # allowed decisions have one
        entry, data = decision.entries[-1], decision.case.data
        written: Mapping[str, object] = entry.writes["data"]  # type: ignore[assignment]  # by name
        return Answer(payload, entry, {name: data.get(name) for name in (*self._cleared(event), *written)})

    def _cleared(self, event: str) -> tuple[str, ...]:
        """An entry has only what there was to clear; another case may have more."""
        declared = self.machine.definition.events.get(event)
        return declared.clears if declared else ()


def _read(definition: Definition, event: Event, also: frozenset[str]) -> _Read:
    scope = scope_of(definition, event.takes)
    trees = [*conditions(event), *(expression.tree for _, expression in all_sets(event))]
    read = sorted({name for tree in trees for name in data_names(tree, scope)} | also)
    return _Read(tuple(read), event.within or "", event.requires)


def comparable(value: object) -> object:
    """The value itself, or what stands for one that has no hash; equal where the values are."""
    return canonical(value) if isinstance(value, dict | list | tuple) else value
