"""Who is told what was decided: tests count what they went through, hosts log what was refused. Usually nobody."""

from collections.abc import Callable, Sequence

from ..case import Case, Entry, Reason
from .machine import WorkflowMachine

Watcher = Callable[[WorkflowMachine, Case | None, str, Sequence[Entry], Sequence[Reason]], None]
"""The machine, the case before it, the event ("": only time), the entries, or every reason against it."""

WATCHERS: list[Watcher] = []


def tell(
    machine: WorkflowMachine,
    case: Case | None,
    event: str,
    entries: Sequence[Entry],
    reasons: Sequence[Reason] = (),
) -> None:
    """Tell everybody who watches; what they raise is raised."""
    for watcher in tuple(WATCHERS):
        watcher(machine, case, event, entries, reasons)
