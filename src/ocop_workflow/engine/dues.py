"""When clock events are due: arming, disarming, and pausing while time is not counted."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from attrs import define

from ..calendar import Calendar, OutsideCalendar, add_months
from ..case import Case, Due
from ..guards import Environment, EvaluationError
from ..model.definition import Definition, Duration, Event
from .facts import YEARS, Facts, local_date, start_of
from .machine import WorkflowMachine
from .passage import Passage
from .sources import Region
from .table import CompiledEvent


@define
class Step:
    """What a step did, as far as clocks are concerned."""

    passage: Passage
    written: AbstractSet[str]
    data: Mapping[str, object]
    at: datetime
    fired: str | None  # the clock event that took the step


def due_writes(
    machine: WorkflowMachine, before: Case | None, step: Step, facts: Facts
) -> dict[str, Due | None]:
    """What becomes of each clock: a new due date, a pause, or None where it is disarmed; unchanged ones are left out.

    Raises EvaluationError where a date cannot be computed, such as a working day outside the calendar.
    """
    table = machine.table
    writes: dict[str, Due | None] = {}
    if (
        before is not None
        and step.fired is None
        and (step.passage.stay or not table.counting)
        and table.dating.isdisjoint(step.written)
    ):
        return writes
    for clock in table.clocks:
        name = clock.name
        armed = before.due.get(name) if before else None
        standing = None if name == step.fired else armed
        if clock.due is None:
            now = _counted(machine.definition, clock, standing, step, facts)
        elif before is None or not clock.due_reads.isdisjoint(step.written):
            now = _anchored(machine.definition, clock, step, facts)
        else:
            now = standing
        if now is not armed and now != armed:
            writes[name] = now
    return writes


def _anchored(definition: Definition, clock: CompiledEvent, step: Step, facts: Facts) -> Due | None:
    """`at: EXPRESSION`: armed when a field that it reads is written, disarmed when the date can't be read."""
    assert clock.due is not None  # asked for these alone
    today = local_date(step.at, definition.timezone)
    environment = Environment(
        data=step.data, taken={}, parameters=definition.values, today=today, calendar=facts.calendar
    )
    try:
        day = clock.due(environment)
    except EvaluationError as error:
        if error.code == "unset":
            return None
        raise
    assert isinstance(day, date)  # typed at load
    return _due_on(day, definition)


def _counted(
    definition: Definition, clock: CompiledEvent, standing: Due | None, step: Step, facts: Facts
) -> Due | None:
    """`after: DURATION`: armed on entering the source of a move; leaves where time is not counted pause it."""
    event, passage = clock.declared, step.passage
    assert isinstance(event, Event)  # clocks are events
    if event.after is None or passage.stay:
        return standing
    region = clock.regions.get(passage.target)
    if region is None:
        return None
    duration = _amount(definition, event.after)
    if duration is None:
        return None
    today = local_date(step.at, definition.timezone)
    paused = passage.target in clock.paused
    if _entered(region, passage):
        if paused:
            return Due(left=duration.amount)
        return _due_on(_later(today, duration, facts.calendar), definition)
    if standing is None:
        return None
    if paused and standing.at is not None and standing.at > step.at:
        day = local_date(standing.at, definition.timezone)
        return Due(left=_between(today, day, duration, facts.calendar))
    if not paused and standing.left is not None:
        left = Duration(duration.unit, standing.left)
        return _due_on(_later(today, left, facts.calendar), definition)
    return standing


def _due_on(day: date, definition: Definition) -> Due:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise EvaluationError("date_overflow", {"date": day})
    return Due(at=start_of(day, definition.timezone))


def _entered(region: Region, passage: Passage) -> bool:
    again = passage.source == passage.target == region.source
    return again or passage.source is None or passage.source not in region.leaves


def _amount(definition: Definition, duration: Duration) -> Duration | None:
    """The duration in numbers, or None where its parameter is unset: then there is no timer."""
    if duration.parameter is None:
        return duration
    value = definition.values.get(duration.parameter)
    return Duration(duration.unit, value) if isinstance(value, int) else None


def _later(day: date, duration: Duration, calendar: Calendar | None) -> date:
    amount = duration.amount or 0
    try:
        if duration.unit == "months":
            return add_months(day, amount)
        if duration.unit == "days":
            return day + timedelta(days=amount)
        return _known(calendar).add_working_days(day, amount)
    except (OverflowError, ValueError):
        raise EvaluationError("date_overflow", {"date": day}) from None
    except OutsideCalendar as outside:
        raise EvaluationError("outside_calendar", {"date": outside.day}) from None


def _between(start: date, end: date, duration: Duration, calendar: Calendar | None) -> int:
    if duration.unit == "days":
        return (end - start).days
    try:
        return _known(calendar).working_days(start, end)
    except OutsideCalendar as outside:
        raise EvaluationError("outside_calendar", {"date": outside.day}) from None


def _known(calendar: Calendar | None) -> Calendar:
    if calendar is None:
        raise EvaluationError("no_calendar", {})
    return calendar
