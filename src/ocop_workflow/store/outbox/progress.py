"""How far consumers have got."""

from datetime import datetime

from ...model.canonical import instant_text
from ..link import Link
from . import statements
from .delivery import DeadLetter, Progress, Retry
from .fence import Session


def consumers(session: Session) -> tuple[Progress, ...]:
    """See `Store.consumers`."""
    with session.reading() as link:
        return tuple(_progress(link, *row) for row in link.rows(statements.CONSUMERS))


def progress(link: Link, name: str) -> Progress:
    """Of one consumer; one that was never delivered to has everything ahead of it."""
    row = link.one(statements.CONSUMER, name)
    return _progress(link, name, int(row[0]) if row else 0)


def any_due(link: Link, name: str, now: datetime, retry: Retry) -> bool:
    """Whether something that was set aside is to be tried again by now."""
    wrong = instant_text(now + 2 * retry.longest)
    return _count(link, statements.ANY_DUE, name, instant_text(now), wrong) > 0


def dead_letters(link: Link, name: str) -> tuple[DeadLetter, ...]:
    """By position."""
    return tuple(DeadLetter(*row) for row in link.rows(statements.DEAD_LETTERS, name))


def _progress(link: Link, name: str, position: int) -> Progress:
    lag = _count(link, statements.LAG, position)
    behind = _count(link, statements.BEHIND, name, position)
    dead = _count(link, statements.DEAD, name)
    return Progress(name, position, lag, behind - dead, dead)


def _count(link: Link, statement: str, *parameters: object) -> int:
    row = link.one(statement, *parameters)
    return int(row[0]) if row else 0
