"""Reading and writing rows: what goes into one transaction, and who was first."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import cast

from ..case import Case, Entry
from ..engine import WorkflowMachine, commitment_key
from ..errors import Conflict, StoreError
from ..messages import say
from ..model.canonical import parsed
from ..model.text import nfc
from . import statements
from .link import Link
from .rows import (
    CaseRow,
    EntryRow,
    Machines,
    PersonalRow,
    case_of,
    case_values,
    entry_values,
    personal_text,
    read_entry,
)


def case_row(link: Link, case_id: str, statement: str = statements.CASE) -> CaseRow:
    """Raises StoreError for a case that the store does not have."""
    row = find_case(link, case_id, statement)
    if row is None:
        raise StoreError(say("store.unknown_case", case=case_id), "unknown_case")
    return row


def find_case(link: Link, case_id: str, statement: str = statements.CASE, *more: object) -> CaseRow | None:
    """The row of the case, None if the store does not have it, or not as the statement's other parameters ask."""
    row = link.one(statement, nfc(case_id), *more)
    return CaseRow(*row) if row else None


def case_rows(link: Link, ids: Collection[str]) -> dict[str, CaseRow]:
    """The rows of those of these cases that the store has, by id."""
    return {row[0]: CaseRow(*row) for row in link.rows(link.dialect.cases, link.dialect.among(ids))}


def entry_rows(link: Link, case_id: str) -> list[EntryRow]:
    """The history of a case as it is stored, in order."""
    return [EntryRow(*row) for row in link.rows(statements.ENTRIES, case_id)]


def events_of(link: Link, ids: Sequence[str]) -> dict[str, list[str]]:
    """The events of several histories at once, by case."""
    found: dict[str, list[str]] = {}
    for case_id, event in link.rows(statements.events_of(len(ids)), *ids) if ids else ():
        found.setdefault(case_id, []).append(event)
    return found


def definitions_of(link: Link, case_id: str) -> list[str]:
    """The digests that the entries of a case have, in their order."""
    return list(dict.fromkeys(parsed(row.document)["definition"] for row in entry_rows(link, case_id)))


def entry_row_with_key(link: Link, case_id: str, key: str) -> EntryRow | None:
    """The entry that a command with this key made."""
    row = link.one(statements.ENTRY_WITH_KEY, case_id, key)
    return EntryRow(*row) if row else None


def personal_rows(link: Link, case_id: str) -> list[PersonalRow]:
    """The personal values of a case and what is left of erased ones, oldest first."""
    return [PersonalRow(*row) for row in link.rows(statements.PERSONAL, case_id)]


def personal_rows_of(link: Link, ids: Sequence[str]) -> dict[str, list[PersonalRow]]:
    """The same of several cases at once, by case."""
    found: dict[str, list[PersonalRow]] = {}
    for case_id, *row in link.rows(statements.personal_of(len(ids)), *ids) if ids else ():
        found.setdefault(case_id, []).append(PersonalRow(*row))
    return found


def the_case(link: Link, machine: WorkflowMachine, row: CaseRow) -> Case:
    """The case of a row, personal values joined where it has any."""
    document = parsed(row.document)
    return case_of(machine, row, document, personal_rows(link, row.id) if document["personal"] else ())


def the_entries(link: Link, machines: Machines, case_id: str) -> Iterator[Entry]:
    """The history of a case, personal values joined."""
    personal = personal_rows(link, case_id)
    return (read_entry(machines, row, personal) for row in entry_rows(link, case_id))


def link_rows(case: Case, fields: Iterable[str]) -> list[tuple[str, str]]:
    """Data field and the case it refers to, of those fields that are set."""
    return sorted((name, str(case.data[name])) for name in fields if name in case.data)


def write(
    link: Link,
    machine: WorkflowMachine,
    case: Case,
    entries: Sequence[Entry],
    *,
    found: int | None,
    key: str | None = None,
    row: CaseRow | None = None,
) -> None:
    """Entries first, then the case, which was `found` at that seq (None: it starts); `row`: its row, if known.

    `key` goes to the last entry, the caller's own. Raises Conflict if someone else wrote in between.
    """
    try:
        for entry in entries:
            link.run(statements.ADD_ENTRY, *entry_values(entry, key if entry is entries[-1] else None))
            for beside in _personal(entry) if entry.personal else ():
                link.run(statements.ADD_PERSONAL, *beside)
        values = case_values(machine, case) if row is None else (*row.columns, case.id)
        if found is None:
            link.run(statements.ADD_CASE, *values)
            changed = 1
        else:
            changed = link.run(statements.SET_CASE, *values, found)
        _write_links(link, machine, case, entries)
    except link.integrity as error:
        raise Conflict(say("store.conflict", case=case.id), "conflict") from error
    if changed != 1:
        raise Conflict(say("store.conflict", case=case.id), "conflict")


def write_all(
    link: Link,
    entries: Sequence[tuple[Entry, str | None]],
    cases: Sequence[tuple[WorkflowMachine, Case, CaseRow, int, Sequence[Entry]]],
) -> None:
    """As `write`: entries with their keys, and cases as they are after them, found at that seq, with their entries."""
    ids = ", ".join(case.id for _, case, *_ in cases)
    try:
        link.run_many(statements.ADD_ENTRY, [entry_values(entry, key) for entry, key in entries])
        link.run_many(statements.ADD_PERSONAL, [row for entry, _ in entries for row in _personal(entry)])
        changed = link.run_many(
            statements.SET_CASE, [(*row.columns, row.id, found) for _, _, row, found, _ in cases]
        )
        for machine, case, _, _, written in cases:
            _write_links(link, machine, case, written)
    except link.integrity as error:
        raise Conflict(say("store.conflict", case=ids), "conflict") from error
    if changed != len(cases):
        raise Conflict(say("store.conflict", case=ids), "conflict")


def _personal(entry: Entry) -> list[tuple[object, ...]]:
    """The rows of its personal values."""
    return [
        (entry.case, entry.seq, name, personal_text(value), commitment_key(entry.salt or b"", name).hex())
        for name, value in entry.personal.items()
    ]


def _write_links(link: Link, machine: WorkflowMachine, case: Case, entries: Sequence[Entry]) -> None:
    """The references beside the document, where these entries wrote one."""
    fields = machine.table.references
    if not fields and not entries[-1].moves:
        return
    written = {name for entry in entries for name in cast("Mapping[str, object]", entry.writes["data"])}
    if not written & set(fields) and not entries[-1].moves:
        return
    link.run(statements.DROP_LINKS, case.id)
    for name, target in link_rows(case, fields):
        link.run(statements.ADD_LINK, case.id, name, target)
