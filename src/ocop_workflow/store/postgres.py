"""PostgreSQL through psycopg 3: opening it, and what its driver says differently. psycopg is loaded when it is used."""

import sys
from collections.abc import Callable
from typing import Any, ClassVar, cast

from ..errors import StoreError
from ..messages import say
from .address import without
from .dialect import POSTGRES, Dialect
from .link import Connection, Cursor, Link

SCHEMES = ("postgresql", "postgres")

# SQLSTATEs (PostgreSQL's appendix A): deadlock, serialization failure, a lock that was waited for too long.
BUSY = ("40P01", "40001", "55P03")
TAKEN = ("42P07", "42710", "42723", "42P06")  # a name that another table, trigger, function or schema has
UNDEFINED = ("42703", "42883")  # a column that a table has not, or not of a kind to be compared
INTEGRITY = "23"  # the class; a deferred constraint is checked by the commit


def is_psycopg(raw: object) -> bool:
    """Whether this is a connection of psycopg 3 that is not asynchronous."""
    psycopg = sys.modules.get("psycopg")  # whoever has such a connection has loaded it
    return psycopg is not None and isinstance(raw, psycopg.Connection)


class PostgresLink(Link):
    """A psycopg connection, whatever rows and cursors its host has chosen for itself."""

    dialect: ClassVar[Dialect] = POSTGRES
    marks: ClassVar[bool] = False

    def __init__(self, raw: Any) -> None:
        super().__init__(raw)
        self._status = raw.pgconn

    def commit(self) -> None:
        """PostgreSQL answers the commit of a failed transaction by rolling it back, which is no error to it."""
        import psycopg

        cursor = cast("Any", self._cursor())
        try:
            cursor.execute("COMMIT")
        except BaseException:
            self._end(cursor)
            raise
        if cursor.statusmessage != "COMMIT":
            raise psycopg.errors.InFailedSqlTransaction(str(cursor.statusmessage))

    @property
    def in_transaction(self) -> bool:
        return int(self._status.transaction_status) != 0

    @property
    def lost(self) -> bool:
        return bool(cast("Any", self.raw).closed)

    def is_busy(self, error: BaseException) -> bool:
        return getattr(error, "sqlstate", None) in BUSY

    def is_unfit(self, error: BaseException) -> bool:
        """And the character NUL, of which psycopg says so before anything is sent."""
        import psycopg

        unsent = isinstance(error, psycopg.DataError) and error.sqlstate is None and "NUL" in str(error)
        return unsent or super().is_unfit(error)

    def is_foreign(self, error: BaseException) -> bool:
        return getattr(error, "sqlstate", None) in (*TAKEN, *UNDEFINED)

    def is_undone(self, error: BaseException) -> bool:
        import psycopg

        state = getattr(error, "sqlstate", None) or ""
        return (
            self.is_busy(error)
            or state.startswith(INTEGRITY)
            or isinstance(error, psycopg.errors.InFailedSqlTransaction)
        )

    def _cursor(self) -> Cursor:
        """One for all statements: it knows how values are written, and a new one takes a third of a statement."""
        if self._kept is None:
            import psycopg

            raw = cast("Any", self.raw)
            self._kept = cast("Cursor", psycopg.Cursor(raw, row_factory=psycopg.rows.tuple_row))
        return self._kept


def server(url: str, timeout: float) -> Callable[[], Connection]:
    """Opens a database of a server: `postgresql://user:password@host/name`, as libpq reads it.

    Raises StoreError where psycopg is not installed, and for a server that lets nobody in.
    """
    try:
        import psycopg
    except ImportError as error:
        raise StoreError(say("store.driver_missing", detail=str(error)), "driver_missing") from error

    def opened() -> Connection:
        try:
            raw = psycopg.connect(
                url, autocommit=True, connect_timeout=max(2, round(timeout)), client_encoding="utf8"
            )
            try:
                raw.execute(f"SET lock_timeout = {max(1, round(timeout * 1000))}".encode())
                if raw.execute("SHOW synchronous_commit").fetchone() == ("off",):
                    raw.execute("SET synchronous_commit = on")
            except BaseException:
                raw.close()
                raise
        except psycopg.Error as error:
            detail = str(error).strip()
            told = StoreError(say("store.cannot_connect", detail=without(detail, url)), "cannot_connect")
            if without(detail, url) != detail:  # nor may a traceback say it
                raise told from None
            raise told from error
        return cast("Connection", raw)

    return opened
