"""A consumer by name: deliveries to it, and what is to become of those that failed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import frozen

from ...errors import StoreError
from ...messages import say
from ...model.canonical import instant_text
from ..definitions import Definitions
from ..host import Host
from . import statements
from .delivery import DeadLetter, Delivered, Delivery, Progress, Retry
from .fence import Session, require_fresh_reads
from .lease import LONGEST, claim, make
from .progress import any_due, dead_letters, progress
from .turn import Turn

LONGEST_NAME = 200
LONGEST_WAIT = timedelta(days=365)


@frozen
class Consumer:
    """Somebody who is told what happened: every entry at least once, those of one case in their order.

    `Store.consumer` gives it. What it got is kept in the database under its `name`, so that any process goes on where
    the last one stopped.
    """

    name: str
    session: Session
    definitions: Definitions
    clock: Callable[[], datetime]
    retry: Retry
    lease: timedelta
    wait: timedelta
    from_now: bool

    def deliver(self, handler: Callable[[Delivery], object], *, limit: int | None = None) -> Delivered:
        """Call the handler with each entry that is new or due again, at most `limit` times.

        Where the store has its own connection no transaction is open meanwhile. An entry is delivered again if the
        process dies before that is kept (at the latest after a hundred entries), so a handler must be able to meet
        one twice. One worker delivers at a time; the lease of one that died runs out, and a handler must take no
        longer than it. Over a host's connection all is in the host's transaction: what the handler writes there
        happens exactly once, and a commit of the host's ends it.

        What a handler raises sets that entry aside until its next try; the later entries of its case wait behind it,
        other cases go on. Raises StoreError for a host's transaction that reads an old snapshot.
        """
        require("limit", limit, limit is None or limit >= 1)
        if not isinstance(self.session, Host):
            return self._deliver(handler, limit)
        with self.session.writing() as link:
            require_fresh_reads(link)
            return self._deliver(self._undoing(handler), limit)

    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """Entries that are not tried again until somebody says `redeliver` or `dismiss`."""
        with self.session.reading() as link:
            return dead_letters(link, self.name)

    def redeliver(self, position: int | None = None) -> int:
        """Try an entry that is set aside again with the next `deliver`, or all dead letters; gives their number."""
        now = instant_text(self.clock())
        with self.session.writing() as link:
            if position is None:
                return link.run(statements.REDELIVER_ALL, now, self.name)
            return self._one(link.run(statements.REDELIVER, now, self.name, position), position)

    def dismiss(self, position: int) -> None:
        """Give an entry that is set aside up for this consumer; the later ones of its case follow."""
        with self.session.writing() as link:
            now = instant_text(self.clock())
            self._one(link.run(statements.DISMISS, now, self.name, position), position)

    def progress(self) -> Progress:
        """How far it has got."""
        with self.session.reading() as link:
            return progress(link, self.name)

    def _deliver(self, handler: Callable[[Delivery], object], limit: int | None) -> Delivered:
        turn, held_up = None, None
        try:
            turn = self._turn(handler, limit)
        except StoreError as error:
            if error.code not in {"consumer_busy", "writer_open"}:
                raise
            held_up = error
        else:
            held_up = turn.take()
        with self.session.reading() as link:
            stands = progress(link, self.name)
            more = stands.lag > 0 or any_due(link, self.name, self.clock(), self.retry)
        delivered, failed = (turn.delivered, turn.failed) if turn else (0, 0)
        return Delivered(delivered, failed, stands.waiting, stands.dead, more, held_up)

    def _turn(self, handler: Callable[[Delivery], object], limit: int | None) -> Turn:
        wait = self.wait.total_seconds()
        make(self.session, self.name, wait, from_now=self.from_now)
        lease, position = claim(self.session, self.name, self.lease, self.clock)
        return Turn(
            session=self.session,
            definitions=self.definitions,
            clock=self.clock,
            lease=lease,
            handler=handler,
            retry=self.retry,
            wait=wait,
            limit=limit,
            position=position,
            renew=self.clock() + self.lease / 3,
            hosted=isinstance(self.session, Host),
        )

    def _undoing(self, handler: Callable[[Delivery], object]) -> Callable[[Delivery], object]:
        """What a handler wrote in the host's transaction before it failed is taken back, and nothing else."""

        def handle(delivery: Delivery) -> None:
            with self.session.writing():
                handler(delivery)

        return handle

    def _one(self, found: int, position: int) -> int:
        if found != 1:
            told = say("store.not_set_aside", consumer=self.name, position=position)
            raise StoreError(told, "not_set_aside")
        return found


def consumer(
    name: str,
    session: Session,
    definitions: Definitions,
    clock: Callable[[], datetime],
    retry: Retry,
    lease: timedelta,
    wait: timedelta,
    *,
    from_now: bool,
) -> Consumer:
    """A consumer whose name and settings make sense; raises StoreError for others."""
    given: object = name
    if not isinstance(given, str) or not name.strip() or len(name) > LONGEST_NAME or "\0" in name:
        raise StoreError(say("store.consumer_name", longest=LONGEST_NAME), "consumer_name")
    none = timedelta()
    require("retry.attempts", retry.attempts, retry.attempts >= 1)
    require("retry.first", retry.first, retry.first > none)
    require("retry.longest", retry.longest, retry.first <= retry.longest <= LONGEST_WAIT)
    require("lease", lease, none < lease <= LONGEST)
    require("wait", wait, wait >= none)
    return Consumer(name, session, definitions, clock, retry, lease, wait, from_now)


def require(setting: str, value: object, holds: bool) -> None:  # noqa: FBT001 - what is required
    """Raises StoreError for a setting that makes no sense."""
    if not holds:
        raise StoreError(say("store.consumer_setting", setting=setting, value=value), "consumer_setting")
