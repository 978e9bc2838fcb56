"""A SQLite file of the store's own: which journal it has, and what else must be set before it keeps anything."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import cast

from ..errors import StoreError
from ..messages import say
from ..messages.system import cause
from .fitness import wal_is_safe
from .link import Connection, Link
from .owned import Owned
from .turns import Turns

MEMORY = ":memory:"


def session(url: str, timeout: float, *, existing: bool = False) -> Owned:
    """A session of its own on the file of this URL; raises StoreError as `sqlite_file` does."""
    path = _path(url)
    turns = None if path == MEMORY else Turns(Path(path).resolve(), timeout)
    return Owned(sqlite_file(url, timeout), turns=turns, existing=existing)


def sqlite_file(url: str, timeout: float) -> Callable[[], Connection]:
    """Opens the file of `sqlite:///relative.db`, `sqlite:////absolute.db` or `sqlite:///:memory:`.

    Raises StoreError for other URLs and for files that do not let themselves be opened or set up.
    """
    path = _path(url)

    def opened() -> Connection:
        try:
            raw = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise StoreError(
                say("store.cannot_open", path=path, detail=cause(error)), "cannot_open"
            ) from error
        connection = cast("Connection", raw)
        try:
            set_up(connection, path)
        except BaseException:
            raw.close()
            raise
        return connection

    return opened


def _path(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if scheme != "sqlite" or not separator or (rest and not rest.startswith("/")):
        raise StoreError(say("store.url_unknown", url=url), "url_unknown")
    return rest.removeprefix("/") or MEMORY


def set_up(raw: Connection, path: str) -> None:
    """A write-ahead log where the library is safe with it, else a rollback journal; every commit is synced.

    The rollback journal is truncated, not deleted: with `synchronous = FULL` SQLite syncs a truncation, whereas a
    deletion that a power cut undoes would bring the journal back, and roll the last transaction back with it.
    Raises StoreError where the file cannot be read, or is kept in a journal mode that is not safe.
    """
    link = Link(raw)
    try:
        journal = _journal(link)
        link.rows("PRAGMA synchronous = FULL")
        link.rows("PRAGMA foreign_keys = ON")
    except link.errors as error:
        raise StoreError(say("store.cannot_open", path=path, detail=cause(error)), "cannot_open") from error
    if journal not in {"truncate", "memory"} and not (journal == "wal" and wal_is_safe(link)):
        raise StoreError(say("store.journal_stuck", path=path, journal=journal), "journal_stuck")


def _journal(link: Link) -> str:
    """The mode that the file came to: a file system without shared memory, or a reader, may not allow a log."""
    if wal_is_safe(link) and (journal := _switched(link, "WAL")) == "wal":
        return journal
    return _switched(link, "TRUNCATE")


def _switched(link: Link, mode: str) -> str:
    """The mode after asking for this one; somebody who has the file open in a log keeps it there."""
    try:
        row = link.one(f"PRAGMA journal_mode = {mode}")
    except link.errors as error:
        if not link.is_busy(error):
            raise
        row = link.one("PRAGMA journal_mode")
    return str(row[0]).lower() if row else ""
