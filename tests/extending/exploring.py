"""Everything that a small extension can do, tried beside its base with every payload, person and day."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from attrs import define, field
from extending.pair import Pair, people
from verification.oracle import BEGINNING, bound, payloads, situation

from ocop_workflow.access import Actor
from ocop_workflow.calendar.weekends import WEEKENDS
from ocop_workflow.engine import Facts
from ocop_workflow.model.definition import Definition, Event, Start


def compare(base: Definition, extension: Definition, home: Mapping[str, str], most: int) -> bool:
    """Whether all was tried before `most` decisions were asked; raises Parted where the two part."""
    given = list(bound(extension))
    complete = True
    for each in given:
        facts = Facts(now=BEGINNING, case_id="case", calendar=WEEKENDS)
        pair = Pair.of(base, each, home, facts)
        complete &= _Comparing(each, list(people(each)), most // len(given)).run(pair)
    return complete


@define
class _Comparing:
    extension: Definition
    people: list[Actor]
    left: int
    queue: list[tuple[Pair, datetime]] = field(factory=list)
    known: set[object] = field(factory=set)

    def run(self, pair: Pair) -> bool:
        for start in self.extension.start.values():
            self._ask(pair, start, BEGINNING)
        while self.queue and self.left > 0:
            here, now = self.queue.pop(0)
            for event in self.extension.events.values():
                if not event.is_clock:
                    self._ask(here, event, now)
            assert here.case is not None
            if any(due.at is not None and due.at > now for due in here.case.due.values()):
                tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
                self._reach(here.settled(tomorrow), tomorrow)
        return not self.queue

    def _ask(self, pair: Pair, act: Start | Event, now: datetime) -> None:
        for payload in payloads(act, now.date()):
            for actor in self.people:
                self.left -= 1
                after = pair.fired(act.name, payload, actor, now)
                if after is not None:
                    self._reach(after.settled(now), now)

    def _reach(self, pair: Pair, now: datetime) -> None:
        assert pair.case is not None
        assert pair.before is not None
        key = (situation(pair.case, now), situation(pair.before, now))
        if key not in self.known:
            self.known.add(key)
            self.queue.append((pair, now))
