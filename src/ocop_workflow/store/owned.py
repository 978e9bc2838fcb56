"""Transactions on the store's own connection, and what a failed commit means."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from ..errors import StoreError, UnknownOutcome
from ..messages import say
from ..messages.system import cause
from ..model.text import Text
from . import fitness, schema
from .link import Connection, Link
from .single import Single
from .turns import Turns

T = TypeVar("T")


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
        self._own = Single(opened, linked, moved)
        self._dialect = linked.dialect
        self._turns = turns
        self._lacks: tuple[Text, ...] | None = None
        try:
            self._versions = self._ensured_tables(existing=existing)
        except BaseException:
            self._own.drop()
            raise

    def upgraded(self) -> tuple[int, int]:
        """The schema's version before this session was opened (0: there were no tables), and since."""
        return self._versions

    def within(self, work: Callable[[Link], T]) -> T:
        """What `work` gives in one transaction: kept as a whole when it returns, gone as a whole if it raises.

        Raises StoreError for one inside another: its end would be that of both.
        """
        own = self._own
        with own.lock:
            own.require_outside()
            own.end_stray()
            link = self._begun(self._dialect.begin)
            own.inside = True
            try:
                try:
                    given = work(link)
                except BaseException as error:
                    self._take_back(link, error)
                    raise
                self._commit(link)
            finally:
                own.inside = False
        return given

    @contextmanager
    def writing(self) -> Iterator[Link]:
        """The same of a block, which takes longer than a function."""
        own = self._own
        with own.lock:
            own.require_outside()
            own.end_stray()
            link = self._begun(self._dialect.begin)
            own.inside = True
            try:
                try:
                    yield link
                except BaseException as error:
                    self._take_back(link, error)
                    raise
                self._commit(link)
            finally:
                own.inside = False

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """One picture of the database: no writer comes between the statements of the block."""
        own = self._own
        with own.lock:
            if own.inside and own.link:  # a directory or a clock that asks the store while it decides
                yield own.link
                return
            own.end_stray()
            link = self._begun(self._dialect.begin_reading)
            own.inside = True
            try:
                yield link
            except (link.errors, UnicodeEncodeError) as error:
                told = link.told(error)
                if told is error:
                    raise
                raise told from error
            finally:
                try:
                    own.roll_back(link)
                finally:
                    own.inside = False

    @contextmanager
    def alone(self) -> Iterator[Link]:
        """The connection without a transaction, for what cannot be inside one."""
        with self._own.lock:
            self._own.require_outside()
            self._own.end_stray()
            link = self._own.connected()
            try:
                if self._turns is not None:
                    self._turns.wait(link)
                yield link
            except link.errors as error:
                raise link.told(error) from error

    def lacks(self) -> tuple[Text, ...]:
        """What the connection lacks for keeping what is acknowledged; what can be set was set as it must be."""
        if self._lacks is None:
            with self.reading() as link:
                self._lacks = fitness.lacks(link)
        return self._lacks

    def close(self) -> None:
        self._own.close()

    def _ensured_tables(self, *, existing: bool) -> tuple[int, int]:
        """The schema's version before and after; tables up to date are only looked at: opening waits for no writer."""
        with self.reading() as link:
            if existing and not schema.has_tables(link):
                raise StoreError(say("store.no_store"), "no_store")
            version = schema.version(link)
            if version == schema.last(link):
                self._lacks = fitness.lacks(link)
                return version, version
        with self.writing() as link:
            return schema.create_tables(link)

    def _begun(self, begin: str) -> Link:
        """A connection in a new transaction; one that a server dropped while nothing was under way is made anew.

        So is one whose file somebody has meanwhile put into a journal that is not safe: opened anew it is set up anew.
        """
        writes = begin == self._dialect.begin
        for last in (False, True):
            link = self._own.connected()
            try:
                if self._turns is None:
                    link.run(begin)
                elif writes:
                    self._turns.begin(link, begin)
                else:
                    self._turns.wait(link)
                    link.run(begin)
                unsafe = fitness.unsafe_journal(link) if writes else None
            except link.errors as error:
                if last or not link.lost:
                    raise link.told(error) from error
                self._own.drop()
                continue
            if unsafe is None:
                break
            self._own.drop()
            if last:
                raise StoreError(unsafe, "journal_stuck")
        return link

    def _take_back(self, link: Link, error: BaseException) -> None:
        """Roll back; raises what is to be told instead of this error, if anything."""
        self._own.roll_back(link)
        told = link.told(error)
        if told is not error:
            raise told from error

    def _commit(self, link: Link) -> None:
        try:
            self._ended(link)
        except link.errors as error:
            if link.is_undone(error) and self._own.roll_back(link):
                raise link.told(error) from error
            self._own.drop()
            self._settle()
            raise UnknownOutcome(
                say("store.unknown_outcome", detail=cause(error)), "unknown_outcome"
            ) from error
        except BaseException:
            self._own.drop()
            raise

    def _ended(self, link: Link) -> None:
        if self._turns is None:
            link.commit()
        else:
            self._turns.commit(link)

    def _settle(self) -> None:
        """Write what changes nothing, so that what is read from now on is so after a power cut as well.

        SQLite shows what it wrote, and could not sync, to whoever reads. A transaction that is synced settles it; if
        that is not to be had either, the next one does.
        """
        dialect = self._dialect
        if not dialect.settle:
            return
        try:
            link = self._begun(dialect.begin)
            link.run(dialect.settle)
            self._ended(link)
        except Exception:  # noqa: BLE001 - the first error is told
            self._own.drop()
