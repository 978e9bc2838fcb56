"""Running statements over one PEP 249 connection: paramstyle, row shape and the driver's errors, nothing more."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Protocol

from ..errors import StoreError
from ..messages import say
from ..messages.system import cause
from .dialect import SQLITE, Dialect

BUSY = ("locked", "busy")  # sqlite3 names the code only from Python 3.11 on, and other drivers never do
SURROGATES = "surrogates not allowed"
FOREIGN = ("already exists", "already another", "no such column", "may not be indexed")

Row = tuple[Any, ...]


class Cursor(Protocol):
    """The part of a PEP 249 cursor that is used."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, statement: str, parameters: Sequence[object] = ..., /) -> object: ...
    def executemany(self, statement: str, parameters: Sequence[Sequence[object]], /) -> object: ...
    def fetchall(self) -> list[Any]: ...
    def close(self) -> object: ...


class Connection(Protocol):
    """The part of a PEP 249 connection that is used. It is never asked to commit: statements do that."""

    def cursor(self) -> Cursor: ...
    def close(self) -> object: ...


class Link:
    """A connection that runs the store's statements and gives rows as tuples of str, int and None.

    This one is to SQLite; other databases' say what is different with them.
    """

    dialect: ClassVar[Dialect] = SQLITE
    marks: ClassVar[bool] = True  # whether the driver takes statements with `?`

    def __init__(self, raw: Connection) -> None:
        self.raw = raw
        self.waits = True  # for other writers, in the database's own way
        self.safe_log: bool | None = (
            None  # whether this SQLite may keep one; None as long as nobody has asked
        )
        self.file: str | None = None  # of the database, "" in memory; None as long as nobody has asked
        self.log: str | None = None  # where that of a log would be; None: nobody knows
        self._kept: Cursor | None = None
        self.errors: type[Exception] = getattr(raw, "Error", sqlite3.Error)
        self.integrity: type[Exception] = getattr(raw, "IntegrityError", sqlite3.IntegrityError)

    def rows(self, statement: str, *parameters: object) -> list[Row]:
        cursor = self._cursor()
        try:
            cursor.execute(statement if self.marks else self.dialect.sql(statement), parameters)
            found = cursor.fetchall()
        except BaseException:
            self._end(cursor)
            raise
        for row in found:
            if row.__class__ is not tuple or bytes in map(type, row):
                return [_texts(each) for each in found]
        return found

    def one(self, statement: str, *parameters: object) -> Row | None:
        rows = self.rows(statement, *parameters)
        return rows[0] if rows else None

    def run(self, statement: str, *parameters: object) -> int:
        """The number of rows that were changed."""
        cursor = self._cursor()
        try:
            cursor.execute(statement if self.marks else self.dialect.sql(statement), parameters)
        except BaseException:
            self._end(cursor)
            raise
        return cursor.rowcount

    def run_many(self, statement: str, parameters: Sequence[Row]) -> int:
        """Run it with each of these parameters; the number of rows that were changed."""
        if not parameters:
            return 0
        cursor = self._cursor()
        try:
            cursor.executemany(self.dialect.sql(statement), parameters)
        except BaseException:
            self._end(cursor)
            raise
        return cursor.rowcount

    def lock(self, name: str) -> None:
        """Let nobody else lock this name until the transaction ends; of one writer alone nothing is asked."""
        if self.dialect.lock:
            self.rows(self.dialect.lock, name)

    def commit(self) -> None:
        """End the transaction; raises the driver's error if it was not kept, or if nobody can tell."""
        self.run("COMMIT")

    @property
    def in_transaction(self) -> bool:
        return bool(getattr(self.raw, "in_transaction", False))

    @property
    def lost(self) -> bool:
        """Whether the connection is known to be of no use any more."""
        return False

    def is_busy(self, error: BaseException) -> bool:
        """Whether the driver gave up waiting for another writer: then nothing was written."""
        return isinstance(error, self.errors) and any(word in str(error) for word in BUSY)

    def is_unfit(self, error: BaseException) -> bool:
        """Whether a text was given that cannot be kept: half of a pair of surrogates, as JSON may have it escaped."""
        return isinstance(error, UnicodeEncodeError) and SURROGATES in error.reason

    def is_foreign(self, error: BaseException) -> bool:
        """Whether tables of the store's names are there, and are not the store's."""
        return isinstance(error, self.errors) and any(words in str(error) for words in FOREIGN)

    def is_undone(self, error: BaseException) -> bool:
        """Whether a commit that raised this is known not to have been kept."""
        return self.is_busy(error)

    def told(self, error: BaseException) -> BaseException:
        """What to raise for an error of the driver after which nothing of ours is kept; others as they are."""
        if self.is_unfit(error):
            return StoreError(say("store.text_unfit"), "text_unfit")
        if not isinstance(error, self.errors):
            return error
        key = "busy" if self.is_busy(error) else "database_failed"
        return StoreError(say(f"store.{key}", detail=cause(error)), key)

    def _cursor(self) -> Cursor:
        """One for all statements: each has been read to its end before the next."""
        if self._kept is None:
            self._kept = self.raw.cursor()
            if getattr(self._kept, "row_factory", None) is not None:
                self._kept.row_factory = None  # type: ignore[attr-defined]  # a host's own may be dictionaries
        return self._kept

    def _end(self, cursor: Cursor) -> None:
        """Leave nothing open of a statement that failed: what is half read would keep others out."""
        self._kept = None
        with suppress(Exception):  # the first error is told
            cursor.close()


def _texts(row: Iterable[object]) -> Row:
    """A row of whatever the host has chosen, texts decoded."""
    return tuple(value.decode() if isinstance(value, bytes) else value for value in row)


class Empty(Link):
    """A database that has not got the tables yet: there is nothing in them."""

    def rows(self, statement: str, *parameters: object) -> list[Row]:  # noqa: ARG002 - whatever is asked
        return []
