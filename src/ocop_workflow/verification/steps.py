"""One entry of a case as claims see it."""

from collections.abc import Mapping
from typing import Any

from ..case import Case, Entry
from ..engine import WorkflowMachine, local_date
from ..model.definition import CLOCK, Definition
from ..properties import Step


def step_of(
    machine: WorkflowMachine, case: Case | None, entry: Entry, after: Case, taken: Mapping[str, object]
) -> Step:
    """The step between a case, None before its start, and the case after it; `taken` is what was handed in.

    A clock event is one of the day on which it was due, though it is entered later.
    """
    definition = machine.definition
    return Step(
        entry.event,
        case.data if case else {},
        taken,
        after.data,
        definition.start[entry.event].attests if case is None else (),
        local_date(entry.due or entry.at, definition.timezone),
        entry.source,
        entry.target,
        entry.role or CLOCK,
        frozenset(person for person in (entry.actor, entry.on_behalf) if person is not None),
        _links(definition, entry) if definition.links else {},
    )


def _links(definition: Definition, entry: Entry) -> dict[str, object]:
    """What the guards saw of linked cases."""
    guards: Any = entry.seen.get("guards", {})
    return {
        name: value for seen in guards.values() for name, value in seen.items() if name in definition.links
    }
