"""A case counts on a day as it stood at the end of that local day: the day before, on the day, after it."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow import Actor, Store
from ocop_workflow.case import Erased
from ocop_workflow.measures import Count, Goal, Result, measure
from ocop_workflow.migration import migrate

from .market import LAW, OFFICER, asked, local, market, plan, stall, targets

WHOLE = targets()


def counts(store: Store, day: str) -> dict[str, int]:
    progress = measure(store, WHOLE, on=date.fromisoformat(day))
    return {each.measure.name: each.count.cases for each in progress.results}


def begun(store: Store, at: str, event: str = "ask", **more: object) -> None:
    store.start(stall(), asked(**more), actor=OFFICER, id="S-1", event=event, at=local(at))


def test_a_day_ends_at_local_midnight() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 08:00:00")
        store.fire("S-1", "file", actor=OFFICER, at=local("2024-06-30 23:59:59.999999"))
        assert counts(store, "2024-06-29")["filed"] == 0
        assert counts(store, "2024-06-30")["filed"] == 1
        store.fire(
            "S-1", "return", {"reason": "-", "name_of": "Hoa"}, actor=OFFICER, at=local("2024-07-01 00:00:00")
        )
        assert counts(store, "2024-06-30")["in_review"] == 1
        assert counts(store, "2024-07-01")["in_review"] == 0
        assert store.history("S-1")[1].at.astimezone(UTC).date() == date(2024, 6, 30)
        assert store.history("S-1")[2].at.astimezone(UTC).date() == date(
            2024, 6, 30
        )  # where it is still June


def test_cases_that_begin_later_do_not_count() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 00:00:00", "adopt", stars=5, until="2026-01-01")
        assert counts(store, "2024-04-30") == dict.fromkeys(counts(store, "2024-04-30"), 0)
        assert counts(store, "2024-05-01")["best"] == 1


def test_what_was_attested_counts_as_having_happened() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 00:00:00", "adopt", stars=5, until="2026-01-01")
        assert counts(store, "2024-05-01")["filed"] == 1
        assert "file" not in {entry.event for entry in store.history("S-1")}


def test_a_clock_that_nobody_fired_has_fired_by_the_end_of_its_day() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 08:00:00", "adopt", stars=5, until="2024-08-01")
        assert counts(store, "2024-07-31")["granted"] == 1
        assert counts(store, "2024-08-01")["granted"] == 0
        assert store.get("S-1").state == "granted"
        store.fire_due(LAW)
        assert store.get("S-1").state == "ended"
        assert counts(store, "2024-07-31")["granted"] == 1
        assert counts(store, "2024-08-01")["granted"] == 0


def test_a_clock_counts_as_an_event_that_happened() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 08:00:00")
        store.fire("S-1", "file", actor=OFFICER, at=local("2024-05-10 08:00:00"))
        assert counts(store, "2024-06-08")["reminded"] == 0
        assert counts(store, "2024-06-09")["reminded"] == 1
        store.fire("S-1", "drop", actor=OFFICER, at=local("2024-06-08 20:00:00"))
        assert counts(store, "2024-06-09")["reminded"] == 0


def test_today_is_the_day_that_is_asked_about() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 08:00:00", "adopt", stars=5, until="2024-12-31")
        assert counts(store, "2024-11-01")["soon"] == 1  # 60 days ahead
        assert counts(store, "2024-10-31")["soon"] == 0


def test_a_case_that_moved_counts_before_and_after_under_its_law_of_the_day() -> None:
    store, clock = market()
    with store:
        begun(store, "2024-05-01 08:00:00")
        store.fire("S-1", "file", actor=OFFICER, at=local("2024-06-01 08:00:00"))
        (outcome,) = migrate(store, plan(), actor=Actor("mover"), proved=True)
        assert outcome.verdict == "moved"
        clock.now = LAW + timedelta(days=9)
        store.fire("S-1", "grant", {"stars": 4, "until": "2026-01-01"}, actor=OFFICER)
        days = ("2024-05-31", "2024-06-01", "2025-03-01", "2025-03-10", "2026-01-01")
        told = [counts(store, day) for day in days]
    assert [each["filed"] for each in told] == [0, 1, 1, 1, 1]
    assert [each["in_review"] for each in told] == [0, 1, 1, 0, 0]
    assert [each["granted"] for each in told] == [0, 0, 0, 1, 0]


def test_what_was_erased_changes_no_count() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 08:00:00", "adopt", stars=5, until="2026-01-01")
        before = measure(store, WHOLE, on=date(2024, 6, 1))
        assert store.erase("S-1") == 1
        assert store.get("S-1").data["name"] == Erased()
        assert measure(store, WHOLE, on=date(2024, 6, 1)) == before


@pytest.mark.parametrize(
    ("day", "district", "commune"),
    [
        ("2025-06-30", "t/a", "t/a/x"),
        ("2025-07-01", None, "t/m"),  # the districts are no more, and one unit follows the commune
    ],
)
def test_a_unit_is_what_it_was_on_that_day(day: str, district: str | None, commune: str) -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 08:00:00", "adopt", stars=1, until="2027-01-01")
        progress = measure(store, WHOLE, on=date.fromisoformat(day))
    by = {
        each.split.name: [(part.key, part.count) for part in each.parts]
        for each in progress.results[0].splits
    }
    assert by["district"] == [(district, Count(1))]
    assert by["commune"] == [(commune, Count(1))]
    assert by["stars"] == [("1", Count(1))]


def judged(
    *, minimum: int | None, maximum: int | None, cases: int, among: int | None
) -> tuple[str, int, int]:
    count, goal = Count(cases, among), Goal(minimum, maximum)
    return count.standing(goal), count.missing(goal), count.more(goal)


@pytest.mark.parametrize(
    ("goal", "count", "told"),
    [
        ((335, None), (334, None), ("short", 1, 0)),
        ((335, None), (335, None), ("met", 0, 0)),
        ((50, 100), (49, None), ("short", 1, 0)),
        ((50, 100), (50, None), ("met", 0, 0)),
        ((50, 100), (100, None), ("met", 0, 0)),
        ((50, 100), (101, None), ("over", 0, 1)),
        ((None, 1), (1, None), ("met", 0, 0)),
        ((None, 1), (3, None), ("over", 0, 2)),
        ((100, None), (2, 3), ("short", 1, 0)),
        ((100, None), (3, 3), ("met", 0, 0)),
        ((100, None), (0, 0), ("none", 0, 0)),
        ((67, None), (2, 3), ("short", 1, 0)),  # 66.6 percent is cut off, never rounded up
        ((66, None), (2, 3), ("met", 0, 0)),
        ((None, 50), (2, 3), ("over", 0, 1)),
    ],
)
def test_a_target_is_a_lower_bound_an_upper_one_or_both(
    goal: tuple[int | None, int | None], count: tuple[int, int | None], told: tuple[str, int, int]
) -> None:
    assert judged(minimum=goal[0], maximum=goal[1], cases=count[0], among=count[1]) == told


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 100))
def test_what_is_missing_is_just_enough(cases: int, among: int, percent: int) -> None:
    cases, goal = min(cases, among), Goal(minimum=percent)
    missing = Count(cases, among).missing(goal)
    assert Count(cases + missing, among).standing(goal) == "met"
    assert missing == 0 or Count(cases + missing - 1, among).standing(goal) == "short"


def test_a_target_whose_day_has_passed_is_judged_by_that_day() -> None:
    store, _ = market()
    with store:
        begun(store, "2024-05-01 08:00:00")
        store.fire("S-1", "file", actor=OFFICER, at=local("2025-01-01 00:00:00"))
        early, late = (measure(store, WHOLE, on=date(year, 2, 1)).results[0] for year in (2024, 2025))
    assert isinstance(late, Result)
    assert (early.final, early.judged) == (False, date(2024, 2, 1))
    assert (late.final, late.judged, late.count, late.trend[date(2024, 12, 31)]) == (
        True,
        date(2024, 12, 31),
        Count(1),
        Count(0),
    )
    assert (late.standing, late.missing) == ("short", 10)
