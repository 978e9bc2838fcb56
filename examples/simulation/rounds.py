"""The calendar of rounds: the days on which dossiers are entered, councils are convened and decisions are signed."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from attrs import define


@define
class YearlyRounds:
    """The same days every year."""

    plan: Mapping[str, Any]
    first: int
    last: int

    def next(self, kind: str, after: date) -> date:
        if kind == "entry":
            tomorrow = after + timedelta(days=1)
            if self.round_on(tomorrow) is not None:
                return tomorrow
            days = [opens for _, opens, _ in self.all()]
        else:
            years = range(self.first - 1, self.last + 3)
            days = sorted(_day(year, each) for year in years for each in self.plan[kind])
        return days[bisect_right(days, after)]

    def round_on(self, day: date) -> str | None:
        return next((name for name, opens, shuts in self.all() if opens <= day <= shuts), None)

    def all(self) -> list[tuple[str, date, date]]:
        """Every round: its id, and the first and last day on which it takes dossiers."""
        return [
            (f"R-{year}-{number}", _day(year, opens), _day(year, shuts))
            for year in range(self.first, self.last + 3)
            for number, (opens, shuts) in enumerate(self.plan["entry"], 1)
        ]


def _day(year: int, written: str) -> date:
    month, day = written.split("-")
    return date(year, int(month), int(day))
