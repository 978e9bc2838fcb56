"""One step of a case: from what was decided to the sealed entry and the case after it."""

from collections.abc import Mapping
from datetime import datetime

from attrs import define

from ..case import Case, Entry, Reason
from ..guards import EvaluationError
from ..messages import say
from ..model.canonical import plain, plain_values
from ..model.definition import Event
from ..model.types import CollectionType
from .dues import Step, due_writes
from .facts import Facts
from .fold import case_after, data_after
from .machine import WorkflowMachine
from .passage import Passage
from .payload import personal_payload, stored_payload
from .reasons import event_title
from .seal import COMMITMENT, due_document, seal
from .table import CompiledBranch, CompiledEvent


@define
class Taking:
    """A step that may be taken: who, in which role and unit, with what, along which branch. Nobody changes it."""

    event: CompiledEvent
    branch: CompiledBranch
    values: Mapping[str, object]  # what `sets` gave
    taken: Mapping[str, object]
    seen: Mapping[str, Mapping[str, object]]
    at: datetime
    actor: str | None = None
    role: str | None = None
    unit: str | None = None
    on_behalf: str | None = None
    due: datetime | None = None


def step(
    machine: WorkflowMachine, case: Case | None, taking: Taking, facts: Facts
) -> tuple[Entry, Case] | Reason:
    """The entry and the case after it, or a reason (`guard_error`) where a due date can't be computed."""
    event, branch = taking.event, taking.branch
    source = case.state if case else None
    target = branch.to if branch.to is not None else source
    assert target is not None  # a start always names its leaf
    passage = machine.table.passages[source, target, case is not None and branch.to is None]
    written = _written(passage, taking, case.data if case else {})
    data = data_after(machine, case, passage, written)
    fired = event.name if taking.due is not None else None
    try:
        dues = due_writes(machine, case, Step(passage, written.keys(), data, taking.at, fired), facts)
    except EvaluationError as error:
        return undated(machine, event, error)
    if event.personal:
        personal = personal_payload(event.takes, taking.taken)
        payload = stored_payload(event.takes, taking.taken, facts.salt)
    else:
        personal, payload = {}, plain_values(taking.taken)
    writes = {
        "data": _stored(written, payload, taking) if written else {},
        "due": {name: due_document(due) if due else None for name, due in dues.items()} if dues else {},
    }
    entry = seal(  # in the order of its fields: names would take as long as the whole object
        Entry(
            case.id if case else facts.case_id or "",
            machine.digest,
            case.seq + 1 if case else 1,
            event.name,
            source,
            target,
            passage.stay,
            taking.actor,
            taking.role,
            taking.unit,
            taking.on_behalf,
            taking.at,
            facts.now,
            taking.due,
            payload,
            writes,
            _seen(taking.seen, facts),
            case.head if case else None,
            salt=facts.salt if personal else None,
            personal=personal,
        )
    )
    return entry, case_after(machine, case, passage, data, dues, entry)


def undated(machine: WorkflowMachine, event: CompiledEvent, error: EvaluationError) -> Reason:
    """A step after which a clock event's day cannot be computed."""
    text = say("engine.guard_error", guard=event_title(machine.definition, event.name), problem=error.text)
    return Reason("guard_error", text, values=error.values, basis=event.declared.basis)


def _written(passage: Passage, taking: Taking, before: Mapping[str, object]) -> dict[str, object]:
    """Data field → new value, or None where it is cleared: clears, takes, sets, collects, then the end of visits."""
    event, taken = taking.event, taking.taken
    declared = event.declared
    written: dict[str, object] = {}
    if isinstance(declared, Event):
        for name in declared.clears:
            if name in before:
                written[name] = None
    written.update(taken)
    for name in event.passing:
        written.pop(name, None)
    written.update(taking.values)
    if event.collection is not None and isinstance(declared, Event) and declared.collects:
        written[declared.collects] = {collection_key(event.collection, taking.actor, taken): dict(taken)}
    for name in passage.absent:
        written.pop(name, None)
    for name in passage.dropped:
        if name in before and name not in written:
            written[name] = None
    return written


def collection_key(kind: CollectionType, actor: str | None, taken: Mapping[str, object]) -> str | None:
    """The actor's id, or the field of the record that `per` names; None while that is not known."""
    if kind.per == "person":
        return actor
    return str(plain(taken[kind.per])) if kind.per in taken else None


def _stored(
    written: Mapping[str, object], payload: Mapping[str, object], taking: Taking
) -> dict[str, object]:
    """The JSON form of what is written, which the payload may have already."""
    taken, stored = taking.taken, {}
    for name, value in written.items():
        known = payload.get(name)
        if known is not None and (value is taken[name] or (isinstance(known, dict) and COMMITMENT in known)):
            stored[name] = known
        else:
            stored[name] = plain(value)
    return stored


def _seen(guards: Mapping[str, Mapping[str, object]], facts: Facts) -> dict[str, object]:
    seen: dict[str, object] = {}
    if guards:
        seen["guards"] = {label: plain_values(read) for label, read in guards.items()}
    if facts.calendar is not None:
        seen["calendar"] = facts.calendar.id
    return seen
