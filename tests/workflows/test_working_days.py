"""The shipped calendar against the days off that were announced; the addresses stand in the calendar's `sources`."""

import runpy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from workflows.life import CALENDAR, WORKFLOWS

TOOLS = Path(__file__).parents[2] / "tools"
NOTICES: dict[str, dict[str, Any]] = yaml.safe_load((TOOLS / "vietnam_notices.yaml").read_text("utf-8"))
STRETCHES = [
    pytest.param(first, last, id=f"{name} {first}")
    for name, notice in NOTICES.items()
    for first, last in notice["days_off"]
    if first >= CALENDAR.start
]
SHIPPED = (WORKFLOWS / "calendars" / "vietnam-2019-2026.yaml").read_text("utf-8")
DAY = timedelta(days=1)


def days(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


@pytest.mark.parametrize(
    ("source", "first", "last", "fifth"),
    [
        # Dispatch 8056/VPCP-KGVX of 1/12/2022: from 20/1/2023 to the end of 26/1/2023
        ("vpcp-8056-2022", date(2023, 1, 20), date(2023, 1, 26), date(2023, 2, 2)),
        # Notice 5015/TB-LĐTBXH of 22/11/2023: from Thursday 8/2/2024 to the end of Wednesday 14/2/2024
        ("tb-5015-2023", date(2024, 2, 8), date(2024, 2, 14), date(2024, 2, 21)),
        # The ministry's plan of 3/12/2024, after 8726/VPCP-KGVX: from 25/1/2025 to 2/2/2025
        ("days-off-2025", date(2025, 1, 25), date(2025, 2, 2), date(2025, 2, 7)),
        # The Prime Minister, October 2025: from Saturday 14/2/2026 to the end of Sunday 22/2/2026
        ("vpcp-2025-10", date(2026, 2, 14), date(2026, 2, 22), date(2026, 2, 27)),
    ],
    ids=["Quý Mão 2023", "Giáp Thìn 2024", "Ất Tỵ 2025", "Bính Ngọ 2026"],
)
def test_working_days_across_tet_are_those_that_were_announced(
    source: str, first: date, last: date, fifth: date
) -> None:
    assert [first, last] in NOTICES[source]["days_off"]
    around = (first - 6 * DAY, last + 6 * DAY)
    off = [day for day in days(*around) if not CALENDAR.is_working_day(day)]
    assert off == [day for day in days(*around) if day.weekday() >= 5 or first <= day <= last]
    assert CALENDAR.working_days(first - DAY, last + DAY) == 1, "only the first day after Tết"
    assert CALENDAR.add_working_days(first - DAY, 5) == fifth
    assert CALENDAR.add_working_days(fifth, -5) == first - DAY


@pytest.mark.parametrize(("first", "last"), STRETCHES)
def test_every_announced_stretch_is_off_and_no_longer_than_announced(first: date, last: date) -> None:
    assert [day for day in days(first, last) if CALENDAR.is_working_day(day)] == []
    assert CALENDAR.is_working_day(first - DAY) or first == CALENDAR.start
    assert CALENDAR.is_working_day(last + DAY)


@pytest.mark.parametrize(
    ("rested", "worked"),
    [
        (date(2019, 4, 29), date(2019, 5, 4)),
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_a_day_that_was_exchanged_is_off_and_its_saturday_is_worked(rested: date, worked: date) -> None:
    assert not CALENDAR.is_working_day(rested)
    assert worked.weekday() == 5
    assert CALENDAR.is_working_day(worked)
    assert CALENDAR.working_days(worked - DAY, worked) == 1


def test_every_saturday_that_is_worked_was_announced() -> None:
    announced = {day for notice in NOTICES.values() for day in notice.get("exchanged", {}).values()}
    assert CALENDAR.workdays == announced


def corrected() -> Callable[..., dict[date, str]]:
    made: Callable[..., dict[date, str]] = runpy.run_path(str(TOOLS / "make_calendar.py"))["corrected"]
    return made


def test_where_a_package_and_a_notice_disagree_the_notice_holds() -> None:
    off = {date(2026, 1, 1): "Tết Dương lịch", date(2026, 1, 5): "by mistake"}
    changed = corrected()(off, {"vpcp-12729-2025": NOTICES["vpcp-12729-2025"]})
    assert off == {
        date(2026, 1, 1): "Tết Dương lịch",
        date(2026, 1, 2): "Ngày nghỉ (thay cho ngày 10/01/2026)",
    }
    assert changed == dict.fromkeys([date(2026, 1, 2), date(2026, 1, 5)], "vpcp-12729-2025")


def test_a_day_that_a_notice_changed_says_so_in_the_file() -> None:
    (line,) = [line for line in SHIPPED.splitlines() if line.endswith("# vpcp-12729-2025")]
    assert line.startswith("  2026-01-02: ")


def test_every_notice_is_named_with_its_address_in_both_languages() -> None:
    sources = yaml.safe_load(SHIPPED)["sources"]
    assert sources == {name: {"vi": notice["vi"], "en": notice["en"]} for name, notice in NOTICES.items()}
    assert all("http" in text for said in sources.values() for text in said.values())
