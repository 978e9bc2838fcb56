"""What is refused on days of which the list of units says nothing, or on which the case's unit is no more."""

from datetime import UTC, date, datetime

import pytest

from ocop_workflow import Actor, Case, Decision, Facts, Workflow
from ocop_workflow.reading import read_definition, read_units

WORKFLOW = """workflow: visit
version: "1"
roles: {officer: {}}
data: {place: {type: unit, level: town}}
unit: place
start: {ask: {by: officer, takes: [place], to: asked}}
states: {asked: {at: region}, done: {at: region, final: completed}}
events: {close: {by: officer, moves: {asked: done}}}
"""
LANDS = """units: lands
levels: [region, town]
from: 2020-01-01
to: 2029-12-31
gaps: [{from: 2022-01-01, to: 2022-12-31, why: {vi: Chưa công bố, en: Not published}}]
tree:
  nor: {level: region, to: 2025-12-31}
  nor/ford: {level: town, title: {vi: Xã Ford}, to: 2025-12-31}
  sur: {level: region}
"""
VISIT = Workflow(read_definition("visit.yaml", WORKFLOW))
UNITS = read_units("lands.yaml", LANDS)
OFFICER = Actor("o-1", roles=[("officer", "nor")])


def asked(case: Case | None, event: str, day: date) -> Decision:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    payload = {"place": "nor/ford"} if case is None else {}
    facts = Facts(at, "1", UNITS)
    return VISIT.decide(case, event, payload, actor=OFFICER, at=at, facts=facts)


@pytest.fixture
def case() -> Case:
    decision = asked(None, "ask", date(2021, 6, 1))
    assert decision.case
    return decision.case


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (
            date(2022, 1, 1),
            "danh mục đơn vị “lands” không có số liệu từ ngày 01/01/2022 đến ngày 31/12/2022: Chưa công bố",
            "the list of units “lands” says nothing of 2022-01-01 to 2022-12-31: Not published",
        ),
        (
            date(2030, 1, 1),
            "danh mục đơn vị “lands” chỉ có đến ngày 31/12/2029",
            "the list of units “lands” ends on 2029-12-31",
        ),
        (
            date(2026, 1, 1),
            "ngày 01/01/2026, Xã Ford không tồn tại, và nơi đó không có đơn vị cấp “region”",
            "on 2026-01-01, Xã Ford did not exist, and no unit of level “region” stood there",
        ),
    ],
)
def test_an_officer_is_told_why_no_unit_is_in_charge(case: Case, day: date, vi: str, en: str) -> None:
    decision = asked(case, "close", day)
    (reason,) = decision.reasons
    assert (decision.allowed, reason.code) == (False, "not_permitted")
    assert reason.text.vi == f"“close” chỉ dành cho: officer; không xác định được đơn vị có thẩm quyền: {vi}"
    assert reason.text.en == f"Only these may do “close”: officer; the unit in charge is not known: {en}"


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2019, 12, 31)])
def test_a_new_case_is_told_that_its_unit_cannot_be_checked(day: date) -> None:
    codes = {reason.code: reason for reason in asked(None, "ask", day).reasons}
    why = UNITS.silent(day)
    assert why
    assert codes["invalid_payload"].text.vi == f"Không kiểm tra được đơn vị “nor/ford”: {why.vi}"
    assert codes["invalid_payload"].text.en == f"The unit “nor/ford” cannot be checked: {why.en}"


def test_a_new_case_may_not_be_in_a_unit_that_is_no_more() -> None:
    reasons = asked(None, "ask", date(2026, 1, 1)).reasons
    assert [reason.text.en for reason in reasons if reason.code == "invalid_payload"] == [
        "The tree of units of 2026-01-01 has no “nor/ford”"
    ]


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2023, 1, 1), date(2025, 12, 31)])
def test_on_the_days_around_an_officer_may(case: Case, day: date) -> None:
    assert asked(case, "close", day).allowed
