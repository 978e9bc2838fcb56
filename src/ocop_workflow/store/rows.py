"""Cases, entries and personal values as rows, and back: JSON documents beside the columns that are searched."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from attrs import evolve

from ..case import FORMAT, MOVED, Case, Entry, Erased
from ..engine import WorkflowMachine, case_bytes, case_from_document, entry_bytes, entry_from_document
from ..errors import StoreError
from ..messages import say
from ..model.canonical import instant_text, parsed, plain
from ..model.definition import Taken
from ..model.values import decode
from .link import Row

_FORMATS = frozenset({FORMAT, MOVED})


class CaseRow(NamedTuple):
    """A case as it is stored; `document` is not read yet.

    `standing` says which of its personal values are not erased, where that was asked for.
    """

    id: str
    definition: str
    workflow: str
    version: str
    state: str
    seq: int
    due: str | None
    unit: str | None
    document: str
    head: str
    standing: str | None = None

    @property
    def columns(self) -> Row:
        """Those after `id`, as `case_values` gives them."""
        return self[1:10]


class EntryRow(NamedTuple):
    """An entry as it is stored: `document` is the very text that `hash` is the SHA-256 of."""

    case: str
    seq: int
    key: str | None
    event: str
    at: str
    recorded: str
    document: str
    hash: str


class PersonalRow(NamedTuple):
    """A personal value beside the history: JSON, and its commitment's key in hexadecimal; both None once erased."""

    seq: int
    field: str
    value: str | None
    key: str | None


def case_values(machine: WorkflowMachine, case: Case, data: Mapping[str, object] | None = None) -> Row:
    """The columns after `id`, in the order of the statements, with `id` last; `data` as `case_bytes` has them."""
    definition = machine.definition
    unit = case.data.get(definition.unit) if definition.unit else None
    document = case_bytes(definition, case, data).decode()
    due = next_due(machine, case)
    return (case.definition, definition.workflow, definition.version, case.state, case.seq, due, unit,
            document, case.head, case.id)  # fmt: skip


def next_due(machine: WorkflowMachine, case: Case) -> str | None:
    """When settling would next fire something: of the armed clocks, those that have a move where the case is."""
    if not case.due:
        return None
    moments = [moment for moment, _ in due_here(machine, case)]
    return instant_text(min(moments)) if moments else None


def due_here(machine: WorkflowMachine, case: Case) -> list[tuple[datetime, str]]:
    """Of the armed clocks those that have a move where the case is, with their instants, as they are declared."""
    return [
        (due.at, clock.name)
        for clock in machine.table.clocks
        if (due := case.due.get(clock.name)) is not None and due.at and case.state in clock.branches
    ]


def read_case(machine: WorkflowMachine, row: CaseRow, personal: Iterable[PersonalRow]) -> Case:
    """The case of a row; of personal values written more than once the last one stands."""
    return case_of(machine, row, parsed(row.document), personal)


def case_of(
    machine: WorkflowMachine, row: CaseRow, document: Mapping[str, object], personal: Iterable[PersonalRow]
) -> Case:
    """The same, of a row whose document has been read."""
    values: dict[str, object] = {}
    for each in personal:
        declared = machine.definition.data.get(each.field)
        if each.seq <= row.seq and declared is not None:
            values[each.field] = Erased() if each.value is None else decode(declared.type, parsed(each.value))
    return case_from_document(machine.definition, document, values)


def entry_values(entry: Entry, key: str | None) -> Row:
    """The columns in the order of the statement."""
    document = entry_bytes(entry).decode()
    return (entry.case, entry.seq, key, entry.event, instant_text(entry.at), instant_text(entry.recorded),
            document, entry.hash)  # fmt: skip


Machines = Callable[[str], WorkflowMachine]
"""The machine of each definition that an entry may have, by its digest."""


def read_entry(machines: Machines, row: EntryRow, personal: Iterable[PersonalRow]) -> Entry:
    """The entry with its personal values, `Erased` where they are gone; raises StoreError for one of a newer format."""
    document = parsed(row.document)
    if document["format"] not in _FORMATS:
        told = say("store.newer_format", case=row.case, seq=row.seq, format=document["format"])
        raise StoreError(told, "newer_format")
    entry = entry_from_document(document, row.hash)
    beside = [each for each in personal if each.seq == row.seq]
    if not beside:
        return entry
    takes = taken(machines(entry.definition), entry)
    values = {
        each.field: Erased()
        if each.value is None
        else decode(takes[each.field].field.type, parsed(each.value))
        for each in beside
        if each.field in takes
    }
    return evolve(entry, personal=values) if values else entry


def taken(machine: WorkflowMachine, entry: Entry) -> Mapping[str, Taken]:
    """The fields of the payload that the entry's event or start takes."""
    definition = machine.definition
    declared = (
        definition.start.get(entry.event) if entry.source is None else definition.events.get(entry.event)
    )
    return declared.takes if declared else {}


def personal_text(value: object) -> str:
    """The JSON in which a personal value is kept."""
    return json.dumps(plain(value), ensure_ascii=False)


def document_of(text: str) -> dict[str, Any]:
    """A stored document, of which only an object will do; raises ValueError."""
    document = parsed(text)
    if not isinstance(document, dict):
        msg = "a document is a JSON object"
        raise ValueError(msg)  # noqa: TRY004 - what json raises for text that is no document
    return document
