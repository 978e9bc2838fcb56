"""Whether a stored case is what its history says, and whether the history is whole."""

from collections.abc import Iterator
from hashlib import sha256

from attrs import frozen

from ..case import Case, Entry
from ..engine import WorkflowMachine, commitment_by, fold
from ..errors import StoreError
from ..messages import say
from ..model.canonical import canonical
from ..model.text import Text
from . import records, statements
from .definitions import rebuild
from .link import Link
from .rows import (
    CaseRow,
    EntryRow,
    PersonalRow,
    case_values,
    document_of,
    entry_values,
    read_case,
    read_entry,
    taken,
)


@frozen
class Finding:
    """Something wrong in the store: a stable code, the case, the entry (None: the case itself), a sentence."""

    code: str
    case: str
    seq: int | None
    message: Text


def verify(link: Link, row: CaseRow) -> tuple[Finding, ...]:
    """Everything that does not fit, none if all is whole; raises nothing over what it finds.

    Found: an entry changed, deleted, swapped, inserted or cut off; columns that differ from their document; a case
    that is not the fold of its history; personal values that are not those committed to; a changed definition.
    Not found: a case that vanished with all its history, or both rewritten from the start with new hashes.
    """
    rows = records.entry_rows(link, row.id)
    found = list(_chain(row, rows))
    try:
        machine = rebuild(link, row.definition).machine
    except StoreError as error:
        return (*found, Finding(error.code, row.id, None, error.told))
    personal = records.personal_rows(link, row.id)
    try:
        entries = [read_entry(machine, each, personal) for each in rows]
        folded = fold(machine, entries)
        stored = read_case(machine, row, personal)
    except Exception as error:  # noqa: BLE001 - a damaged document may break anything that reads it
        return (*found, _finding("unreadable", row.id, None, detail=f"{type(error).__name__}: {error}"))
    found += _columns(machine, row, stored, rows, entries)
    refers = records.case_fields(machine.definition)
    if refers and link.rows(statements.LINKS, row.id) != records.link_rows(stored, refers):
        found.append(_finding("columns_differ", row.id, None))
    if folded != stored:
        found.append(_finding("fold_differs", row.id, None))
    found += _commitments(machine, row.id, entries, personal)
    return tuple(found)


def _chain(case: CaseRow, rows: list[EntryRow]) -> Iterator[Finding]:
    previous: str | None = None
    for number, row in enumerate(rows, 1):
        try:
            document = document_of(row.document)
        except ValueError as error:
            yield _finding("unreadable", case.id, row.seq, detail=str(error))
            previous = row.hash
            continue
        if row.seq != number or document.get("seq") != number or document.get("case") != case.id:
            yield _finding("out_of_sequence", case.id, row.seq)
        if (
            sha256(row.document.encode()).hexdigest() != row.hash
            or canonical(document) != row.document.encode()
        ):
            yield _finding("hash_differs", case.id, row.seq)
        if document.get("previous") != previous:
            yield _finding("chain_broken", case.id, row.seq)
        previous = row.hash
    if (len(rows), previous) != (case.seq, case.head):
        yield _finding("head_differs", case.id, None)


def _columns(
    machine: WorkflowMachine, row: CaseRow, case: Case, rows: list[EntryRow], entries: list[Entry]
) -> Iterator[Finding]:
    stored = (row.definition, row.workflow, row.version, row.state, row.seq, row.due, row.unit, row.document,
              row.head, row.id)  # fmt: skip
    if stored != case_values(machine, case):
        yield _finding("columns_differ", row.id, None)
    for each, entry in zip(rows, entries, strict=True):
        columns = (
            each.case,
            each.seq,
            each.key,
            each.event,
            each.at,
            each.recorded,
            each.document,
            each.hash,
        )
        if columns != entry_values(entry, each.key):
            yield _finding("columns_differ", row.id, each.seq)


def _commitments(
    machine: WorkflowMachine, case_id: str, entries: list[Entry], personal: list[PersonalRow]
) -> Iterator[Finding]:
    rows = {(each.seq, each.field): each for each in personal}
    for entry in entries:
        takes = taken(machine, entry)
        for name in (n for n in entry.payload if n in takes and takes[n].field.personal):
            row = rows.pop((entry.seq, name), None)
            if row is None:
                yield _finding("personal_missing", case_id, entry.seq, field=name)
            elif row.key is not None and row.value is not None:
                shown = commitment_by(bytes.fromhex(row.key), name, entry.personal[name])
                if shown != entry.payload[name]:
                    yield _finding("personal_differs", case_id, entry.seq, field=name)
    for seq, name in rows:
        yield _finding("personal_differs", case_id, seq, field=name)


def _finding(code: str, case: str, seq: int | None, **values: object) -> Finding:
    return Finding(code, case, seq, say(f"store.{code}", case=case, seq=seq, **values))
