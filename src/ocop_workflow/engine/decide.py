"""The one pure function that decides, for everyone; nothing else changes a case."""

from datetime import datetime

from ..access import Actor
from ..case import Case, Decision, Reason
from ..messages import say
from ..model.canonical import instant_text
from .ask import Asked, ask
from .facts import Facts, aware, in_utc
from .machine import WorkflowMachine
from .reasons import in_order, unknown_event
from .settle import Settled, settled
from .step import step
from .watching import WATCHERS, tell


def decide(
    machine: WorkflowMachine,
    case: Case | None,
    event: str,
    payload: object,
    actor: Actor,
    at: datetime,
    facts: Facts,
) -> Decision:
    """Decide one event on a case, or the start named `event` where `case` is None.

    Clock events that are due at `at` come first; then the event is decided on the settled case. Allowed: the
    new case, and the entries of the clocks and of the event. Refused: every reason, and the case as it was
    given. Raises nothing but TypeError for a datetime without zone, and ValueError for one far from our time or
    for a start without `facts.case_id`. Whoever watches is told.
    """
    decision = weigh(machine, case, event, payload, actor, at, facts)
    if WATCHERS:
        tell(machine, case, event, decision.entries, decision.reasons)
    return decision


def weigh(
    machine: WorkflowMachine,
    case: Case | None,
    event: str,
    payload: object,
    actor: Actor,
    at: datetime,
    facts: Facts,
) -> Decision:
    """What `decide` says, told to nobody: for what is only supposed, as in proofs and advice."""
    at, facts = aware(at), in_utc(facts)
    payload = {} if payload is None else payload
    if case is None:
        if not facts.case_id:
            msg = "a case that starts needs facts.case_id"
            raise ValueError(msg)
        start = machine.table.starts.get(event)
        if start is None:
            return _refused(event, None, [unknown_event(machine.definition, event, machine.table.starts)])
        asked = ask(machine, None, start, payload, actor, at, facts)
        return _answer(machine, event, None, None, time_reasons(at, facts.now, None), asked, facts)
    standing = settled(machine, case, max(at, case.at), facts)
    if standing.stuck:
        return _refused(event, case, standing.stuck)
    declared = machine.table.events.get(event)
    if declared is None:
        return _refused(event, case, [unknown_event(machine.definition, event, machine.table.events)])
    asked = ask(machine, standing.case, declared, payload, actor, max(at, standing.case.at), facts)
    return _answer(machine, event, case, standing, time_reasons(at, facts.now, case.at), asked, facts)


def decisions(
    machine: WorkflowMachine, case: Case, actor: Actor, at: datetime, facts: Facts
) -> tuple[Decision, ...]:
    """For every event, in the order of the file, what can be known without a payload.

    Allowed (the empty payload will do), or reasons, or `needs`: the payload's fields, where only it decides.
    """
    at, facts = aware(at), in_utc(facts)
    standing = settled(machine, case, max(at, case.at), facts)
    if standing.stuck:
        return tuple(_refused(name, case, standing.stuck) for name in machine.table.events)
    untimely = time_reasons(at, facts.now, case.at)
    found = []
    for name, event in machine.table.events.items():
        if all(wanted.field.optional for wanted in event.takes.values()):
            decision = weigh(machine, case, name, {}, actor, at, facts)
            if decision.allowed or not event.takes:
                found.append(decision)
                continue
        asked = ask(machine, standing.case, event, None, actor, max(at, standing.case.at), facts)
        reasons = in_order([*untimely, *asked.reasons])
        needs = {} if reasons else {field: wanted.field for field, wanted in event.takes.items()}
        found.append(Decision(name, allowed=False, case=case, reasons=reasons, needs=needs))
    return tuple(found)


def _answer(
    machine: WorkflowMachine,
    event: str,
    given: Case | None,
    standing: Settled | None,
    untimely: list[Reason],
    asked: Asked,
    facts: Facts,
) -> Decision:
    """Refused with all reasons, or the step taken on the settled case `standing`."""
    if asked.taking is None or untimely or asked.reasons:
        return _refused(event, given, [*untimely, *asked.reasons])
    stepped = step(machine, standing.case if standing else None, asked.taking, facts)
    if isinstance(stepped, Reason):
        return _refused(event, given, [stepped])
    entry, case = stepped
    entries = (*standing.entries, entry) if standing else (entry,)
    return Decision(event, True, case, entries)  # noqa: FBT003 - names take longer


def _refused(event: str, case: Case | None, reasons: list[Reason] | tuple[Reason, ...]) -> Decision:
    return Decision(event, allowed=False, case=case, reasons=in_order(reasons))


def time_reasons(at: datetime, now: datetime, last: datetime | None) -> list[Reason]:
    """A late paper may be entered, but not before the case's last entry; nothing happens in the future."""
    if last is not None and at < last:
        text = say("engine.at_before_last", at=instant_text(at), last=instant_text(last))
        return [Reason("invalid_payload", text, values={"at": instant_text(at), "last": instant_text(last)})]
    if at > now:
        text = say("engine.at_in_future", at=instant_text(at), now=instant_text(now))
        return [Reason("invalid_payload", text, values={"at": instant_text(at), "now": instant_text(now)})]
    return []
