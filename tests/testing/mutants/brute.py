"""The judge of the judge: a small workflow and its mutant side by side, with every value, person and day.

It shares nothing with the search of the proofs but the engine: payloads and people are those of the oracle of the
proofs, and a pair of cases is followed as long as both have answered alike.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from verification.oracle import BEGINNING, TooLarge, payloads, people, situation

from ocop_workflow.access import Actor
from ocop_workflow.calendar.weekends import WEEKENDS
from ocop_workflow.case import Case
from ocop_workflow.engine import Facts, WorkflowMachine, apply, decide, machine_of, settle
from ocop_workflow.model.definition import Definition, Event, Start

Pair = tuple[Case, Case]


def differ(one: Definition, other: Definition, most: int = 3000) -> bool:
    """Whether some run of the workflow is answered differently by the other; `most` pairs of answers are asked."""
    return _Pairs(one, other, most).differ()


class _Pairs:
    def __init__(self, one: Definition, other: Definition, most: int) -> None:
        self.definition = one
        self.machines = machine_of(one), machine_of(other)
        self.left = most
        single = [Actor(f"only-{role}", roles=[role]) for role in one.roles]
        self.people = [*people(one), *people(other)[1:], *single]
        self.known: set[object] = set()
        self.queue: list[tuple[Pair, datetime]] = []

    def differ(self) -> bool:
        for start in self.definition.start.values():
            if self._ask(None, BEGINNING, start):
                return True
        for pair, now in self.queue:  # it grows
            for event in self.definition.events.values():
                if not event.is_clock and self._ask(pair, now, event):
                    return True
            if any(due.at is not None and due.at > now for due in pair[0].due.values()):
                tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
                if self._keep(tuple(_settled(m, c, tomorrow) for m, c in self._both(pair)), tomorrow):
                    return True
        return False

    def _both(self, pair: Pair | None) -> Iterator[tuple[WorkflowMachine, Case | None]]:
        yield self.machines[0], pair[0] if pair else None
        yield self.machines[1], pair[1] if pair else None

    def _ask(self, pair: Pair | None, now: datetime, act: Start | Event) -> bool:
        for payload in payloads(act, now.date()):
            for actor in self.people:
                self.left -= 1
                if self.left < 0:
                    raise TooLarge
                facts = Facts(now=now, case_id="case", calendar=WEEKENDS)
                answers = [decide(m, c, act.name, payload, actor, now, facts) for m, c in self._both(pair)]
                if answers[0].allowed != answers[1].allowed:
                    return True
                after = [answer.case for answer in answers]
                if answers[0].allowed and self._keep(
                    tuple(_settled(m, c, now) for m, c in zip(self.machines, after, strict=True)), now
                ):
                    return True
        return False

    def _keep(self, pair: tuple[Case | None, ...], now: datetime) -> bool:
        one, other = pair
        assert one is not None
        assert other is not None
        if (one.state, one.data, one.due) != (other.state, other.data, other.due):
            return True
        key = (situation(one, now), situation(other, now))
        if key not in self.known:
            self.known.add(key)
            self.queue.append(((one, other), now))
        return False


def _settled(machine: WorkflowMachine, case: Case | None, now: datetime) -> Case | None:
    assert case is not None
    for entry in settle(machine, case, now, Facts(now=now, calendar=WEEKENDS)).entries:
        case = apply(machine, case, entry)
    return case
