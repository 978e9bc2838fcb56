"""All products and their agenda: what is planned is fired in its turn, and what one person does at once in one go."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import define, field
from choosing import Choosing
from life import Act, Life
from world import World, local

from ocop_workflow import Actor, Case, Conflict, Refused, StoreError, Workflow
from ocop_workflow.model.text import Text
from ocop_workflow.store import Command


class Fault(Exception):
    """A refusal that nobody foresaw."""


@define
class Lives:
    """All products of a world, and the agenda of what happens when."""

    world: World
    choosing: Choosing
    lives: dict[str, Life] = field(factory=dict)
    foreseen: Counter[Text] = field(factory=Counter)
    left: dict[str, datetime] = field(
        factory=dict
    )  # product → the moment at which nobody will be there to act
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
        """A step that a file tells, fired as it is told; from its recognition on, the conduct takes over."""
        self.world.clock.to(moment)
        law = self.world.law(local(moment))
        if event in law.definition.start:
            case = self.world.store.start(law, given, actor=actor, id=case_id, event=event)
            self.lives[case_id] = Life(case_id, actor, case, law)
            return
        case = self.world.store.fire(case_id, event, given, actor=actor)
        if event in {"recognise", "resettle"}:
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

    def stranded(self) -> int:
        """How many products wait for somebody whom the law does not have any more."""
        return sum(moment <= self.world.clock.now for moment in self.left.values())

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
        foreseen, reasons = act.option.get("refused", {}), getattr(answer, "reasons", ())
        if not reasons or not all(reason.guard in foreseen for reason in reasons):
            raise Fault(f"{act.life.id}: {act.event} in {act.life.case.state}: {answer}")
        self.foreseen.update(reason.text for reason in reasons)
        life, now = act.life, self.world.clock.now
        then = foreseen[reasons[0].guard]
        if then == "later":
            life.meeting = self.world.workday(local(now) + timedelta(days=7))
            life.sittings += 1
            self._plan(life)
        else:
            life.turn += 1
            self.put(now + timedelta(minutes=30), Act(life, life.turn, then, act.actor, {}, {}))

    def _plan(self, life: Life) -> None:
        life.turn += 1
        self.left.pop(life.id, None)
        match self.choosing.next(life):
            case (moment, Act() as act):
                self.put(moment, act)
            case (moment, str()):
                self.left[life.id] = moment
            case None:
                pass
