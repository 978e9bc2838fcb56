"""Finding cases, in batches and in the order of their ids; and counting them."""

from collections.abc import Iterator

from ..case import Case
from ..engine import aware
from . import records, statements
from .context import Context
from .link import Link
from .rows import CaseRow, read_case
from .selection import Selection, Term, terms

BATCH = 500  # cases that are read at once
TERMS = 100  # of one statement; SQLite takes 500


def cases(context: Context, asked: Selection, after: str, limit: int | None) -> Iterator[Case]:
    """See `Store.cases`; the names are checked at once, the cases are read as they are asked for."""
    now = aware(context.clock())
    with context.session.reading() as link:
        wanted = terms(link, context.definitions, asked, context.units, now)
    return _read(context, wanted, after, limit)


def counts(context: Context, asked: Selection) -> dict[str, int]:
    """See `Store.counts`."""
    now = aware(context.clock())
    found: dict[str, int] = {}
    with context.session.reading() as link:
        wanted = terms(link, context.definitions, asked, context.units, now)
        for some in _some(wanted):
            statement = statements.count_of([condition for condition, _ in some])
            for state, number in link.rows(statement, *(v for _, values in some for v in values)):
                found[state] = found.get(state, 0) + number
    return dict(sorted(found.items()))


def _read(context: Context, wanted: list[Term], after: str, limit: int | None) -> Iterator[Case]:
    left = limit
    while left is None or left > 0:
        size = BATCH if left is None else min(BATCH, left)
        with context.session.reading() as link:
            rows = _page(link, wanted, after, size)
            personal = records.personal_rows_of(link, [row.id for row in rows])
            found = [
                read_case(
                    context.definitions.workflow(link, row.definition).machine, row, personal.get(row.id, ())
                )
                for row in rows
            ]
        yield from found
        if len(rows) < size:
            return
        after = rows[-1].id
        left = None if left is None else left - size


def _page(link: Link, wanted: list[Term], after: str, size: int) -> list[CaseRow]:
    """The first cases of all terms after that id."""
    found: list[CaseRow] = []
    for some in _some(wanted):
        parameters = [value for _, values in some for value in (*values, after, size)]
        statement = statements.page_of([condition for condition, _ in some])
        found += [CaseRow(*row) for row in link.rows(statement, *parameters, size)]
    return sorted(found, key=lambda row: row.id.encode())[:size]


def _some(wanted: list[Term]) -> Iterator[list[Term]]:
    for first in range(0, len(wanted), TERMS):
        yield wanted[first : first + TERMS]
