"""Whatever an explanation says would satisfy a guard does so when it is decided; whoever it says could act may."""

from datetime import datetime
from decimal import Decimal

from attrs import evolve
from explanation.everybody import Everybody
from hypothesis import event as count
from hypothesis import given
from hypothesis import strategies as st
from reference import Asked, Plain, deciding
from strategies.dice import Dice
from strategies.lockstep import CASE
from strategies.places import actors
from strategies.stories import Settling, Story, stories

from ocop_workflow.access import Actor
from ocop_workflow.case import Case, Decision
from ocop_workflow.engine import Facts, decide, machine_of, settle
from ocop_workflow.engine.machine import WorkflowMachine
from ocop_workflow.explanation import Change, Explanation, explain
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.types import IntegerType, NumberType, Type
from ocop_workflow.model.values import Misfit, take

GUARDS = ("guard_unmet", "guard_error")


class Told:
    """A case at the end of a story, twice: as the engine has it, and as the reference does."""

    def __init__(self, story: Story, people: tuple[Actor, ...]) -> None:
        self.machine = machine_of(story.definition)
        self.world = story.world
        self.everybody = Everybody({actor.id: actor for actor in people})
        self.case: Case | None = None
        self.plain: Plain | None = None
        self.at: datetime | None = None
        for step in story.steps:
            self.at = step.at
            if isinstance(step, Asked):
                self.case = self.decided(step.event, step.payload, step.actor, step.at, now=step.now).case
                self.plain = deciding.decide(story.definition, self.plain, step, story.world).case
            elif isinstance(step, Settling) and self.case is not None and self.plain is not None:
                self.case = settle(self.machine, self.case, step.at, self.facts(step.at)).case
                self.plain = deciding.settle(story.definition, self.plain, step.at, story.world).case

    def facts(self, now: datetime) -> Facts:
        return Facts(
            now=now, case_id=CASE, units=self.world.units, calendar=self.world.calendar, salt=b"salt"
        )

    def decided(
        self,
        event: str,
        payload: object,
        actor: Actor,
        at: datetime,
        *,
        now: datetime | None = None,
        case: Case | None = None,
    ) -> Decision:
        return decide(self.machine, case or self.case, event, payload, actor, at, self.facts(now or at))

    def barred(self, event: str, actor: Actor, at: datetime) -> set[str | None]:
        """Why the reference would not let this person act, apart from everything else."""
        asked = Asked(event, {}, actor, at)
        reasons = deciding.decide(self.machine.definition, self.plain, asked, self.world).reasons
        return {subject for code, subject in reasons if code == "not_permitted"}


@given(stories(), st.integers(0, 2**32))
def test_what_is_said_of_guards_and_people_is_what_deciding_says(story: Story, seed: int) -> None:
    told = Told(story, actors(Dice(seed), story.definition))
    if told.case is None or told.at is None or told.plain is None:
        return
    for name, event in told.machine.table.events.items():
        explained = explain(
            told.machine, told.case, name, at=told.at, facts=told.facts(told.at), directory=told.everybody
        )
        check_ways(told.machine, explained)
        if explained.who is None:
            continue
        able = {person.actor for person in explained.who.able or ()}
        barred = {person.actor for person in explained.who.barred or ()}
        against = {p: told.barred(name, actor, explained.at) for p, actor in told.everybody.actors.items()}
        assert able == {person for person, why in against.items() if not why}
        assert barred == {person for person, why in against.items() if why and None not in why}
        someone = next((told.everybody.actors[p] for p in sorted(able)), Actor("nobody"))
        for remedy in explained.remedies:
            for change in remedy.changes:
                count("a guard satisfied")
                assert change.needs or remedy.guard.startswith("sets:")
                decision = after(told, name, change, explained.case, someone, explained.at)
                assert not [r for r in decision.reasons if r.code in GUARDS and r.guard == remedy.guard]
                for value in within_bounds(told.machine.definition, change):
                    count("a bound told exactly")
                    (need,) = change.needs
                    other = evolve(change, data={need.what: value})
                    decision = after(told, name, other, explained.case, someone, explained.at)
                    assert not [r for r in decision.reasons if r.code in GUARDS and r.guard == remedy.guard]
        for outcome in explained.outcomes:
            for change in outcome.changes:
                decision = after(told, name, change, explained.case, someone, explained.at)
                assert not [r.guard for r in decision.reasons if r.code in GUARDS]
                if decision.allowed and decision.case:
                    count("led elsewhere")
                    assert decision.case.state == (outcome.target or explained.case.state)
        assert event.name == explained.event


def check_ways(machine: WorkflowMachine, explained: Explanation) -> None:
    """Each way is made of moves, and no shorter one leads to its state."""
    events, start = machine.table.events, explained.case.state
    steps = [(leaf, b.to) for e in events.values() for leaf, bs in e.branches.items() for b in bs if b.to]
    far = {start: 0}
    for _ in machine.table.tree.leaves:
        for source, target in steps:
            if source in far:
                far[target] = min(far.get(target, 99), far[source] + 1)
    for way in explained.ways:
        count("a way told")
        here = start
        for name, target in way.steps:
            assert target in {branch.to for branch in events[name].branches[here]}
            here = target
        assert here == way.state
        assert way.state in events[explained.event].sources
        assert len(way.steps) == far[way.state]


def within_bounds(definition: Definition, change: Change) -> list[object]:
    """Where one bound on a number of the data is all that is told: the nearest value within, and the farthest."""
    if len(change.needs) != 1 or list(change.data) != [change.needs[0].what]:
        return []
    need, type_ = change.needs[0], definition.data[change.needs[0].what].type
    if not isinstance(type_, NumberType | IntegerType) or not isinstance(need.bound, int | Decimal):
        return []
    unit = Decimal(1).scaleb(-type_.scale) if isinstance(type_, NumberType) else 1
    nearest, farthest = {
        ">=": (need.bound, type_.maximum),
        ">": (need.bound + unit, type_.maximum),
        "<=": (need.bound, type_.minimum),
        "<": (need.bound - unit, type_.minimum),
    }.get(need.relation, (need.bound, need.bound))
    found: list[object] = [nearest, farthest] if need.relation in {">=", ">", "<=", "<"} else []
    return [value for value in found if fits(type_, value)]


def fits(type_: Type, value: object) -> bool:
    try:
        take(type_, value)
    except Misfit:
        return False
    return True


def after(told: Told, event: str, change: Change, settled: Case, actor: Actor, at: datetime) -> Decision:
    """The event decided after the change."""
    data = {n: v for n, v in {**settled.data, **change.data}.items() if v is not None}
    moment = change.at or at
    return told.decided(event, change.taken, actor, moment, case=evolve(settled, data=data))
