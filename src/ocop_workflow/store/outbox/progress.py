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
        return tuple(progress(link, name) for (name,) in link.rows(statements.CONSUMERS))


def progress(link: Link, name: str) -> Progress:
    """Of one consumer; one that was never delivered to has everything ahead of it."""
    until = _position(link, name)
    return Progress(name, until, _count(link, statements.LAG, until), *aside(link, name))


def exists(link: Link, name: str) -> bool:
    """Whether it was delivered to before."""
    return link.one(statements.CONSUMER, name) is not None


def aside(link: Link, name: str) -> tuple[int, int]:
    """How many entries wait, and how many are dead letters."""
    dead = _count(link, statements.DEAD, name)
    return _count(link, statements.BEHIND, name, _position(link, name)) - dead, dead


def any_more(link: Link, name: str, now: datetime, retry: Retry) -> bool:
    """Whether something is new to it, or set aside and to be tried again by now."""
    wrong = instant_text(now + 2 * retry.longest)
    due = _count(link, statements.ANY_DUE, name, instant_text(now), wrong)
    return due > 0 or last_position(link) > _position(link, name)


def dead_letters(link: Link, name: str) -> tuple[DeadLetter, ...]:
    """By position."""
    return tuple(DeadLetter(*row) for row in link.rows(statements.DEAD_LETTERS, name))


def _position(link: Link, name: str) -> int:
    row = link.one(statements.CONSUMER, name)
    return int(row[0]) if row else 0


def _count(link: Link, statement: str, *parameters: object) -> int:
    row = link.one(statement, *parameters)
    return int(row[0]) if row else 0
