"""Events that wait until all cases have been gone through, since one act may have been done to many of them.

They wait in a database of SQLite's own in the system's temporary folder, which vanishes with it: memory stays bounded.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from types import TracebackType
from typing import Self

TABLES = """
CREATE TABLE act (number INTEGER PRIMARY KEY, key TEXT UNIQUE, at TEXT, place INTEGER, document TEXT);
CREATE TABLE touched (act INTEGER, object TEXT, qualifier TEXT);
"""
IN_ORDER = (
    "SELECT number, document, object, qualifier FROM act JOIN touched ON act = number"
    " ORDER BY at, place, number, touched.rowid"
)
Touched = tuple[str, str]  # an object and what it is in the event


class Acts:
    """Acts with the objects that they touch; those of one `key` are one."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.executescript(TABLES)

    def add(self, key: str | None, at: str, place: int, document: str, touched: Iterable[Touched]) -> None:
        """An act, or more objects of one that is there; `place` orders what a case has at the same instant."""
        cursor = self._database.execute(
            "INSERT OR IGNORE INTO act (key, at, place, document) VALUES (?, ?, ?, ?)",
            (key, at, place, document),
        )
        if cursor.rowcount:
            number = cursor.lastrowid
        else:
            ((number,),) = self._database.execute("SELECT number FROM act WHERE key = ?", (key,))
        self._database.executemany(
            "INSERT INTO touched VALUES (?, ?, ?)", [(number, name, as_what) for name, as_what in touched]
        )

    def in_order(self) -> Iterator[tuple[str, list[Touched]]]:
        """Every act's document with what it touches, by time."""
        rows = self._database.execute(IN_ORDER)
        for (_, document), some in groupby(rows, key=lambda row: (row[0], row[1])):
            yield document, list(dict.fromkeys((name, as_what) for _, _, name, as_what in some))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
