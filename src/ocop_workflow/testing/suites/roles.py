"""Each role at each act, in a state where it could happen: allowed or refused, as the engine says."""

from collections.abc import Iterator

from ...access import Actor
from ...engine.reasons import event_title, titled
from ...engine.table import role_names
from ...messages import say
from ...model.definition import Event, Start
from ...model.text import Text
from ...verification.replay import Run
from .goals import TRIES, Goal, Left, Told
from .ground import Ground
from .lines import told_attempt
from .plan import Plan

ELSEWHERE = "elsewhere"  # a unit that is not the case's


def roles(plan: Plan) -> Iterator[Goal]:
    """Holders of every role in the unit in charge; of roles that may act, also in another unit."""
    for act in plan.acts:
        if isinstance(act, Event) and act.is_clock:
            continue
        may = role_names(plan.definition, act)
        for role in plan.definition.roles.values():
            title = titled(role.title, role.name)
            yield _goal(plan, act, role.name, "", title)
            if role.name in may and role.party is None and plan.definition.unit:
                yield _goal(plan, act, role.name, ELSEWHERE, title)


def _goal(plan: Plan, act: Start | Event, role: str, where: str, called: Text) -> Goal:
    def tell(ground: Ground) -> Told | Left:
        allowed = ground.allowed(act.name)
        if isinstance(allowed, Left):
            return allowed
        before, step = allowed.before, allowed.told[-1]
        assert before is not None  # a step was taken
        who = [_holder(ground, before, act, role, step.payload, where)]
        for attempt in ground.trying.by(
            before, act.name, step.payload, step.links, at=step.at, people=lambda *_: who
        ):
            return told_attempt(attempt)
        return Left(TRIES, "1")

    name = f"{act.name}/{role}" + (f"-{where}" if where else "")
    event = event_title(plan.definition, act.name)
    title = say(f"testing.suite_role{'_elsewhere' if where else ''}", event=event, role=called)
    return Goal("roles", name, title, tell)


def _holder(ground: Ground, run: Run, act: Start | Event, role: str, payload: object, where: str) -> Actor:
    """Somebody who has not acted before, and holds the role alone."""
    assert isinstance(payload, dict)
    data = run.case.data if run.case else payload
    leaf = run.case.state if run.case else act.to  # type: ignore[union-attr]  # no case: a start
    party = ground.definition.roles[role].party
    number = len(run.people.known.get(role, ())) + 1
    name = f"{role}-{number}" if number > 1 else role
    if party is not None:
        return Actor(name, parties=[str(data[party])] if party in data else [])
    unit = run.people.unit(role, leaf, data)
    if where and unit is not None:
        level = unit.rpartition("@")[2] if "@" in unit else ""
        unit = f"{where}@{level}" if level else where
    return Actor(name, roles=[(role, unit)])
