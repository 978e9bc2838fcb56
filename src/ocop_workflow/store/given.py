"""A driver's own connection that a host hands in: looked at before each use, and told if it is of no use.

Known: connections of sqlite3 and whatever behaves like it, and those of psycopg 3.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from inspect import iscoroutinefunction
from typing import Any

from ..errors import StoreError
from ..messages import say
from ..messages.system import cause
from ..model.text import Text
from .link import Link
from .postgres import PostgresLink, is_psycopg

FAILED = 3  # libpq's PQTRANS_INERROR


class Given:
    """A driver's own connection, or what a pool of SQLAlchemy's lends out."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def link(self) -> Link:
        """The driver's connection, in the transaction that is open or would be.

        Raises StoreError for one that is closed, belongs to another thread, has to be awaited, is to a database that
        is not known, is in psycopg's pipeline mode, where no statement says at once what it did, or whose transaction
        has failed and can only be rolled back.
        """
        broken = self.broken
        try:
            raw = None if broken else self._below()
            if raw is not None:
                _check(raw)
        except StoreError:
            raise
        except Exception as error:
            raise unusable(error) from error
        if raw is None or (is_psycopg(raw) and int(raw.pgconn.transaction_status) == FAILED):
            raise StoreError(say("store.transaction_broken"), "transaction_broken")
        if is_psycopg(raw) and int(raw.pgconn.pipeline_status):
            raise StoreError(say("store.connection_pipeline"), "connection_pipeline")
        return PostgresLink(raw) if is_psycopg(raw) else Link(raw)

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """The driver's connection for asking: what the host has written and not committed yet is seen."""
        yield self.link()

    def begin(self) -> Callable[[], object]:
        """Begin the transaction of what stands above the driver, if it has none; gives what takes that back."""
        return nothing

    @property
    def broken(self) -> bool:
        """Whether something stands above the driver, and will only roll back."""
        return False

    def lacks(self) -> tuple[Text, ...]:
        """What the driver's connection does not tell by itself."""
        return ()

    def _below(self) -> Any:
        return getattr(self.connection, "driver_connection", self.connection)


def nothing() -> None:
    """What was open already is the host's."""


@lru_cache(maxsize=64)
def _awaited(kind: type) -> bool:
    return iscoroutinefunction(getattr(kind, "commit", None))


def _check(raw: Any) -> None:
    kind: type = type(raw)
    if _awaited(kind):
        raise refused("async", raw)
    if not is_psycopg(raw) and not (hasattr(raw, "cursor") and hasattr(raw, "in_transaction")):
        raise refused("unknown", raw)
    raw.cursor().close()  # closed ones say so, and those that belong to another thread


def unusable(error: Exception) -> StoreError:
    """What to raise where no connection could be had."""
    return StoreError(say("store.connection_unusable", detail=cause(error)), "connection_unusable")


def refused(why: str, connection: object) -> StoreError:
    """What to raise for something that is no connection of a known kind: `async`, `source` or `unknown`."""
    kind = f"{type(connection).__module__}.{type(connection).__qualname__}"
    return StoreError(say(f"store.connection_{why}", kind=kind), f"connection_{why}")
