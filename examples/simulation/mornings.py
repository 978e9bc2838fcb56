"""What happens by itself each morning: what is due is fired, and on the day of a new law what runs goes on under it."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

from attrs import define, field
from lives import Fault, Lives
from world import at, local

from ocop_workflow.migration.moving import MOVED, PINNED, REFUSED, Outcome

FIRST, DESK = 1, 540  # minutes of a day
REASON = "Sắp xếp đơn vị hành chính (nơi mới là giả định)"


@define
class Mornings:
    """`told` has what became of cases when the law changed: (case, verdict), and how often it was said."""

    lives: Lives
    told: Counter[tuple[str, str]] = field(factory=Counter)
    _pinned: set[str] = field(factory=set)
    _meetings: set[date] = field(factory=set)  # days on which the city says where places lie now

    def come(self, begins: date, ends: datetime) -> None:
        """Put them all on the agenda."""
        day = begins
        while at(day, FIRST) <= ends:
            self.lives.put(at(day, FIRST), self._comes)
            day += timedelta(days=1)

    def _comes(self) -> None:
        """What a plan let end under the older law is asked again on the first of each month."""
        today = local(self.lives.world.clock.now)
        self.lives.again(sorted({entry.case for entry in self.lives.world.store.fire_due()}))
        if any(change.day == today for change in self.lives.world.laws) or (self._pinned and today.day == 1):
            self._goes_on()

    def _goes_on(self) -> None:
        self._pinned.clear()
        moved = []
        for outcome in self.lives.world.go_on():
            self.told[outcome.case, outcome.verdict] += 1
            if outcome.verdict == MOVED:
                moved.append(outcome.case)
            elif outcome.verdict == PINNED:
                self._pinned.add(outcome.case)
            elif outcome.verdict == REFUSED:
                self._resettles(outcome)
        self.lives.again(moved)

    def _resettles(self, outcome: Outcome) -> None:
        """The commune was divided, or nobody knows what it became: the city says where the product is made now."""
        world, today = self.lives.world, local(self.lives.world.clock.now)
        day = world.workday(today + timedelta(days=3))
        place = str(self.lives.lives[outcome.case].case.data["place"])
        if world.units.known(place, today):
            raise Fault(f"{outcome.case}: " + "; ".join(reason.say("en") for reason in outcome.reasons))
        given = {"place": world.heir(place, today), "reason": REASON}
        officer, moment = world.person("registrar", "hp"), at(day, DESK)
        self.lives.put(moment, partial(self.lives.told_to, outcome.case, "resettle", officer, given, moment))
        if day not in self._meetings:
            self._meetings.add(day)
            self.lives.put(moment + timedelta(minutes=1), self._goes_on)
