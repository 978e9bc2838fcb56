"""Checkpoints: where every history ends, in a file that is kept away from the database.

Whoever can change the database can write any history anew, with right hashes. What they can't change is the file, or
the one number of it that was printed, signed or read aloud.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from ...errors import StoreError
from ...messages import say
from ...messages.system import cause
from ...model.canonical import instant, instant_text
from ..host import Host
from ..owned import Owned
from . import statements
from .paging import paged
from .sealed import Reader, Writer

CHECKPOINT, DEFINITION, CASE = "checkpoint", "definition", "case"
CASE_PARTS = {"kind": str, "id": str, "seq": int, "head": str}
DEFINITION_PARTS = {"kind": str, "digest": str, "workflow": str, "version": str}


@frozen
class Checkpoint:
    """What a checkpoint's file holds: when it was made (UTC), how much, and the SHA-256 that seals it."""

    at: datetime
    definitions: int
    cases: int
    sha256: str

    @property
    def spoken(self) -> str:
        """The SHA-256 in groups of four digits, to be read aloud and compared by eye."""
        return " ".join(self.sha256[place : place + 4] for place in range(0, len(self.sha256), 4))


@frozen
class Head:
    """Where a case's history ended: entry number `seq` had the hash `head`."""

    id: str
    seq: int
    head: str


@frozen
class Kept:
    """A definition that the store had."""

    digest: str
    workflow: str
    version: str


def write_checkpoint(session: Owned | Host, stream: BinaryIO, at: datetime) -> Checkpoint:
    """See `Store.checkpoint`."""
    moment = at.astimezone(UTC)
    out = Writer(stream, CHECKPOINT, at=instant_text(moment))
    with session.reading() as link:
        for digest, workflow, version in paged(link, statements.DEFINITIONS_KEPT):
            out.add(DEFINITION, digest=digest, workflow=workflow, version=version)
        for case_id, seq, head in paged(link, statements.HEADS):
            out.add(CASE, id=case_id, seq=seq, head=head)
    seal = out.end(DEFINITION, CASE)
    return Checkpoint(moment, out.counts.get(DEFINITION, 0), out.counts.get(CASE, 0), seal)


def read_checkpoint(path: Path) -> Checkpoint:
    """What the file holds; raises StoreError, with file and line, if it is not as it was written."""
    counts = {Kept: 0, Head: 0}
    with opened(path) as stream:
        reader = Reader(stream, str(path), CHECKPOINT)
        for each in _parts(reader):
            counts[type(each)] += 1
        try:
            at = instant(reader.head["at"])
        except (KeyError, TypeError, ValueError):
            reader.line = 1
            raise reader.damaged("file_line") from None
    return Checkpoint(at, counts[Kept], counts[Head], reader.sha256)


def parts(path: Path) -> Iterator[Kept | Head]:
    """The definitions, then the cases by id, of a file that `read_checkpoint` has found to be whole."""
    with opened(path) as stream:
        yield from _parts(Reader(stream, str(path), CHECKPOINT))


def _parts(reader: Reader) -> Iterator[Kept | Head]:
    last = ("", "")
    for record in reader:
        fields = {name: value for name, value in record.items() if name != "kind"}
        shape = {name: type(value) for name, value in record.items()}
        if shape == CASE_PARTS and record["kind"] == CASE:
            found: Kept | Head = Head(**fields)
            order = ("2", record["id"])
        elif shape == DEFINITION_PARTS and record["kind"] == DEFINITION:
            found, order = Kept(**fields), ("1", record["digest"])
        else:
            raise reader.damaged("file_line")
        if order <= last:
            raise reader.damaged("file_line")
        last = order
        yield found


def opened(path: Path) -> BinaryIO:
    """The file, to be read; raises StoreError."""
    try:
        return path.open("rb")
    except OSError as error:
        raise StoreError(
            say("store.cannot_read", file=str(path), detail=cause(error)), "cannot_read"
        ) from error
