"""A host's connection: the store works inside the host's transaction and never ends it.

Known: sqlite3 (and whatever behaves like it), psycopg 3, and a SQLAlchemy Connection or Django's connection over
either of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ..errors import StoreError, UnknownOutcome
from ..messages import say
from ..messages.system import cause
from ..model.text import Text
from . import fitness, schema
from .link import Empty, Link
from .postgres import PostgresLink, is_psycopg

SAVEPOINT = "ocop_workflow"


def driver_connection(connection: Any) -> Any:
    """The DBAPI connection below a SQLAlchemy Connection or Django's connection; others are their own.

    Raises StoreError for a connection that is neither a SQLite one nor one of psycopg 3.
    """
    if hasattr(connection, "ensure_connection"):  # Django
        connection.ensure_connection()
        raw = connection.connection
    elif hasattr(connection, "get_transaction") and hasattr(connection, "exec_driver_sql"):  # SQLAlchemy
        raw = connection.connection.driver_connection
    else:
        raw = connection
    if not is_psycopg(raw) and not (hasattr(raw, "cursor") and hasattr(raw, "in_transaction")):
        kind = f"{type(raw).__module__}.{type(raw).__qualname__}"
        raise StoreError(say("store.connection_unknown", kind=kind), "connection_unknown")
    return raw


class Host:
    """Transactions that belong to someone else: a savepoint of ours inside, undone if the block raises.

    Where there is no transaction, one is begun and left open for the host to commit; if the block raises, that
    one is taken back as well, so that the connection is as it was found. On a connection in autocommit mode
    nobody would commit it: that is refused.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @contextmanager
    def writing(self) -> Iterator[Link]:
        """The tables are created where they are missing: in the host's transaction, like everything else."""
        link = self._link()
        take_back = self._join(link)
        try:
            with _savepoint(link):
                schema.create_tables(link)
                yield link
        except BaseException as error:
            take_back()
            told = link.told(error)
            if told is error:
                raise
            raise told from error

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """Reads what the host's transaction sees; where there is none, none is left behind."""
        link = self._link()
        with _leaving(link):
            yield link if schema.has_tables(link) else Empty(link.raw)

    def lacks(self) -> tuple[Text, ...]:
        """What the connection lacks for keeping what is acknowledged."""
        link = self._link()
        with _leaving(link):
            return fitness.lacks(link)

    def close(self) -> None:
        """Nothing: the connection is the host's to close."""

    def _link(self) -> Link:
        raw = driver_connection(self._connection)
        return PostgresLink(raw) if is_psycopg(raw) else Link(raw)

    def _join(self, link: Link) -> Callable[[], None]:
        """Make sure that a transaction is open; gives what takes back the one that was begun here."""
        undo: Callable[[], None] = lambda: None  # noqa: E731 - nothing was begun
        begin = getattr(self._connection, "begin", None)
        found = link.in_transaction
        if link.raw is not self._connection and begin and not self._connection.in_transaction():
            taken = begin()  # SQLAlchemy would not commit what it has not begun
            undo = undo if found else taken.rollback
        if link.in_transaction:
            return undo
        if _autocommits(link.raw):
            undo()
            raise StoreError(say("store.autocommit"), "autocommit")
        try:
            if not link.dialect.implicit:
                link.run(link.dialect.begin)
        except link.errors as error:
            undo()
            raise link.told(error) from error

        def roll_back() -> None:
            with suppress(link.errors):
                link.run("ROLLBACK")
            undo()

        return roll_back


@contextmanager
def _leaving(link: Link) -> Iterator[None]:
    """Asks, and ends the transaction that a driver began for the asking."""
    found = link.in_transaction
    try:
        yield
    except link.errors as error:
        raise link.told(error) from error
    finally:
        if not found and link.in_transaction:
            with suppress(link.errors):
                link.run("ROLLBACK")


@contextmanager
def _savepoint(link: Link) -> Iterator[None]:
    link.run(f"SAVEPOINT {SAVEPOINT}")
    try:
        yield
        link.run(f"RELEASE {SAVEPOINT}")
    except BaseException as error:
        try:
            link.run(f"ROLLBACK TO {SAVEPOINT}")
            link.run(f"RELEASE {SAVEPOINT}")
        except link.errors as second:
            # The savepoint is gone, or will not be undone: only ending the whole transaction helps now.
            raise UnknownOutcome(
                say("store.savepoint_lost", detail=cause(second)), "savepoint_lost"
            ) from error
        raise


def _autocommits(raw: Any) -> bool:
    """Python 3.12's `autocommit`, and psycopg's; before it, and by default in it, an `isolation_level` of None."""
    autocommit = getattr(raw, "autocommit", None)
    if isinstance(autocommit, bool):
        return autocommit
    return getattr(raw, "isolation_level", "") is None
