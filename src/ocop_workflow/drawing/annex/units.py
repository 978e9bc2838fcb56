"""Trees of units in which something is not as it should be: what the engine says of each is a row of the table.

Their units are called by a sign for what depends on the case, and so are days.
"""

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from ...model.text import Text
from .faults import OPEN


class _OpenDay(date):
    """A day that depends on the case."""

    def isoformat(self) -> str:
        return OPEN

    def strftime(self, _: str) -> str:
        return OPEN


DAY: date = _OpenDay(2020, 1, 1)
FOUND, SILENT, GONE, WITHOUT_LEVEL = "found", "silent", "gone", "without_level"


@frozen
class PlacesWhere:
    """Answers as `Units` does: every unit is found, or nothing is known, or the unit is gone, or has no such level."""

    what: str

    @classmethod
    def each(cls) -> Iterator["PlacesWhere"]:
        for what in (FOUND, SILENT, GONE, WITHOUT_LEVEL):
            yield cls(what)

    def known(self, unit: str, on: date) -> bool:  # noqa: ARG002 - of any unit, on any day
        return self.what != GONE

    def level(self, unit: str, on: date) -> str | None:  # noqa: ARG002 - the same
        return OPEN

    def at_level(self, unit: str, level: str, on: date) -> str | None:  # noqa: ARG002 - the same
        return OPEN if self.what == FOUND else None

    def title(self, unit: str, on: date | None = None) -> Text:  # noqa: ARG002 - the same
        return Text(OPEN, OPEN)

    def silent(self, on: date) -> Text | None:  # noqa: ARG002 - the same
        return Text(vi=OPEN, en=OPEN) if self.what == SILENT else None
