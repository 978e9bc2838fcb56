"""The properties of a workflow along the history of a case: where each stands, and the entry that broke it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from attrs import frozen

from ..case import Case, Entry
from ..engine import WorkflowMachine, apply, arrived, local_date
from ..model.canonical import instant
from ..model.definition import Property
from ..model.values import decode
from ..properties import Monitors, Standing, Step
from .steps import step_of


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
        states = monitors.arrived(step, going_on(entry)) if entry.moves else monitors.after(states, step)
        for number, standing in enumerate(monitors.standings(states)):
            if standing is Standing.VIOLATED:
                broken.setdefault(number, entry)
    standings = monitors.standings(states)
    return tuple(
        Watched(claim, standing, broken.get(number))
        for number, (claim, standing) in enumerate(zip(monitors.claims, standings, strict=True))
    )


def chapter(history: Iterable[Entry]) -> list[Entry]:
    """The entries since the case stands under its definition."""
    found: list[Entry] = []
    for entry in history:
        if entry.moves:
            found.clear()
        found.append(entry)
    return found


def going_on(entry: Entry) -> frozenset[str]:
    """The visits that had begun before a move."""
    since = cast("Mapping[str, str]", entry.writes["since"])
    return frozenset(name for name, begun in since.items() if instant(begun) < entry.at)


def arrival(machine: WorkflowMachine, entry: Entry, case: Case) -> Step:
    """The move that brought a case under the machine's definition, as a start of what follows."""
    attests: Any = entry.payload.get("attests", ())
    return Step(
        entry.event,
        {},
        {},
        case.data,
        tuple(attests),
        local_date(entry.at, machine.definition.timezone),
        None,
        entry.target,
        people=frozenset(filter(None, (entry.actor,))),
    )


def steps(machine: WorkflowMachine, history: Iterable[Entry]) -> Iterator[tuple[Entry, Step]]:
    """Each entry as properties see it, from the start or the move that brought the case under the machine's definition.

    Personal fields are left out: no property may read them. What had happened before such a move, it attests.
    """
    table = machine.table
    case: Case | None = None
    for entry in chapter(history):
        if entry.moves:
            case = arrived(machine, {}, entry)
            yield entry, arrival(machine, entry, case)
            continue
        act = table.starts[entry.event] if case is None else table.events[entry.event]
        after = apply(machine, case, entry)
        taken = {
            name: decode(act.takes[name].field.type, value)
            for name, value in entry.payload.items()
            if not act.takes[name].field.personal
        }
        yield entry, step_of(machine, case, entry, after, taken)
        case = after
