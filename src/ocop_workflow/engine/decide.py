"""The one pure function that decides, for everyone; nothing else changes a case."""

from datetime import datetime

from ..access import Actor
from ..case import Case, Decision, Reason
from ..messages import say
from ..model.canonical import instant_text
from .ask import ask, concluded
from .facts import Facts, aware, local_date
from .guarding import environment_of, judge
from .machine import WorkflowMachine
from .payload import take_payload
from .permission import permission
from .reasons import in_order, unknown_event
from .settle import settle
from .step import step


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
    given. Raises nothing but TypeError and ValueError for a datetime without zone or far from our time.
    """
    now, at = aware(facts.now), aware(at)
    if case is None:
        return _start(machine, event, payload, actor, at, facts)
    settled = settle(machine, case, max(at, case.at), facts)
    if settled.stuck:
        return Decision(event, allowed=False, case=case, reasons=settled.stuck)
    if event not in machine.table.events:
        reason = unknown_event(machine.definition, event, machine.table.events)
        return Decision(event, allowed=False, case=case, reasons=(reason,))
    asked = ask(
        machine, settled.case, machine.table.events[event], payload, actor, max(at, settled.case.at), facts
    )
    reasons = [*_time_reasons(at, now, case.at), *asked.reasons]
    if reasons or asked.taking is None:
        return Decision(event, allowed=False, case=case, reasons=in_order(reasons))
    stepped = step(machine, settled.case, asked.taking, facts, machine.digest)
    if isinstance(stepped, Reason):
        return Decision(event, allowed=False, case=case, reasons=(stepped,))
    entry, after = stepped
    return Decision(event, allowed=True, case=after, entries=(*settled.entries, entry))


def decisions(
    machine: WorkflowMachine, case: Case, actor: Actor, at: datetime, facts: Facts
) -> tuple[Decision, ...]:
    """For every event in the order of the file what can be known without a payload.

    Allowed (the empty payload will do), or reasons, or `needs`: the payload's fields, where only it decides.
    """
    aware(at)
    settled = settle(machine, case, max(at, case.at), facts)
    found = []
    for name, event in machine.table.events.items():
        if settled.stuck:
            found.append(Decision(name, allowed=False, case=case, reasons=settled.stuck))
            continue
        required = [n for n, wanted in event.takes.items() if not wanted.field.optional]
        if not required:
            decision = decide(machine, case, name, {}, actor, at, facts)
            if decision.allowed or not event.takes:
                needs = {n: wanted.field for n, wanted in event.takes.items()} if decision.allowed else {}
                found.append(
                    Decision(name, decision.allowed, decision.case, decision.entries, decision.reasons, needs)
                )
                continue
        asked = ask(machine, settled.case, event, None, actor, max(at, settled.case.at), facts)
        reasons = in_order([*_time_reasons(at, facts.now, case.at), *asked.reasons])
        needs = {} if reasons else {n: wanted.field for n, wanted in event.takes.items()}
        found.append(Decision(name, allowed=False, case=case, reasons=reasons, needs=needs))
    return tuple(found)


def _start(
    machine: WorkflowMachine, name: str, payload: object, actor: Actor, at: datetime, facts: Facts
) -> Decision:
    if not facts.case_id:
        msg = "a case that starts needs facts.case_id"
        raise ValueError(msg)
    start = machine.table.starts.get(name)
    if start is None:
        reason = unknown_event(machine.definition, name, machine.table.starts)
        return Decision(name, allowed=False, case=None, reasons=(reason,))
    today = local_date(at, machine.definition.timezone)
    taken, unfit = take_payload(start.takes, payload, facts, today)
    leaf = start.branches[""][0].to
    allowed = permission(machine, start.declared, leaf, taken, actor, facts, today)
    environment = environment_of(machine, {}, taken, at, facts)
    outcome = judge(start, environment, leaf="", payload="bad" if unfit else "good")
    reasons = [*_time_reasons(at, facts.now, None), *allowed.reasons, *unfit, *outcome.reasons]
    asked = concluded(
        machine, None, start, actor, at, environment, allowed, outcome, reasons, known=not unfit
    )
    if asked.reasons or asked.taking is None:
        return Decision(name, allowed=False, case=None, reasons=in_order(asked.reasons))
    stepped = step(machine, None, asked.taking, facts, machine.digest)
    if isinstance(stepped, Reason):
        return Decision(name, allowed=False, case=None, reasons=(stepped,))
    entry, case = stepped
    return Decision(name, allowed=True, case=case, entries=(entry,))


def _time_reasons(at: datetime, now: datetime, last: datetime | None) -> list[Reason]:
    if last is not None and at < last:
        text = say("engine.at_before_last", at=at.isoformat(), last=last.isoformat())
        return [Reason("invalid_payload", text, values={"at": instant_text(at), "last": instant_text(last)})]
    if at > now:
        text = say("engine.at_in_future", at=at.isoformat(), now=now.isoformat())
        return [Reason("invalid_payload", text, values={"at": instant_text(at), "now": instant_text(now)})]
    return []
