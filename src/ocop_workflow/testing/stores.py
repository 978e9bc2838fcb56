"""What a store must be able to do to be tested, and the library's own store in a folder."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ..access import Actor, Units
from ..calendar import Calendar
from ..case import Case, Decision, Entry
from ..store import Store
from ..workflow import Workflow


class CaseStore(Protocol):
    """A host's store of cases: the methods of `ocop_workflow.Store` that keep and ask cases."""

    def start(
        self,
        workflow: Workflow,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        id: str | None = None,  # noqa: A002 - the case's id, as everyone calls it
        event: str | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Case:
        """Start a case; raises Refused."""

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
        """Fire an event; raises Refused. The same key gives the same answer and changes nothing."""

    def fire_due(self, now: datetime | None = None) -> Sequence[Entry]:
        """Fire the clock events that are due, of all cases."""

    def decisions(self, case_id: str, *, actor: Actor, at: datetime | None = None) -> Sequence[Decision]:
        """For every event: allowed, reasons, or what it needs."""

    def get(self, case_id: str) -> Case:
        """The case as it is stored."""

    def history(self, case_id: str) -> Sequence[Entry]:
        """Every entry from the first."""

    def close(self) -> None:
        """Let go of everything; opened again in the same folder, it has what it had."""


StoreFactory = Callable[[Path, Units | None, Calendar | None, Callable[[], datetime]], CaseStore]
"""Opens a host's store in a folder, with the units, the calendar and the clock that it must use."""


def own_store(
    folder: Path, units: Units | None, calendar: Calendar | None, clock: Callable[[], datetime]
) -> CaseStore:
    """The library's own store, in a file of that folder."""
    return Store.connect(f"sqlite:///{folder / 'cases.db'}", units=units, calendar=calendar, clock=clock)
