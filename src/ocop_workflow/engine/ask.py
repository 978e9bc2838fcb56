"""Everything that speaks against one event on a settled case, and the step that may be taken if nothing does."""

from collections.abc import Mapping
from datetime import datetime

from attrs import define

from ..access import Actor
from ..case import Case, Reason
from ..messages import say
from ..model.definition import CLOCK, Event
from .duties import fitting, required
from .facts import Facts, local_date
from .guarding import environment_on, judge, new_values
from .machine import WorkflowMachine
from .payload import take_payload
from .permission import Capacity, permission
from .reasons import event_title, listed, state_title, titled
from .step import Taking, collection_key
from .table import CompiledBranch, CompiledEvent

_NONE = Capacity()
_EMPTY: Mapping[str, object] = {}
_UNSEEN: Mapping[str, Mapping[str, object]] = {}


@define
class Asked:
    """The answer of an event: reasons, or the step that may be taken (neither: only a payload decides)."""

    reasons: tuple[Reason, ...] = ()
    taking: Taking | None = None


def ask(
    machine: WorkflowMachine,
    case: Case | None,
    event: CompiledEvent,
    payload: object,
    actor: Actor,
    at: datetime,
    facts: Facts,
) -> Asked:
    """Ask an event on a settled case, or a start where `case` is None; a payload of None is not known yet."""
    definition, declared = machine.definition, event.declared
    today = local_date(at, definition.timezone)
    leaf = case.state if case else ""
    branches = event.branches.get(leaf)
    reasons = [] if case is None or branches else [wrong_state(machine, event, case.state)]
    taken, unfit = (
        take_payload(event.takes, payload, facts, today, definition.levels)
        if payload is not None
        else ({}, [])
    )
    data = case.data if case else taken
    # The level of this leaf says which unit acts: a start is handled where it leads.
    handled = (leaf or branches[0].to) if branches else None
    allowed = permission(machine, event, handled, data, actor, facts, today)
    reasons += allowed.reasons
    if declared.by == (CLOCK,):
        return Asked(tuple(reasons))
    reasons += unfit
    capacity = allowed.capacities[0] if allowed.capacities else _NONE
    if case is not None and isinstance(declared, Event):
        if declared.not_by or declared.only_by:
            capacity, barred = fitting(machine, declared, case, actor, allowed.capacities)
            reasons += barred
        if declared.requires:
            reasons += required(machine, declared, case)
    if not branches:
        return Asked(tuple(reasons))
    if event.collection is not None:
        reasons += full_collection(machine, case, event, actor, taken)
    known = "unknown" if payload is None else "bad" if unfit else "good"
    branch: CompiledBranch | None
    if leaf in event.plain:
        branch, values, seen = branches[0], _EMPTY, _UNSEEN
    else:
        environment = environment_on(machine, case.data if case else {}, taken, today, facts)
        outcome = judge(event, environment, leaf=leaf, payload=known)
        reasons += outcome.reasons
        branch, seen = outcome.branch, outcome.seen
        if branch is not None and known == "good":
            values, unset = new_values(definition, event, branch, environment)
            reasons += unset
    if branch is None or known != "good":
        return Asked(tuple(reasons))
    who = actor.id, capacity.role, capacity.unit, capacity.on_behalf
    return Asked(tuple(reasons), Taking(event, branch, values, taken, seen, at, *who))


def wrong_state(machine: WorkflowMachine, event: CompiledEvent, leaf: str) -> Reason:
    """The case stands in a leaf where the event has no move."""
    tree = machine.table.tree
    text = say(
        "engine.wrong_state",
        event=event_title(machine.definition, event.name),
        state=state_title(tree, leaf),
        sources=listed(state_title(tree, source) for source in event.sources),
    )
    return Reason("wrong_state", text, values={"state": leaf}, basis=event.declared.basis)


def full_collection(
    machine: WorkflowMachine,
    case: Case | None,
    event: CompiledEvent,
    actor: Actor,
    taken: Mapping[str, object],
) -> list[Reason]:
    """A collection takes no new key once it has its most; a known key is written over."""
    declared = event.declared
    kind = event.collection
    if case is None or kind is None or not isinstance(declared, Event) or declared.collects is None:
        return []
    collection = machine.definition.data[declared.collects]
    records = case.data.get(declared.collects, _EMPTY)
    assert isinstance(records, dict)  # as it is stored
    key = collection_key(kind, actor.id, taken)
    if key is None or key in records or len(records) < kind.maximum:
        return []
    title = titled(collection.title, collection.name)
    text = say("engine.collection_full", collection=title, maximum=kind.maximum)
    values = {f"size({collection.name})": len(records), "max": kind.maximum}
    return [Reason("guard_unmet", text, collection.name, values, collection.basis)]
