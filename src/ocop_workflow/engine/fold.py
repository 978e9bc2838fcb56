"""From entries to the case: `writes` are applied, nothing is evaluated again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..case import Case, Due, Entry, Erased
from ..model.definition import Definition
from ..model.types import CollectionType
from ..model.values import decode
from .machine import WorkflowMachine
from .seal import COMMITMENT, due_from_document


def fold(machine: WorkflowMachine, entries: Iterable[Entry]) -> Case:
    """The case after all of its entries, which come in order from the first; raises ValueError if there are none.

    Personal values are taken from each entry's `personal`; where it has none the value is `Erased`.
    """
    case: Case | None = None
    for entry in entries:
        case = apply(machine, case, entry)
    if case is None:
        msg = "a history has at least the entry that started the case"
        raise ValueError(msg)
    return case


def apply(machine: WorkflowMachine, case: Case | None, entry: Entry) -> Case:
    """The case after one more entry."""
    visits = Visits(machine, entry.source, entry.target, stay=entry.stay)
    writes: Any = entry.writes
    return Case(
        id=entry.case,
        definition=entry.definition,
        state=entry.target,
        seq=entry.seq,
        at=entry.at,
        data=_data(machine.definition, _lasting(machine, case, visits), writes["data"], entry.personal),
        since=_since(case.since if case else {}, visits, entry.at),
        due=_due(case.due if case else {}, writes["due"]),
        evidence=_evidence(machine, case.evidence if case else {}, visits, entry),
        head=entry.hash,
    )


class Visits:
    """Which visits go on, begin and end when a case passes from one leaf to another."""

    def __init__(self, machine: WorkflowMachine, source: str | None, target: str, *, stay: bool) -> None:
        tree = machine.table.tree
        before = tree.holders[source] if source is not None else frozenset()
        now = tree.holders[target]
        again = frozenset({target}) if source == target and not stay else frozenset()
        self.source, self.target, self.stay = source, target, stay
        self.now = now
        self.begun = (now - before) | again
        self.ended = (before - now) | again
        self.going_on = now - self.begun


def _lasting(machine: WorkflowMachine, case: Case | None, visits: "Visits") -> dict[str, object]:
    """The data before the step, without what belonged to a visit that it ends."""
    scoped = machine.table.scoped
    data = case.data if case else {}
    return {name: value for name, value in data.items() if scoped.get(name) not in visits.ended}


def _data(
    definition: Definition,
    before: Mapping[str, object],
    writes: Mapping[str, Any],
    personal: Mapping[str, object],
) -> dict[str, object]:
    data = dict(before)
    for name, stored in writes.items():
        declared = definition.data[name]
        if stored is None:
            data.pop(name, None)
        elif declared.personal:
            data[name] = personal.get(name, Erased()) if COMMITMENT in stored else stored
        elif isinstance(declared.type, CollectionType):
            old = data.get(name)
            records = {**old} if isinstance(old, Mapping) else {}
            new = decode(declared.type, stored)
            assert isinstance(new, dict)  # what a collection decodes to
            data[name] = dict(sorted({**records, **new}.items()))
        else:
            data[name] = decode(declared.type, stored)
    return {name: data[name] for name in definition.data if name in data}


def _since(before: Mapping[str, datetime], visits: Visits, at: datetime) -> dict[str, datetime]:
    return {name: before[name] if name in visits.going_on else at for name in sorted(visits.now)}


def _due(before: Mapping[str, Due], writes: Mapping[str, Any]) -> dict[str, Due]:
    due = dict(before)
    for event, document in writes.items():
        if document is None:
            due.pop(event, None)
        else:
            due[event] = due_from_document(document)
    return dict(sorted(due.items()))


def _evidence(
    machine: WorkflowMachine,
    before: Mapping[str, Mapping[str, tuple[str, ...]]],
    visits: Visits,
    entry: Entry,
) -> dict[str, dict[str, tuple[str, ...]]]:
    start = machine.definition.start.get(entry.event) if entry.source is None else None
    evidence: dict[str, dict[str, tuple[str, ...]]] = {}
    for scope, asked in machine.table.evidence.items():
        if scope and scope not in visits.now:
            continue
        known = dict(before.get(scope, {})) if not scope or scope in visits.going_on else {}
        for attested in start.attests if start else ():
            if attested in asked:
                known.setdefault(attested, ())
        if entry.event in asked:
            known[entry.event] = tuple(dict.fromkeys((*known.get(entry.event, ()), *_people(entry))))
        if known:
            evidence[scope] = dict(sorted(known.items()))
    return evidence


def _people(entry: Entry) -> tuple[str, ...]:
    """Who fired it, and in whose place; nobody where time did."""
    return tuple(person for person in (entry.actor, entry.on_behalf) if person is not None)
