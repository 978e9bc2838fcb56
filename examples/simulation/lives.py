"""All products and their agenda: what is planned is fired through the store in its turn, many at once where one acts."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from attrs import define, field
from choosing import Choosing
from life import Act, Life
from world import World, at, local


from ocop_workflow import Actor, Case, Conflict, Refused, StoreError, Workflow
from ocop_workflow.migration.moving import MOVED, PINNED
from ocop_workflow.store import Command


MIDNIGHT = 1  # minutes of a day


class Fault(Exception):
    """A refusal that nobody foresaw."""


@define
class Lives:
    """All products of a world, and the agenda of what happens when."""

    world: World
    choosing: Choosing
    lives: dict[str, Life] = field(factory=dict)
    foreseen: Counter[str] = field(factory=Counter)
    stranded: dict[str, str] = field(factory=dict)  # nobody is there who may act: product → event
    told: Counter[tuple[str, str]] = field(factory=Counter)
    pinned: set[str] = field(factory=set)
    _agenda: list[tuple[datetime, str, int, Act | Callable[[], None]]] = field(factory=list)
    _number: int = 0
    _laws: dict[str, Workflow] = field(factory=dict)

    def put(self, moment: datetime, what: Act | Callable[[], None]) -> None:
        """On the agenda; what is no act comes first of all at its moment."""
        self._number += 1
        who = what.actor.id if isinstance(what, Act) else ""
        heapq.heappush(self._agenda, (moment, who, self._number, what))

    def register(self, case_id: str, owner: Actor, given: Mapping[str, object], moment: datetime) -> None:
        """A product begins, under the law of that day."""
        self.world.clock.to(moment)
        law = self.world.law(local(moment))
        case = self.world.store.start(law, given, actor=owner, id=case_id, event="register")
        self.lives[case_id] = Life(case_id, owner, case, law)
        self._plan(self.lives[case_id])

    def told_to(
        self, case_id: str, event: str, actor: Actor, given: Mapping[str, object], moment: datetime
    ) -> None:
        """A step that a file tells, fired as it is told; once it recognises the product the conduct takes over."""
        self.world.clock.to(moment)
        law = self.world.law(local(moment))
        if event in law.definition.start:
            case = self.world.store.start(law, given, actor=actor, id=case_id, event=event)
            self.lives[case_id] = Life(case_id, actor, case, law)
            return
        case = self.world.store.fire(case_id, event, given, actor=actor)
        if event == "recognise":
            self._stands(self.lives[case_id], case)

    def run(self, until: datetime) -> None:
        """What is on the agenda, and comes onto it, up to that moment."""
        while self._agenda and self._agenda[0][0] <= until:
            moment, who, _, what = heapq.heappop(self._agenda)
            self.world.clock.to(moment)
            if not isinstance(what, Act):
                what()
                continue
            acts = [what]
            while self._agenda and self._agenda[0][:2] == (moment, who):
                other = heapq.heappop(self._agenda)[3]
                assert isinstance(other, Act)
                acts.append(other)
            self._fire([act for act in acts if act.turn == act.life.turn])
        self.world.clock.to(until)

    def again(self, case_ids: Iterable[str]) -> None:
        """These cases stand elsewhere than their lives know: what they do next is asked anew."""
        for case_id in case_ids:
            if case_id in self.lives:
                self._stands(self.lives[case_id], self.world.store.get(case_id))

    def _fire(self, acts: Sequence[Act]) -> None:
        if not acts:
            return
        commands = [Command(act.life.id, act.event, act.payload) for act in acts]
        for act, answer in zip(acts, self.world.store.fire_many(commands, actor=acts[0].actor), strict=True):
            if isinstance(answer, Case):
                act.life.sittings += act.event in {"convene", "score_again"}
                if (stage := act.option.get("visit")) is not None:
                    act.life.chosen[act.event, stage, act.life.case.since.get(stage)] = True
                self._stands(act.life, answer)
            else:
                self._refused(act, answer)

    def _stands(self, life: Life, case: Case) -> None:
        if case.definition not in self._laws:
            self._laws[case.definition] = self.world.store.workflow(case.id)
        life.case, life.workflow = case, self._laws[case.definition]
        self._plan(life)

    def _refused(self, act: Act, answer: Refused | StoreError | Conflict) -> None:
        """What the conduct foresees of the guards that refuse; anything else is a fault."""
        foreseen = act.option.get("refused", {})
        guards = [reason.guard for reason in answer.reasons] if isinstance(answer, Refused) else [None]
        if not all(guard in foreseen for guard in guards):
            raise Fault(f"{act.life.id}: {act.event} in {act.life.case.state}: {answer}")
        self.foreseen.update(f"{act.event}: {guard}" for guard in guards)
        life, now = act.life, self.world.clock.now
        then = foreseen[guards[0]]
        if then == "later":
            life.meeting = self.world.workday(local(now) + timedelta(days=7))
            life.sittings += 1
            self._plan(life)
        else:
            life.turn += 1
            self.put(now + timedelta(minutes=30), Act(life, life.turn, then, act.actor, {}, {}))

    def _plan(self, life: Life) -> None:
        life.turn += 1
        self.stranded.pop(life.id, None)
        match self.choosing.next(life):
            case str() as event:
                self.stranded[life.id] = event
            case (moment, act):
                self.put(moment, act)
            case None:
                pass

    def keep_days(self, begins: date, ends: datetime) -> None:
        """Every morning what is due is fired; where the law has changed, and each month after, what can goes on."""
        day = begins
        while at(day, MIDNIGHT) <= ends:
            self.put(at(day, MIDNIGHT), self._morning)
            day += timedelta(days=1)

    def _morning(self) -> None:
        """The clock's events; the law's change, and each month after what it left to end under the older one."""
        world, today = self.world, local(self.world.clock.now)
        changed = {entry.case for entry in world.store.fire_due()}
        if any(change.day == today for change in world.laws) or (self.pinned and today.day == 1):
            self.pinned.clear()
            for outcome in world.go_on():
                self.told[outcome.case, outcome.verdict] += 1
                if outcome.verdict == MOVED:
                    changed.add(outcome.case)
                elif outcome.verdict == PINNED:
                    self.pinned.add(outcome.case)
        self.again(sorted(changed))
