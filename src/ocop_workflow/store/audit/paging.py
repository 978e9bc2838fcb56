"""Going through a table some rows at a time, by its key, so that a large store needs little memory."""

from collections.abc import Iterator

from ..link import Link, Row

SIZE = 500  # rows that are held at once


def pages(link: Link, statement: str, size: int = SIZE) -> Iterator[list[Row]]:
    """The rows of a statement that takes the last key and a limit, and whose first column is the key."""
    last = ""
    while True:
        rows = link.rows(statement, last, size)
        if rows:
            yield rows
        if len(rows) < size:
            return
        last = rows[-1][0]


def paged(link: Link, statement: str, size: int = SIZE) -> Iterator[Row]:
    """The same, row by row."""
    for rows in pages(link, statement, size):
        yield from rows
