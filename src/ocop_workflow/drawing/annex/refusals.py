"""Every reason that deciding may give against an event, made by the engine's own functions.

`permission`, the duties, `take_payload` and `full_collection` are asked with constructed cases, actors and units.
Conditions have to be taken as unmet: finding data on which each fails is what proofs are for; so `unmet`, `no_branch`,
`uncomputable`, `unwritable` and `undated`, which deciding calls too, are called for each. Reasons carry no values.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from attrs import evolve

from ...access import Actor
from ...case import Case, Reason
from ...engine.ask import full_collection, wrong_state
from ...engine.decide import time_reasons
from ...engine.duties import fitting, required
from ...engine.facts import Facts
from ...engine.guarding import no_branch, uncomputable, unmet
from ...engine.machine import WorkflowMachine
from ...engine.permission import permission
from ...engine.reasons import in_order, unknown_event
from ...engine.settle import stuck_clock
from ...engine.table import CompiledBranch, CompiledEvent
from ...guards import Scope, scope_of
from ...model.canonical import instant_text
from ...model.definition import CLOCK, Event, Start
from ...model.text import Text
from ...model.types import CollectionType, EnumType
from .computing import day_reasons, set_reasons
from .faults import OPEN, faults, filled_by
from .payloads import payload_reasons
from .units import DAY, PlacesWhere

_NOW = datetime(2020, 1, 1, tzinfo=UTC)
_LATER = _NOW + timedelta(days=1)
_FACTS = Facts(_NOW, case_id=OPEN)
_NOBODY = Actor(OPEN)
_SOMEBODY = f"{OPEN}{OPEN}"  # anybody else


def refusals(machine: WorkflowMachine, event: CompiledEvent) -> tuple[Reason, ...]:
    """Every reason against one event or start, in the order in which deciding tells them."""
    found = [*_of_state(machine, event), *_of_people(machine, event)]
    if event.declared.by == (CLOCK,):
        computed = _of_guards(machine, event)
        found += [stuck_clock(machine, event, reason) for reason in computed]
    else:
        found += payload_reasons(event.takes, machine.definition.levels, _FACTS)
        found += _of_guards(machine, event)
        found += _of_collection(machine, event)
    return in_order(without_repetition(found))


def general_refusals(machine: WorkflowMachine) -> tuple[Reason, ...]:
    """Reasons that have to do with no event of its own: one that is unknown, a time that cannot be."""
    times = [*time_reasons(_NOW, _LATER, _LATER), *time_reasons(_LATER, _NOW, None)]
    unknown = [unknown_event(machine.definition, OPEN, known) for known in ((), (OPEN,))]
    return in_order(without_repetition([*unknown, *(_timeless(reason) for reason in times)]))


def without_repetition(reasons: Iterable[Reason]) -> list[Reason]:
    """Each that reads alike once, without the values of the case it was made with."""
    found = {
        (reason.code, reason.guard, reason.text, reason.basis): evolve(reason, values={})
        for reason in reasons
    }
    return list(found.values())


def _timeless(reason: Reason) -> Reason:
    def opened(text: str) -> str:
        for moment in (_NOW, _LATER):
            text = text.replace(instant_text(moment), OPEN)
        return text

    return evolve(reason, text=Text(vi=opened(reason.text.say("vi")), en=opened(reason.text.say("en"))))


def _case(machine: WorkflowMachine, leaf: str, data: dict[str, object]) -> Case:
    return Case(OPEN, machine.digest, leaf, 1, _NOW, data, {}, {}, {}, "")


def _of_state(machine: WorkflowMachine, event: CompiledEvent) -> Iterator[Reason]:
    """A start is asked of no case; an event that every leaf has is never in a wrong state."""
    if isinstance(event.declared, Event) and set(event.branches) != set(machine.table.tree.leaves):
        yield wrong_state(machine, event, OPEN)


def _of_people(machine: WorkflowMachine, event: CompiledEvent) -> Iterator[Reason]:
    """Somebody without any role asks, in every leaf and in a wrong one, with every tree; then whoever did it before."""
    definition, declared = machine.definition, event.declared
    levels = {
        role.at: OPEN
        for role in definition.roles.values()
        if role.at is not None and role.at in definition.data
    }
    unit = {definition.unit: OPEN} if definition.unit else {}
    parties = {role.party: OPEN for role in definition.roles.values() if role.party is not None}
    leaves = [leaf or branches[0].to for leaf, branches in event.branches.items()]
    known = [{**unit, **levels}, unit]
    if isinstance(declared, Start):
        known.append(
            {}
        )  # a payload may hide the unit; the unit of a case is always known, as loading has checked
    for data in known:
        for units in (None, *PlacesWhere.each()):
            facts = evolve(_FACTS, units=units)
            for leaf in (None, *leaves):
                yield from permission(machine, event, leaf, {**data, **parties}, _NOBODY, facts, DAY).reasons
    if isinstance(declared, Event):
        case = _case(machine, "", {})
        before = dict.fromkeys(declared.not_by, (OPEN,)) | dict.fromkeys(declared.only_by, (_SOMEBODY,))
        done = evolve(case, evidence={declared.within or "": before})
        yield from fitting(machine, declared, done, _NOBODY, ())[1]
        yield from required(machine, declared, case)


def _of_guards(machine: WorkflowMachine, event: CompiledEvent) -> Iterator[Reason]:
    """Each condition unmet or without a value, no branch to take, values and days that cannot be computed."""
    definition, basis = machine.definition, event.declared.basis
    scope = scope_of(definition, event.takes)
    for guard in event.when:
        yield unmet(guard, {}, basis)
        others = (each.guard for each in event.when if each is not guard)
        for error in faults(guard.guard.test.tree, scope, filled_by(definition, others)):
            yield uncomputable(guard, error, {}, basis)
    filled = filled_by(definition, (guard.guard for guard in event.when))
    for branches in event.branches.values():
        yield from _of_branches(event, branches, scope, filled)
    yield from set_reasons(machine, event, scope, filled)
    yield from day_reasons(machine, event)


def _of_branches(
    event: CompiledEvent, branches: tuple[CompiledBranch, ...], scope: Scope, filled: frozenset[str]
) -> Iterator[Reason]:
    asked = [branch.when for branch in branches if branch.when is not None]
    for guard in asked:
        for error in faults(guard.guard.test.tree, scope, filled):
            yield uncomputable(guard, error, {}, event.declared.basis)
    if len(asked) == len(branches):
        yield no_branch(event, asked, {})


def _of_collection(machine: WorkflowMachine, event: CompiledEvent) -> Iterator[Reason]:
    declared = event.declared
    if isinstance(declared, Start) or declared.collects is None:
        return
    kind = machine.definition.data[declared.collects].type
    assert isinstance(kind, CollectionType)  # checked at load
    key = None if kind.per == "person" else kind.record.fields[kind.per].type
    if isinstance(key, EnumType) and len(key.values) <= kind.maximum:
        return  # there are no more keys than records
    records: dict[str, object] = {str(number): {} for number in range(kind.maximum)}
    case = _case(machine, "", {declared.collects: records})
    yield from full_collection(machine, case, event, _NOBODY, {kind.per: OPEN})
