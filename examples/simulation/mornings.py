"""What happens by itself each morning: what is due is fired, and on the day of a new law what runs goes on under it."""

from collections import Counter
from datetime import date, datetime, timedelta

from attrs import define, field
from lives import Lives
from world import at, local

from ocop_workflow.migration.moving import MOVED, PINNED

FIRST = 1  # minute of a day


@define
class Mornings:
    """`told` has what became of cases when the law changed: (case, verdict), and how often it was said."""

    lives: Lives
    told: Counter[tuple[str, str]] = field(factory=Counter)
    pinned: set[str] = field(factory=set)

    def come(self, begins: date, ends: datetime) -> None:
        """Put them all on the agenda."""
        day = begins
        while at(day, FIRST) <= ends:
            self.lives.put(at(day, FIRST), self._comes)
            day += timedelta(days=1)

    def _comes(self) -> None:
        """What the plan let end under the older law is asked again on the first of each month."""
        world, today = self.lives.world, local(self.lives.world.clock.now)
        changed = {entry.case for entry in world.store.fire_due()}
        if any(change.day == today for change in world.laws) or (self.pinned and today.day == 1):
            self.pinned.clear()
            for outcome in world.go_on():
                self.told[outcome.case, outcome.verdict] += 1
                if outcome.verdict == MOVED:
                    changed.add(outcome.case)
                elif outcome.verdict == PINNED:
                    self.pinned.add(outcome.case)
        self.lives.again(sorted(changed))
