"""Person × role × unit × day × delegation × what happened before: every decision is what the oracle says."""

from datetime import date, datetime
from functools import cache

from duties.oracle import HERE, Answer, Line, Oracle, People, Units
from hypothesis import settings

from ocop_workflow import Actor, Case, Decision, Facts, load
from ocop_workflow.engine import decide
from ocop_workflow.reading import read_directory, read_units

MACHINE = load(HERE / "letters.yaml").machine
DIRECTORY = read_directory(HERE / "letters.directory.yaml")
UNITS = read_units(HERE / "letters.units.yaml")
PEOPLE = (*DIRECTORY.people, "nobody")
PLACES = ("t/v", "s/w", "s/x", "s/y")
DAYS = (
    *("2020-01-31", "2020-02-01", "2020-03-14", "2020-03-15", "2020-03-31"),
    *("2020-04-01", "2020-04-02", "2020-06-30", "2020-07-01"),
)
STARTS = ("register", "adopt")
EVENTS = ("file", "amend", "check", "give_back", "sign")
BATCHES = (("file",), ("check", "amend"), ("give_back",), ("file",))  # what a case goes on by, step by step
LONG = settings().max_examples > 1000
LEAST = 250_000 if LONG else 100_000
WIDE = (
    3 if LONG else 1
)  # so many steps everybody goes on who may; then one in each person's place, and one in none


class Matrix:
    """Asks both about everything, goes on with what is allowed, and counts."""

    def __init__(self) -> None:
        self.oracle = Oracle("letters.yaml", People("letters.directory.yaml"), Units("letters.units.yaml"))
        self.actors = cache(lambda person, day: DIRECTORY.actor(person, date.fromisoformat(day)))
        self.asked = self.allowed = 0
        self.seen: set[tuple[str, str | None]] = set()

    def all(self) -> None:
        for place in PLACES:
            payload = {"place": place, "owner": "farm"}
            for number, day in enumerate(DAYS):
                for start in STARTS:
                    for person in PEOPLE:
                        answer = self.oracle.start(start, person, day, payload)
                        case = self.same(None, start, person, day, answer, payload)
                        if case is not None:
                            attested = ("check",) if start == "adopt" else ()
                            line = self.line(start, person, answer, None, attested)
                            self.on(case, [line], number, payload, BATCHES)

    def on(
        self,
        case: Case,
        history: list[Line],
        number: int,
        payload: dict[str, str],
        batches: tuple[tuple[str, ...], ...],
    ) -> None:
        """Everybody asks for everything, on the same day and on the next one of the list."""
        for later in range(number, min(number + 2, len(DAYS))):
            for event in EVENTS:
                went_on: set[str | None] = set()
                for person in PEOPLE:
                    answer = self.oracle.event(history, event, person, DAYS[later], payload)
                    after = self.same(case, event, person, DAYS[later], answer, {})
                    if after is None or not batches or event not in batches[0]:
                        continue
                    line = self.line(event, person, answer, case.state)
                    if len(history) < WIDE or line.whose not in went_on:
                        went_on.add(line.whose)
                        self.on(after, [*history, line], later, payload, batches[1:])

    def same(
        self, case: Case | None, event: str, person: str, day: str, answer: Answer, payload: dict[str, str]
    ) -> Case | None:
        """Both say the same; the case after it, if it is allowed."""
        actor: Actor = self.actors(person, day)
        at = datetime.fromisoformat(f"{day}T05:00Z")
        decision = decide(MACHINE, case, event, payload, actor, at, Facts(at, "1", UNITS))
        self.asked += 1
        self.allowed += decision.allowed
        self.seen |= answer.reasons
        where = f"{person} {event} on {day}, in {case.state if case else payload['place']}"
        assert said(decision) == (answer.reasons, *expected(answer)), where
        return decision.case if decision.allowed else None

    def line(
        self, event: str, person: str, answer: Answer, source: str | None, attested: tuple[str, ...] = ()
    ) -> Line:
        assert answer.capacity is not None
        assert answer.target is not None
        return Line(event, person, answer.capacity[2], source, answer.target, attested)


def said(decision: Decision) -> tuple[object, ...]:
    reasons = frozenset((reason.code, reason.guard) for reason in decision.reasons)
    if not decision.allowed:
        return reasons, None, None
    (entry,) = decision.entries
    return reasons, (entry.role, entry.unit, entry.on_behalf), entry.target


def expected(answer: Answer) -> tuple[object, object]:
    return (None, None) if answer.reasons else (answer.capacity, answer.target)


def test_every_decision_is_what_the_oracle_says() -> None:
    matrix = Matrix()
    matrix.all()
    assert matrix.asked >= LEAST
    assert matrix.allowed >= LEAST // 20
    duties = {"not_by: register", "not_by: file", "not_by: check", "only_by: file", "only_by: check"}
    assert {guard for code, guard in matrix.seen if code == "not_permitted"} == {*duties, None}
    assert {code for code, _ in matrix.seen} == {
        *("wrong_state", "not_permitted", "invalid_payload", "requires_unmet")
    }
