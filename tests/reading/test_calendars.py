"""Calendars: which days are worked, and what is wrong with a table."""

from datetime import date

import pytest

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_calendar

TABLE = """calendar: some-2024
title: {en: Working days}
from: 2024-01-01
to: 2024-12-31
weekend: [saturday, sunday]
holidays:
  2024-01-01: New Year
  2024-05-01: {vi: Quốc tế Lao động, en: Labour Day}
workdays: [2024-05-04]
"""


def test_a_table_tells_working_days() -> None:
    calendar = read_calendar("days.yaml", TABLE)
    assert calendar.id == "some-2024"
    assert not calendar.is_working_day(date(2024, 1, 1))
    assert calendar.is_working_day(date(2024, 1, 2))
    assert not calendar.is_working_day(date(2024, 1, 6))
    assert calendar.is_working_day(date(2024, 5, 4)), "a Saturday that was worked in exchange"
    assert calendar.holidays[date(2024, 5, 1)] == "Quốc tế Lao động"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("2024-01-01: New", "2023-01-01: New"), "days.yaml:7:3: day_outside"),
        (("2024-01-01: New", "2024-13-01: New"), "days.yaml:7:3: date_wanted"),
        (("saturday", "satrday"), "days.yaml:5:11: unknown_weekday: “satrday” is no day of the week"),
        (("to: 2024", "to: 2023"), "days.yaml:4:5: days_crossed"),
        (("[2024-05-04]", "[2024-05-01]"), "days.yaml:9:12: workday_is_holiday"),
        (("weekend: [saturday, sunday]\n", ""), "missing_key: The key “weekend” is missing"),
    ],
)
def test_what_is_wrong_with_a_table_is_located(change: tuple[str, str], told: str) -> None:
    assert change[0] in TABLE
    with pytest.raises(DefinitionError) as raised:
        read_calendar("days.yaml", TABLE.replace(*change))
    assert told in raised.value.text("en")
