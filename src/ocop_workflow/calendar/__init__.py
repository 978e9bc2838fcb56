"""Months and working days over a dated table: what holds on a day is data, not a prediction."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from attrs import field, frozen


class OutsideCalendar(Exception):
    """A working day was asked for outside the days that the table covers."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the last one: 36 months from 4/2/2020 is 4/2/2023."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@frozen
class Calendar:
    """Days off between `start` and `end` (both included): `weekend` has weekdays (Monday is 0), `holidays` days.

    `workdays` are days of a weekend that were worked in exchange.
    """

    id: str
    start: date
    end: date
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: Mapping[date, str] = field(factory=dict)
    workdays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Raises OutsideCalendar where the table does not say."""
        if not self.start <= day <= self.end:
            raise OutsideCalendar(day)
        return day in self.workdays or (day.weekday() not in self.weekend and day not in self.holidays)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after `day` (before it, if negative); 0 is `day` itself."""
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days(self, start: date, end: date) -> int:
        """How many working days lie in (start, end]; negative if `end` is before `start`."""
        if end < start:
            return -self.working_days(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
