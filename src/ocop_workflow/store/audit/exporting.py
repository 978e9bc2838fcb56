"""A whole store as one file: definitions, entries in the order in which they were written, cases, links."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from attrs import frozen

from ..host import Host
from ..link import Link, Row
from ..owned import Owned
from . import statements
from .paging import paged
from .sealed import Writer

EXPORT, DEFINITION, ENTRY, CASE, LINK = "export", "definition", "entry", "case", "link"
KINDS = (DEFINITION, ENTRY, CASE, LINK)  # in the order of the file
TOGETHER = 200  # entries whose personal values are read at once


@frozen
class Exported:
    """What a file of an export holds, or what an import took from it; `sha256` seals the file."""

    definitions: int
    entries: int
    cases: int
    links: int
    sha256: str


def write_export(session: Owned | Host, stream: BinaryIO) -> Exported:
    """See `Store.export`."""
    out = Writer(stream, EXPORT)
    with session.reading() as link:
        for digest, workflow, version, behaviour, document, document_sum in paged(
            link, statements.DEFINITIONS, 20
        ):
            out.add(DEFINITION, digest=digest, workflow=workflow, version=version, behaviour=behaviour,
                    document=document, sha256=document_sum)  # fmt: skip
        for rows in _paged(link, statements.ENTRIES_APPENDED, (0,)):
            personal = _personal(link, rows)
            for _, case, seq, key, document, hash_ in rows:
                out.add(ENTRY, document=document, hash=hash_, key=key, personal=personal.get((case, seq), []))
        for case, document in paged(link, statements.CASE_DOCUMENTS):
            out.add(CASE, id=case, document=document)
        for rows in _paged(link, statements.LINKS_BY_CASE, ("", "")):
            for case, field, target in rows:
                out.add(LINK, case=case, field=field, target=target)
    seal = out.end(*KINDS)
    return exported(out.counts, seal)


def exported(counts: Mapping[str, int], seal: str) -> Exported:
    """The counts by kind of line, and the seal."""
    definitions, entries, cases, links = (counts.get(kind, 0) for kind in KINDS)
    return Exported(definitions, entries, cases, links, seal)


def _paged(link: Link, statement: str, first: tuple[object, ...]) -> Iterator[list[Row]]:
    """Pages of rows whose first columns are the key."""
    last = first
    while rows := link.rows(statement, *last, TOGETHER):
        yield rows
        last = rows[-1][: len(first)]


def _personal(link: Link, rows: list[Row]) -> dict[tuple[str, int], list[dict[str, object]]]:
    """By case and number of the entry: its personal values by field, null where they were erased."""
    wanted = [value for row in rows for value in row[1:3]]
    found: dict[tuple[str, int], list[dict[str, object]]] = {}
    for case, seq, field, value, key in link.rows(statements.personal(len(rows)), *wanted):
        found.setdefault((case, seq), []).append({"field": field, "value": value, "key": key})
    return found
