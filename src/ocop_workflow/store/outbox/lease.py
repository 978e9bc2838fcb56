"""One worker at a time delivers for a consumer, and how far it has got is kept with that."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import frozen

from ...errors import StoreError
from ...messages import say
from ...model.canonical import instant, instant_text
from ..link import Link
from . import statements
from .fence import Session, fenced
from .progress import exists
from .settings import Settings

WRONG = timedelta(days=1)  # a lease that ends later than this from now is of a clock that was wrong


@frozen
class Lease:
    """The right to deliver for a consumer, for `length` after the last sign of life by the store's clock."""

    consumer: str
    holder: str
    length: timedelta

    def keep(self, link: Link, position: int, now: datetime, *, last: bool) -> None:
        """Write down how far it has got, and hold on for as long again or, at last, no longer.

        Raises StoreError (`lease_lost`) if another worker has it by now.
        """
        holder, until = (None, None) if last else (self.holder, instant_text(now + self.length))
        if link.run(statements.SAVE, position, holder, until, self.consumer, self.holder) != 1:
            raise StoreError(say("store.lease_lost", consumer=self.consumer), "lease_lost")


def make(session: Session, name: str, settings: Settings) -> None:
    """Write the consumer down if it is new; raises StoreError (`writer_open`) where now has no position yet."""
    with session.reading() as link:
        known = exists(link, name)
    if not known:
        start = fenced(session, 0, settings.wait) if settings.from_now else 0
        with session.writing() as link:
            link.run(statements.ADD_CONSUMER, name, start)


def claim(session: Session, name: str, length: timedelta, clock: Callable[[], datetime]) -> tuple[Lease, int]:
    """The lease, and how far the consumer has got; raises StoreError (`consumer_busy`) while another worker has it."""
    lease = Lease(name, secrets.token_hex(8), length)
    while True:
        with session.writing() as link:
            now = clock()
            until = instant_text(now + length)
            passed, wrong = instant_text(now), instant_text(now + WRONG)
            claimed = link.run(statements.CLAIM, lease.holder, until, name, passed, wrong)
            position, _, held = link.rows(statements.CONSUMER, name)[0]
        if claimed == 1:
            return lease, int(position)
        if held is not None:  # else it was given back between the two statements
            told = say("store.consumer_busy", consumer=name, until=instant(held).isoformat())
            raise StoreError(told, "consumer_busy")
