"""Months and working days over a dated table: what holds on a day is data, not a prediction."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NoReturn

from attrs import Factory, field, frozen

from .counting import WorkingDays


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
    _counted: WorkingDays = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(
            lambda self: WorkingDays(self.weekend, self.holidays, self.workdays), takes_self=True
        ),
    )

    def is_working_day(self, day: date) -> bool:
        """Raises OutsideCalendar where the table does not say."""
        self._check(day)
        return day in self.workdays or (day.weekday() not in self.weekend and day not in self.holidays)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after `day` (before it, if negative); 0 is `day` itself."""
        if not count:
            return day
        step = timedelta(days=1 if count > 0 else -1)
        self._check(day + step)
        here = day.toordinal()
        if count > 0:
            first, last = here + 1, self.end.toordinal()
            found = self._counted.first(self._counted.until(here) + count, first, last)
            return date.fromordinal(found) if found <= last else self._past(self.end, step)
        # The `count`th before: the first day up to which there are so many as up to it.
        first, last = self.start.toordinal(), here - 1
        wanted = self._counted.until(last) + count + 1
        if wanted <= self._counted.until(first - 1):
            return self._past(self.start, step)
        return date.fromordinal(self._counted.first(wanted, first, last))

    def working_days(self, start: date, end: date) -> int:
        """How many working days lie in (start, end]; negative if `end` is before `start`."""
        if end < start:
            return -self.working_days(end, start)
        if start == end:
            return 0
        self._check(start + timedelta(days=1))
        if end > self.end:
            self._past(self.end, timedelta(days=1))
        return self._counted.until(end.toordinal()) - self._counted.until(start.toordinal())

    def _check(self, day: date) -> None:
        if not self.start <= day <= self.end:
            raise OutsideCalendar(day)

    @staticmethod
    def _past(last: date, step: timedelta) -> NoReturn:
        """The first day beyond; an OverflowError where there is none."""
        raise OutsideCalendar(last + step)
