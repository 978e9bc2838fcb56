"""Calendars: which days are worked, and what is wrong with a table."""

from datetime import date

import pytest
from schemas import VALUES, YAML, Kind, Wrong

from ocop_workflow.calendar import Calendar
from ocop_workflow.reading import read_calendar
from ocop_workflow.reading.schema import calendar

TABLE = """calendar: some-2024
title: {en: Working days}
source: {vi: Thông báo nghỉ lễ, en: The notice of days off}
sources: {law: {vi: Bộ luật Lao động, en: The Labour Code}}
assumed: {vi: Chưa đối chiếu, en: Not checked}
from: 2024-01-01
to: 2024-12-31
weekend: [saturday, sunday]
holidays:
  2024-01-01: New Year
  2024-05-01: {vi: Quốc tế Lao động, en: Labour Day}
workdays: [2024-05-04]
"""


def read(text: str) -> Calendar:
    return read_calendar("days.yaml", text)


def test_a_table_tells_working_days() -> None:
    days = read(TABLE)
    assert days.id == "some-2024"
    assert not days.is_working_day(date(2024, 1, 1))
    assert days.is_working_day(date(2024, 1, 2))
    assert not days.is_working_day(date(2024, 1, 6))
    assert days.is_working_day(date(2024, 5, 4)), "a Saturday that was worked in exchange"
    assert days.holidays[date(2024, 5, 1)] == "Quốc tế Lao động"


WRONG = [
    Wrong("2024-01-01: New", "2023-01-01: New", "day_outside", 10, 3),
    Wrong("2024-01-01: New", "2024-13-01: New", "date_wanted", 10, 3, VALUES),
    Wrong("2024-01-01: New", "1/1/2024: New", "date_wanted", 10, 3),
    Wrong("saturday", "satrday", "unknown_weekday", 8, 11),
    Wrong("saturday", "saturday, saturday", "repeated", 8, 21),
    Wrong("to: 2024", "to: 2023", "days_crossed", 7, 5),
    Wrong("[2024-05-04]", "[2024-05-01]", "workday_is_holiday", 12, 12),
    Wrong("[2024-05-04]", "[4/5/2024]", "date_wanted", 12, 12),
    Wrong("[2024-05-04]", "{2024-05-04: Bù}", "text_wanted", 12, 11),
    Wrong("weekend: [saturday, sunday]\n", "", "missing_key", 1, 1),
    Wrong("[saturday, sunday]", "[]", "empty_list", 8, 10),
    Wrong("[saturday, sunday]", "", "empty_value", 8, 9),
    Wrong("holidays:", "holiday:", "unknown_key", 9, 1),
    Wrong(" New Year", " [New Year]", "text_wanted", 10, 15),
    Wrong("vi: Quốc tế", "vn: Quốc tế", "unknown_key", 11, 16),
    Wrong("  2024-05-01", "\t2024-05-01", "tab", 11, 1),
    Wrong("2024-05-01: {", "2024-01-01: {", "duplicate_key", 11, 3),
    Wrong(TABLE, "- " + TABLE.replace("\n", "\n  ") + "\n", "mapping_wanted", 1, 1),
    Wrong(TABLE, "# nothing yet\n", "empty_file", 1, 1),
]
CANNOT = {
    **dict.fromkeys(("day_outside", "days_crossed", "workday_is_holiday"), VALUES),
    "duplicate_key": YAML,
}


DAYS = Kind(calendar(), read, CANNOT)


def test_a_table_with_every_key_is_taken_by_its_schema() -> None:
    DAYS.check_right(TABLE)
    DAYS.check_right(TABLE.replace("[saturday, sunday]", "sunday").replace("[2024-05-04]", "2024-05-04"))


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_with_a_table_is_located(wrong: Wrong) -> None:
    DAYS.check_wrong(TABLE, wrong)


def test_reading_and_the_schema_agree_on_every_part() -> None:
    DAYS.check_shapes(TABLE)
    assert CANNOT.keys() <= {wrong.code for wrong in WRONG}
    DAYS.check_keys(TABLE + "zzz: 1\n")
