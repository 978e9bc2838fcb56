"""What a host hands in: whose transaction it is, and how one is begun.

A driver's own connection, and over it a Connection, Session or scoped_session of SQLAlchemy and the connection of
Django. What only hands out connections, and what has to be awaited, is refused with what to give instead.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from os import PathLike
from typing import Any

from ..errors import StoreError
from ..messages import say
from ..model.text import Text
from .given import Given, nothing, refused, unusable
from .link import Link

SOURCES = (
    "raw_connection",
    "getconn",
    "configure",
    "databases",
)  # Engine, psycopg's pool, sessionmaker, Django


class AlchemyConnection(Given):
    """SQLAlchemy's Connection: it would not commit what it has not begun itself."""

    def begin(self) -> Callable[[], object]:
        if self.connection.in_transaction():
            return nothing
        found = self.link().in_transaction  # the host asked the driver itself to begin
        taken = self.connection.begin()
        return nothing if found else taken.rollback

    def _below(self) -> Any:
        return self.connection.connection.driver_connection


class AlchemySession(Given):
    """SQLAlchemy's Session, or the one that a scoped_session has for this thread; none of it is flushed or expired."""

    @property
    def session(self) -> Any:
        return self.connection() if hasattr(self.connection, "registry") else self.connection

    def begin(self) -> Callable[[], object]:
        return nothing if self.session.in_transaction() else self.session.begin().close

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """A session without a transaction has no connection either, and is not made to take one."""
        if self.session.in_transaction():
            yield self.link()
            return
        try:
            bind = self.session.get_bind()
        except Exception as error:
            raise unusable(error) from error
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
        raise refused("async", connection)
    if hasattr(connection, "ensure_connection"):
        return DjangoConnection(connection)
    if hasattr(connection, "get_bind"):
        return AlchemySession(connection)
    if hasattr(connection, "get_transaction") and hasattr(connection, "exec_driver_sql"):
        return AlchemyConnection(connection)
    if any(hasattr(type(connection), name) for name in SOURCES):
        raise refused("source", connection)
    return Given(connection)


def _awaited(connection: object) -> bool:
    """Whether what it does has to be awaited."""
    kind = type(connection)
    return any(
        iscoroutinefunction(getattr(kind, name, None)) for name in ("execute", "commit", "close", "dispose")
    )
