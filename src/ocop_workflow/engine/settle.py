"""Clock events that are due fire first, in order, once: what `decide` and `fire_due` both begin with."""

from datetime import datetime

from attrs import define

from ..case import Case, Entry, Reason
from ..messages import say
from .facts import Facts, aware, in_utc
from .guarding import environment_of, judge, new_values
from .machine import WorkflowMachine
from .reasons import event_title
from .step import Taking, step
from .table import CompiledEvent

_MOST_CLOCKS = (
    1_000  # loading refuses cycles of clock moves: this bound is never reached by a checked definition
)


@define
class Settled:
    """A case after its due clock events, their entries, and reasons where one of them could not happen."""

    case: Case
    entries: tuple[Entry, ...] = ()
    stuck: tuple[Reason, ...] = ()


def settle(machine: WorkflowMachine, case: Case, at: datetime, facts: Facts) -> Settled:
    """Fire the clock events that are due at `at`, by instant, then by declaration, looked up anew after each."""
    return settled(machine, case, aware(at), in_utc(facts))


def settled(machine: WorkflowMachine, case: Case, at: datetime, facts: Facts) -> Settled:
    """The same, of moments that are in UTC."""
    for armed in case.due.values():
        if armed.at is not None and armed.at <= at:
            break
    else:
        return Settled(case)
    entries: list[Entry] = []
    for _ in range(_MOST_CLOCKS):
        due = _first_due(machine, case, at)
        if due is None:
            return Settled(case, tuple(entries))
        moment, clock = due
        effective = max(moment, case.at)
        environment = environment_of(machine, case.data, {}, moment, facts)
        outcome = judge(clock, environment, leaf=case.state, payload="good")
        stuck = outcome.reasons
        if outcome.branch is not None:
            values, stuck = new_values(machine.definition, clock, outcome.branch, environment)
            if not stuck:
                taking = Taking(clock, outcome.branch, values, {}, outcome.seen, effective, due=moment)
                stepped = step(machine, case, taking, facts)
                if not isinstance(stepped, Reason):
                    entry, case = stepped
                    entries.append(entry)
                    continue
                stuck = [stepped]
        return Settled(case, tuple(entries), tuple(stuck_clock(machine, clock, reason) for reason in stuck))
    msg = f"more than {_MOST_CLOCKS} clock events at once: the definition was not checked"
    raise RecursionError(msg)


def _first_due(machine: WorkflowMachine, case: Case, at: datetime) -> tuple[datetime, CompiledEvent] | None:
    found: tuple[datetime, CompiledEvent] | None = None
    for clock in machine.table.clocks:
        due = case.due.get(clock.name)
        if due is None or due.at is None or due.at > at or case.state not in clock.branches:
            continue
        if found is None or due.at < found[0]:
            found = (due.at, clock)
    return found


def stuck_clock(machine: WorkflowMachine, clock: CompiledEvent, reason: Reason) -> Reason:
    """Nothing else may happen while a clock event is due that cannot."""
    text = say("engine.clock_stuck", event=event_title(machine.definition, clock.name), problem=reason.text)
    return Reason("guard_error", text, reason.guard, reason.values, reason.basis)
