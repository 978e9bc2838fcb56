"""What becomes of clocks: those that both versions have run on, those that begin are armed as at a start."""

from collections.abc import Mapping
from datetime import datetime

from ..case import Case, Due
from ..engine import Facts, WorkflowMachine
from ..engine.dues import Step, due_writes
from ..model.definition import Definition, Event
from .plan import Plan


def dues(
    plan: Plan,
    machine: WorkflowMachine,
    case: Case,
    arriving: Case,
    written: Mapping[str, object],
    facts: Facts,
    *,
    waits_on: bool,
) -> dict[str, Due]:
    """The armed clocks of the new version's machine for a case that arrives; `written` is what the plan set.

    `waits_on`: it stands where it stood. Raises EvaluationError where a date cannot be computed.
    """
    fresh = _fresh(machine, arriving, arriving.at, facts)
    clocks = [(name, event) for name, event in plan.old.events.items() if event.is_clock]
    found: dict[str, Due] = {}
    for clock in machine.table.clocks:
        armed = fresh.get(clock.name)
        for name, old in clocks:
            if plan.counterpart(name) == clock.name:
                declared = plan.new.events[clock.name]
                if _runs_on(plan, old, declared, clock.due_reads & written.keys(), waits_on=waits_on):
                    armed = case.due.get(name)
        if armed is not None:
            found[clock.name] = armed
    return dict(sorted(found.items()))


def _fresh(machine: WorkflowMachine, arriving: Case, at: datetime, facts: Facts) -> dict[str, Due | None]:
    passage = machine.table.passages[None, arriving.state, False]
    return due_writes(machine, None, Step(passage, arriving.data.keys(), arriving.data, at, None), facts)


def _runs_on(plan: Plan, old: Event, new: Event, rewritten: frozenset[str], *, waits_on: bool) -> bool:
    """Whether a clock says the same in both versions, and what it waits in, or counts from, goes on."""
    if old.at is not None or new.at is not None:
        return old.at == new.at and not rewritten
    return waits_on and _set(plan.old, old) == _set(plan.new, new)  # else one of them has no such time


def _set(definition: Definition, event: Event) -> bool:
    after = event.after
    return after is not None and (after.parameter is None or after.parameter in definition.values)
