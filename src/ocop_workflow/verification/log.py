"""The properties of a workflow along the history of a case: where each stands, and the entry that broke it."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from ..case import Case, Entry
from ..engine import WorkflowMachine, apply, local_date
from ..model.definition import CLOCK, Property
from ..model.values import decode
from ..properties import Monitors, Standing, Step


@frozen
class Watched:
    """One property after a history; `broken_by` is the entry with which it was violated for good."""

    claim: Property
    standing: Standing
    broken_by: Entry | None = None


def watch(machine: WorkflowMachine, history: Iterable[Entry]) -> tuple[Watched, ...]:
    """Fold the monitors of all properties that are about a run over a whole history, the start first."""
    monitors = Monitors(machine.definition, machine.table.tree)
    states = monitors.start
    broken: dict[int, Entry] = {}
    for entry, step in steps(machine, history):
        states = monitors.after(states, step)
        for number, standing in enumerate(monitors.standings(states)):
            if standing is Standing.VIOLATED:
                broken.setdefault(number, entry)
    standings = monitors.standings(states)
    return tuple(
        Watched(claim, standing, broken.get(number))
        for number, (claim, standing) in enumerate(zip(monitors.claims, standings, strict=True))
    )


def steps(machine: WorkflowMachine, history: Iterable[Entry]) -> Iterator[tuple[Entry, Step]]:
    """Each entry as properties see it. Personal fields are left out: no property may read them."""
    table, zone = machine.table, machine.definition.timezone
    case: Case | None = None
    for entry in history:
        act = table.starts[entry.event] if case is None else table.events[entry.event]
        after = apply(machine, case, entry)
        taken = {
            name: decode(act.takes[name].field.type, value)
            for name, value in entry.payload.items()
            if not act.takes[name].field.personal
        }
        before = case.data if case else {}
        attests = machine.definition.start[entry.event].attests if case is None else ()
        today = local_date(entry.at, zone)
        way = (entry.source, entry.target, entry.role or CLOCK)
        yield entry, Step(entry.event, before, taken, after.data, attests, today, *way)
        case = after
