"""What the reference keeps about a case, and the questions about the tree of states that it asks."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from attrs import frozen

from ocop_workflow.access import Units
from ocop_workflow.calendar import Calendar
from ocop_workflow.model.definition import Definition, Event, Move, State


@frozen
class World:
    """What deciding is told from outside: the units and the calendar."""

    units: Units | None = None
    calendar: Calendar | None = None


@frozen
class Plain:
    """A case. `due` has the instant at which an armed clock is due, or, as an int, what is left of its time."""

    state: str
    seq: int
    at: datetime
    data: Mapping[str, object]
    since: Mapping[str, datetime]
    due: Mapping[str, datetime | int]
    evidence: Mapping[str, Mapping[str, frozenset[str]]]


@frozen
class Line:
    """What one entry of the history must tell."""

    seq: int
    event: str
    source: str | None
    target: str
    stay: bool
    at: datetime
    actor: str | None = None
    on_behalf: str | None = None
    role: str | None = None
    unit: str | None = None
    due: datetime | None = None


def lines_down(states: tuple[State, ...], above: tuple[State, ...] = ()) -> Iterator[tuple[State, ...]]:
    """For every leaf, the states from the root down to it."""
    for state in states:
        here = (*above, state)
        if state.states:
            yield from lines_down(state.states, here)
        else:
            yield here


def line_of(definition: Definition, leaf: str) -> tuple[State, ...]:
    return next(line for line in lines_down(definition.states) if line[-1].name == leaf)


def depth_in(definition: Definition, leaf: str, name: str) -> int | None:
    """How deep the state stands that is called `name`, or carries the tag, on the way down to this leaf."""
    depths = [n for n, s in enumerate(line_of(definition, leaf)) if name == s.name or name in s.tags]
    return max(depths, default=None)


def visits(definition: Definition, leaf: str) -> set[str]:
    """Every name of which a case in this leaf is on a visit."""
    names: set[str] = set()
    for state in line_of(definition, leaf):
        names |= {state.name, *state.tags}
    return names


def move_from(definition: Definition, event: Event, leaf: str) -> Move | None:
    """The move whose source is innermost for this leaf."""
    fitting = [(depth_in(definition, leaf, move.source), move) for move in event.moves]
    ranked = [(depth, move) for depth, move in fitting if depth is not None]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def level_of(definition: Definition, leaf: str) -> str | None:
    """The level that handles the leaf: its own, or that of the nearest state above which says one."""
    for state in reversed(line_of(definition, leaf)):
        if state.at is not None:
            return str(definition.values[state.at]) if state.at in definition.parameters else state.at
    return None


def local_date(definition: Definition, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(definition.timezone or "UTC")).date()


def midnight(definition: Definition, day: date) -> datetime:
    """The first instant of a day where the workflow runs, in UTC so that instants compare as instants."""
    return datetime.combine(day, time(), ZoneInfo(definition.timezone or "UTC")).astimezone(UTC)
