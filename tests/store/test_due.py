"""What falls due across cases: in order, with what is pending, in local days; and whom to remind."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from store.support import OFFICER, Clock, approved, begun

from ocop_workflow import Store, Workflow, load
from ocop_workflow.store import store as module

PERMIT = """
workflow: permit
version: "1"
timezone: Asia/Ho_Chi_Minh
roles: {officer: {}}
data: {ends: {type: date}, notice: {type: date}, review: {type: date}}
start: {issue: {by: officer, to: valid, takes: [ends, notice, review]}}
states: {valid: {}, resting: {}, ended: {final: completed}}
events:
  rest: {by: officer, moves: {valid: resting, resting: valid}}
  end: {by: clock, title: {vi: Hết hạn, en: It ends}, at: ends, moves: {valid: ended, resting: ended}}
  remind: {by: clock, at: notice, moves: {valid: stay}}
  look: {by: clock, at: review, moves: {valid: stay}}
"""


@pytest.fixture
def permit(tmp_path: Path) -> Workflow:
    file = tmp_path / "permit.yaml"
    file.write_text(PERMIT, "utf-8")
    return load(file)


def listed(store: Store, until: datetime | date) -> list[tuple[str, str, str]]:
    return [(each.day.isoformat(), each.case, each.event) for each in store.due(until)]


def test_what_falls_due_is_told_with_its_local_day_and_in_both_languages(
    store: Store, permit: Workflow
) -> None:
    given = {"ends": "2020-02-04", "notice": "2021-01-01", "review": "2021-01-01"}
    store.start(permit, given, actor=OFFICER, id="P-1")
    (event,) = store.due(date(2020, 2, 4))
    assert (event.case, event.event, event.workflow, event.state) == ("P-1", "end", "permit", "valid")
    assert (event.title.vi, event.title.en) == ("Hết hạn", "It ends")
    assert event.day == date(2020, 2, 4)
    assert event.at == datetime(2020, 2, 3, 17, tzinfo=UTC), "00:00 in Hải Phòng"
    assert store.history("P-1")[-1].seq == 1, "asking fires nothing"


def test_up_to_an_instant_and_up_to_the_end_of_a_local_day(store: Store, permit: Workflow) -> None:
    for case_id, day in (("a", "2020-03-01"), ("b", "2020-03-02")):
        store.start(permit, {"ends": day, "notice": day, "review": day}, actor=OFFICER, id=case_id)
    begins = datetime(2020, 2, 29, 17, tzinfo=UTC)
    assert {each.case for each in store.due(begins)} == {"a"}
    assert list(store.due(begins - timedelta(microseconds=1))) == []
    assert list(store.due(date(2020, 2, 29))) == []
    assert {each.case for each in store.due(date(2020, 3, 1))} == {"a"}
    assert {each.case for each in store.due(date(2020, 3, 2))} == {"a", "b"}


def test_up_to_an_instant_the_later_clocks_of_the_same_case_are_left_out(
    store: Store, permit: Workflow
) -> None:
    given = {"ends": "2020-03-01", "notice": "2020-03-02", "review": "2020-03-03"}
    store.start(permit, given, actor=OFFICER, id="P-1")
    assert [each.event for each in store.due(datetime(2020, 3, 1, 18, tzinfo=UTC))] == ["end", "remind"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Asia/Ho_Chi_Minh", "Pacific/Pago_Pago"])
def test_a_local_day_is_a_day_of_the_workflow_wherever_that_is(
    store: Store, tmp_path: Path, zone: str
) -> None:
    (tmp_path / "far.yaml").write_text(PERMIT.replace("Asia/Ho_Chi_Minh", zone), "utf-8")
    day = date(2020, 3, 1)
    given = {"ends": day, "notice": day, "review": day}
    store.start(load(tmp_path / "far.yaml"), given, actor=OFFICER, id="P-1")
    assert listed(store, date(2020, 2, 29)) == []
    assert len(listed(store, day)) == 3


def test_a_time_without_zone_and_a_year_out_of_reach_are_refused_at_once(store: Store) -> None:
    with pytest.raises(TypeError):
        store.due(datetime(2020, 3, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="1900"):
        store.due(date(3000, 1, 1))


def test_every_clock_of_a_case_is_listed_and_the_order_is_by_instant_case_and_declaration(
    store: Store, permit: Workflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(7)  # noqa: S311 - days, not secrets
    first = date(2020, 3, 1)
    expected = []
    for number in range(40):
        days = [first + timedelta(days=chance.randrange(6)) for _ in range(3)]
        case_id = f"P-{number:02}"
        given = dict(zip(("ends", "notice", "review"), days, strict=True))
        store.start(permit, given, actor=OFFICER, id=case_id)
        expected += [
            (day.isoformat(), case_id, declared, event)
            for declared, (event, day) in enumerate(zip(("end", "remind", "look"), days, strict=True))
        ]
    until = first + timedelta(days=3)
    wanted = [(day, case, event) for day, case, _, event in sorted(expected) if day <= until.isoformat()]
    for size in (1, 2, 7, 40, 500):
        monkeypatch.setattr(module, "_BATCH", size)
        assert listed(store, until) == wanted


def test_cases_are_read_as_they_are_asked_for(
    store: Store, permit: Workflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 2)
    for number in range(1, 7):
        day = date(2020, 3, number)
        given = {"ends": day, "notice": "2021-01-01", "review": "2021-01-01"}
        store.start(permit, given, actor=OFFICER, id=f"P-{number}")
    falling = store.due(date(2020, 3, 31))
    assert next(falling).case == "P-1"
    store.start(
        permit,
        {"ends": "2020-03-30", "notice": "2021-01-01", "review": "2021-01-01"},
        actor=OFFICER,
        id="P-7",
    )
    assert [each.case for each in falling] == ["P-2", "P-3", "P-4", "P-5", "P-6", "P-7"]


def test_what_is_due_and_not_fired_is_listed_until_it_is_fired(store: Store, clock: Clock) -> None:
    approved(store, clock, "D-1", until="2020-03-01")
    begun(store, "D-2")
    clock.forward(days=60)
    assert listed(store, clock.now) == [("2020-03-01", "D-1", "lapse")]
    store.fire_due()
    assert listed(store, clock.now) == []


def test_a_clock_that_waits_for_another_state_is_not_listed_before_its_case_is_there(
    store: Store, permit: Workflow
) -> None:
    given = {"ends": "2020-06-01", "notice": "2020-03-01", "review": "2020-03-02"}
    store.start(permit, given, actor=OFFICER, id="P-1")
    store.fire("P-1", "rest", actor=OFFICER)
    assert listed(store, date(2020, 12, 31)) == [("2020-06-01", "P-1", "end")]
    store.fire("P-1", "rest", actor=OFFICER)
    assert [event for _, _, event in listed(store, date(2020, 12, 31))] == ["remind", "look", "end"]


def test_a_store_without_tables_has_nothing_due(path: Path) -> None:
    import sqlite3

    raw = sqlite3.connect(path)
    assert list(Store(raw).due(date(2020, 1, 1))) == []
    raw.close()


def test_somebody_is_reminded_thirty_days_before_and_once(store: Store, clock: Clock) -> None:
    """What a host does each morning: it asks for today and thirty days more, and remembers what it told."""
    approved(store, clock, "D-1", until="2020-03-20")
    approved(store, clock, "D-2", until="2020-04-10")
    reminded: set[tuple[str, str, date]] = set()
    told = []
    for _ in range(70):
        today = clock.now.date()
        for each in store.due(today + timedelta(days=30)):
            if (each.case, each.event, each.day) not in reminded:
                reminded.add((each.case, each.event, each.day))
                told.append((today.isoformat(), each.case, each.day.isoformat()))
        store.fire_due()
        if today == date(2020, 3, 25):
            store.fire("D-1", "renew", {"valid_until": "2020-05-01"}, actor=OFFICER)
        clock.forward(days=1)
    assert told == [
        ("2020-02-19", "D-1", "2020-03-20"),
        ("2020-03-11", "D-2", "2020-04-10"),
        ("2020-04-01", "D-1", "2020-05-01"),
    ]
