"""Verifying a whole store: every definition, every case, and rows that belong to nothing."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from attrs import evolve

from ...messages import say
from ...model.definition import Definition
from ...model.document import definition_of_digest, digest
from ..definitions import behaviour_of
from ..host import Host
from ..link import Link
from ..owned import Owned
from ..records import find_case
from ..verify import Finding, Machines, finding, unreadable, verify
from . import statements
from .against import missing_from
from .paging import paged

CASES = 50  # that are checked in one transaction: a writer of SQLite waits as long
DEFINITIONS = 20  # that are held at once: they are long
ALONE = (
    ("entry_alone", "workflow_entry", statements.ENTRIES_ALONE),
    ("personal_alone", "workflow_personal", statements.PERSONAL_ALONE),
    ("link_alone", "workflow_link", statements.LINKS_ALONE),
)


class Verification:
    """What is wrong in a store, found as it is iterated over, some cases at a time; it may be used meanwhile.

    `cases` and `entries` count what was looked at so far. `against`: files of checkpoints, told in their own order
    after everything else. What is found raises nothing; StoreError is raised where the database itself fails.
    """

    def __init__(self, session: Owned | Host, against: Iterable[Path] = ()) -> None:
        self._session = session
        self._against = tuple(against)
        self.cases = self.entries = 0

    def __iter__(self) -> Iterator[Finding]:
        self.cases = self.entries = 0
        yield from self._read("workflow_definition", _definitions)
        for code, table, statement in ALONE:
            yield from self._read(table, partial(_alone, code, statement))
        yield from self._cases()
        for path in self._against:
            yield from missing_from(self._session, path)

    def _read(self, table: str, look: Callable[[Link], Iterator[Finding]]) -> list[Finding]:
        """What is found in one transaction; a text in the table that is no UTF-8 is found as well."""
        with self._session.reading() as link:
            found: list[Finding] = []
            try:
                found.extend(look(link))
            except Exception as error:
                if not unreadable(link, error):
                    raise
                found.append(finding("table_unreadable", None, table=table))
            return found

    def _cases(self) -> Iterator[Finding]:
        machines = Machines()
        self._last: str | None = ""
        while self._last is not None:
            yield from self._read("workflow_case", partial(self._some, machines))

    def _some(self, machines: Machines, link: Link) -> Iterator[Finding]:
        last, self._last = self._last, None  # nothing comes after a table that cannot be read
        ids = [str(row[0]) for row in link.rows(statements.IDS, last, CASES)]
        for case_id in ids:
            yield from self._case(link, case_id, machines)
        self._last = ids[-1] if len(ids) == CASES else None

    def _case(self, link: Link, case_id: str, machines: Machines) -> tuple[Finding, ...]:
        try:
            row = find_case(link, case_id)
        except Exception as error:
            if not unreadable(link, error):
                raise
            return (finding("unreadable", case_id, detail=say("system.other_form")),)
        if row is None:
            return ()
        self.cases += 1
        seq: object = row.seq  # SQLite keeps anything in a column
        self.entries += seq if isinstance(seq, int) else 0
        return verify(link, row, machines)


def _definitions(link: Link) -> Iterator[Finding]:
    for workflow, version in link.rows(statements.VERSIONS_TWICE):
        if len(behaviours_of(link, workflow, version)) > 1:
            yield finding("definition_changed", None, workflow=workflow, version=version)
    for row in paged(link, statements.DEFINITIONS, DEFINITIONS):
        if definition_in(*row) is None:
            yield finding("definition_damaged", None, digest=row[0])


def behaviours_of(link: Link, workflow: str, version: str) -> set[str]:
    """What is kept of a version, as its definitions or, where they are damaged, their columns say."""
    found: set[str] = set()
    for row in link.rows(statements.DEFINITIONS_WHOLE, workflow, version):
        declared = definition_in(*row)
        found.add(str(row[3]) if declared is None else behaviour_of(declared))
    return found


def definition_in(
    name: str, workflow: str, version: str, behaviour: str, document: str, document_sum: str
) -> Definition | None:
    """A stored definition, if it is what its digest, its columns and the sum of its document say."""
    try:
        declared = definition_of_digest(json.loads(document), name)
        if declared is None:
            return None
        said = (declared.workflow, declared.version, digest(evolve(declared, values={})))
    except Exception:  # noqa: BLE001 - a damaged document may break anything that reads it
        return None
    whole = said == (workflow, version, behaviour) and sha256(document.encode()).hexdigest() == document_sum
    return declared if whole else None


def _alone(code: str, statement: str, link: Link) -> Iterator[Finding]:
    """Rows whose case or entry is not there, one finding a case."""
    for case_id, seq in paged(link, statement):
        yield finding(code, case_id, seq)
