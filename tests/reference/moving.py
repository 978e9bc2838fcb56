"""What a case becomes when an event has been allowed: data, visits, evidence, clocks."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from attrs import frozen

from ocop_workflow.model.definition import Definition, Duration, Event

from .expressions import (
    Fails,
    Sight,
    add_days,
    add_months,
    add_working_days,
    day,
    evaluate,
    names_in,
    working_days,
)
from .plain import Line, Plain, World, depth_in, local_date, midnight, move_from, visits


@frozen
class Step:
    """An allowed event: where it leads and what it writes. A value of None says that the field is cleared."""

    event: str
    to: str | None
    at: datetime
    writes: Mapping[str, object]
    attests: tuple[str, ...] = ()
    actor: str | None = None
    role: str | None = None
    unit: str | None = None
    due: datetime | None = None


def advance(definition: Definition, before: Plain | None, step: Step, world: World) -> tuple[Plain, Line]:
    """The case after the step, and what its entry tells."""
    source = before.state if before else None
    target = step.to if step.to is not None else source
    assert target is not None
    stay = step.to is None
    left, entered = visits(definition, source) if source else set(), visits(definition, target)

    data = dict(before.data) if before else {}
    data |= step.writes
    lost = {name for name in data if (within := definition.data[name].within) and within not in entered}
    data = {name: value for name, value in data.items() if value is not None and name not in lost}

    since = {name: before.since[name] if before and name in left else step.at for name in entered}
    if not stay:
        since[target] = step.at

    evidence: dict[str, dict[str, frozenset[str]]] = {}
    for scope in {"", *entered}:
        known = dict(before.evidence.get(scope, {})) if before and scope in {"", *left} else {}
        for event in (step.event, *step.attests):
            who = frozenset({step.actor} if step.actor and event == step.event else ())
            known[event] = known.get(event, frozenset()) | who
        evidence[scope] = known

    seq = before.seq + 1 if before else 1
    after = Plain(target, seq, step.at, data, since, {}, evidence)
    due = dict(_clocks(definition, before, after, step, lost, world))
    line = Line(
        seq,
        step.event,
        source,
        target,
        stay,
        step.at,
        step.actor,
        step.role,
        step.unit,
        step.due,
        step.writes,
    )
    return Plain(target, seq, step.at, data, since, due, evidence), line


def _clocks(
    definition: Definition, before: Plain | None, after: Plain, step: Step, lost: set[str], world: World
) -> Iterator[tuple[str, datetime | int]]:
    """When each armed clock is due now."""
    touched = {*step.writes, *lost}
    for name, clock in definition.events.items():
        if not clock.is_clock:
            continue
        armed = before.due.get(name) if before and name != step.event else None
        if clock.at is not None:
            if touched & set(names_in(clock.at.tree, definition)):
                armed = _anchored(definition, clock, after, world)
        else:
            armed = _waiting(definition, clock, armed, before, after, step, world)
        if armed is not None:
            yield name, armed


def _anchored(definition: Definition, clock: Event, after: Plain, world: World) -> datetime | None:
    """The start of the day that the clock's expression names; never, if it has no value."""
    assert clock.at is not None
    sight = Sight(definition, after.data, local_date(definition, after.at), world.calendar)
    try:
        return midnight(definition, day(evaluate(clock.at.tree, sight)))
    except Fails:
        return None


def _waiting(
    definition: Definition,
    clock: Event,
    armed: datetime | int | None,
    before: Plain | None,
    after: Plain,
    step: Step,
    world: World,
) -> datetime | int | None:
    """A clock that runs from entry: armed on entering one of its sources, paused where time is not counted."""
    assert clock.after is not None
    unit, amount = clock.after.unit, length(definition, clock.after)
    if step.to is None or amount is None:
        return armed
    today = local_date(definition, after.at)
    paused = any(depth_in(definition, after.state, name) is not None for name in clock.not_counting)

    if not isinstance(armed, int) and _enters(definition, clock, before, after):
        armed = amount if paused else midnight(definition, later(today, amount, unit, world))
    elif paused and isinstance(armed, datetime):
        armed = max(0, between(today, local_date(definition, armed), unit, world))
    elif not paused and isinstance(armed, int):
        armed = midnight(definition, later(today, armed, unit, world))
    at_home = paused or move_from(definition, clock, after.state) is not None
    return armed if at_home else None


def _enters(definition: Definition, clock: Event, before: Plain | None, after: Plain) -> bool:
    """Whether a visit to the source that the clock names for this leaf begins."""
    move = move_from(definition, clock, after.state)
    if move is None:
        return False
    if before is None or move.source == after.state:
        return True
    return move.source not in visits(definition, before.state)


def length(definition: Definition, duration: Duration) -> int | None:
    """How many units of time; None if a parameter leaves it open."""
    if duration.parameter is None:
        return duration.amount
    value = definition.values.get(duration.parameter)
    assert value is None or isinstance(value, int)
    return value


def later(start: date, amount: int, unit: str, world: World) -> date:
    match unit:
        case "months":
            return add_months(start, amount)
        case "days":
            return add_days(start, amount)
    return add_working_days(world.calendar, start, amount)


def between(start: date, end: date, unit: str, world: World) -> int:
    return (end - start).days if unit == "days" else working_days(world.calendar, start, end)
