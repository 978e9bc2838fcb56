"""Moves among the sub-states of a split are none for what the base says of it: nothing begins anew.

Every step is taken on the base as well, and compared: state by h, data of the base, due dates, entries of the base.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from extending.pair import Pair
from verification.oracle import BEGINNING

from ocop_workflow.access import Actor
from ocop_workflow.case import Case
from ocop_workflow.engine import Facts
from ocop_workflow.reading import read_definition

HERE = Path(__file__).parent
BASE, HALVES = read_definition(HERE / "desk.yaml"), read_definition(HERE / "halves.yaml")
HOME = {"first": "review", "test": "review"}
AN, BINH = (Actor(name, roles=["clerk"]) for name in ("an", "binh"))


def midnight(day: int) -> datetime:
    """When a day begins, which is when clocks are due."""
    return BEGINNING.replace(hour=0) + timedelta(days=day)


class Day:
    """The pair, with what is done on which day; steps that are refused on either side fail the test."""

    def __init__(self) -> None:
        self.pair = Pair.of(BASE, HALVES, HOME, Facts(now=BEGINNING, case_id="case"))
        self.do(0, "apply")

    def do(self, day: int, event: str, payload: Mapping[str, object] | None = None, by: Actor = AN) -> Case:
        after = self.pair.fired(event, payload or {}, by, self.at(day))
        assert after is not None, f"{event} is refused"
        self.pair = after
        return self.case

    def refuses(self, day: int, event: str, by: Actor) -> bool:
        return self.pair.fired(event, {}, by, self.at(day)) is None

    def settle(self, day: int) -> Case:
        self.pair = self.pair.settled(self.at(day))
        return self.case

    @property
    def case(self) -> Case:
        assert self.pair.case is not None
        return self.pair.case

    @staticmethod
    def at(day: int) -> datetime:
        return BEGINNING + timedelta(days=day)


def test_data_collections_and_evidence_of_the_split_state_survive_moves_inside_it() -> None:
    day = Day()
    day.do(0, "remark", {"note": 2})
    before = day.do(1, "vote", {"ok": True}, by=BINH)
    for number, event in enumerate(["send", "anew", "nod", "back", "send"]):
        after = day.do(2 + number, event)
        assert {n: after.data[n] for n in ("note", "votes")} == dict(before.data)
        assert after.since["review"] == before.since["review"] == BEGINNING
        assert after.evidence == before.evidence
    assert after.state == "test"
    assert day.refuses(8, "decide", BINH), "who voted still does not decide"
    assert day.do(8, "decide", by=AN).state == "done"


def test_all_of_it_ends_where_the_split_state_is_left_and_entered_again() -> None:
    day = Day()
    day.do(0, "remark", {"note": 2})
    day.do(0, "vote", {"ok": True}, by=BINH)
    day.do(1, "send")
    day.do(2, "pause")
    back = day.do(3, "resume")
    assert back.state == "first"
    assert "note" not in back.data
    assert not back.data.get("votes")
    assert day.refuses(3, "decide", AN)
    assert back.due["late"].at == midnight(13)


def test_a_clock_of_the_split_state_is_armed_once_whatever_happens_inside() -> None:
    day = Day()
    armed = day.case.due["late"]
    for number, event in enumerate(["send", "anew", "nod", "back"]):
        assert day.do(2 * number, event).due["late"] == armed
    assert armed.at == midnight(10)
    assert "late" in day.settle(9).due
    assert "late" not in day.settle(10).due, "it fired, once"
    assert "late" not in day.do(11, "send").due, "and is not armed by a move inside"


def test_a_clock_of_a_sub_state_is_armed_by_entering_it_and_not_by_staying() -> None:
    day = Day()
    first = day.do(0, "send").due["remind"].at
    assert day.do(1, "nod").due["remind"].at == first
    assert day.do(2, "anew").due["remind"].at == midnight(5)
    assert day.settle(4).data.get("reminded") is None
    assert day.settle(5).data["reminded"] is True
    assert "reminded" not in day.do(5, "back").data, "which is kept within the sub-state"


@pytest.mark.parametrize(("event", "stay"), [("nod", True), ("anew", False)])
def test_staying_and_entering_a_sub_state_anew_are_told_apart(event: str, stay: bool) -> None:  # noqa: FBT001
    day = Day()
    day.do(0, "send")
    since = day.case.since["test"]
    after = day.do(1, event)
    assert (after.since["test"] == since) is stay
    assert after.since["review"] == BEGINNING
