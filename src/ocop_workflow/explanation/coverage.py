"""The days for which a list of units or a calendar says nothing, of those on which a workflow is in force."""

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from ..access.tree import DAY, UnitTree
from ..calendar import Calendar
from ..model.text import Text


@frozen
class Uncovered:
    """Days, both included, of which `source` (a list of units, a calendar) says nothing; `why`, if it tells."""

    source: str
    first: date
    last: date
    why: Text = Text()


def uncovered(
    first: date, last: date, units: UnitTree | None, calendar: Calendar | None
) -> tuple[Uncovered, ...]:
    """What is missing between two days, both included."""
    found: list[Uncovered] = []
    if units is not None:
        found += _outside(units.id, units.start, units.end, first, last)
        for gap in units.gaps:
            if gap.start <= last and gap.end >= first:
                found.append(Uncovered(units.id, max(gap.start, first), min(gap.end, last), gap.why))
    if calendar is not None:
        found += _outside(calendar.id, calendar.start, calendar.end, first, last)
    return tuple(sorted(found, key=lambda each: (each.source, each.first)))


def _outside(source: str, start: date, end: date, first: date, last: date) -> Iterator[Uncovered]:
    if first < start:
        yield Uncovered(source, first, min(last, start - DAY))
    if last > end:
        yield Uncovered(source, max(first, end + DAY), last)
