"""How many working days there are up to a day, told without walking the days between."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate


class WorkingDays:
    """Counts from the first day there is; whole weeks alike, then days that are not as their weekday."""

    def __init__(self, weekend: frozenset[int], holidays: Iterable[date], workdays: frozenset[date]) -> None:
        # 1/1/0001, whose ordinal is 1, was a Monday.
        self._in_week = (0, *accumulate(weekday not in weekend for weekday in range(7)))
        other: Mapping[date, int] = {
            **{day: -1 for day in holidays if day.weekday() not in weekend and day not in workdays},
            **{day: 1 for day in workdays if day.weekday() in weekend},
        }
        self._days = sorted(day.toordinal() for day in other)
        self._sums = (0, *accumulate(other[date.fromordinal(day)] for day in self._days))

    def until(self, ordinal: int) -> int:
        """The working days up to and including the day of that ordinal."""
        weeks, days = divmod(ordinal, 7)
        return weeks * self._in_week[7] + self._in_week[days] + self._sums[bisect_right(self._days, ordinal)]

    def first(self, count: int, low: int, high: int) -> int:
        """The first ordinal from `low` to `high` up to which there are `count`; `high` + 1 if there is none."""
        while low <= high:
            middle = (low + high) // 2
            if self.until(middle) >= count:
                high = middle - 1
            else:
                low = middle + 1
        return low
