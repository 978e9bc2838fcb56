"""Instants are instants, whatever zone a host says them in, also in the hour that comes twice."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ocop_workflow.access import Actor
from ocop_workflow.engine import Facts, decide, fold

Make = Callable[..., Any]  # what the fixture `small` is

NEW_YORK = ZoneInfo("America/New_York")
FIRST = datetime(2020, 11, 1, 1, 40, tzinfo=NEW_YORK)  # 05:40 UTC
AGAIN = datetime(
    2020, 11, 1, 1, 20, tzinfo=NEW_YORK, fold=1
)  # 06:20 UTC: later, though the hands say earlier
OFFICER = Actor("an", ["officer"])

TEXT = """
start: {begin: {by: officer, to: here}}
states: {here: {}}
events: {note: {by: officer, moves: {here: here}}}
"""


def test_a_later_instant_is_later_although_its_clock_shows_less(small: Make) -> None:
    case = small(TEXT)
    begun = decide(case.machine, None, "begin", {}, OFFICER, FIRST, Facts(now=FIRST, case_id="1"))
    assert decide(case.machine, begun.case, "note", {}, OFFICER, AGAIN, Facts(now=AGAIN)).allowed


def test_an_earlier_instant_is_refused_although_its_clock_shows_more(small: Make) -> None:
    case = small(TEXT)
    begun = decide(case.machine, None, "begin", {}, OFFICER, AGAIN, Facts(now=AGAIN, case_id="1"))
    later = datetime(2020, 11, 2, tzinfo=UTC)
    refused = decide(case.machine, begun.case, "note", {}, OFFICER, FIRST, Facts(now=later))
    assert [reason.code for reason in refused.reasons] == ["invalid_payload"]


def test_the_answer_does_not_depend_on_the_zone_that_it_was_asked_in(small: Make) -> None:
    case = small(TEXT)
    for at in (FIRST, AGAIN):
        here = decide(case.machine, None, "begin", {}, OFFICER, at, Facts(now=at, case_id="1"))
        utc = at.astimezone(UTC)
        there = decide(case.machine, None, "begin", {}, OFFICER, utc, Facts(now=utc, case_id="1"))
        assert here == there
        assert fold(case.machine, here.entries) == here.case
