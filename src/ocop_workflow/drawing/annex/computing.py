"""Why a step cannot be computed although its conditions hold: values that do not fit, days beyond every calendar."""

from collections.abc import Iterator, Mapping

from ...case import Reason
from ...engine.guarding import unwritable
from ...engine.machine import WorkflowMachine
from ...engine.step import undated
from ...engine.table import CompiledEvent
from ...guards import EvaluationError, Scope, infer, scope_of
from ...guards.kinds import range_of
from ...model.definition import Event
from ...model.expression import Expression
from ...model.types import ListType, StringType, Type
from ...model.values import Misfit
from .faults import NO_CALENDAR, NO_DUE_DATE, OPEN, OUTSIDE_CALENDAR, faults


def set_reasons(
    machine: WorkflowMachine, event: CompiledEvent, scope: Scope, filled: frozenset[str]
) -> Iterator[Reason]:
    """What the event and its branches set, where it may have no value, or one outside of its field."""
    definition, declared = machine.definition, event.declared
    for name, expression in all_sets(event):
        field = definition.data[name]
        for error in faults(expression.tree, scope, filled):
            yield unwritable(field, error, declared.basis)
        given, _ = infer(expression.tree, scope)
        assert given is not None  # typed at load
        for misfit in _overflows(given, field.type):
            yield unwritable(field, misfit, declared.basis)


def day_reasons(machine: WorkflowMachine, event: CompiledEvent) -> Iterator[Reason]:
    """Clock events that the step arms on a day which may not be computable."""
    targets = {branch.to for branches in event.branches.values() for branch in branches if branch.to}
    for clock in machine.table.clocks:
        armed: tuple[EvaluationError, ...] = ()
        if clock.due is not None:
            if _reckons(machine, event, clock.due_reads):
                assert isinstance(clock.declared, Event)  # clocks are events
                assert clock.declared.at is not None  # it has a `due`
                scope = scope_of(machine.definition, {})
                armed = (*faults(clock.declared.at.tree, scope, frozenset()), NO_DUE_DATE)
        elif targets & set(clock.regions):
            assert isinstance(clock.declared, Event)  # clocks are events
            after = clock.declared.after
            working = after is not None and after.unit == "working_days"
            armed = (NO_CALENDAR, OUTSIDE_CALENDAR) if working else (NO_DUE_DATE,)
        for error in armed:
            yield undated(machine, event, error)


def all_sets(event: CompiledEvent) -> Iterator[tuple[str, Expression]]:
    """What the event sets, then what each branch does besides."""
    declared = event.declared
    yield from declared.sets.items()
    for move in declared.moves if isinstance(declared, Event) else ():
        for branch in move.branches:
            yield from branch.sets.items()


def _reckons(machine: WorkflowMachine, event: CompiledEvent, reads: frozenset[str]) -> bool:
    """Whether a clock's day is reckoned from these fields: what is written arms, what is only taken away disarms."""
    declared = event.declared
    written = {name for name, taken in event.takes.items() if taken.stored}
    written |= {name for name, _ in all_sets(event)}
    if not isinstance(declared, Event):
        return not reads or bool(reads & written)
    lost = reads & {*declared.clears, *machine.table.scoped}
    return bool(reads & written) or bool(lost and reads - lost)


def _overflows(given: Type, wanted: Type) -> Iterator[Misfit]:
    """Loading has refused what can never fit; this may."""
    a, b = range_of(given), range_of(wanted)
    if a and b and (a.low < b.low or a.high > b.high):
        bounds: Mapping[str, object] = {"minimum": wanted.minimum, "maximum": wanted.maximum}  # type: ignore[union-attr]
        yield Misfit("out_of_range", {"given": OPEN, **bounds})
    elif isinstance(wanted, StringType):
        yield Misfit("too_long", {"length": OPEN, "limit": wanted.max_length})
    elif isinstance(wanted, ListType) and isinstance(given, ListType):
        yield from _overflows(given.items, wanted.items)
