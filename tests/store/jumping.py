"""A store whose clock jumps, between commands and from one look at it to the next, and three stores that trust it.

What is wrong with a history is told by `wrong`, which knows the workflow's two clocks and nothing of how a store keeps
time.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test
from store.support import HERE, Clock

from ocop_workflow import Actor, Entry, Refused, Store, load
from ocop_workflow.store import statements
from ocop_workflow.store.context import Context

CLERK = Actor("clerk", roles=["clerk"])
WORKFLOW = load(HERE / "deadline.yaml")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
JUMPS = [timedelta(0), *(sign * timedelta(days=days) for days in (1, 365) for sign in (1, -1))]
END_OF_TIME = datetime(2200, 1, 1, tzinfo=UTC)


class Jumping(Clock):
    """Jumps by the next of `jumps` each time that somebody has looked; remembers the latest time that it showed."""

    def __init__(self) -> None:
        super().__init__()
        self.jumps: list[timedelta] = []
        self.latest = self.now

    def __call__(self) -> datetime:
        shown = self.now
        self.latest = max(self.latest, shown)
        if self.jumps:
            self.now += self.jumps.pop(0)
        return shown


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def wrong(history: Sequence[Entry], latest: datetime) -> Iterator[str]:
    """What a history must not have, whatever the clock did, in words; `latest` is the latest time it ever showed."""
    armed: dict[str, datetime] = {}
    before: Entry | None = None
    for number, entry in enumerate(history, 1):
        if entry.seq != number:
            yield f"{entry.seq} stands at {number}"
        if before is not None and entry.at < before.at:
            yield f"{number} happened before {before.seq}"
        if entry.actor is None:
            due = armed.pop(entry.event, None)
            if entry.due != due:
                yield f"{number}: {entry.event} was due at {due}, not {entry.due}"
            elif due is None or entry.at != max(due, history[number - 2].at) or due > latest:
                yield f"{number}: {entry.event} happened at {entry.at}, and the clock never showed more than {latest}"
        if entry.event in {"issue", "renew"}:
            armed = {"end": midnight(date.fromisoformat(str(entry.payload["ends"])))}
        elif entry.event == "end":
            armed = {"close": midnight(entry.at.astimezone(ZONE).date() + timedelta(days=30))}
        before = entry


class Deadlines(RuleBasedStateMachine):
    """Cases with deadlines, in a store whose clock jumps as Hypothesis likes."""

    store: Store
    clock: Jumping
    prefix = checked = 0
    cases = Bundle("cases")
    jumps = st.sampled_from(JUMPS)
    days = st.integers(-3, 40)

    def __init__(self) -> None:
        super().__init__()
        Deadlines.prefix += 1
        self.clock.now = self.clock.latest = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
        self.known: list[str] = []

    @rule(target=cases, days=days)
    def issue(self, days: int) -> str:
        case = f"{self.prefix}-{len(self.known)}"
        self.known.append(case)
        self.store.start(WORKFLOW, {"ends": self._day(days)}, actor=CLERK, id=case)
        return case

    @rule(case=cases)
    def note(self, case: str) -> None:
        self.fire(case, "note")

    @rule(case=cases, by=jumps)
    def note_late(self, case: str, by: timedelta) -> None:
        """A paper of the time of the last entry is entered later, by what the clock says."""
        self.clock.now += by
        last = self.store.get(case).at
        if last <= self.clock.now:
            self.store.fire(case, "note", actor=CLERK, at=last)
            self.check(case)

    @rule(case=cases, days=days)
    def renew(self, case: str, days: int) -> None:
        if (
            self.store.get(case).state == "ended"
            and self.store.fire(case, "note", actor=CLERK).state == "ended"
        ):
            self.fire(case, "renew", {"ends": self._day(days)})

    @rule(by=jumps)
    def jump(self, by: timedelta) -> None:
        self.clock.now += by

    @rule(by=st.lists(jumps, max_size=3), back=st.integers(0, 2))
    def fire_due(self, by: list[timedelta], back: int) -> None:
        """While it is looked at, the clock goes on jumping; or somebody asks for what was due some days ago."""
        self.clock.jumps = by if not back else []
        self.store.fire_due(self.clock.now - timedelta(days=back) if back else None)
        self.clock.jumps = []

    def fire(self, case: str, event: str, payload: dict[str, Any] | None = None) -> None:
        """Whoever names no time is never refused because a clock was wrong."""
        self.store.fire(case, event, payload, actor=CLERK)
        self.check(case)

    def check(self, case: str) -> None:
        Deadlines.checked += 1
        assert list(wrong(self.store.history(case), self.clock.latest)) == []
        assert self.store.verify(case) == ()

    def teardown(self) -> None:
        """The clock is mended: what is due fires, once, and all cases go on."""
        self.clock.now = self.clock.latest
        self.store.fire_due()
        assert list(self.store.due(self.clock.now)) == []
        for case in self.known:
            self.fire(case, "note")
        self.clock.now = END_OF_TIME
        self.store.fire_due()
        for case in self.known:
            assert self.store.get(case).state == "closed"
            self.check(case)

    def _day(self, days: int) -> str:
        return (self.clock.now + timedelta(days=days)).astimezone(ZONE).date().isoformat()


def jumped(store: Store, clock: Jumping, examples: int, **how: Any) -> None:
    """Raises AssertionError, or whatever a store raises that must not, with the commands that led there."""
    machine = type("Machine", (Deadlines,), {"store": store, "clock": clock})
    given = settings(
        max_examples=examples,
        stateful_step_count=15,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        **how,
    )
    run_state_machine_as_test(machine, settings=given)


def by_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    by_time = statements.ENTRIES.replace("ORDER BY seq", "ORDER BY recorded, seq")
    monkeypatch.setattr(statements, "ENTRIES", by_time)


def armed_by_now(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = __import__("ocop_workflow.engine.step", fromlist=["due_writes"])
    writes = module.due_writes
    monkeypatch.setattr(
        module,
        "due_writes",
        lambda m, before, taken, facts: writes(m, before, evolve(taken, at=facts.now), facts),
    )


def clock_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    def moment(context: Context, at: datetime | None, _: object) -> tuple[datetime, datetime]:
        now = context.clock()
        return now, at or now

    monkeypatch.setattr(Context, "moment", moment)


BROKEN: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], type[Exception]]] = {
    "orders by time": (by_recorded, AssertionError),
    "arms by now": (armed_by_now, AssertionError),
    "believes the clock": (clock_believed, Refused),
}


def caught(store: Store, clock: Jumping, name: str, examples: int) -> bool:
    """Whether the same commands show what is wrong with a store that is broken in this way."""
    broken, error = BROKEN[name]
    with pytest.MonkeyPatch.context() as patched:
        broken(patched)
        try:
            jumped(store, clock, examples, phases=[Phase.generate], report_multiple_bugs=False)
        except error:
            return True
    return False
