"""Months over all dates from 1900 to 2100, against an oracle that counts months and days by hand."""

from datetime import date, timedelta

import pytest

from ocop_workflow.calendar import add_months

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
MONTHS = (1, -1, 11, 36, -36, 1200)


def months_later(day: date, months: int) -> date:
    """One month after the other, then back from day 31 to one that the month has."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    number = day.day
    while number > length(year, month):
        number -= 1
    return date(year, month, number)


def length(year: int, month: int) -> int:
    """How many days a month has, by the rhyme."""
    if month == 2:
        return 29 if year % 400 == 0 or (year % 4 == 0 and year % 100 != 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def test_months_end_on_the_same_day_or_on_the_last_for_every_date_of_two_centuries() -> None:
    wrong = []
    targets = {
        (year, month, months): months_later(date(year, month, 1), months)
        for year in range(FIRST.year, LAST.year + 1)
        for month in range(1, 13)
        for months in MONTHS
    }
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        for months in MONTHS:
            first = targets[day.year, day.month, months]
            expected = first.replace(day=min(day.day, length(first.year, first.month)))
            if add_months(day, months) != expected:
                wrong.append((day, months))
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-02-04", 36, "2023-02-04"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2020-08-31", 36, "2023-08-31"),
        ("2020-03-31", -1, "2020-02-29"),
        ("2020-12-31", 2, "2021-02-28"),
        ("1900-01-31", 1, "1900-02-28"),
        ("2000-01-31", 1, "2000-02-29"),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(start: str, months: int, end: str) -> None:
    day = date.fromisoformat(start)
    assert add_months(day, months) == date.fromisoformat(end) == months_later(day, months)
