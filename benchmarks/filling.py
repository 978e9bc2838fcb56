"""A store with a long past: cases copied from a few real ones under other ids, row by row, without deciding anything.

What is copied has its own ids everywhere, but the hashes of the case it was copied from: it can be read, counted and
found, not verified. What is fired on afterwards are cases that the store has started itself.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from typing import Any

from attrs import frozen
from floors import Floor
from journeys import Journey, Row

from ocop_workflow.store import statements

PATTERN = "0" * 20  # as long as the ids that replace it
AT_ONCE = 5_000  # cases


@frozen
class Pattern:
    """The rows of a real case after some events."""

    case: Row
    entries: list[Row]
    personal: list[Row]

    @classmethod
    def of(cls, journey: Journey, events: int) -> "Pattern":
        with closing(sqlite3.connect(":memory:")) as raw:
            store = journey.over(raw)
            journey.start(store, PATTERN)
            for number in range(1, events + 1):
                journey.fire(store, PATTERN, number)
            case = raw.execute(statements.CASE, (PATTERN,)).fetchone()
            entries = raw.execute(statements.ENTRIES, (PATTERN,)).fetchall()
            personal = raw.execute(statements.PERSONAL, (PATTERN,)).fetchall()
        return cls((*case[1:], PATTERN), entries, [(PATTERN, *row) for row in personal])


def fill(database: Floor, journey: Journey, after: tuple[int, ...], entries: int) -> None:
    """Copy cases until there are so many entries more: as many after each of these numbers of events."""
    patterns = [Pattern.of(journey, events) for events in after]
    each = sum(len(pattern.entries) for pattern in patterns)
    total = entries // each * len(patterns)
    with closing(database.open()) as raw:
        if isinstance(raw, sqlite3.Connection):
            raw.execute("PRAGMA synchronous = OFF")  # only while it is filled
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("PRAGMA cache_size = -500000")
        for first in range(0, total, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, total))
            raw.execute("BEGIN")
            cursor = raw.cursor()
            for statement, rows in _copies([(n, patterns[n % len(patterns)]) for n in numbers]):
                cursor.executemany(database.dialect.sql(statement), rows)
            raw.execute("COMMIT")
        if not isinstance(raw, sqlite3.Connection):
            raw.execute("VACUUM ANALYZE")  # as the server does by itself in the long run


def name_of(text: str) -> str:
    """An id that lies anywhere among the others."""
    return sha256(text.encode()).hexdigest()[: len(PATTERN)]


def _copies(batch: list[tuple[int, Pattern]]) -> Iterator[tuple[str, list[Row]]]:
    named = [(name_of(f"{number} {len(pattern.entries)}"), pattern) for number, pattern in batch]
    yield statements.ADD_CASE, [_renamed(pattern.case, name) for name, pattern in named]
    yield statements.ADD_ENTRY, [_renamed(row, name) for name, pattern in named for row in pattern.entries]
    yield (
        statements.ADD_PERSONAL,
        [_renamed(row, name) for name, pattern in named for row in pattern.personal],
    )


def _renamed(row: Row, name: str) -> Row:
    return tuple(_value(value, name) for value in row)


def _value(value: Any, name: str) -> Any:
    return value.replace(PATTERN, name) if isinstance(value, str) else value
