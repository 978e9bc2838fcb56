"""The computer's clock is put forward and back, or stands: a clock event fires once, before what comes after it.

Cases of ocop-product@1048 in a store, whose clock the tests move.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from workflows.life import (
    CALENDAR,
    CITY,
    COMMITTEE,
    DISTRICT,
    HERE,
    PAPER,
    PRODUCER,
    UNITS,
    Product,
    law,
    member,
    officer,
    secretary,
    sheet,
)

from ocop_workflow import Actor, Case, Entry, Refused, Store
from ocop_workflow.engine import fold

ABOUT = {
    "product": "Gạo ruộng rươi",
    "producer": "Hợp tác xã Một",
    "owner": "htx-1",
    "kind": "cooperative",
    "place": "hp/kien-thuy/thuy-huong",
    "group": "food",
    "stars": 3,
    "decision": "303/QĐ-UBND",
    "decided_on": "2020-02-04",
}
MENDED: dict[str, object] = {"product": "Gạo ruộng rươi", "producer": "Hợp tác xã Một", "reason": "Sai tên"}
FORMS: dict[str, object] = {"form": PAPER, "report": PAPER}
END = datetime(2023, 2, 4, tzinfo=HERE)
JUMPS = {
    "a day": timedelta(days=1),
    "a day back": timedelta(days=-1),
    "a year": timedelta(days=365),
    "a year back": timedelta(days=-365),
    "none": timedelta(0),
}


class Wall:
    """The computer's clock: it stands until it is moved, forward or back."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def certificate(wall: Wall) -> Iterator[Store]:
    """A store with one certificate of 4 February 2020, which ends on 4 February 2023."""
    with Store.connect("sqlite:///:memory:", units=UNITS, calendar=CALENDAR, clock=wall) as store:
        store.start(law(), ABOUT, actor=COMMITTEE, id="HP-1", event="adopt")
        yield store


def overtaken(history: tuple[Entry, ...]) -> list[str]:
    """Entries that came although a clock event was due before them, where the case stood."""
    machine = law().machine
    found = []
    for number in range(1, len(history)):
        case, entry = fold(machine, history[:number]), history[number]
        due = [
            (armed.at, clock.name)
            for clock in machine.table.clocks
            if (armed := case.due.get(clock.name)) and armed.at and case.state in clock.branches
        ]
        moment, first = min(due, default=(None, None), key=lambda each: each[0])
        if moment is not None and moment <= entry.at and entry.event != first:
            found.append(f"{entry.seq} {entry.event} before {first}")
        if entry.due is not None and (entry.due, entry.event) not in due:
            found.append(f"{entry.seq} {entry.event} was not due")
        if entry.due is not None and entry.at != max(entry.due, case.at):
            found.append(f"{entry.seq} {entry.event} not when it was due")
    return found


def sound(store: Store) -> tuple[Entry, ...]:
    """The history, in order: it folds to the case, and nothing in it overtook what was due."""
    history = store.history("HP-1")
    assert [entry.seq for entry in history] == list(range(1, len(history) + 1))
    assert sorted(entry.at for entry in history) == [entry.at for entry in history]
    assert overtaken(history) == []
    assert fold(law().machine, history) == store.get("HP-1")
    return history


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
@pytest.mark.parametrize("before", [timedelta(hours=-1), timedelta(0), timedelta(hours=1)], ids=str)
def test_a_certificate_ends_once_however_the_clock_is_moved_around_its_end(
    jump: timedelta, before: timedelta
) -> None:
    wall = Wall(datetime(2020, 3, 2, 9, tzinfo=HERE))
    with certificate(wall) as store:
        wall.now = datetime(2023, 1, 20, 9, tzinfo=HERE)
        store.fire("HP-1", "correct", MENDED, actor=CITY)
        for moved in (before, before + jump, before, timedelta(days=2), timedelta(days=2) + jump):
            wall.now = END + moved
            store.fire_due()
            store.fire_due()
        events = [entry.event for entry in sound(store)]
        assert events == ["adopt", "notice_overdue", "correct", "expire"]
        assert store.history("HP-1")[-1].due == END


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_what_comes_after_the_end_is_decided_after_it_although_nobody_fired_what_was_due(
    jump: timedelta,
) -> None:
    wall = Wall(datetime(2020, 3, 2, 9, tzinfo=HERE))
    with certificate(wall) as store:
        wall.now = END + timedelta(days=400) + jump
        with pytest.raises(Refused):
            store.fire("HP-1", "notify", actor=COMMITTEE)
        store.fire("HP-1", "reevaluate", FORMS, actor=PRODUCER)
        wall.now -= jump
        store.fire_due()
        events = [entry.event for entry in sound(store)]
        assert events == ["adopt", "notice_overdue", "expire", "reevaluate"]


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_a_certificate_that_ends_during_an_upgrade_ends_once_in_the_middle_of_it(jump: timedelta) -> None:
    wall = Wall(datetime(2020, 3, 2, 9, tzinfo=HERE))
    with certificate(wall) as store:

        def does(event: str, actor: Actor, **payload: object) -> Case:
            return store.fire("HP-1", event, payload, actor=actor)

        wall.now = datetime(2022, 12, 1, 9, tzinfo=HERE)
        does("upgrade", PRODUCER, form=PAPER)
        does("convene", DISTRICT, files_sent=date(2022, 12, 1), meeting=date(2022, 12, 8))
        for number in range(5):
            does("mark", member("district", number), **sheet("75"))
        does("close", secretary("district"))
        does("convene", officer("city"), files_sent=date(2023, 1, 9), meeting=date(2023, 1, 30))
        does("mark", member("city", 0), **sheet("75"))
        wall.now = END + timedelta(hours=9) + max(jump, timedelta(0))
        assert store.get("HP-1").data["stars"] == 3, "nothing has been fired yet"
        case = does("mark", member("city", 1), **sheet("75"))
        assert (case.state, "stars" in case.data) == ("city_scoring", False)
        wall.now = END + timedelta(hours=9) + min(jump, timedelta(0))
        store.fire_due()
        for number in range(2, 5):
            case = does("mark", member("city", number), **sheet("75"))
        assert len(case.data["marks"]) == 5  # type: ignore[arg-type]
        does("close", secretary("city"))
        case = does("recognise", COMMITTEE, decision="1/QĐ-UBND", decided_on=case.at.astimezone(HERE).date())
        assert (case.state, case.data["stars"]) == ("recognised", 4)
        history = sound(store)
        (expired,) = [entry for entry in history if entry.event == "expire"]
        assert (expired.source, expired.target, expired.stay) == ("city_scoring", "city_scoring", True)
        assert [entry.event for entry in history][expired.seq - 2 : expired.seq + 1] == [
            "mark",
            "expire",
            "mark",
        ]


def test_while_the_clock_stands_a_due_event_fires_once_and_all_that_follows_has_its_instant() -> None:
    wall = Wall(datetime(2020, 3, 2, 9, tzinfo=HERE))
    with certificate(wall) as store:
        wall.now = END
        assert [entry.event for entry in store.fire_due()] == ["notice_overdue", "expire"]
        for _ in range(3):
            assert store.fire_due() == ()
        store.fire("HP-1", "reevaluate", FORMS, actor=PRODUCER)
        store.fire("HP-1", "withdraw", actor=PRODUCER)
        history = sound(store)
        assert [entry.event for entry in history[-3:]] == ["expire", "reevaluate", "withdraw"]
        assert {entry.at for entry in history[-3:]} == {END.astimezone(UTC)}


DOINGS: dict[str, tuple[Actor, dict[str, object]]] = {
    "notify": (COMMITTEE, {}),
    "promote": (PRODUCER, {"activity": "HC-1"}),
    "upgrade": (PRODUCER, {"form": PAPER}),
    "reevaluate": (PRODUCER, FORMS),
    "return": (DISTRICT, {"reason": "Thiếu giấy tờ"}),
    "convene": (DISTRICT, {"files_sent": date(2023, 1, 2), "meeting": date(2023, 1, 9)}),
    "revoke": (COMMITTEE, {"cause": "Vi phạm"}),
    "register_again": (PRODUCER, {}),
}
MOVES = st.sampled_from(
    [timedelta(days=sign * days) for days in (0, 1, 30, 365) for sign in (1, -1)] + [timedelta(hours=5)]
)


@given(
    st.sampled_from(["2020-03-02", "2022-12-20", "2023-06-01"]),
    st.lists(st.one_of(MOVES, st.sampled_from(sorted(DOINGS)), st.just("fire_due")), max_size=12),
)
def test_no_move_of_the_clock_lets_anything_overtake_what_is_due(
    adopted: str, acts: list[timedelta | str]
) -> None:
    wall = Wall(datetime.fromisoformat(f"{adopted}T09:00:00+07:00"))
    with certificate(wall) as store:
        for act in acts:
            if isinstance(act, timedelta):
                wall.now += act
            elif act == "fire_due":
                store.fire_due()
                assert store.fire_due() == ()
            else:
                actor, payload = DOINGS[act]
                try:
                    store.fire("HP-1", act, payload, actor=actor)
                except Refused:
                    continue
        history = sound(store)
        armings = [entry for entry in history if entry.event in ("adopt", "recognise")]
        assert len([entry for entry in history if entry.event == "expire"]) <= len(armings)


def test_the_check_sees_what_was_overtaken_and_what_was_not_due() -> None:
    product = Product().on("2020-03-02").adopted(3, "2020-02-04")
    product.on("2020-04-01").does("promote", PRODUCER, activity="HC-2023").on("2023-03-01").settled()
    adopt, promote, overdue, expire = product.history
    assert overtaken((adopt, promote, overdue, expire)) == []
    late = evolve(promote, at=overdue.at + timedelta(days=1))
    assert overtaken((adopt, late)) == ["2 promote before notice_overdue"]
    assert overtaken((adopt, evolve(overdue, due=overdue.at + timedelta(days=1)))) != []
