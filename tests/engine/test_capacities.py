"""In which role, unit and place somebody acts who has some roles in their own right and others in somebody's place."""

from datetime import UTC, datetime

import pytest
from strategies import UNITS

from ocop_workflow.access import Actor
from ocop_workflow.case import Case, Decision, Entry
from ocop_workflow.engine import Facts, decide, decisions, machine_of
from ocop_workflow.reading import read_definition

LETTERS = """workflow: letters
version: '1'
timezone: Asia/Ho_Chi_Minh
data: {place: {type: unit, level: low}, owner: {type: party}}
unit: place
roles: {officer: {}, chief: {}, owner: {is: owner}}
start: {begin: {by: officer, to: open, takes: [place, owner]}}
states: {open: {at: low}, sent: {at: middle}}
events:
  note: {by: [chief, officer], moves: {open: stay}}
  file: {by: [owner, officer], moves: {open: stay}}
  approve: {by: [chief, officer], not_by: [file], moves: {open: stay}}
  send: {by: officer, moves: {open: sent}}
"""
MACHINE = machine_of(read_definition("letters.yaml", LETTERS))
AT = datetime(2020, 1, 2, 5, tzinfo=UTC)
FACTS = Facts(now=AT, case_id="1", units=UNITS)
LOW, MIDDLE = "u/a/1", "u/a"
AN = Actor("an", [("officer", LOW)])


class Letters:
    """A case, and what was written of it."""

    def __init__(self) -> None:
        self.case: Case | None = None
        assert self.ask("begin", AN, {"place": LOW, "owner": "farm"}).allowed

    def ask(self, event: str, actor: Actor, payload: dict[str, object] | None = None) -> Decision:
        decision = decide(MACHINE, self.case, event, payload or {}, actor, AT, FACTS)
        if decision.allowed:
            self.case = decision.case
        return decision

    def fired(self, event: str, actor: Actor) -> tuple[str | None, str | None, str | None]:
        """In which role, unit and place."""
        decision = self.ask(event, actor)
        assert decision.allowed, decision.reasons
        entry: Entry = decision.entries[-1]
        assert entry.actor == actor.id
        return entry.role, entry.unit, entry.on_behalf

    def refused(self, event: str, actor: Actor) -> list[str | None]:
        decision = self.ask(event, actor)
        assert not decision.allowed
        return [reason.guard for reason in decision.reasons]


@pytest.fixture
def letters() -> Letters:
    return Letters()


def test_the_entry_carries_the_role_the_unit_and_the_place_that_permitted(letters: Letters) -> None:
    binh = Actor("binh", [("officer", MIDDLE)], delegated=[("officer", LOW, "an")])
    assert letters.fired("note", binh) == ("officer", LOW, "an")
    letters.ask("send", AN)
    assert letters.refused("note", binh) == [None]


def test_own_right_comes_first_even_behind_another_role_of_the_event(letters: Letters) -> None:
    binh = Actor("binh", [("officer", LOW)], delegated=[("chief", LOW, "an"), ("officer", LOW, "chi")])
    assert letters.fired("note", binh) == ("officer", LOW, None)
    lent = Actor("binh", delegated=[("officer", LOW, "chi"), ("chief", LOW, "an")])
    assert letters.fired("note", lent) == ("chief", LOW, "an")


def test_a_role_in_another_unit_or_for_somebody_else_does_not_permit(letters: Letters) -> None:
    assert letters.refused("note", Actor("binh", delegated=[("officer", MIDDLE, "an")])) == [None]
    assert letters.refused("note", Actor("binh", delegated=[("officer", None, "an")])) == [None]


def test_separation_bars_whoever_filed_and_whoever_acts_in_their_place(letters: Letters) -> None:
    letters.ask("file", AN)
    assert letters.refused("approve", AN) == ["not_by: file"]
    assert letters.refused("approve", Actor("binh", delegated=[("officer", LOW, "an")])) == ["not_by: file"]
    assert letters.fired("approve", Actor("binh", delegated=[("officer", LOW, "chi")]))[2] == "chi"


def test_separation_bars_the_delegator_from_what_was_filed_in_their_place(letters: Letters) -> None:
    binh = Actor("binh", delegated=[("officer", LOW, "an")])
    letters.ask("file", binh)
    assert letters.refused("approve", AN) == ["not_by: file"]
    assert letters.refused("approve", binh) == ["not_by: file"]
    assert letters.refused("approve", Actor("binh", [("officer", LOW)])) == ["not_by: file"]


def test_a_place_that_was_not_taken_does_not_count(letters: Letters) -> None:
    """Binh could act for An, but acts in his own right; what An did is then nothing to him."""
    binh = Actor("binh", [("officer", LOW)], delegated=[("officer", LOW, "an")])
    letters.ask("file", AN)
    assert letters.fired("approve", binh) == ("officer", LOW, None)


def test_another_place_is_taken_where_the_first_is_barred(letters: Letters) -> None:
    letters.ask("file", AN)
    binh = Actor("binh", delegated=[("officer", LOW, "an"), ("officer", LOW, "chi")])
    assert letters.fired("approve", binh) == ("officer", LOW, "chi")


def test_a_refusal_names_the_place_that_bars(letters: Letters) -> None:
    letters.ask("file", AN)
    (reason,) = letters.ask("approve", Actor("binh", delegated=[("officer", LOW, "an")])).reasons
    assert reason.values == {"actor": "binh", "on_behalf": "an", "file": "an"}
    (reason,) = letters.ask("note", Actor("binh", delegated=[("officer", MIDDLE, "an")])).reasons
    assert reason.values["held"] == "officer@u/a (an)"


def test_an_actor_who_acts_for_another_in_everything_still_does(letters: Letters) -> None:
    binh = Actor("binh", [("officer", LOW)], ["farm"], on_behalf="an")
    assert letters.fired("note", binh) == ("officer", LOW, "an")
    assert letters.fired("file", binh) == ("owner", None, "an")
    assert letters.refused("approve", AN) == ["not_by: file"]


def test_what_may_be_done_is_told_for_the_capacity_that_fits(letters: Letters) -> None:
    letters.ask("file", AN)
    assert letters.case is not None
    binh = Actor("binh", [("officer", LOW)], delegated=[("chief", LOW, "an")])
    told = {d.event: d.allowed for d in decisions(MACHINE, letters.case, binh, AT, FACTS)}
    assert told == {"note": True, "file": True, "approve": True, "send": True}
