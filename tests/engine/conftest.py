"""One case of a small workflow, written in the test that tells about it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from strategies import CALENDAR, UNITS

from ocop_workflow.access import Actor
from ocop_workflow.case import Case, Decision, Due, Entry
from ocop_workflow.engine import Facts, decide, machine_of, settle
from ocop_workflow.reading import bind, read_definition

HEAD = "workflow: small\nversion: '1'\ntimezone: Asia/Ho_Chi_Minh\nroles: {officer: {}}\n"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICER = Actor("an", ["officer"])


def noon(day: str) -> datetime:
    """Noon of a day where the workflow runs."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time().replace(hour=12), HERE)


class Small:
    """A case that has been started on 1 January 2020 by the start called `begin`."""

    def __init__(self, text: str, values: dict[str, object], payload: dict[str, object]) -> None:
        self.machine = machine_of(bind(read_definition("small.yaml", HEAD + text), values))
        self.entries: tuple[Entry, ...] = ()
        self.case: Case | None = None
        assert self.ask("begin", "2020-01-01", payload).allowed

    def ask(
        self, event: str, day: str, payload: dict[str, object] | None = None, actor: Actor = OFFICER
    ) -> Decision:
        """Decide at noon of the day; go on if it is allowed."""
        at = noon(day)
        facts = Facts(now=at, case_id="1", units=UNITS, calendar=CALENDAR)
        decision = decide(self.machine, self.case, event, payload or {}, actor, at, facts)
        if decision.allowed:
            self.case, self.entries = decision.case, self.entries + decision.entries
        return decision

    def settle(self, day: str) -> list[str]:
        """Fire what is due at noon of the day; the names of what was fired."""
        assert self.case is not None
        settled = settle(self.machine, self.case, noon(day), Facts(now=noon(day), calendar=CALENDAR))
        self.case, self.entries = settled.case, self.entries + settled.entries
        return [entry.event for entry in settled.entries]

    @property
    def state(self) -> str:
        assert self.case is not None
        return self.case.state

    @property
    def data(self) -> dict[str, object]:
        assert self.case is not None
        return dict(self.case.data)

    def due(self, clock: str) -> str | int | None:
        """The local day on which the clock is due, or what is left of its time."""
        assert self.case is not None
        due = self.case.due.get(clock, Due())
        if due.at is None:
            return due.left
        local = due.at.astimezone(HERE)
        assert (local.hour, local.minute, due.at.tzinfo) == (0, 0, UTC)
        return local.date().isoformat()


@pytest.fixture
def small() -> Callable[..., Small]:
    def make(text: str, values: dict[str, object] | None = None, **payload: object) -> Small:
        return Small(text, values or {}, payload)

    return make
