"""Starting cases and firing events: each decided and written inside one transaction."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from attrs import define, field, frozen

from ..access import Actor
from ..case import Case, Decision, Entry
from ..engine import WorkflowMachine, decide
from ..errors import Conflict, Refused, StoreError
from ..messages import say
from ..model.canonical import sha256_of
from ..model.swift import swift
from ..model.text import nfc
from ..workflow import Workflow
from . import records
from .context import Context
from .kept import Known
from .link import Link
from .linked import claim
from .naming import require_key, require_new_id, require_new_key
from .replay import replay
from .rows import CaseRow


def _given(payload: Mapping[str, object] | None) -> Mapping[str, object]:
    return {} if payload is None else payload


@swift
@frozen
class Command:
    """One event for one case, as `Store.fire` takes it; `expected` is the `seq` that the caller has read."""

    case: str = field(converter=nfc)
    event: str
    payload: Mapping[str, object] = field(default=None, converter=_given)
    key: str | None = None
    expected: int | None = None


@define
class Step:
    """What was decided on a case that was found at that seq, as it was `before`; or the case that a key names again."""

    case: Case
    entries: tuple[Entry, ...] = ()
    machine: WorkflowMachine | None = None
    found: int = 0
    before: Known | None = None


def start(
    context: Context, workflow: Workflow, command: Command, actor: Actor, at: datetime | None, *, named: bool
) -> Case:
    """See `Store.start`; someone who started the case at the same time is seen at the second try.

    `named`: the caller gave the case's id.
    """
    try:
        return _start(context, workflow, command, actor, at, named=named)
    except Conflict:
        return _start(context, workflow, command, actor, at, named=named)


def fire(context: Context, command: Command, actor: Actor, at: datetime | None) -> Case:
    """See `Store.fire`."""
    return context.session.within(
        lambda link: _written(context, link, command, decided(context, link, command, actor, at))
    )


def new_id(workflow: Workflow, key: str | None) -> str:
    """An id for a case that was given none: decided by its key, so that a retry finds the case, else random."""
    if key is None:
        return secrets.token_hex(10)
    require_key(key)
    return sha256_of([workflow.definition.workflow, key])[:20]


def only_start(workflow: Workflow) -> str:
    """The name of the workflow's start; raises StoreError where there are several."""
    starts = list(workflow.definition.start)
    if len(starts) != 1:
        told = say("store.which_start", workflow=workflow.definition.workflow, starts=", ".join(starts))
        raise StoreError(told, "which_start")
    return starts[0]


def _start(
    context: Context, workflow: Workflow, command: Command, actor: Actor, at: datetime | None, *, named: bool
) -> Case:
    case_id, event, key, given = command.case, command.event, command.key, command.payload
    require_key(key)
    with context.session.writing() as link:
        row = records.find_case(link, case_id)
        if row is not None:
            machines = context.definitions.machines(link)
            known = replay(link, machines, case_id, key, event, given, actor) if key else None
            if known is None:
                raise StoreError(say("store.case_exists", case=case_id), "case_exists")
            return known
        require_new_id(case_id)
        if context.case_ids is not None:
            context.case_ids.require(case_id, given=named)
        require_new_key(key)
        context.definitions.keep(link, workflow)
        now = context.clock()
        moment = at or now
        actor = context.actor(workflow, actor, moment)
        facts = context.held(link, workflow, None, given, context.facts(now, case_id))
        decision = decide(workflow.machine, None, event, given, actor, moment, facts)
        case = _allowed(decision)
        records.write(link, workflow.machine, case, decision.entries, found=None, key=key)
    return case


def decided(
    context: Context,
    link: Link,
    command: Command,
    actor: Actor,
    at: datetime | None,
    row: CaseRow | None = None,
    standing: Known | None = None,
) -> Step:
    """Decide, and write nothing; raises Refused, StoreError, Conflict.

    `row` is the case's, if it is held and read already; `standing` is what it has come to since, not written yet.
    """
    given = command.payload
    require_key(command.key)
    if row is None:
        row = claim(link, context.definitions, command.case, given, context.kept.last(command.case))
    workflow = context.definitions.workflow(link, row.definition)
    seq = row.seq if standing is None else standing.case.seq
    if command.key is not None:
        machines = context.definitions.machines(link)
        known = replay(link, machines, command.case, command.key, command.event, given, actor)
        if known is not None:
            return Step(known)
        require_new_key(command.key)
    if command.expected is not None and seq != command.expected:
        raise Conflict(say("store.conflict", case=command.case), "conflict")
    machine = workflow.machine
    before = standing or context.kept.case(link, machine, row)
    now, moment = context.moment(at, before.case)
    actor = context.actor(workflow, actor, moment)
    facts = context.held(link, workflow, before.case, given, context.facts(now))
    decision = decide(machine, before.case, command.event, given, actor, moment, facts)
    return Step(_allowed(decision), decision.entries, machine, row.seq, before)


def _written(context: Context, link: Link, command: Command, step: Step) -> Case:
    if step.machine is not None and step.before is not None:
        after = step.before.after(step.machine, step.case, step.entries).written(step.machine)
        records.write(
            link, step.machine, step.case, step.entries, found=step.found, key=command.key, row=after.row
        )
        context.kept.keep(after)
    return step.case


def _allowed(decision: Decision) -> Case:
    if not decision.allowed or decision.case is None:
        raise Refused(decision.event, decision.reasons)
    return decision.case
