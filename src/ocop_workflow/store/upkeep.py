"""Upkeep of a store's own database: nothing erased is left in its files, and copies are made while it is used."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..messages import say
from ..messages.system import cause
from .dialect import SQLITE
from .fitness import main_file
from .host import Host
from .link import Link
from .owned import Owned

NUMBER = re.compile(r"[0-9]+")
ERASED = ("workflow_personal", "workflow_parked")  # tables that what is erased stood in


def vacuum(session: Owned | Host) -> None:
    """See `Store.vacuum`."""
    with _own(session).alone() as link:
        if link.dialect is SQLITE:
            link.rows("VACUUM")
            ((held, *_),) = link.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            if held:  # told by a number alone
                raise StoreError(say("store.vacuum_unfinished"), "vacuum_unfinished")
        else:
            for table in ERASED:
                _rewrite(link, table)


def _rewrite(link: Link, table: str) -> None:
    """PostgreSQL passes over a table of somebody else's, and keeps rows that an older transaction may still read.

    Of the one it warns and of the other it informs; the command succeeds all the same.
    """
    where = "SELECT pg_relation_filenode(CAST(? AS regclass))"
    before = link.one(where, table)
    with _informed(link) as details:
        link.run(f"VACUUM (FULL, VERBOSE) {table}")
    if link.one(where, table) == before:
        raise StoreError(say("store.vacuum_refused", table=table), "vacuum_refused")
    kept = (
        NUMBER.search(each) for each in details
    )  # "2 dead row versions cannot be removed yet", in any language
    if any(found and int(found[0]) for found in kept):
        raise StoreError(say("store.vacuum_unfinished"), "vacuum_unfinished")


@contextmanager
def _informed(link: Link) -> Iterator[list[str]]:
    """The details of what a server informs of meanwhile."""
    raw: Any = link.raw
    details: list[str] = []

    def note(told: Any) -> None:
        details.append(told.message_detail or "")

    raw.add_notice_handler(note)
    try:
        yield details
    finally:
        raw.remove_notice_handler(note)


def backup(session: Owned | Host, path: Path) -> None:
    """See `Store.backup`."""
    own = _own(session)
    if os.path.lexists(path):
        raise StoreError(say("store.backup_exists", file=str(path)), "backup_exists")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with own.alone() as link:
            if link.dialect is not SQLITE:
                raise StoreError(say("store.backup_server"), "backup_server")
            _copy(link, part, path)
    finally:
        with suppress(OSError):  # where nothing could be made, nothing is left
            part.unlink()


def _copy(link: Link, part: Path, path: Path) -> None:
    """In one step: a copy in several would begin anew whenever another process writes, and might never end."""
    raw: Any = link.raw
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # nobody reads it meanwhile
        with closing(type(raw)(str(part))) as to:  # of the same driver, which copies to no other's
            raw.backup(to)
        source = main_file(link)
        if source:
            part.chmod(Path(source).stat().st_mode & 0o666)
        part.replace(path)
        synced_folder(path)
    except (OSError, link.errors) as error:
        told = say("store.backup_failed", file=str(path), detail=cause(error))
        raise StoreError(told, "backup_failed") from error


def synced_folder(path: Path) -> None:
    """Sync the folder, so that the file's name is there after a power cut; raises OSError.

    Where folders cannot be opened, as on Windows, the system does that by itself.
    """
    if os.name != "posix":
        return
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that cannot sync folders
            raise
    finally:
        os.close(handle)


def _own(session: Owned | Host) -> Owned:
    if isinstance(session, Owned):
        return session
    raise StoreError(say("store.own_connection"), "own_connection")
