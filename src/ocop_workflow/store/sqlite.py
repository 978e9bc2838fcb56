"""A SQLite file of the store's own: which journal it has, and what else must be set before it keeps anything."""

import os
from contextlib import closing
from functools import cache
from importlib import import_module
from typing import Any

from attrs import define

from ..errors import StoreError
from ..messages import say
from ..messages.system import cause
from ..model.text import Text
from . import copies
from .address import shown
from .copies import Holder
from .fitness import wal_is_safe
from .link import Connection, Link
from .owned import Owned
from .schema import has_tables
from .turns import Turns

DRIVERS = {"sqlite": "sqlite3", "sqlite+pysqlite3": "pysqlite3"}
MEMORY = ":memory:"


def session(url: str, timeout: float, *, existing: bool = False) -> Owned:
    """Transactions on the file of this URL; raises StoreError as `sqlite_file` does."""
    opened = sqlite_file(url, timeout, existing=existing)
    try:
        turns = None if opened.path == MEMORY else Turns(os.path.realpath(opened.path), timeout)
    except ValueError as error:  # characters that no path has
        told = say("store.cannot_open", path=ascii(opened.path), detail=cause(error))
        raise StoreError(told, "cannot_open") from error
    return Owned(opened, turns=turns, moved=opened.moved, existing=existing)


def sqlite_file(url: str, timeout: float, *, existing: bool = False) -> "File":
    """Opens the file of `sqlite:///relative.db`, `sqlite:////absolute.db` or `sqlite:///:memory:`.

    `sqlite+pysqlite3://…` opens it with the SQLite that the package pysqlite3 brings, and not with Python's. Raises
    StoreError for other URLs, and where pysqlite3 is not installed.
    """
    scheme, separator, rest = url.partition("://")
    path = rest.removeprefix("/")
    if scheme not in DRIVERS or not separator or not rest.startswith("/") or not path:
        raise StoreError(say("store.url_unknown", url=shown(url)), "url_unknown")
    if (
        "?" in rest
    ):  # others take options there; as a name it would be a new and empty file beside the one meant
        raise StoreError(say("store.url_options", url=url), "url_options")
    try:
        driver = import_module(DRIVERS[scheme])
    except ImportError as error:
        raise StoreError(say("store.sqlite_missing", detail=str(error)), "sqlite_missing") from error
    return File(driver, path, timeout, existing)


@define(eq=False)
class File:
    """Opens a file through one driver, each time anew, and keeps in mind that it is open."""

    driver: Any
    path: str
    timeout: float
    existing: bool = False
    _holder: Holder | None = None
    _absolute: str = ""  # wherever the process stands later

    def __call__(self) -> Connection:
        """A connection that is set up; raises StoreError if the file does not let itself be opened or set up."""
        try:
            raw = self._opened()
        except self.driver.Error as error:
            raise StoreError(
                say("store.cannot_open", path=self.path, detail=cause(error)), "cannot_open"
            ) from error
        try:
            set_up(raw, self.path, existing=self.existing)
        except BaseException:
            raw.close()
            raise
        return raw

    def moved(self) -> Text | None:
        """What is wrong where the file was deleted, or another one put in its place, since it was opened.

        With a write-ahead log SQLite would go on, and acknowledge what is nowhere once the program ends.
        """
        if self._holder is None or copies.file_of(self._absolute) == self._holder.file:
            return None
        return say("store.file_moved", path=self.path)

    def _opened(self) -> Connection:
        options = {"timeout": self.timeout, "isolation_level": None, "check_same_thread": False}
        copy = _copy(self.driver)
        with copies.lock:
            copies.refuse(self.path, copy)
            raw: Connection = self.driver.connect(self.path, **options)
            self._absolute = os.path.join(os.getcwd(), self.path)  # noqa: PTH109, PTH118 - quicker than a path object
            self._holder = copies.held(raw, self.path, copy)
        return raw


@cache
def _copy(driver: Any) -> str:
    with closing(driver.connect(MEMORY)) as raw:
        return copies.copy_of(Link(raw))


def set_up(raw: Connection, path: str, *, existing: bool = False) -> None:
    """A write-ahead log where the library is safe with it, else a rollback journal; every commit is synced.

    The rollback journal is truncated, not deleted: with `synchronous = FULL` SQLite syncs a truncation, whereas a
    deletion that a power cut undoes would bring the journal back, and roll the last transaction back with it.
    The file remembers that it has a log: with `existing` one that has no store in it is left without. Raises StoreError
    where the file cannot be read, or is kept in a journal mode that is not safe.
    """
    link = Link(raw)
    try:
        journal = _journal(link, logs=wal_is_safe(link) and (not existing or has_tables(link)))
        link.rows("PRAGMA synchronous = FULL")
        link.rows("PRAGMA foreign_keys = ON")
    except link.errors as error:
        raise StoreError(say("store.cannot_open", path=path, detail=cause(error)), "cannot_open") from error
    if journal not in {"truncate", "memory"} and not (journal == "wal" and wal_is_safe(link)):
        raise StoreError(say("store.journal_stuck", path=path, journal=journal), "journal_stuck")


def _journal(link: Link, *, logs: bool) -> str:
    """The mode that the file came to: a file system without shared memory, or a reader, may not allow a log."""
    if logs and (journal := _switched(link, "WAL")) == "wal":
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
