"""A story that is barred by one duty alone: whoever did the one thing did none of the others."""

from attrs import evolve

from ...access import Actor
from ...engine import weigh
from .goals import Told
from .ground import Ground
from .lines import gone, lines_of
from .trying import Attempt


def newcomer_like(*actors: Actor) -> Actor:
    """Somebody of their own who may do what any of these may."""
    roles = dict.fromkeys(role for actor in actors for role in actor.roles)
    return Actor("newcomer", roles=tuple(roles), parties=frozenset().union(*(a.parties for a in actors)))


def apart(ground: Ground, attempt: Attempt, other: str) -> Told | None:
    """The same story, in which somebody who does nothing else does `other` and tries the act; None if there is none."""
    lines = lines_of(attempt.run)
    doing = [line.actor for line in lines if line.event == other and line.actor is not None]
    if not doing:
        return None
    newcomer = newcomer_like(*doing, attempt.actor)
    recast = tuple(evolve(line, actor=newcomer) if line.event == other else line for line in lines)
    last, case = evolve(attempt.line, actor=newcomer), None
    trying = ground.trying
    for line in (*recast, last):
        if line.actor is None:
            continue  # time fires it with the next step
        facts = trying.facts(line.at, line.links)
        decision = weigh(trying.machine, case, line.event, line.payload, line.actor, line.at, facts)
        if not decision.allowed:
            barred = {reason.guard for reason in decision.reasons} == {f"not_by: {other}"}
            return Told((*recast, last), case, gone(attempt.run, case)) if line is last and barred else None
        case = decision.case
    return None
