"""Taking an export into a store: verified while it is read, all of it or nothing, and never over what is there."""

from hashlib import sha256
from typing import Any, BinaryIO

from ...case import Case
from ...errors import Conflict
from ...messages import say
from .. import records
from ..definitions import behaviour_of
from ..host import Host
from ..link import Link
from ..owned import Owned
from ..rows import CaseRow
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
from .decoded import case_of, end_of, entry_of
from .exporting import CASE, DEFINITION, ENTRY, EXPORT, KINDS, LINK, Exported, exported
from .lines import PARTS, PERSONAL, Line
from .sealed import Reader, Record
from .whole import behaviours_of, definition_in


def read_export(session: Owned | Host, stream: BinaryIO, name: str) -> Exported:
    """See `Store.import_`."""
    reader = Reader(stream, name, EXPORT)
    with session.writing() as link:
        taking = _Import(link, Line(reader, name))
        try:
            for record in reader:
                taking.take(record)
            taking.end()
        except link.integrity as error:  # whoever wrote the same cases at the same time was first
            raise Conflict(say("store.import_conflict", file=name), "import_conflict") from error
    return exported(taking.taken, reader.sha256)


class _Import:
    """One import inside its transaction. `taken` counts, by kind, what was not in the store before."""

    def __init__(self, link: Link, line: Line) -> None:
        self._to, self._line = link, line
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
            raise self._line.malformed()
        self._kind = kind
        self._line.require(record, PARTS[kind])
        self._takers[kind](record)

    def end(self) -> None:
        """Whether nothing is missing, now that the file is known to be whole."""
        for kind, wanted in self._wanted.items():
            if self.taken[kind] != wanted:
                raise self._line.damaged(say("store.import_missing"))

    def _definition(self, line: Record) -> None:
        row = tuple(line[part] for part in PARTS[DEFINITION])
        declared = definition_in(*row)
        if declared is None:
            raise self._line.damaged(finding("definition_damaged", None, digest=row[0]).message)
        _, workflow, version, behaviour, *_ = row
        if not self._to.dialect.one_writer:
            self._to.run(HOLD_DEFINITIONS)
        kept = {each[0]: each[1] for each in self._to.rows(DEFINITIONS_OF_VERSION, workflow, version)}
        others = any(other != behaviour for other in kept.values())
        if others and behaviours_of(self._to, workflow, version) != {behaviour_of(declared)}:
            told = finding("definition_changed", None, workflow=workflow, version=version)
            raise self._line.differs(told.message)
        if row[0] not in kept:
            self._to.run(ADD_DEFINITION, *row)
            self.taken[DEFINITION] += 1

    def _entry(self, line: Record) -> None:
        document, hash_, key = line["document"], line["hash"], line["key"]
        with self._line.decoding():
            entry, row = entry_of(document, hash_, key)
        case, seq = entry.case, entry.seq
        if sha256(document.encode()).hexdigest() != hash_:
            raise self._line.damaged(finding("hash_differs", case, seq).message)
        kept = self._to.one(statements.ENTRY, case, seq)
        if self._had(case):
            if kept != (document, hash_, key):
                raise self._line.differs(say("store.import_other", case=case))
            return
        if kept is not None:
            raise self._line.damaged(finding("out_of_sequence", case, seq).message)
        before = self._to.one(statements.ENTRY, case, seq - 1)
        if entry.previous != (before[1] if before else None) or (before is None and seq != 1):
            raise self._line.damaged(finding("chain_broken", case, seq).message)
        self._to.run(ADD_ENTRY, *row)
        self.taken[ENTRY] += 1
        self._personal(case, seq, line["personal"])

    def _personal(self, case: str, seq: int, values: list[Any]) -> None:
        last = ""
        for each in values:
            self._line.require(each, PERSONAL)
            if each["field"] <= last:
                raise self._line.malformed()
            last = each["field"]
            self._to.run(ADD_PERSONAL, case, seq, last, each["value"], each["key"])

    def _case(self, line: Record) -> None:
        case_id, document = line["id"], line["document"]
        if self._had(case_id):
            self._same_case(case_id, document)
            return
        with self._line.decoding():
            case, row = case_of(self._to, self._machines, case_id, document)
        self._to.run(ADD_CASE, row.definition, row.workflow, row.version, row.state, row.seq, row.due, row.unit,
                     row.document, row.head, row.id)  # fmt: skip
        found = verify(self._to, row, self._machines, linked=False)
        if found or (row.id, row.document) != (case_id, document):
            raise self._line.damaged((found or (finding("case_columns_differ", case_id),))[0].message)
        self.taken[CASE] += 1
        self._wanted[ENTRY] += row.seq
        self._wanted[LINK] += len(self._links(case, row))

    def _same_case(self, case_id: str, document: str) -> None:
        """The store had the case: as it is in the file, or further on."""
        with self._line.decoding():
            seq, head, _ = end_of(document)
        kept = self._to.one(statements.ENTRY, case_id, seq)
        if kept is None or kept[1] != head:
            raise self._line.differs(say("store.import_other", case=case_id))

    def _linked(self, line: Record) -> None:
        case_id, field, target = line["case"], line["field"], line["target"]
        if case_id in self._there:
            return  # what the store has of it may be further on
        row = records.find_case(self._to, case_id)
        if row is None or self._to.one(statements.LINK, case_id, field) is not None:
            raise self._line.malformed()
        with self._line.decoding():
            case, row = case_of(self._to, self._machines, case_id, row.document)
        if (field, target) not in self._links(case, row) or records.find_case(self._to, target) is None:
            raise self._line.damaged(finding("link_alone", case_id).message)
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
