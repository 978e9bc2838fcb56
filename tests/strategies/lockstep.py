"""Runs one story on the engine and on the reference, side by side, and compares all that can be seen."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from hypothesis import note
from hypothesis.errors import InvalidArgument
from reference import Line, Plain, World, deciding

from ocop_workflow.access import Actor
from ocop_workflow.case import Case, Decision, Due, Entry
from ocop_workflow.engine import Facts, decide, decisions, fold, machine_of, settle
from ocop_workflow.model.definition import Definition

from .stories import Looking, Settling, Step

CASE = "case-1"
ORDER = (
    "unknown_event",
    "wrong_state",
    "not_permitted",
    "invalid_payload",
    "requires_unmet",
    "guard_unmet",
    "guard_error",
)


class Lockstep:
    """The same case twice. Every question is put to both; where their answers differ, an AssertionError tells."""

    def __init__(self, definition: Definition, world: World) -> None:
        self.definition = definition
        self.machine = machine_of(definition)
        self.world = world
        self.case: Case | None = None
        self.plain: Plain | None = None
        self.entries: tuple[Entry, ...] = ()
        self.told: list[str] = []

    def live(self, steps: Iterable[Step]) -> None:
        """Take all steps on both sides."""
        for step in steps:
            match step:
                case deciding.Asked():
                    self.fire(step)
                case Settling(at=at):
                    self.settle(at)
                case Looking(actor=actor, at=at):
                    self.offers(actor, at)

    def facts(self, now: datetime) -> Facts:
        """What the engine is told from outside."""
        return Facts(
            now=now, case_id=CASE, units=self.world.units, calendar=self.world.calendar, salt=b"salt"
        )

    def fire(self, asked: deciding.Asked) -> None:
        """Decide on both sides, and go on from there if it is allowed."""
        before = self.case
        event, payload, actor, at = asked.event, asked.payload, asked.actor, asked.at
        decision = decide(self.machine, before, event, payload, actor, at, self.facts(asked.now))
        outcome = deciding.decide(self.definition, self.plain, asked, self.world)
        self._tell(f"{at.isoformat()}  {actor.id}: {event} {payload} → {outcome.told()}")
        self._same_answer(decision, outcome)
        if decision.allowed:
            assert decision.case is not None
            self._go_on(decision.case, decision.entries, outcome)
            return
        same("the case after a refusal", decision.case, before)
        same("entries of a refusal", decision.entries, ())

    def settle(self, at: datetime) -> None:
        """Fire what is due on both sides."""
        assert self.case is not None
        assert self.plain is not None
        settled = settle(self.machine, self.case, at, self.facts(at))
        outcome = deciding.settle(self.definition, self.plain, at, self.world)
        self._tell(f"{at.isoformat()}  settle → {outcome.told()}")
        same("stuck clocks", {reason.code for reason in settled.stuck}, {code for code, _ in outcome.reasons})
        self._go_on(settled.case, settled.entries, outcome)

    def offers(self, actor: Actor, at: datetime) -> None:
        """What could be done without a payload."""
        assert self.case is not None
        assert self.plain is not None
        answers = decisions(self.machine, self.case, actor, at, self.facts(at))
        expected = deciding.offers(self.definition, self.plain, actor, at, self.world)
        self._tell(f"{at.isoformat()}  {actor.id} asks what could be done")
        same("the events offered", [d.event for d in answers], list(expected))
        for decision, offer in zip(answers, expected.values(), strict=True):
            seen = (decision.event, decision.allowed, sorted(decision.needs), why(decision))
            wanted = (offer.event, offer.allowed, sorted(offer.needs), plain_why(offer.reasons))
            same("what could be done", seen, wanted)

    def _tell(self, line: str) -> None:
        """Hypothesis prints it with a counterexample, and only then."""
        self.told.append(line)
        with suppress(InvalidArgument):  # there is no test that could be told
            note(line)

    def _same_answer(self, decision: Decision, outcome: deciding.Outcome) -> None:
        same("reasons", why(decision), plain_why(outcome.reasons))
        same("allowed", decision.allowed, outcome.allowed)
        places = [ORDER.index(reason.code) for reason in decision.reasons]
        same("the order of the reasons", places, sorted(places))

    def _go_on(self, case: Case, entries: tuple[Entry, ...], outcome: deciding.Outcome) -> None:
        assert outcome.case is not None
        same("entries", [told(entry) for entry in entries], list(outcome.lines))
        same_case(self.definition, case, outcome.case)
        self.entries += entries
        self.case, self.plain = case, outcome.case
        same("the folded history", fold(self.machine, self.entries), self.case)


def why(decision: Decision) -> set[tuple[str, str | None]]:
    return {(reason.code, reason.guard) for reason in decision.reasons}


def plain_why(reasons: frozenset[deciding.Why]) -> set[tuple[str, str | None]]:
    return {(code, None if code == "invalid_payload" else subject) for code, subject in reasons}


def told(entry: Entry) -> Line:
    """What the reference too has to say of an entry."""
    return Line(
        seq=entry.seq,
        event=entry.event,
        source=entry.source,
        target=entry.target,
        stay=entry.stay,
        at=entry.at,
        actor=entry.actor,
        on_behalf=entry.on_behalf,
        role=entry.role,
        unit=entry.unit,
        due=entry.due,
    )


def same_case(definition: Definition, case: Case, plain: Plain) -> None:
    """All of the case but its hashes."""
    same("case", (case.id, case.state, case.seq, case.at), (CASE, plain.state, plain.seq, plain.at))
    same("data", typed(case.data), typed({name: value for name, value in plain.data.items() if value != {}}))
    same("since", dict(case.since), dict(plain.since))
    same("due", dict(case.due), {name: due(left) for name, left in plain.due.items()})
    same("evidence", evidence(case), asked_for(definition, plain))


def evidence(case: Case) -> dict[tuple[str, str], frozenset[str]]:
    return {
        (scope, event): frozenset(people)
        for scope, fired in case.evidence.items()
        for event, people in fired.items()
    }


def asked_for(definition: Definition, plain: Plain) -> dict[tuple[str, str], frozenset[str]]:
    """The reference remembers everything; a case keeps what some event asks for."""
    asked = {
        (event.within or "", other)
        for event in definition.events.values()
        for other in (*event.not_by, *event.only_by, *event.requires)
    }
    kept = {(s, event): people for s, fired in plain.evidence.items() for event, people in fired.items()}
    return {key: people for key, people in kept.items() if key in asked}


def same(what: str, engine: object, reference: object) -> None:
    if engine != reference:
        raise AssertionError(f"{what}:\n    engine    {engine}\n    reference {reference}")


def due(left: datetime | int) -> Due:
    return Due(at=left) if isinstance(left, datetime) else Due(left=left)


def typed(value: object) -> object:
    """The value with its types, so that 1 is neither True nor Decimal(1)."""
    match value:
        case Mapping():
            return {name: typed(item) for name, item in value.items()}
        case tuple():
            return ("list", *map(typed, value))
    return (type(value).__name__, value)
