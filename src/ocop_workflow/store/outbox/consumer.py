"""A consumer by name: deliveries to it, and what is to become of those that failed."""

from collections.abc import Callable
from datetime import datetime

from attrs import frozen

from ...errors import StoreError
from ...messages import say
from ...model.canonical import instant_text
from ..definitions import Definitions
from ..host import Host
from . import statements
from .delivery import DeadLetter, Delivered, Delivery, Progress
from .fence import Session, require_fresh_reads
from .lease import claim, make
from .progress import any_more, aside, dead_letters, exists, progress
from .settings import Settings, require
from .turn import Turn


@frozen
class Consumer:
    """Somebody who is told what happened: every entry at least once, those of one case in their order.

    `Store.consumer` gives it. What it got is kept in the database under its `name`, so that any process goes on where
    the last one stopped.
    """

    name: str
    _session: Session
    _definitions: Definitions
    _clock: Callable[[], datetime]
    _settings: Settings

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
        if not isinstance(self._session, Host):
            return self._deliver(handler, limit)
        with self._session.writing() as link:
            require_fresh_reads(link)
            return self._deliver(self._undoing(handler), limit)

    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """Entries that are not tried again until somebody says `redeliver` or `dismiss`."""
        with self._session.reading() as link:
            return dead_letters(link, self.name)

    def redeliver(self, position: int | None = None) -> int:
        """Try an entry that is set aside again with the next `deliver`, or all dead letters; gives their number."""
        now = instant_text(self._clock())
        with self._session.writing() as link:
            if position is None:
                return link.run(statements.REDELIVER_ALL, now, self.name)
            return self._one(link.run(statements.REDELIVER, now, self.name, position), position)

    def dismiss(self, position: int) -> None:
        """Give an entry that is set aside up for this consumer; the later ones of its case follow."""
        with self._session.writing() as link:
            now = instant_text(self._clock())
            self._one(link.run(statements.DISMISS, now, self.name, position), position)

    def progress(self) -> Progress:
        """How far it has got."""
        with self._session.reading() as link:
            return progress(link, self.name)

    def _deliver(self, handler: Callable[[Delivery], object], limit: int | None) -> Delivered:
        turn, held_up = None, None
        with self._session.reading() as link:
            if exists(link, self.name) and not any_more(link, self.name, self._clock(), self._settings.retry):
                return Delivered(0, 0, *aside(link, self.name), more=False)
        try:
            turn = self._turn(handler, limit)
        except StoreError as error:
            if error.code not in {"consumer_busy", "writer_open"}:
                raise
            held_up = error
        else:
            held_up = turn.take()
        with self._session.reading() as link:
            waiting, dead = aside(link, self.name)
            more = any_more(link, self.name, self._clock(), self._settings.retry)
        delivered, failed = (turn.delivered, turn.failed) if turn else (0, 0)
        return Delivered(delivered, failed, waiting, dead, more, held_up)

    def _turn(self, handler: Callable[[Delivery], object], limit: int | None) -> Turn:
        make(self._session, self.name, self._settings)
        lease, reached = claim(self._session, self.name, self._settings.lease, self._clock)
        return Turn(
            session=self._session,
            definitions=self._definitions,
            clock=self._clock,
            lease=lease,
            handler=handler,
            settings=self._settings,
            limit=limit,
            position=reached,
            renew=self._clock() + lease.length / 3,
            hosted=isinstance(self._session, Host),
        )

    def _undoing(self, handler: Callable[[Delivery], object]) -> Callable[[Delivery], object]:
        """What a handler wrote in the host's transaction before it failed is taken back, and nothing else."""

        def handle(delivery: Delivery) -> None:
            with self._session.writing():
                handler(delivery)

        return handle

    def _one(self, found: int, position: int) -> int:
        if found != 1:
            told = say("store.not_set_aside", consumer=self.name, position=position)
            raise StoreError(told, "not_set_aside")
        return found
