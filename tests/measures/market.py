"""A made-up market whose stalls wander through their states for years, some of them under two laws."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from ocop_workflow import Actor, Case, Refused, Store, Workflow, load
from ocop_workflow.measures import Targets, load_targets, read_targets
from ocop_workflow.migration import Composed, load_plan, migrate

FOLDER = Path(__file__).parent / "stall"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLACES = ("t/a/x", "t/a/y", "t/b/z")
OFFICER = Actor("lan", roles=[("officer", place) for place in PLACES])
LAW = datetime(2025, 3, 1, 3, tzinfo=UTC)  # when version 2 comes


class Clock:
    """Says what it is set to."""

    def __init__(self, now: datetime = LAW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@cache
def stall(version: str = "1") -> Workflow:
    return load(FOLDER / f"{version}.yaml")


@cache
def plan() -> Composed:
    return load_plan(FOLDER / "1-2.migration.yaml")


def market(now: datetime = LAW, url: str = "sqlite:///:memory:") -> tuple[Store, Clock]:
    clock = Clock(now)
    return Store.connect(url, clock=clock), clock


def targets(text: str = "") -> Targets:
    """Those of the market, or of a text that would stand beside them."""
    file = FOLDER / "stall.targets.yaml"
    return read_targets(file, text) if text else load_targets(file)


def local(text: str) -> datetime:
    """A moment as the market's clocks show it: 2024-12-31 23:59:59."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def asked(**more: object) -> dict[str, object]:
    return {"name": "Lan", "place": "t/a/x", "group": "food", **more}


def wander(seed: int, cases: int = 9, steps: int = 12) -> Store:
    """Stalls that began at any time of 2022 to 2024, did anything that was allowed, and some of which moved."""
    rng = Random(seed)  # noqa: S311 - no secret
    store, clock = market()
    for number in range(cases):
        _live(store, clock, rng, f"S-{number}", steps)
    clock.now = LAW
    if rng.random() < 0.8:
        list(migrate(store, plan(), actor=Actor("mover"), proved=True))
    for case in list(store.cases()):
        clock.now = max(LAW, case.at)
        for _ in range(rng.randrange(steps // 2)):
            clock.now += _pause(rng)
            _act(store, rng, case.id, clock.now)
        if rng.random() < 0.2:
            store.erase(case.id)
    return store


def _live(store: Store, clock: Clock, rng: Random, case_id: str, steps: int) -> None:
    clock.now = _near_midnight(rng, date(2022, 1, 1) + timedelta(days=rng.randrange(1_000)))
    start = rng.choice(("ask", "ask", "adopt"))
    payload = asked(place=rng.choice(PLACES), group=rng.choice(("food", "craft")))
    if start == "adopt":
        payload |= _grade(rng, clock.now)
    store.start(stall(), payload, actor=OFFICER, id=case_id, event=start)
    for _ in range(rng.randrange(steps)):
        moment = clock.now + _pause(rng)
        if moment >= LAW:
            break
        clock.now = moment
        _act(store, rng, case_id, moment)


def _act(store: Store, rng: Random, case_id: str, now: datetime) -> None:
    """Any event, some of which are refused."""
    event = rng.choice(("file", "hand_in", "return", "mark", "grant", "regrade", "drop", "grant", "file"))
    grade = _grade(rng, now)
    payloads: dict[str, dict[str, object]] = {
        "return": {"reason": rng.choice(("thiếu giấy", "sai mẫu")), "name_of": "Hoa"},
        "mark": {"good": rng.random() < 0.5},
        "grant": grade,
        "regrade": {"stars": grade["stars"]},
    }
    if event in {"file", "hand_in"}:
        event = "file" if store.workflow(case_id).version == "1" else "hand_in"
    if event == "drop" and rng.random() < 0.7:
        return
    with suppress(Refused):
        store.fire(case_id, event, payloads.get(event, {}), actor=OFFICER)


def _grade(rng: Random, now: datetime) -> dict[str, object]:
    until = now.astimezone(ZONE).date() + timedelta(days=rng.randrange(1, 500))
    return {"stars": rng.randrange(1, 6), "until": until}


def _pause(rng: Random) -> timedelta:
    return rng.choice(
        (timedelta(seconds=1), timedelta(hours=rng.randrange(48)), timedelta(days=rng.randrange(200)))
    )


def _near_midnight(rng: Random, day: date) -> datetime:
    """At noon, or a moment before, at, or after the beginning of a local day."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)
    tick = timedelta(microseconds=1)
    return midnight + rng.choice((-tick, timedelta(), tick, timedelta(hours=12)))


__all__ = ["Case", "asked", "local", "market", "stall", "targets", "wander"]
