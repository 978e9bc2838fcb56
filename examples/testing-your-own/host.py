"""The host: its own table of requests, and the case of each in the same transaction."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ocop_workflow import Actor, Case, Decision, Entry, Store, Workflow
from ocop_workflow.access import Units
from ocop_workflow.calendar import Calendar


class Requests:
    """Requests for days off. These are the methods that `workflow_machine` asks for (`CaseStore`)."""

    def __init__(
        self, folder: Path, units: Units | None, calendar: Calendar | None, clock: Callable[[], datetime]
    ) -> None:
        self.connection = sqlite3.connect(folder / "requests.db")
        self.connection.execute("CREATE TABLE IF NOT EXISTS request (case_id TEXT PRIMARY KEY, state TEXT)")
        self.connection.commit()
        self.store = Store(self.connection, units=units, calendar=calendar, clock=clock)

    def start(
        self,
        workflow: Workflow,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        id: str | None = None,  # noqa: A002 - the case's id, as the library calls it
        event: str | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Case:
        """Start the case, and keep our row."""
        with self.connection:
            case = self.store.start(workflow, payload, actor=actor, id=id, event=event, at=at, key=key)
            return self._keep(case)

    def fire(
        self,
        case_id: str,
        event: str,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Case:
        """Fire the event, and keep our row; both are written or neither."""
        with self.connection:
            return self._keep(self.store.fire(case_id, event, payload, actor=actor, at=at, key=key))

    def fire_due(self, now: datetime | None = None) -> Sequence[Entry]:
        """What our timer calls."""
        with self.connection:
            entries = self.store.fire_due(now)
            for case_id in {entry.case for entry in entries}:
                self._keep(self.store.get(case_id))
            return entries

    def decisions(self, case_id: str, *, actor: Actor, at: datetime | None = None) -> Sequence[Decision]:
        """The buttons of our page."""
        return self.store.decisions(case_id, actor=actor, at=at)

    def get(self, case_id: str) -> Case:
        """The case."""
        return self.store.get(case_id)

    def history(self, case_id: str) -> Sequence[Entry]:
        """What happened to it."""
        return self.store.history(case_id)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def state(self, case_id: str) -> str:
        """What our own row says."""
        (state,) = self.connection.execute(
            "SELECT state FROM request WHERE case_id = ?", (case_id,)
        ).fetchone()
        return str(state)

    def _keep(self, case: Case) -> Case:
        row = (case.id, self.store.get(case.id).state)  # an answer given again is not how the case stands
        self.connection.execute("INSERT OR REPLACE INTO request VALUES (?, ?)", row)
        return case
