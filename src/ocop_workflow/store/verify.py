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
    personal_text,
    read_case,
    read_entry,
    taken,
)
from .rows import Machines as Lookup


@frozen
class Finding:
    """Something wrong in the store: a stable code, the case, the entry (None: the case itself), a sentence.

    `case` is None for what concerns no case: a definition, a checkpoint.
    """

    code: str
    case: str | None
    seq: int | None
    message: Text


class Machines:
    """The workflows of a store as they stand in it now, not as they were when they were first read."""

    def __init__(self) -> None:
        self._found: dict[str, WorkflowMachine | StoreError] = {}

    def of(self, link: Link, digest: str) -> WorkflowMachine:
        """Raises StoreError for a definition that is missing or damaged."""
        if digest not in self._found:
            try:
                self._found[digest] = rebuild(link, digest).machine
            except StoreError as error:
                self._found[digest] = error
        found = self._found[digest]
        if isinstance(found, StoreError):
            raise found
        return found

    def among(self, link: Link) -> Lookup:
        """The same, by the digest alone."""
        return lambda digest: self.of(link, digest)


def verify(
    link: Link, row: CaseRow, machines: Machines | None = None, *, linked: bool = True
) -> tuple[Finding, ...]:
    """Everything that does not fit, none if all is whole; raises nothing over what it finds.

    Found: an entry changed, deleted, swapped, inserted or cut off; columns that differ from their document; a case
    that is not the fold of its history; personal values that are not those committed to; a changed definition.
    Not found: a case that vanished with all its history, or both rewritten from the start with new hashes; that
    takes a checkpoint. `linked`: whether the rows of its references are there already.
    """
    try:
        rows = records.entry_rows(link, row.id)
    except Exception as error:  # noqa: BLE001 - raised again unless it comes of what is stored
        return (_unreadable(link, row.id, error),)
    found = list(_chain(row, rows))
    try:
        among = (machines or Machines()).among(link)
        found += _meaning(link, among, row, rows, linked=linked)
    except StoreError as error:
        found.append(Finding(error.code, row.id, None, error.told))
    except Exception as error:  # noqa: BLE001 - a damaged document may break anything that reads it
        found.append(_unreadable(link, row.id, error))
    return tuple(found)


def unreadable(link: Link, error: Exception) -> bool:
    """Whether this comes of what is stored: not of the disk, nor of the connection."""
    return not isinstance(error, link.errors) or "decode to UTF-8" in str(error)


def _unreadable(link: Link, case_id: str, error: Exception) -> Finding:
    if not unreadable(link, error):
        raise error
    return finding("unreadable", case_id, None, detail=say("system.other_form"))


def _meaning(link: Link, among: Lookup, row: CaseRow, rows: list[EntryRow], *, linked: bool) -> list[Finding]:
    machine = among(row.definition)
    personal = records.personal_rows(link, row.id)
    entries = [read_entry(among, each, personal) for each in rows]
    folded = fold(machine, entries)
    stored = read_case(machine, row, personal)
    found = list(_columns(machine, row, stored, rows, entries))
    refers = machine.table.references
    if linked and link.rows(statements.LINKS, row.id) != records.link_rows(stored, refers):
        found.append(finding("case_columns_differ", row.id))
    if folded != stored:
        found.append(finding("fold_differs", row.id, None))
    found += _commitments(among, row.id, entries, personal)
    return found


def _chain(case: CaseRow, rows: list[EntryRow]) -> Iterator[Finding]:
    previous: str | None = None
    for number, row in enumerate(rows, 1):
        try:
            document = document_of(row.document)
            same = canonical(document) == row.document.encode()
        except (ValueError, RecursionError):
            yield finding("unreadable", case.id, row.seq, detail=say("system.not_json"))
            previous = row.hash
            continue
        if row.seq != number or document.get("seq") != number or document.get("case") != case.id:
            yield finding("out_of_sequence", case.id, row.seq)
        if not same or sha256(row.document.encode()).hexdigest() != row.hash:
            yield finding("hash_differs", case.id, row.seq)
        if document.get("previous") != previous:
            yield finding("chain_broken", case.id, row.seq)
        previous = row.hash
    if (len(rows), previous) != (case.seq, case.head):
        yield finding("head_differs", case.id, None)


def _columns(
    machine: WorkflowMachine, row: CaseRow, case: Case, rows: list[EntryRow], entries: list[Entry]
) -> Iterator[Finding]:
    stored = (row.definition, row.workflow, row.version, row.state, row.seq, row.due, row.unit, row.document,
              row.head, row.id)  # fmt: skip
    if stored != case_values(machine, case):
        yield finding("case_columns_differ", row.id)
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
            yield finding("columns_differ", row.id, each.seq)


def _commitments(
    among: Lookup, case_id: str, entries: list[Entry], personal: list[PersonalRow]
) -> Iterator[Finding]:
    rows = {(each.seq, each.field): each for each in personal}
    for entry in entries:
        takes = taken(among(entry.definition), entry)
        for name in (n for n in entry.payload if n in takes and takes[n].field.personal):
            row = rows.pop((entry.seq, name), None)
            if row is None:
                yield finding("personal_missing", case_id, entry.seq, field=name)
            elif not _committed(entry, row):
                yield finding("personal_differs", case_id, entry.seq, field=name)
    for seq, name in rows:
        yield finding("personal_differs", case_id, seq, field=name)


def _committed(entry: Entry, row: PersonalRow) -> bool:
    """Whether the value is the one that the entry commits to, or was erased together with its key."""
    if row.value is None or row.key is None:
        return row.value is row.key
    try:
        secret = bytes.fromhex(row.key)
    except ValueError:
        return False
    value = entry.personal[row.field]
    return (
        personal_text(value) == row.value
        and commitment_by(secret, row.field, value) == entry.payload[row.field]
    )


def finding(code: str, case: str | None, seq: int | None = None, **values: object) -> Finding:
    """A finding with the sentence of its code."""
    return Finding(code, case, seq, say(f"store.{code}", case=case, seq=seq, **values))
