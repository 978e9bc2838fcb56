"""From entries to the case: `writes` are applied, nothing is evaluated again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from ..case import Case, Due, Entry, Erased
from ..model.canonical import instant
from ..model.definition import Definition
from ..model.values import decode
from .machine import WorkflowMachine
from .passage import Passage
from .seal import COMMITMENT, due_from_document

Evidence = Mapping[str, tuple[str, ...]]  # event → those who fired it, and in whose place


def fold(machine: WorkflowMachine, entries: Iterable[Entry]) -> Case:
    """The case after all of its entries, which come in order from the first; raises ValueError if there are none.

    Personal values are taken from each entry's `personal`; where it has none the value is `Erased`. The machine is that
    of the last entry: of what came before the case went on under its definition, only these values are asked.
    """
    case: Case | None = None
    personal: dict[str, object] = {}
    for entry in _chapter(entries, personal):
        case = arrived(machine, personal, entry) if entry.moves else apply(machine, case, entry)
    if case is None:
        msg = "a history has at least the entry that started the case"
        raise ValueError(msg)
    return case


def _chapter(entries: Iterable[Entry], personal: dict[str, object]) -> list[Entry]:
    """The entries from the last that moved the case, or from the start; the personal values of those before."""
    chapter: list[Entry] = []
    for entry in entries:
        if entry.moves:
            for earlier in chapter:
                personal.update(earlier.personal)
            chapter.clear()
        chapter.append(entry)
    return chapter


def arrived(machine: WorkflowMachine, personal: Mapping[str, object], entry: Entry) -> Case:
    """The case right after it went on under the machine's definition; `personal` are the values that it had."""
    declared, writes = machine.definition.data, cast("Mapping[str, Any]", entry.writes)
    data = {name: decode(declared[name].type, value) for name, value in writes["data"].items()}
    data |= {name: personal.get(name, Erased()) for name in writes["personal"]}
    return Case(
        id=entry.case,
        definition=entry.definition,
        state=entry.target,
        seq=entry.seq,
        at=entry.at,
        data={name: data[name] for name in declared if name in data},
        since={name: instant(text) for name, text in writes["since"].items()},
        due={name: due_from_document(due) for name, due in writes["due"].items()},
        evidence={s: {e: tuple(ids) for e, ids in who.items()} for s, who in writes["evidence"].items()},
        head=entry.hash,
    )


def apply(machine: WorkflowMachine, case: Case | None, entry: Entry) -> Case:
    """The case after one more entry, which is of the machine's definition."""
    if entry.moves:
        return arrived(machine, case.data if case else {}, entry)
    passage = machine.table.passages[entry.source, entry.target, entry.stay]
    writes: Any = entry.writes
    values = _values(machine.definition, writes["data"], entry.personal)
    data = data_after(machine, case, passage, values)
    dues = {event: due_from_document(kept) if kept else None for event, kept in writes["due"].items()}
    return case_after(machine, case, passage, data, dues, entry)


def data_after(
    machine: WorkflowMachine, case: Case | None, passage: Passage, values: Mapping[str, object]
) -> dict[str, object]:
    """The data once `values` are written (None: cleared), and what belonged to a visit that ends is gone."""
    collections = machine.table.collections
    data = dict(case.data) if case else {}
    for name in passage.dropped:
        data.pop(name, None)
    new = False
    for name, value in values.items():
        if value is None:
            data.pop(name, None)
            continue
        new = new or name not in data
        if name in collections:
            assert isinstance(value, dict)  # as it is taken and stored
            old = data.get(name)
            data[name] = (
                dict(sorted({**old, **value}.items()))
                if isinstance(old, dict)
                else dict(sorted(value.items()))
            )
        else:
            data[name] = value
    return {name: data[name] for name in machine.definition.data if name in data} if new else data


def stored_after(
    machine: WorkflowMachine, before: Mapping[str, object], entries: Iterable[Entry]
) -> dict[str, object]:
    """The JSON form of a case's data after more entries, from that before: `writes` are in that form already."""
    table, data = machine.table, dict(before)
    for entry in entries:
        writes: Any = entry.writes
        for name, value in writes["data"].items():
            if value is None:
                data.pop(name, None)
            elif name in table.collections:
                data[name] = {**data.get(name, {}), **value}  # type: ignore[dict-item]  # a collection, as stored
            elif name not in table.personal:
                data[name] = value
    return data


def case_after(
    machine: WorkflowMachine,
    case: Case | None,
    passage: Passage,
    data: Mapping[str, object],
    dues: Mapping[str, Due | None],
    entry: Entry,
) -> Case:
    """The case after an entry that left these data and changed these clocks (None: disarmed)."""
    return Case(
        entry.case,
        entry.definition,
        entry.target,
        entry.seq,
        entry.at,
        data,
        _since(case.since if case else {}, passage, entry.at),
        _due(case.due if case else {}, dues),
        _evidence(machine, case.evidence if case else {}, passage, entry),
        entry.hash,
    )


def _values(
    definition: Definition, writes: Mapping[str, Any], personal: Mapping[str, object]
) -> dict[str, object]:
    """What the stored writes stand for."""
    values: dict[str, object] = {}
    for name, stored in writes.items():
        declared = definition.data[name]
        if stored is None:
            values[name] = None
        elif declared.personal:
            values[name] = personal.get(name, Erased()) if COMMITMENT in stored else stored
        else:
            values[name] = decode(declared.type, stored)
    return values


def _since(before: Mapping[str, datetime], passage: Passage, at: datetime) -> Mapping[str, datetime]:
    if passage.still:
        return before
    going_on = passage.going_on
    return {name: before[name] if name in going_on else at for name in passage.now}


def _due(before: Mapping[str, Due], changes: Mapping[str, Due | None]) -> Mapping[str, Due]:
    if not changes:
        return before
    due = {**before, **changes}
    return {event: armed for event, armed in sorted(due.items()) if armed is not None}


def _evidence(
    machine: WorkflowMachine, before: Mapping[str, Evidence], passage: Passage, entry: Entry
) -> Mapping[str, Evidence]:
    start = machine.definition.start.get(entry.event) if entry.source is None else None
    attested = start.attests if start else ()
    scopes = machine.table.remembered.get(entry.event, ())
    if not attested and not scopes:
        if passage.still:
            return before
        going_on = passage.going_on
        for scope in before:
            if scope and scope not in going_on:
                break
        else:
            return before
    evidence: dict[str, Evidence] = {}
    for scope, asked in machine.table.evidence.items():
        if scope and scope not in passage.now:
            continue
        known = dict(before.get(scope, {})) if not scope or scope in passage.going_on else {}
        for other in attested:
            if other in asked:
                known.setdefault(other, ())
        if scope in scopes:
            name = machine.table.counted.get(entry.event, entry.event)
            known[name] = tuple(dict.fromkeys((*known.get(name, ()), *_people(entry))))
        if known:
            evidence[scope] = dict(sorted(known.items()))
    return evidence


def _people(entry: Entry) -> tuple[str, ...]:
    """Who fired it, and in whose place; nobody where time did."""
    return tuple(person for person in (entry.actor, entry.on_behalf) if person is not None)
