"""One worker's turn with a consumer: what is due again first, then what is new, saved a batch at a time."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from attrs import define, evolve, field

from ...errors import StoreError, UnknownOutcome
from ...model.canonical import instant_text
from ..definitions import Definitions
from . import statements
from .delivery import Delivery, error_text
from .fence import Session, fenced
from .lease import Lease
from .reading import Found, entries, entries_of_case
from .settings import Settings

_log = logging.getLogger("ocop_workflow.store")
BATCH = 100  # entries between two saves


@define
class Turn:
    """While the lease is held. `position`: all up to it were delivered or set aside; `changes` are not saved yet."""

    session: Session
    definitions: Definitions
    clock: Callable[[], datetime]
    lease: Lease
    handler: Callable[[Delivery], object]
    settings: Settings
    limit: int | None
    position: int
    renew: datetime
    delivered: int = 0
    failed: int = 0
    hosted: bool = False  # within a host's transaction
    changes: list[tuple[str, tuple[object, ...]]] = field(factory=list)

    def take(self) -> StoreError | None:
        """Deliver, save, and give the lease back; what held it up, if anything did."""
        try:
            self._again()
            held_up = None if self.full() else self._follow()
            self.save(last=True)
        except BaseException as error:
            if isinstance(error, StoreError) and error.code == "lease_lost":
                return error
            with suppress(Exception):  # what is being raised matters more
                self.save(last=True)
            raise
        return held_up

    def save(self, *, last: bool = False) -> None:
        """Keep all that was done, or nothing where another worker has the lease by now (StoreError)."""
        now = self.clock()
        with self.session.writing() as link:
            self.lease.keep(link, self.position, now, last=last)
            for statement, parameters in self.changes:
                link.run(statement, *parameters)
        self.changes.clear()
        self.renew = now + self.lease.length / 3

    def full(self) -> bool:
        """Whether as many entries were handed out as were asked for."""
        return self.limit is not None and self.delivered + self.failed >= self.limit

    def _follow(self) -> StoreError | None:
        """What is new, as far as nothing can appear before it any more; what held it up."""
        try:
            end = fenced(self.session, self.position, self.settings.wait)
        except StoreError as error:
            if error.code != "writer_open":
                raise
            return error
        consumer = self.lease.consumer
        while self.position < end and not self.full():
            with self.session.reading() as link:
                batch = entries(link, self.definitions, consumer, self.position, end, BATCH)
            if not batch:
                break
            stuck: set[str] = set()
            for found in batch:
                if self.full():
                    break
                if not found.parked and found.case not in stuck:
                    wrong = self._handle(found, 1)
                    if wrong is not None:
                        stuck.add(found.case)
                        self.changes.append((statements.PARK, self._parked(found, 1, wrong)))
                self.position = found.position
            if self.position < end and not self.full():
                self.save()
        return None

    def _again(self) -> None:
        """What was set aside and is due by now, each with what waits behind it."""
        now = instant_text(self.clock())
        while not self.full():
            with self.session.reading() as link:
                wrong = instant_text(self.clock() + 2 * self.settings.retry.longest)
                due = link.rows(statements.DUE, self.lease.consumer, now, wrong, BATCH)
            if not due:
                break
            for case_id, first, attempts in due:
                self._case(now, case_id, first, attempts)
            if not self.full():
                self.save()

    def _case(self, now: str, case_id: str, first: int, attempts: int) -> None:
        """Entries of a case from the one that was set aside, at most as far as the consumer has got."""
        with self.session.reading() as link:
            batch = entries_of_case(link, self.definitions, case_id, first, self.position, BATCH)
        position = first
        for found in batch:
            if self.full():
                break
            attempts += 1
            error = self._handle(found, attempts)
            if error is not None:
                values = self._parked(found, attempts, error)
                self.changes.append((statements.PARK_AGAIN, (*values, first)))
                return
            attempts, position = 0, found.position + 1
        else:
            if len(batch) < BATCH:
                self.changes.append((statements.TAKE_OUT, (self.lease.consumer, case_id)))
                return
        if position > first:
            values = (position, 0, now, "", self.lease.consumer, case_id)
            self.changes.append((statements.PARK_AGAIN, (*values, first)))

    def _handle(self, found: Found, attempt: int) -> Exception | None:
        """Hand one entry out; what went wrong, if anything did."""
        if self.clock() >= self.renew:
            self.save()
        error = self._outcome(found.what, attempt)
        if error is None:
            self.delivered += 1
        else:
            self.failed += 1
            _log.warning("%s: %s: %s", self.lease.consumer, found.case, error_text(error))
        return error

    def _outcome(self, what: Delivery | Exception, attempt: int) -> Exception | None:
        if isinstance(what, Exception):
            return what
        try:
            self.handler(evolve(what, attempt=attempt))
        except Exception as error:  # whatever a handler raises is a failure of this entry alone
            if self.hosted and isinstance(error, UnknownOutcome) and error.code == "savepoint_lost":
                raise  # the host's transaction can only be rolled back now
            return error
        return None

    def _parked(self, found: Found, attempts: int, error: Exception) -> tuple[object, ...]:
        """The columns of an entry that is set aside, in the order of the statements."""
        due = self.settings.retry.due(attempts, self.clock())
        until = None if due is None else instant_text(due)
        return (found.position, attempts, until, error_text(error), self.lease.consumer, found.case)
