"""How far consumers have got."""

from datetime import datetime

from ...model.canonical import instant_text
from ..link import Link
from . import statements
from .delivery import DeadLetter, Progress
from .fence import Session, last_position
from .settings import Retry


def consumers(session: Session) -> tuple[Progress, ...]:
    """See `Store.consumers`."""
    with session.reading() as link:
        return tuple(_progress(link, *row) for row in link.rows(statements.CONSUMERS))


def progress(link: Link, name: str) -> Progress:
    """Of one consumer; one that was never delivered to has everything ahead of it."""
    return _progress(link, name, position(link, name))


def position(link: Link, name: str) -> int:
    """Up to where a consumer has got."""
    row = link.one(statements.CONSUMER, name)
    return int(row[0]) if row else 0


def aside(link: Link, name: str, until: int) -> tuple[int, int]:
    """How many entries up to this position wait, and how many are dead letters."""
    dead = _count(link, statements.DEAD, name)
    return _count(link, statements.BEHIND, name, until) - dead, dead


def any_more(link: Link, name: str, until: int, now: datetime, retry: Retry) -> bool:
    """Whether something is new after this position, or set aside and to be tried again by now."""
    wrong = instant_text(now + 2 * retry.longest)
    return last_position(link) > until or _count(link, statements.ANY_DUE, name, instant_text(now), wrong) > 0


def dead_letters(link: Link, name: str) -> tuple[DeadLetter, ...]:
    """By position."""
    return tuple(DeadLetter(*row) for row in link.rows(statements.DEAD_LETTERS, name))


def _progress(link: Link, name: str, until: int) -> Progress:
    return Progress(name, until, _count(link, statements.LAG, until), *aside(link, name, until))


def _count(link: Link, statement: str, *parameters: object) -> int:
    row = link.one(statement, *parameters)
    return int(row[0]) if row else 0
