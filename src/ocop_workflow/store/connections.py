"""What a host hands in, and the driver's connection below it: whose transaction it is, and how one is begun.

Known: connections of sqlite3 and whatever behaves like it, those of psycopg 3, and over either of them a Connection,
Session or scoped_session of SQLAlchemy and the connection of Django. What only hands out connections, and what has to
be awaited, is refused with what to give instead.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from os import PathLike
from typing import Any

from ..errors import StoreError
from ..messages import say
from ..messages.system import cause
from ..model.text import Text
from .link import Link
from .postgres import PostgresLink, is_psycopg

FAILED = 3  # libpq's PQTRANS_INERROR
SOURCES = (
    "raw_connection",
    "getconn",
    "configure",
    "databases",
)  # Engine, psycopg's pool, sessionmaker, Django


class Given:
    """A driver's own connection, or what a pool of SQLAlchemy's lends out."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def link(self) -> Link:
        """The driver's connection, in the transaction that is open or would be.

        Raises StoreError for one that is closed, belongs to another thread, has to be awaited, is to a database that
        is not known, or whose transaction has failed and can only be rolled back.
        """
        broken = self.broken
        try:
            raw = None if broken else self._below()
            if raw is not None:
                _check(raw)
        except StoreError:
            raise
        except Exception as error:
            raise _unusable(error) from error
        if raw is None or (is_psycopg(raw) and int(raw.pgconn.transaction_status) == FAILED):
            raise StoreError(say("store.transaction_broken"), "transaction_broken")
        return PostgresLink(raw) if is_psycopg(raw) else Link(raw)

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """The driver's connection for asking: what the host has written and not committed yet is seen."""
        yield self.link()

    def begin(self) -> Callable[[], object]:
        """Begin the transaction of what stands above the driver, if it has none; gives what takes that back."""
        return _nothing

    @property
    def broken(self) -> bool:
        """Whether something stands above the driver, and will only roll back."""
        return False

    def lacks(self) -> tuple[Text, ...]:
        """What the driver's connection does not tell by itself."""
        return ()

    def _below(self) -> Any:
        return getattr(self.connection, "driver_connection", self.connection)


class AlchemyConnection(Given):
    """SQLAlchemy's Connection: it would not commit what it has not begun itself."""

    def begin(self) -> Callable[[], object]:
        if self.connection.in_transaction():
            return _nothing
        found = self.link().in_transaction  # the host asked the driver itself to begin
        taken = self.connection.begin()
        return _nothing if found else taken.rollback

    def _below(self) -> Any:
        return self.connection.connection.driver_connection


class AlchemySession(Given):
    """SQLAlchemy's Session, or the one that a scoped_session has for this thread; none of it is flushed or expired."""

    @property
    def session(self) -> Any:
        return self.connection() if hasattr(self.connection, "registry") else self.connection

    def begin(self) -> Callable[[], object]:
        return _nothing if self.session.in_transaction() else self.session.begin().close

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """A session without a transaction has no connection either, and is not made to take one."""
        if self.session.in_transaction():
            yield self.link()
            return
        try:
            bind = self.session.get_bind()
        except Exception as error:
            raise _unusable(error) from error
        if hasattr(bind, "exec_driver_sql"):
            yield AlchemyConnection(bind).link()
            return
        with bind.connect() as lent:
            yield AlchemyConnection(lent).link()

    @property
    def broken(self) -> bool:
        return not self.session.is_active

    def _below(self) -> Any:
        return self.session.connection().connection.driver_connection


class DjangoConnection(Given):
    """Django's: `connection` and `connections["alias"]`, the one that this thread has."""

    @property
    def broken(self) -> bool:
        inside = self.connection.in_atomic_block
        return bool(inside and (self.connection.needs_rollback or self.connection.closed_in_transaction))

    def lacks(self) -> tuple[Text, ...]:
        """SQLite's transactions that read before they write are turned away without waiting, if another one writes."""
        given = self.connection
        if given.vendor != "sqlite" or given.is_in_memory_db():
            return ()
        waits = getattr(given, "transaction_mode", None) in {"IMMEDIATE", "EXCLUSIVE"}
        return () if waits else (say("store.begins_deferred"),)

    def _below(self) -> Any:
        self.connection.validate_thread_sharing()
        self.connection.ensure_connection()
        return self.connection.connection


def given(connection: Any) -> Given:
    """What the host handed in, as the store uses it; raises StoreError for what is no connection."""
    if isinstance(connection, (str, PathLike)):
        raise StoreError(say("store.connection_url"), "connection_url")
    if _awaited(connection):
        raise _refused("async", connection)
    if hasattr(connection, "ensure_connection"):
        return DjangoConnection(connection)
    if hasattr(connection, "get_bind"):
        return AlchemySession(connection)
    if hasattr(connection, "get_transaction") and hasattr(connection, "exec_driver_sql"):
        return AlchemyConnection(connection)
    if any(hasattr(type(connection), name) for name in SOURCES):
        raise _refused("source", connection)
    return Given(connection)


def _nothing() -> None:
    """What was open already is the host's."""


def _awaited(connection: object) -> bool:
    """Whether what it does has to be awaited."""
    kind = type(connection)
    return any(
        iscoroutinefunction(getattr(kind, name, None)) for name in ("execute", "commit", "close", "dispose")
    )


def _check(raw: Any) -> None:
    if iscoroutinefunction(getattr(raw, "commit", None)):
        raise _refused("async", raw)
    if not is_psycopg(raw) and not (hasattr(raw, "cursor") and hasattr(raw, "in_transaction")):
        raise _refused("unknown", raw)
    raw.cursor().close()  # closed ones say so, and those that belong to another thread


def _unusable(error: Exception) -> StoreError:
    return StoreError(say("store.connection_unusable", detail=cause(error)), "connection_unusable")


def _refused(why: str, connection: object) -> StoreError:
    kind = f"{type(connection).__module__}.{type(connection).__qualname__}"
    return StoreError(say(f"store.connection_{why}", kind=kind), f"connection_{why}")
