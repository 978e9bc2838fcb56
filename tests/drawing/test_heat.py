"""What many cases did, over the picture: numbers and colours that say the same, in both languages."""

import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median_low

import pytest
from attrs import evolve
from drawing.picture import graph, read
from drawing.test_screen import faults
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow import Actor, Store, load
from ocop_workflow.case import Entry
from ocop_workflow.drawing import graph_of, mermaid, svg, traffic, trodden, waiting
from ocop_workflow.drawing.traffic import share
from ocop_workflow.drawing.waiting import length

SMALL = load(Path(__file__).with_name("small.yaml"), parameters={"wait": 3})
CLERK, HEAD = Actor("c", roles=["clerk"]), Actor("h", roles=["head"])
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
each_language = pytest.mark.parametrize("language", ["vi", "en"])


def lived(store: Store, number: int, days: int) -> None:
    """A case that waits so many days as a draft, is noted once in place, and then is under review."""
    case = f"C-{number}"
    store.start(SMALL, {"kind": "new", "score": 8}, actor=CLERK, id=case, at=START)
    store.fire(case, "note", actor=CLERK, at=START + timedelta(hours=1))
    store.fire(case, "send", actor=CLERK, at=START + timedelta(days=days))


@pytest.fixture
def histories(tmp_path: Path) -> list[tuple[Entry, ...]]:
    with Store.connect(f"sqlite:///{tmp_path / 'cases.db'}") as store:
        for number in range(1, 11):
            lived(store, number, number)
        return list(store.histories())


def test_visits_are_counted_from_coming_to_leaving_and_what_is_done_in_place_ends_none(
    histories: list[tuple[Entry, ...]],
) -> None:
    digests = {histories[0][0].definition}
    now = START + timedelta(days=20)
    found = traffic(histories, digests, now)
    assert found.cases == 10
    assert sorted(found.waits["draft"]) == [86400 * days for days in range(1, 11)]
    assert sorted(found.open["review"]) == [86400 * (20 - days) for days in range(10, 0, -1)]
    assert found.counts["note", "draft", None] == 10
    assert found.counts["send", "draft", "review"] == 10
    assert found.now == {"review": 10}


def test_what_is_later_than_asked_or_under_another_version_does_not_count(
    histories: list[tuple[Entry, ...]],
) -> None:
    digests = {histories[0][0].definition}
    early = traffic(histories, digests, START + timedelta(days=5, minutes=1))
    assert len(early.waits["draft"]) == 5
    assert early.now == {"draft": 5, "review": 5}
    assert traffic(histories, {"another"}, START + timedelta(days=20)).cases == 0


@each_language
def test_the_median_and_nine_of_ten_stand_in_the_state_and_its_colour_is_explained(
    histories: list[tuple[Entry, ...]], language: str
) -> None:
    found = traffic(histories, {histories[0][0].definition}, START + timedelta(days=20))
    drawn = waiting(graph_of(SMALL.definition, language), found)
    shown = " ".join(thing.words for thing in read(svg(drawn)).things)
    for words in {
        "vi": (
            "trung vị 5 ngày",
            "90 % không quá 9 ngày",
            "10 lượt",
            "10 hồ sơ đang ở đây",
            "từ 2,5 ngày trở lên",
        ),
        "en": ("median 5 days", "90 % within 9 days", "10 visits", "10 here now", "2.5 days or more"),
    }[language]:
        assert words in shown.replace("\n", " ")
    assert {box.name: box.shade for box in drawn.boxes()}["draft"] == 3
    assert {box.name: box.shade for box in drawn.boxes()}["review"] == 0, "no visit has ended"
    assert "5 ngày" in mermaid(drawn) if language == "vi" else "5 days" in mermaid(drawn)
    assert faults(read(svg(drawn))) == {}


@each_language
def test_counts_stand_at_arrows_and_states_with_who_is_there_now(
    histories: list[tuple[Entry, ...]], language: str
) -> None:
    found = traffic(histories, {histories[0][0].definition}, START + timedelta(days=20))
    drawn = trodden(graph_of(SMALL.definition, language), found.counts, found.now)
    (review,) = (box for box in drawn.boxes() if box.name == "review")
    assert review.marks == "× 10"
    assert review.now == {"vi": "10 hồ sơ đang ở đây", "en": "10 here now"}[language]
    assert faults(read(svg(drawn))) == {}


@each_language
@pytest.mark.parametrize("most", [1, 3, 12, 400, 10_000])
def test_every_shade_is_read_on_a_screen_and_the_legend_leaves_no_number_out(
    language: str, most: int
) -> None:
    law = graph("ocop-product@148", language)
    counts: dict[tuple[str, str, str | None], int] = {
        (line.event, origin, edge.target): place * most // 46
        for place, edge in enumerate(law.edges)
        for line in edge.lines
        for origin in line.origins or {""}
    }
    drawn = trodden(law, counts, dict.fromkeys([box.name for box in law.boxes()], most))
    assert drawn.heat
    assert faults(read(svg(drawn))) == {}
    first, second, third = drawn.heat.least
    assert (
        drawn.heat.shade(0),
        drawn.heat.shade(first),
        drawn.heat.shade(second),
        drawn.heat.shade(third),
    ) == (
        0,
        1,
        2,
        3,
    )
    assert first == 1


@given(st.lists(st.floats(0, 1e9), min_size=1))
def test_a_share_is_a_value_that_so_many_do_not_exceed(waits: list[float]) -> None:
    assert share(waits, 0.5) == median_low(waits)
    ninth = share(waits, 0.9)
    assert sum(wait <= ninth for wait in waits) >= 0.9 * len(waits)
    assert sum(wait < ninth for wait in waits) < 0.9 * len(waits)


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (0, "0 phút", "0 minutes"),
        (60, "1 phút", "1 minute"),
        (3600 * 4.8, "4,8 giờ", "4.8 hours"),
        (86400, "1 ngày", "1 day"),
        (86400 * 2.5, "2,5 ngày", "2.5 days"),
        (86400 * 9.96, "10 ngày", "10 days"),
        (86400 * 1000, "1.000 ngày", "1,000 days"),
    ],
)
def test_a_length_is_said_in_its_largest_unit(seconds: float, vi: str, en: str) -> None:
    assert (length(seconds, "vi"), length(seconds, "en")) == (vi, en)


def test_ten_thousand_histories_are_counted_without_being_kept(histories: list[tuple[Entry, ...]]) -> None:
    """Eight bytes a visit, and nothing for each entry."""
    pattern = histories[-1]

    def many() -> Iterator[tuple[Entry, ...]]:
        for number in range(10_000):
            yield tuple(evolve(entry, case=f"C-{number}") for entry in pattern)

    tracemalloc.start()
    try:
        found = traffic(many(), {pattern[0].definition}, START + timedelta(days=20))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.cases == len(found.waits["draft"]) == 10_000
    assert peak < 1_000_000
    assert sys.getsizeof(found.waits["draft"]) < 9 * 10_000 * 1.2
