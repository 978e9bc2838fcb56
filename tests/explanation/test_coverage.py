"""Days that lists of units and calendars do not cover are told, and no others."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.calendar import Calendar
from ocop_workflow.cli import main
from ocop_workflow.explanation import uncovered
from ocop_workflow.reading import read_units

LAWS = Path(__file__).parents[2] / "workflows"
DAY = timedelta(days=1)
TREE = """units: towns
levels: [town]
from: 2020-01-05
to: 2020-02-20
gaps:
  - {from: 2020-01-10, to: 2020-01-12, why: {vi: Không có danh mục, en: No list}}
  - {from: 2020-02-01, to: 2020-02-01, why: {vi: Không có danh mục, en: No list}}
tree: {a: {level: town}}
"""
TOWNS = read_units("towns.yaml", TREE)
WEEKS = Calendar("weeks", date(2020, 1, 1), date(2020, 1, 31))
days = st.dates(date(2019, 12, 25), date(2020, 3, 5))


@given(days, days)
def test_every_day_is_told_by_exactly_the_list_that_says_nothing_of_it(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    found = uncovered(first, last, TOWNS, WEEKS)
    told = [
        (each.source, each.first + DAY * n)
        for each in found
        for n in range((each.last - each.first).days + 1)
    ]
    assert len(told) == len(set(told)), "no day is told twice"
    asked = [first + DAY * n for n in range((last - first).days + 1)]
    silent = {("towns", day) for day in asked if TOWNS.silent(day) is not None}
    silent |= {("weeks", day) for day in asked if not WEEKS.start <= day <= WEEKS.end}
    assert set(told) == silent


def test_nothing_is_asked_of_lists_that_are_not_given() -> None:
    assert uncovered(date(1, 1, 1), date.max, None, None) == ()


LAW = """workflow: law
version: "1"
from: 2025-07-06
roles: {officer: {}}
start: {begin: {by: officer, to: open}}
states: {open: {}, closed: {final: completed}}
events: {close: {by: officer, moves: {open: closed}}}
"""


def test_check_tells_the_days_of_the_law_that_the_shipped_lists_leave_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "law.yaml").write_text(LAW, "utf-8")

    def check(on: str, *more: str) -> tuple[int, str]:
        lists = ["--units", str(LAWS / "units" / "hai-phong.yaml")]
        lists += ["--calendar", str(LAWS / "calendars" / "vietnam-2019-2026.yaml")]
        code = main(["check", str(tmp_path / "law.yaml"), *lists, "--on", on, *more])
        return code, capsys.readouterr().out

    code, said = check("2026-12-31", "--lang", "vi")
    assert code == 0
    assert "các danh mục nói đến mọi ngày từ 06/07/2025 đến 31/12/2026" in said
    code, said = check("2027-01-02", "--lang", "en")
    assert code == 1
    assert "“vietnam-2019-2026” says nothing of the days from 2027-01-01 to 2027-01-02" in said
    code, said = check("2027-01-02", "--json")
    assert code == 1
    assert json.loads(said)["staffing"]["uncovered"] == [
        {"source": "vietnam-2019-2026", "first": "2027-01-01", "last": "2027-01-02"}
    ]
