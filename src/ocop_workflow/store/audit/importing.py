"""Taking an export into a store: verified while it is read, all of it or nothing, and never over what is there."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, BinaryIO

from ...case import Case, Entry
from ...engine import entry_from_document
from ...errors import Conflict, StoreError
from ...messages import say
from ...model.canonical import canonical
from ...model.text import Text
from .. import records
from ..host import Host
from ..link import Link, Row
from ..owned import Owned
from ..rows import CaseRow, case_values, document_of, entry_values, read_case
from ..statements import (
    ADD_CASE,
    ADD_DEFINITION,
    ADD_ENTRY,
    ADD_LINK,
    ADD_PERSONAL,
    DEFINITIONS_OF_VERSION,
    HOLD_DEFINITIONS,
)
from ..verify import Machines, finding, verify
from . import statements
from .exporting import CASE, DEFINITION, ENTRY, EXPORT, KINDS, LINK, Exported, exported
from .sealed import Reader, Record
from .whole import whole_definition

NULLABLE = (str, type(None))
PARTS: Mapping[str, Mapping[str, Any]] = {  # of a line of each kind, with their types
    DEFINITION: dict.fromkeys(("digest", "workflow", "version", "behaviour", "document", "sha256"), str),
    ENTRY: {"document": str, "hash": str, "key": NULLABLE, "personal": list},
    CASE: {"id": str, "document": str},
    LINK: {"case": str, "field": str, "target": str},
}
PERSONAL = {"field": str, "value": NULLABLE, "key": NULLABLE}
MOST = 2**31  # entries of one case


def read_export(session: Owned | Host, stream: BinaryIO, name: str) -> Exported:
    """See `Store.import_`."""
    reader = Reader(stream, name, EXPORT)
    with session.writing() as link:
        taking = _Import(link, reader, name)
        try:
            for record in reader:
                taking.take(record)
            taking.end()
        except link.integrity as error:  # whoever wrote the same cases at the same time was first
            raise Conflict(say("store.import_conflict", file=name), "import_conflict") from error
    return exported(taking.taken, reader.sha256)


class _Import:
    """One import inside its transaction. `taken` counts, by kind, what was not in the store before."""

    def __init__(self, link: Link, reader: Reader, name: str) -> None:
        self._to, self._reader, self._name = link, reader, name
        self._machines = Machines()
        self._kind = DEFINITION
        self._there: set[str] = set()  # cases that the store had before
        self._wanted = {ENTRY: 0, LINK: 0}  # how many of them the new cases have
        self._takers = {
            DEFINITION: self._definition,
            ENTRY: self._entry,
            CASE: self._case,
            LINK: self._linked,
        }
        self.taken = dict.fromkeys(KINDS, 0)

    def take(self, record: Record) -> None:
        """One line; raises StoreError with file and line."""
        kind = record.pop("kind", None)
        if kind not in KINDS or KINDS.index(kind) < KINDS.index(self._kind):
            raise self._reader.damaged("file_line")
        self._kind = kind
        self._shaped(record, PARTS[kind])
        self._takers[kind](record)

    def end(self) -> None:
        """Whether nothing is missing, now that the file is known to be whole."""
        for kind, wanted in self._wanted.items():
            if self.taken[kind] != wanted:
                raise self._damaged(say("store.import_missing"))

    def _definition(self, line: Record) -> None:
        row = tuple(line[part] for part in PARTS[DEFINITION])
        if not whole_definition(*row):
            raise self._damaged(finding("definition_damaged", None, digest=row[0]).message)
        _, workflow, version, behaviour, *_ = row
        if not self._to.dialect.one_writer:
            self._to.run(HOLD_DEFINITIONS)
        kept = {each[0]: each[1] for each in self._to.rows(DEFINITIONS_OF_VERSION, workflow, version)}
        if any(other != behaviour for other in kept.values()):
            told = finding("definition_changed", None, workflow=workflow, version=version)
            raise self._differs(told.message)
        if row[0] not in kept:
            self._to.run(ADD_DEFINITION, *row)
            self.taken[DEFINITION] += 1

    def _entry(self, line: Record) -> None:
        document, hash_, key = line["document"], line["hash"], line["key"]
        entry, row = self._read_entry(document, hash_, key)
        case, seq = entry.case, entry.seq
        if sha256(document.encode()).hexdigest() != hash_:
            raise self._damaged(finding("hash_differs", case, seq).message)
        kept = self._to.one(statements.ENTRY, case, seq)
        if self._had(case):
            if kept != (document, hash_, key):
                raise self._differs(say("store.import_other", case=case))
            return
        if kept is not None:
            raise self._damaged(finding("out_of_sequence", case, seq).message)
        before = self._to.one(statements.ENTRY, case, seq - 1)
        if entry.previous != (before[1] if before else None) or (before is None and seq != 1):
            raise self._damaged(finding("chain_broken", case, seq).message)
        self._to.run(ADD_ENTRY, *row)
        self.taken[ENTRY] += 1
        self._personal(case, seq, line["personal"])

    def _read_entry(self, document: str, hash_: str, key: str | None) -> tuple[Entry, Row]:
        try:
            read = document_of(document)
            entry = entry_from_document(read, hash_)
            row = entry_values(entry, key)
            fits = canonical(read) == document.encode() and row[6] == document
        except Exception:  # noqa: BLE001 - a damaged document may break anything that reads it
            fits = False
        if not fits or [type(each) for each in row[:2]] != [str, int] or not 0 < entry.seq < MOST:
            raise self._damaged(say("system.other_form"))
        if not isinstance(entry.event, str):
            raise self._damaged(say("system.other_form"))
        return entry, row

    def _personal(self, case: str, seq: int, values: list[Any]) -> None:
        last = ""
        for each in values:
            self._shaped(each, PERSONAL)
            if each["field"] <= last:
                raise self._reader.damaged("file_line")
            last = each["field"]
            self._to.run(ADD_PERSONAL, case, seq, last, each["value"], each["key"])

    def _case(self, line: Record) -> None:
        case_id, document = line["id"], line["document"]
        if self._had(case_id):
            self._same_case(case_id, document)
            return
        case, row = self._read_case(case_id, document)
        self._to.run(ADD_CASE, row.definition, row.workflow, row.version, row.state, row.seq, row.due, row.unit,
                     row.document, row.head, row.id)  # fmt: skip
        found = verify(self._to, row, self._machines, linked=False)
        if found or (row.id, row.document) != (case_id, document):
            raise self._damaged((found or (finding("case_columns_differ", case_id),))[0].message)
        self.taken[CASE] += 1
        self._wanted[ENTRY] += row.seq
        self._wanted[LINK] += len(self._links(case, row))

    def _same_case(self, case_id: str, document: str) -> None:
        """The store had the case: as it is in the file, or further on."""
        try:
            read = document_of(document)
            seq, head = int(read["seq"]), read["head"]
        except Exception:  # noqa: BLE001 - as above
            raise self._damaged(say("system.other_form")) from None
        kept = self._to.one(statements.ENTRY, case_id, seq) if 0 < seq < MOST else None
        if kept is None or kept[1] != head:
            raise self._differs(say("store.import_other", case=case_id))

    def _read_case(self, case_id: str, document: str) -> tuple[Case, CaseRow]:
        """The case of a document, and its row as the store writes it."""
        try:
            read = document_of(document)
            machine = self._machines.of(self._to, str(read["definition"]))
            personal = records.personal_rows(self._to, case_id)
            row = CaseRow(case_id, "", "", "", "", read["seq"], None, None, document, "")
            case = read_case(machine, row, personal)
            *columns, own_id = case_values(machine, case)
        except StoreError as error:
            raise self._damaged(error.told) from None
        except Exception as error:
            if isinstance(error, self._to.errors):
                raise
            raise self._damaged(say("system.other_form")) from None
        return case, CaseRow(own_id, *columns)

    def _linked(self, line: Record) -> None:
        case_id, field, target = line["case"], line["field"], line["target"]
        if case_id in self._there:
            return  # what the store has of it may be further on
        row = records.find_case(self._to, case_id)
        if row is None or self._to.one(statements.LINK, case_id, field) is not None:
            raise self._reader.damaged("file_line")
        case, row = self._read_case(case_id, row.document)
        if (field, target) not in self._links(case, row) or records.find_case(self._to, target) is None:
            raise self._damaged(finding("link_alone", case_id).message)
        self._to.run(ADD_LINK, case_id, field, target)
        self.taken[LINK] += 1

    def _links(self, case: Case, row: CaseRow) -> list[tuple[str, str]]:
        table = self._machines.of(self._to, row.definition).table
        return records.link_rows(case, table.references)

    def _had(self, case_id: str) -> bool:
        """Whether the store had the case before: the file's own cases come after all of its entries."""
        if case_id not in self._there and self._to.one(statements.known(1), case_id) is not None:
            self._there.add(case_id)
        return case_id in self._there

    def _shaped(self, record: Mapping[str, object], parts: Mapping[str, Any]) -> None:
        ok = isinstance(record, dict) and record.keys() == parts.keys()
        if not ok or not all(isinstance(record[part], kind) for part, kind in parts.items()):
            raise self._reader.damaged("file_line")

    def _damaged(self, why: Text) -> StoreError:
        told = say("store.import_damaged", file=self._name, line=self._reader.line, detail=why)
        return StoreError(told, "import_damaged")

    def _differs(self, why: Text) -> StoreError:
        told = say("store.import_differs", file=self._name, line=self._reader.line, detail=why)
        return StoreError(told, "import_differs")
