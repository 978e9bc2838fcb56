"""The floor: the same rows written by the driver alone, in as many transactions, with nothing decided."""

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, Self

import psycopg
from attrs import frozen
from journeys import Written

from ocop_workflow.store import statements
from ocop_workflow.store.dialect import POSTGRES, SQLITE, Dialect
from ocop_workflow.store.fitness import SAFE_WAL
from ocop_workflow.store.sqlite import DRIVERS

SYNCHRONOUS = "FULL"


def journal(driver: Any) -> str:
    """The mode of a store's own connection by this driver of SQLite."""
    return "WAL" if driver.sqlite_version_info >= SAFE_WAL else "TRUNCATE"


class Floor(Protocol):
    """A database, and how a raw connection to it is opened as the store opens its own."""

    @property
    def url(self) -> str: ...
    @property
    def dialect(self) -> Dialect: ...
    def open(self) -> Any: ...


@frozen
class SQLiteFloor:
    """A file, by the driver that the scheme of its URL names."""

    path: Path
    scheme: str = "sqlite"
    dialect: Dialect = SQLITE

    @property
    def url(self) -> str:
        return f"{self.scheme}:///{self.path}"

    def open(self) -> Any:
        driver = import_module(DRIVERS[self.scheme])
        raw = driver.connect(self.path, isolation_level=None)
        raw.execute(f"PRAGMA journal_mode = {journal(driver)}")
        raw.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        raw.execute("PRAGMA foreign_keys = ON")
        return raw


@frozen
class PostgresFloor:
    """A schema."""

    url: str
    dialect: Dialect = POSTGRES

    def open(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url, autocommit=True)


class Writer:
    """Writes what an event wrote: the case is looked up, entries are inserted, the case is updated."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._raw: Any = None
        sql = floor.dialect.sql
        self._case, self._add, self._set = map(
            sql, (statements.CASE, statements.ADD_ENTRY, statements.SET_CASE)
        )

    def __enter__(self) -> Self:
        self._raw = self._floor.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()

    def begin(self) -> None:
        self._raw.execute(self._floor.dialect.begin)

    def commit(self) -> None:
        self._raw.execute("COMMIT")

    def write(self, written: Written) -> None:
        self._raw.execute(self._case, (written.case_id,)).fetchone()
        for entry in written.entries:
            self._raw.execute(self._add, entry)
        changed = self._raw.execute(self._set, written.case).rowcount
        assert changed == 1, written.case_id
