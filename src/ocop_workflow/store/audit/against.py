"""What a checkpoint had and the store has not: vanished cases, histories cut off or written anew."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from ...errors import StoreError
from ..host import Host
from ..link import Link
from ..owned import Owned
from ..verify import Finding, finding
from . import statements
from .checkpoint import Head, Kept, parts, read_checkpoint

TOGETHER = 200  # that are looked up by one statement


def missing_from(session: Owned | Host, path: Path) -> Iterator[Finding]:
    """What of the file's cases and definitions the store lost or has otherwise; a damaged file is a finding itself.

    Later entries and new cases are no finding. That the hashes are those of what is stored is `verify`'s to say.
    """
    try:
        read_checkpoint(path)
    except StoreError as error:
        if error.code == "cannot_read":
            raise
        yield Finding(error.code, None, None, error.told)
        return
    rest = parts(path)
    while some := list(islice(rest, TOGETHER)):
        with session.reading() as link:
            found = [*_definitions(link, some, path), *_heads(link, some, path)]
        yield from found


def _definitions(link: Link, some: Iterable[Kept | Head], path: Path) -> Iterator[Finding]:
    for each in some:
        if isinstance(each, Kept) and not link.rows(statements.DEFINITION_KEPT, each.digest):
            yield finding(
                "definition_vanished",
                None,
                workflow=each.workflow,
                version=each.version,
                digest=each.digest,
                file=str(path),
            )


def _heads(link: Link, some: Iterable[Kept | Head], path: Path) -> Iterator[Finding]:
    heads = [each for each in some if isinstance(each, Head)]
    if not heads:
        return
    wanted = [value for each in heads for value in (each.id, each.seq)]
    kept = {(case, seq): head for case, seq, head in link.rows(statements.sealed(len(heads)), *wanted)}
    there = {row[0] for row in link.rows(statements.known(len(heads)), *(each.id for each in heads))}
    for each in heads:
        head = kept.get((each.id, each.seq))
        if each.id not in there:
            yield finding("case_vanished", each.id, file=str(path))
        elif head is None:
            yield finding("history_cut_off", each.id, each.seq, file=str(path))
        elif head != each.head:
            yield finding("history_rewritten", each.id, each.seq, file=str(path))
