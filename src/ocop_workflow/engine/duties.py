"""Duties over a case's history: separation (`not_by`), binding (`only_by`), what must have happened (`requires`).

Whoever acts in somebody's place is both: what either of them did bars the other, or binds the other's act to them.
"""

from collections.abc import Mapping, Sequence

from ..access import Actor
from ..case import Case, Reason
from ..messages import say
from ..model.definition import Event
from .machine import WorkflowMachine
from .permission import Capacity
from .reasons import event_title

Evidence = Mapping[str, tuple[str, ...]]  # event → those who fired it, and in whose place
_NOTHING: Evidence = {}


def required(machine: WorkflowMachine, event: Event, case: Case) -> list[Reason]:
    """`requires`: what has neither happened in the event's scope nor been attested."""
    if not event.requires:
        return []
    evidence = case.evidence.get(event.within or "", {})
    title = event_title(machine.definition, event.name)
    return [
        Reason(
            "requires_unmet",
            say("engine.requires_unmet", event=title, required=event_title(machine.definition, other)),
            guard=f"requires: {other}",
            values={other: None},
            basis=event.basis,
        )
        for other in event.requires
        if other not in evidence
    ]


def fitting(
    machine: WorkflowMachine, event: Event, case: Case, actor: Actor, capacities: Sequence[Capacity]
) -> tuple[Capacity, list[Reason]]:
    """The first capacity that no duty bars; where all are barred, the first with what bars it."""
    evidence = case.evidence.get(event.within or "", _NOTHING)
    if capacities and not evidence:  # nobody has done anything yet
        return capacities[0], []
    judged = []
    for capacity in capacities or (Capacity(on_behalf=actor.on_behalf),):
        barred = _barred(machine, event, evidence, _who(actor, capacity))
        if not barred:
            return capacity, barred
        judged.append((capacity, barred))
    return judged[0]


def _barred(machine: WorkflowMachine, event: Event, evidence: Evidence, who: dict[str, str]) -> list[Reason]:
    people = frozenset(who.values())
    met, strange = _met(event, evidence, people), _strange(event, evidence, people)
    if not met and not strange:
        return []
    against = [("not_by", "engine.separation_of_duty", other) for other in met]
    against += [("only_by", "engine.binding_of_duty", other) for other in strange]
    return [
        Reason(
            "not_permitted",
            say(
                sentence,
                event=event_title(machine.definition, event.name),
                other=event_title(machine.definition, other),
            ),
            guard=f"{word}: {other}",
            values={**who, other: ", ".join(evidence[other])},
            basis=event.basis,
        )
        for word, sentence, other in against
    ]


def _who(actor: Actor, capacity: Capacity) -> dict[str, str]:
    """The person, and whose place they take."""
    return {"actor": actor.id, "on_behalf": capacity.on_behalf} if capacity.on_behalf else {"actor": actor.id}


def _met(event: Event, evidence: Evidence, people: frozenset[str]) -> list[str]:
    """What one of them did that nobody may have done who does this."""
    return [other for other in event.not_by if not people.isdisjoint(evidence.get(other, ()))]


def _strange(event: Event, evidence: Evidence, people: frozenset[str]) -> list[str]:
    """What others are known to have done, and none of them, though only those may do this."""
    known = (other for other in event.only_by if evidence.get(other))
    return [other for other in known if people.isdisjoint(evidence[other])]
