"""The store's own connection: its transactions, and what a failed commit means.

One connection, one lock: the threads of a process take turns, as SQLite lets one writer in at a time anyhow.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import RLock

from ..errors import StoreError, UnknownOutcome
from ..messages import say
from ..messages.system import cause
from ..model.text import Text
from . import fitness, forking, schema
from .link import Connection, Link
from .turns import Turns


class Owned:
    """Transactions on a connection that nobody else uses. `opened` makes the connection, and a new one if dropped.

    `turns`: how writers of other processes are waited for, where the database has no order of its own. `moved`: what is
    wrong with the open database, where its file is no longer there. The tables are made, or brought up to date. With
    `existing` they are not made: StoreError where there are none.
    """

    def __init__(
        self,
        opened: Callable[[], Connection],
        linked: type[Link] = Link,
        turns: Turns | None = None,
        moved: Callable[[], Text | None] | None = None,
        *,
        existing: bool = False,
    ) -> None:
        self._opened = opened
        self._linked = linked
        self._turns = turns
        self._moved = moved
        self._lock = RLock()
        self._link: Link | None = None
        self._inside = False
        self._closed = False
        forking.watch(self)
        try:
            self._versions = self._ensured_tables(existing=existing)
        except BaseException:
            self._drop()
            raise

    def upgraded(self) -> tuple[int, int]:
        """The schema's version before this session was opened (0: there were no tables), and since."""
        return self._versions

    @contextmanager
    def writing(self) -> Iterator[Link]:
        """One transaction: kept as a whole when the block ends, gone as a whole if it raises.

        Raises StoreError for one inside another: its end would be that of both.
        """
        with self._lock:
            self._require_outside()
            with self._transaction(self._linked.dialect.begin) as link:
                try:
                    yield link
                except BaseException as error:
                    self._roll_back(link)
                    told = link.told(error)
                    if told is error:
                        raise
                    raise told from error
                self._commit(link)

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """One picture of the database: no writer comes between the statements of the block."""
        with self._lock:
            if self._inside and self._link:  # a directory or a clock that asks the store while it decides
                yield self._link
                return
            with self._transaction(self._linked.dialect.begin_reading) as link:
                try:
                    yield link
                except (link.errors, UnicodeEncodeError) as error:
                    told = link.told(error)
                    if told is error:
                        raise
                    raise told from error
                finally:
                    self._roll_back(link)

    @contextmanager
    def alone(self) -> Iterator[Link]:
        """The connection without a transaction, for what cannot be inside one."""
        with self._lock:
            self._require_outside()
            if self._link is not None and self._link.in_transaction:
                self._drop()
            link = self._connected()
            try:
                yield link
            except link.errors as error:
                raise link.told(error) from error

    def lacks(self) -> tuple[Text, ...]:
        """What the connection lacks for keeping what is acknowledged; what can be set was set as it must be."""
        with self.reading() as link:
            return fitness.lacks(link)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._drop()

    def before_fork(self) -> None:
        """Wait until no transaction is open, and close: two processes on one connection would undo each other's work.

        What is in memory is copied with the process, and stays. So does a transaction that this very thread is in.
        """
        self._lock.acquire()
        if not self._inside and self._link is not None and fitness.outlives(self._link):
            self._drop()

    def after_fork(self, *, child: bool) -> None:
        """Go on; both open the database again when they use it."""
        if not child:
            self._lock.release()
            return
        self._lock = RLock()
        if self._inside and self._link is not None:
            forking.abandon(self._link)
            self._link, self._inside = None, False

    def _require_outside(self) -> None:
        if self._inside:  # a directory, a clock or a calendar that writes while the store decides
            raise StoreError(say("store.nested"), "nested")

    def _connected(self) -> Link:
        if self._closed:
            raise StoreError(say("store.closed"), "closed")
        if self._link is None:
            self._link = self._linked(self._opened())
        elif self._moved and (wrong := self._moved()):
            raise StoreError(wrong, "file_moved")
        return self._link

    def _ensured_tables(self, *, existing: bool) -> tuple[int, int]:
        """The schema's version before and after; tables up to date are only looked at: opening waits for no writer."""
        with self.reading() as link:
            if existing and not schema.has_tables(link):
                raise StoreError(say("store.no_store"), "no_store")
            version, current = schema.version(link), schema.up_to_date(link)
        if current:
            return version, version
        with self.writing() as link:
            return schema.create_tables(link)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Link]:
        if self._link is not None and self._link.in_transaction and not self._inside:
            self._drop()  # an interrupt struck before the last one could be ended
        link = self._begun(begin)
        self._inside = True
        try:
            yield link
        finally:
            self._inside = False

    def _begun(self, begin: str) -> Link:
        """A connection in a new transaction; one that a server dropped while nothing was under way is made anew.

        So is one whose file somebody has meanwhile put into a journal that is not safe: opened anew it is set up anew.
        """
        writes = begin == self._linked.dialect.begin
        for last in (False, True):
            link = self._connected()
            try:
                if writes and self._turns:
                    self._turns.begin(link, begin)
                else:
                    link.run(begin)
                unsafe = fitness.unsafe_journal(link) if writes else None
            except link.errors as error:
                if last or not link.lost:
                    raise link.told(error) from error
                self._drop()
                continue
            if unsafe is None:
                break
            self._drop()
            if last:
                raise StoreError(unsafe, "journal_stuck")
        return link

    def _commit(self, link: Link) -> None:
        try:
            link.commit()
        except link.errors as error:
            if link.is_undone(error) and self._roll_back(link):
                raise link.told(error) from error
            self._drop()
            self._settle()
            raise UnknownOutcome(
                say("store.unknown_outcome", detail=cause(error)), "unknown_outcome"
            ) from error
        except BaseException:
            self._drop()
            raise

    def _settle(self) -> None:
        """Write what changes nothing, so that what is read from now on is so after a power cut as well.

        SQLite shows what it wrote, and could not sync, to whoever reads. A transaction that is synced settles it; if
        that is not to be had either, the next one does.
        """
        dialect = self._linked.dialect
        if not dialect.settle:
            return
        try:
            link = self._begun(dialect.begin)
            link.run(dialect.settle)
            link.commit()
        except Exception:  # noqa: BLE001 - the first error is told
            self._drop()

    def _roll_back(self, link: Link) -> bool:
        """Whether the database confirmed it; a connection that does not is dropped, which rolls back as well."""
        try:
            link.run("ROLLBACK")
        except link.errors:
            if not link.in_transaction:  # a full disk makes SQLite roll back by itself
                return True
            self._drop()
            return False
        return True

    def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            with suppress(link.errors):
                link.raw.close()
