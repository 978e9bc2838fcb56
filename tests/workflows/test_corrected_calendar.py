"""A calendar is corrected after an entry was written: what the entry told stays, and only later ones count anew."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from attrs import evolve
from workflows.life import CALENDAR, DISTRICT, HERE, PAPER, PRODUCER, UNITS, law

from ocop_workflow import Store
from ocop_workflow.calendar import Calendar
from ocop_workflow.engine import fold

# Before 1/12/2022 nobody knew which days besides those of the Labour Code would be off at Tết 2023.
UNANNOUNCED = (date(2023, 1, 20), date(2023, 1, 26))
EARLY = evolve(
    CALENDAR,
    id="vietnam-draft",
    holidays={day: title for day, title in CALENDAR.holidays.items() if day not in UNANNOUNCED},
)
WORKFLOW = law(review_days=15)
ABOUT = {
    "product": "Cá mòi kho",
    "producer": "Hợp tác xã Một",
    "owner": "htx-1",
    "kind": "cooperative",
    "place": "hp/kien-thuy/dai-ha",
    "group": "food",
}
TOLD, ANEW = (
    date(2023, 2, 2),
    date(2023, 2, 6),
)  # the fifteenth working day after 9/1/2023, by either calendar


class Office:
    """One database, opened with the calendar of the day."""

    def __init__(self, path: Path) -> None:
        self.now = datetime(2023, 1, 9, 9, tzinfo=HERE)
        self.url = f"sqlite:///{path}"
        with self.opened(EARLY) as store:
            self.files(store, "HP-1")

    def opened(self, calendar: Calendar) -> Store:
        return Store.connect(self.url, units=UNITS, calendar=calendar, clock=lambda: self.now)

    def files(self, store: Store, case_id: str) -> None:
        store.start(WORKFLOW, ABOUT, actor=PRODUCER, id=case_id, event="register")
        store.fire(case_id, "submit_idea", {"form": PAPER}, actor=PRODUCER)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "cases.db")


def falling(store: Store) -> dict[str, date]:
    return {each.case: each.day for each in store.due(date(2023, 12, 31))}


def test_the_two_calendars_differ_where_it_matters() -> None:
    assert (
        EARLY.add_working_days(date(2023, 1, 9), 15),
        CALENDAR.add_working_days(date(2023, 1, 9), 15),
    ) == (
        TOLD,
        ANEW,
    )


def test_an_entry_keeps_the_due_date_it_told_and_the_calendar_it_came_from(office: Office) -> None:
    with office.opened(CALENDAR) as store:
        entry = store.history("HP-1")[-1]
        due = datetime(2023, 2, 2, tzinfo=HERE).astimezone(UTC)
        assert entry.writes["due"] == {"overdue": {"at": due.isoformat(timespec="microseconds")[:-6] + "Z"}}
        assert entry.seen["calendar"] == "vietnam-draft"
        assert falling(store) == {"HP-1": TOLD}


def test_replay_with_a_corrected_calendar_gives_the_same_case(office: Office) -> None:
    with office.opened(CALENDAR) as store:
        history = store.history("HP-1")
        assert fold(WORKFLOW.machine, history) == store.get("HP-1")
        assert store.verify("HP-1") == ()


def test_what_stays_in_the_state_does_not_count_anew_and_what_enters_it_does(office: Office) -> None:
    with office.opened(CALENDAR) as store:
        changes = {"product": "Cá mòi", "producer": "Hợp tác xã Một", "reason": "Sai tên"}
        store.fire("HP-1", "correct", changes, actor=DISTRICT)
        office.files(store, "HP-2")
        assert falling(store) == {"HP-1": TOLD, "HP-2": ANEW}
        assert store.history("HP-2")[-1].seen["calendar"] == CALENDAR.id


def test_it_fires_on_the_day_that_was_told(office: Office) -> None:
    with office.opened(CALENDAR) as store:
        office.files(store, "HP-2")
        office.now = datetime(2023, 2, 1, 23, 59, tzinfo=HERE)
        assert store.fire_due() == ()
        office.now = datetime(2023, 2, 2, tzinfo=HERE)
        assert [(entry.case, entry.event) for entry in store.fire_due()] == [("HP-1", "overdue")]
        office.now = datetime(2023, 2, 6, tzinfo=HERE)
        assert [(entry.case, entry.event) for entry in store.fire_due()] == [("HP-2", "overdue")]
