"""What a proof rests on: `requires` that enforce, or the order in which events can happen at all."""

from collections.abc import Sequence

from attrs import evolve

from ..model.definition import Definition
from ..properties import ENABLING
from .prove import Found, judge
from .relax import relax
from .signs import Signs
from .space import Budget, Space, explore
from .verdict import PROVED, Verdict

FLOW, REQUIRES = "flow", "requires"


def carried(
    definition: Definition, space: Space, verdicts: Sequence[Verdict], budget: Budget
) -> tuple[Verdict, ...]:
    """Prove what `requires` may enforce once more with every `requires` removed, and say which of the two it is.

    Where none that names what enables ever refused anything, it changes nothing, and no second search is needed.
    """
    required = {name for event in definition.events.values() for name in event.requires}
    named = {name for v in verdicts if _is_open(v, required) for name in v.claim.letters[0].events}
    if not named:
        return tuple(verdicts)
    if not space.stopped_by and not _refuses(space, named):
        return tuple(evolve(v, carried_by=FLOW) if _is_open(v, required) else v for v in verdicts)
    bare = relax(definition, definition.properties, without_requires=True)
    signs = Signs(explore(bare.definition, budget), bare.definition.properties, bare.roles)
    again = judge(signs, [number for number, v in enumerate(verdicts) if _is_open(v, required)])
    return tuple(
        evolve(verdict, carried_by=_carrier(again[number])) if number in again else verdict
        for number, verdict in enumerate(verdicts)
    )


def _carrier(without: Found) -> str | None:
    return FLOW if without.holds else REQUIRES if without.path is not None else None


def _is_open(verdict: Verdict, required: set[str]) -> bool:
    """Whether something enforces what is claimed to come first, so that it is asked which of the two carries it."""
    if verdict.verdict != PROVED or verdict.claim.template not in ENABLING:
        return False
    return not required.isdisjoint(verdict.claim.letters[0].events)


def _refuses(space: Space, named: set[str]) -> bool:
    """Whether a case can stand where an event has a move and lacks what it requires, one of these among it."""
    table = space.machine.table
    asking = [event for event in space.machine.definition.events.values() if named & {*event.requires}]
    for case in space.cases:
        for event in asking:
            done = case.evidence.get(event.within or "", {})
            if case.state in table.events[event.name].branches and not done.keys() >= {*event.requires}:
                return True
    return False
