"""What can be tried as the cases stand: which events, by whom, and where the clock may go."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from attrs import frozen

from ..access import Actor
from ..calendar import Calendar
from ..case import Case
from ..engine import local_date
from ..engine.ask import ask
from ..engine.table import CompiledEvent
from ..model.definition import Event
from .cast import Cast
from .mirror import Mirror

ONWARD = 8  # how much likelier an event is that leads on
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
WAITS = (timedelta(hours=1), DAY, 40 * DAY, 400 * DAY)


@frozen
class Chances:
    """Asks the mirror, and the people of the test."""

    mirror: Mirror
    cast: Cast

    @property
    def today(self) -> date:
        return local_date(self.mirror.now, self.mirror.machine.definition.timezone)

    def here(self, case: Case) -> list[CompiledEvent]:
        """The events that people may fire in the case's state."""
        table = self.mirror.machine.table
        events = table.events.values()
        return [event for event in events if case.state in event.branches and event not in table.clocks]

    def starters(self, start: CompiledEvent, payload: dict[str, object]) -> list[Actor]:
        """Who may start a case with that payload; if nobody, somebody who may not."""
        leaf = start.branches[""][0].to
        facts = self.mirror.facts()
        return self.cast.able(start.declared, leaf or "", payload, facts, self.today) or [Actor("nobody")]

    def able(self, event: CompiledEvent, case: Case) -> list[Actor]:
        """Who has the role for it; first those whom the event is bound to."""
        facts = self.mirror.facts()
        able = self.cast.able(event.declared, case.state, case.data, facts, self.today)
        return [*self.cast.bound(event.declared, case, able), *able]

    def wrong(self, case: Case) -> list[tuple[CompiledEvent, list[Actor]]]:
        """Events with those who may not fire them: barred by what they did (likelier), roleless, elsewhere."""
        facts, found = self.mirror.facts(), []
        for event in self.here(case):
            others = self.cast.others(event.declared, case.state, case.data, facts, self.today)
            barred = self.cast.barred(event.declared, case, self.able(event, case))
            found += [(event, [*barred * 3, *others])] * (ONWARD if barred else 1)
        return found

    def likely(self, case: Case) -> list[tuple[CompiledEvent, list[Actor]]]:
        """Events with those who may fire them now, those that lead on first and likelier: deep states are reached.

        This depends on the case alone, not on what was tried before, so that a failure shrinks well.
        """
        onward: list[tuple[CompiledEvent, list[Actor]]] = []
        found: list[tuple[CompiledEvent, list[Actor]]] = []
        for event in self.here(case):
            able = [actor for actor in self.able(event, case) if not self._hindered(event, case, actor)]
            if able:
                (onward if self._leads_on(event, case) else found).append((event, able))
        return onward * ONWARD + found

    def moments(self, calendar: Calendar) -> Sequence[datetime]:
        """Where the clock may go, within the days that the calendar speaks for: around what is due, or for a while."""
        now, last = self.mirror.now, calendar.end
        dues = sorted(due.at for case in self.mirror.cases.values() for due in case.due.values() if due.at)
        found = [moment for due in dues for moment in (due, due - SECOND, due + DAY)]
        found += [now + wait for wait in WAITS]
        return [m for m in found if m > now and m.date() < last - 100 * DAY] or [now]

    def _hindered(self, event: CompiledEvent, case: Case, actor: Actor) -> bool:
        mirror = self.mirror
        return bool(ask(mirror.machine, case, event, None, actor, mirror.now, mirror.facts(case.id)).reasons)

    def _leads_on(self, event: CompiledEvent, case: Case) -> bool:
        """Whether it collects, or a branch leads further down in the file and none to an end."""
        if isinstance(event.declared, Event) and event.declared.collects:
            return True
        tree = self.mirror.machine.table.tree
        later = tree.leaves[tree.leaves.index(case.state) + 1 :]
        targets = [branch.to for branch in event.branches[case.state] if branch.to is not None]
        return any(to in later for to in targets) and not any(tree.states[to].final for to in targets)
