"""What a case becomes when an event has been allowed: data, visits, evidence, clocks."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from attrs import frozen

from ocop_workflow.model.definition import Definition, Duration, Event

from .expressions import (
    Sight,
    Unset,
    add_days,
    add_months,
    add_working_days,
    day,
    evaluate,
    names_in,
    working_days,
)
from .plain import Line, Plain, World, lines_down, local_date, midnight, move_from, visits


@frozen
class Step:
    """An allowed event: where it leads and what it writes. A value of None says that the field is cleared.

    `collected` is the collection, the key and the record that is added to it, after all else has been written.
    """

    event: str
    to: str | None
    at: datetime
    writes: Mapping[str, object]
    collected: tuple[str, str, Mapping[str, object]] | None = None
    attests: tuple[str, ...] = ()
    actor: str | None = None
    on_behalf: str | None = None
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
    if target == source and not stay:
        left.discard(target)  # the leaf is entered anew

    going_on = {None, *(left & entered)}
    held = dict(before.data) if before else {}
    lost = {name for name in held if definition.data[name].within not in going_on}
    data = {name: value for name, value in held.items() if name not in lost} | {
        name: value for name, value in step.writes.items() if definition.data[name].within in {None, *entered}
    }
    data = {name: value for name, value in data.items() if value is not None}
    if step.collected is not None:
        name, key, record = step.collected
        if definition.data[name].within in {None, *entered}:
            present = data.get(name, {})
            assert isinstance(present, Mapping)
            records = {**present, key: record}
            data[name] = {each: records[each] for each in sorted(records)}

    since = {name: before.since[name] if before and name in left else step.at for name in entered}

    evidence: dict[str, dict[str, frozenset[str]]] = {}
    for scope in {"", *entered}:
        known = dict(before.evidence.get(scope, {})) if before and scope in {"", *left} else {}
        for event in (step.event, *step.attests):
            who = {step.actor, step.on_behalf} if event == step.event else set()
            known[event] = known.get(event, frozenset()) | frozenset(person for person in who if person)
        evidence[scope] = known

    seq = before.seq + 1 if before else 1
    after = Plain(target, seq, step.at, data, since, {}, evidence)
    due = dict(_clocks(definition, before, after, step, lost, world))
    line = Line(
        seq=seq,
        event=step.event,
        source=source,
        target=target,
        stay=stay,
        at=step.at,
        actor=step.actor,
        on_behalf=step.on_behalf,
        role=step.role,
        unit=step.unit,
        due=step.due,
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
        elif step.to is not None:
            armed = _waiting(definition, clock, armed, before, after, world)
        if armed is not None:
            yield name, armed


def _anchored(definition: Definition, clock: Event, after: Plain, world: World) -> datetime | None:
    """The start of the day that the clock's expression names; never, while something that it reads is unset."""
    assert clock.at is not None
    sight = Sight(definition, after.data, local_date(definition, after.at), world.calendar)
    try:
        return midnight(definition, day(evaluate(clock.at.tree, sight)))
    except Unset:
        return None


def _waiting(
    definition: Definition,
    clock: Event,
    armed: datetime | int | None,
    before: Plain | None,
    after: Plain,
    world: World,
) -> datetime | int | None:
    """A clock that runs from entry: armed on coming to its region, paused where time is not counted."""
    assert clock.after is not None
    unit, amount = clock.after.unit, length(definition, clock.after)
    region = _region(definition, clock, after.state)
    if amount is None or not region:
        return None
    today = local_date(definition, after.at)
    paused = after.state in _paused(definition, clock)
    move = move_from(definition, clock, after.state)
    anew = (
        before is not None and before.state == after.state and move is not None and move.source == after.state
    )
    if before is None or before.state not in region or anew:
        return amount if paused else midnight(definition, later(today, amount, unit, world))
    if paused and isinstance(armed, datetime) and armed > after.at:
        return between(today, local_date(definition, armed), unit, world)
    if not paused and isinstance(armed, int):
        return midnight(definition, later(today, armed, unit, world))
    return armed


def _leaves(definition: Definition) -> list[str]:
    return [line[-1].name for line in lines_down(definition.states)]


def _paused(definition: Definition, clock: Event) -> set[str]:
    """The leaves in which the clock's time is not counted."""
    return {leaf for leaf in _leaves(definition) if visits(definition, leaf) & set(clock.not_counting)}


def _region(definition: Definition, clock: Event, leaf: str) -> set[str]:
    """Where one arming of the clock lasts: the leaves of the source that this leaf falls under, and all pauses.

    A pause that is under no source belongs to every region; elsewhere the clock does not run.
    """
    paused = _paused(definition, clock)
    move = move_from(definition, clock, leaf)
    if move is None and leaf not in paused:
        return set()
    sources = {move.source} if move else {each.source for each in clock.moves}
    return paused | {other for other in _leaves(definition) if visits(definition, other) & sources}


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
