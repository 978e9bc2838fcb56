"""A host's connection: the store works inside the host's transaction and never ends it.

Whose connection it is, `connections` knows. The threads of a process may hand one on, but not use it together.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import get_ident
from typing import Any, TypeVar

from ..errors import StoreError, UnknownOutcome
from ..messages import say
from ..messages.system import cause
from ..model.text import Text
from . import fitness, schema
from .connections import given
from .copies import Holder, held_by_host
from .dialect import SQLITE
from .link import Empty, Link

SAVEPOINT = "ocop_workflow"

T = TypeVar("T")
_USED: dict[int, int] = {}  # driver's connection → the thread that is in it just now


class Host:
    """Transactions that belong to someone else: a savepoint of ours inside, undone if the block raises.

    Where there is no transaction, one is begun and left open for the host to commit; if the block raises, that
    one is taken back as well, so that the connection is as it was found. On a connection in autocommit mode
    nobody would commit it: that is refused.
    """

    def __init__(self, connection: Any) -> None:
        self._given = given(connection)
        self._holder: Holder | None = None

    @contextmanager
    def writing(self) -> Iterator[Link]:
        """The tables are created where they are missing: in the host's transaction, like everything else."""
        with ExitStack() as taking_back:
            taking_back.callback(self._given.begin())
            link = self._given.link()
            with _alone(link):
                if not link.in_transaction:
                    if _autocommits(link.raw):
                        raise StoreError(say("store.autocommit"), "autocommit")
                    taking_back.callback(_roll_back, link)
                    if not link.dialect.implicit:
                        link.run(link.dialect.begin)
                with _savepoint(link):
                    schema.create_tables(link)
                    yield link
            taking_back.pop_all()  # the host ends what was begun

    def within(self, work: Callable[[Link], T]) -> T:
        """What `work` gives in such a block."""
        with self.writing() as link:
            return work(link)

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """Reads what the host's transaction sees; where there is none, none is left behind."""
        with self._given.reading() as link, _alone(link), _leaving(link):
            yield link if schema.has_tables(link) else Empty(link.raw)

    def upgraded(self) -> tuple[int, int]:
        """Make the tables, or bring them up to date, in the host's transaction: the version before and after."""
        with self.reading() as link:
            before = schema.version(link)
        with self.writing() as link:
            return before, schema.version(link)

    def lacks(self) -> tuple[Text, ...]:
        """What the connection lacks for keeping what is acknowledged."""
        with self._given.reading() as link, _alone(link), _leaving(link):
            if link.dialect is SQLITE:
                self._holder = held_by_host(link)
            return (*fitness.lacks(link), *self._given.lacks())

    def close(self) -> None:
        """Nothing: the connection is the host's to close."""


@contextmanager
def _alone(link: Link) -> Iterator[None]:
    """Use the connection, unless another thread does; says what its driver's errors mean.

    Statements of two threads would be one transaction, and undo each other's savepoints.
    """
    key, me = id(link.raw), get_ident()
    within = _USED.get(key) == me  # a directory that asks the store while it decides
    if _USED.setdefault(key, me) != me:
        raise StoreError(say("store.connection_shared"), "connection_shared")
    try:
        yield
    except (link.errors, UnicodeEncodeError) as error:
        told = link.told(error)
        if told is error:
            raise
        raise told from error
    finally:
        if not within:
            del _USED[key]


def _roll_back(link: Link) -> None:
    with suppress(link.errors):
        link.run("ROLLBACK")


@contextmanager
def _leaving(link: Link) -> Iterator[None]:
    """Ends the transaction that a driver began for the asking."""
    found = link.in_transaction
    try:
        yield
    finally:
        if not found and link.in_transaction:
            _roll_back(link)


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
