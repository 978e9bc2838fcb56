"""What is counted is what another hand counts, of whatever happened, on whatever day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_workflow import Entry, Store
from ocop_workflow.measures import Count, Progress, measure

from .judge import communes, counted, districts, stood
from .market import OFFICER, asked, local, market, stall, targets, wander

FIRST, LAST = date(2021, 12, 31), date(2026, 12, 31)
TARGETS = targets()


def told(progress: Progress) -> dict[str, tuple[int, int | None]]:
    return {each.measure.name: (each.count.cases, each.count.among) for each in progress.results}


def parts(progress: Progress, name: str, split: str) -> Counter[str | None]:
    (result,) = [each for each in progress.results if each.measure.name == name]
    (divided,) = [each for each in result.splits if each.split.name == split]
    return Counter({part.key: part.count.cases for part in divided.parts})


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.lists(st.dates(FIRST, LAST), min_size=1, max_size=6))
def test_every_count_on_any_day_is_what_another_hand_counts(seed: int, days: list[date]) -> None:
    with wander(seed) as store:
        for day in days:
            stalls, progress = stood(store, day), measure(store, TARGETS, on=day)
            assert told(progress) == counted(stalls, day)
            filed = [each for each in stalls if {"file", "hand_in"} & set(each.events)]
            assert parts(progress, "filed", "district") == districts(filed, day)
            assert parts(progress, "filed", "commune") == communes(filed, day)
            assert parts(progress, "filed", "group") == Counter(each.data["group"] for each in filed)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9), st.dates(date(2022, 6, 1), LAST))
def test_the_trend_says_of_each_year_what_was_true_at_its_end(seed: int, day: date) -> None:
    with wander(seed) as store:
        progress = measure(store, TARGETS, on=day)
        for result in progress.results:
            for then, count in result.trend.items():
                wanted = counted(stood(store, then), then)[result.measure.name]
                assert (count.cases, count.among) == wanted
        ends = [each for each in progress.days if each != day and each != date(2024, 12, 31)]
        assert all((each.month, each.day) == (12, 31) for each in ends)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9), st.dates(date(2022, 6, 1), LAST))
def test_lists_have_those_that_they_mean_the_most_urgent_first(seed: int, day: date) -> None:
    with wander(seed) as store:
        ending, waiting, returned = measure(store, TARGETS, on=day).risks
        stalls = stood(store, day)
    left = sorted((each.data["until"] - day).days for each in stalls if "until" in each.data)
    assert [each.left for each in ending.cases] == left
    opened = [each for each in stalls if each.state in {"new", "review"}]
    assert sorted(each.case for each in waiting.cases) == sorted(each.id for each in opened)
    assert [each.days for each in waiting.cases] == sorted(
        ((day - each.since).days for each in opened), reverse=True
    )
    reasons = {each.id: list(each.reasons) for each in stalls if each.reasons}
    assert {each.case: [reason.vi for reason in each.reasons] for each in returned.cases} == reasons
    assert [each.times for each in returned.cases] == sorted(map(len, reasons.values()), reverse=True)


def test_the_stories_have_what_they_are_about() -> None:
    """Moved stalls, fired and unfired clocks, every state: else the judges would agree on nothing."""
    seen: Counter[str] = Counter()
    for seed in range(12):
        with wander(seed) as store:
            for day in (date(2023, 6, 1), date(2025, 8, 1), date(2026, 12, 31)):
                for each in stood(store, day):
                    seen[each.state] += 1
                    seen.update(set(each.events))
                    seen["unfired"] += each.state == "ended" and store.get(each.id).state == "granted"
    wanted = {
        "new",
        "review",
        "granted",
        "ended",
        "dropped",
        "migrate",
        "hand_in",
        "file",
        "return",
        "remind",
    }
    assert wanted | {"expire", "adopt", "unfired"} <= {name for name, number in seen.items() if number > 3}


def test_a_store_without_cases_is_counted_as_such() -> None:
    with Store.connect("sqlite:///:memory:") as store:
        progress = measure(store, TARGETS, on=date(2025, 1, 1))
    assert [each.known for each in progress.results] == [False] * 7
    assert [each.standing for each in progress.results] == [None] * 7
    assert {each.count for each in progress.results} == {Count(0), Count(0, 0)}


@pytest.mark.parametrize("ahead", [0, 1, 400])
def test_counting_writes_nothing(ahead: int) -> None:
    with wander(3) as store:
        before = [store.history(case.id) for case in store.cases()]
        measure(store, TARGETS, on=LAST + timedelta(days=ahead))
        assert [store.history(case.id) for case in store.cases()] == before


def test_a_version_that_comes_while_counting_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = market()
    with store:
        store.start(stall("1"), asked(), actor=OFFICER, id="S-1", event="ask", at=local("2024-02-01 08:00"))
        read = store.histories

        def meanwhile(workflow: str | None = None) -> Iterator[tuple[Entry, ...]]:
            store.start(
                stall("2"), asked(), actor=OFFICER, id="S-2", event="ask", at=local("2024-02-01 08:00")
            )
            store.fire("S-2", "hand_in", actor=OFFICER, at=local("2024-02-02 08:00"))
            yield from read(workflow)

        monkeypatch.setattr(store, "histories", meanwhile)
        progress = measure(store, TARGETS, on=date(2024, 3, 1))
    assert told(progress)["filed"] == (1, None)
    assert told(progress)["in_review"] == (1, None)


def test_a_day_has_no_hour() -> None:
    store, _ = market()
    with store, pytest.raises(TypeError, match=r"on must be a datetime\.date"):
        measure(store, TARGETS, on=local("2024-02-01 08:00"))
