"""A quorum needs no word of its own: at least, of, the chair present, one sheet a person, close enough."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from ocop_workflow import Actor, Case, Decision, Facts, Reason, load
from ocop_workflow.engine import decide
from ocop_workflow.reading import read_directory

HERE = Path(__file__).parent
COUNCIL = load(HERE / "council.yaml")
AT = datetime(2020, 1, 15, 3, tzinfo=UTC)
PEOPLE = read_directory(HERE / "hall.directory.yaml")
Sheets = list[tuple[str, int]]
MEMBERS, CHAIR = ("an", "chi", "dung", "hoa"), "binh"


def ask(case: Case | None, event: str, person: str, payload: dict[str, object] | None = None) -> Decision:
    actor = PEOPLE.actor(person, AT.date())
    return decide(COUNCIL.machine, case, event, payload or {}, actor, AT, Facts(AT, case_id="1"))


def gone(case: Case | None, *steps: tuple[str, str]) -> Case:
    for event, person in steps:
        decision = ask(case, event, person)
        assert decision.allowed, decision.reasons
        case = decision.case
    assert case is not None
    return case


MEETING = gone(None, ("register", "an"), ("file", "an"), ("check", "em"))


def scored(sheets: Sheets, case: Case = MEETING) -> Case:
    for person, points in sheets:
        event = "mark_as_chair" if person == CHAIR else "mark"
        decision = ask(case, event, person, {"points": points})
        assert decision.allowed, decision.reasons
        assert decision.case is not None
        case = decision.case
    return case


def unmet(case: Case) -> list[str | None]:
    return [reason.guard for reason in ask(case, "close", "em").reasons]


def test_every_small_meeting_closes_exactly_if_three_scored_the_chair_did_and_they_are_close() -> None:
    """Each of five people scores 10, 30, 31, or not at all."""
    everybody = (*MEMBERS, CHAIR)
    for points in product((None, 10, 30, 31), repeat=len(everybody)):
        sheets = [(person, each) for person, each in zip(everybody, points, strict=True) if each is not None]
        given = [each for _, each in sheets]
        expected = []
        if len(sheets) < 3:
            expected.append("quorum")
        if not given or max(given) - min(given) > 20:
            expected.append("close_marks")
        if points[-1] is None:
            expected.append("chair_present")
        assert unmet(scored(sheets)) == expected, sheets


def test_a_person_has_one_sheet_and_it_is_the_last() -> None:
    case = scored([(CHAIR, 10), ("an", 90), ("an", 20), ("an", 30)])
    assert unmet(case) == ["quorum"]
    assert case.data["marks"] == {"an": {"points": 30}, "binh": {"points": 10}}


def test_the_collection_says_of_how_many() -> None:
    case = scored([("an", 10), ("chi", 10), ("dung", 10), ("hoa", 10), (CHAIR, 10)])
    sixth = decide(
        COUNCIL.machine, case, "mark", {"points": 1}, Actor("x", ["member"]), AT, Facts(AT, case_id="1")
    )
    (reason,) = sixth.reasons
    assert (reason.code, reason.values) == ("guard_unmet", {"size(marks)": 5, "max": 5})
    assert scored([("an", 30)], case).data["marks"]["an"] == {"points": 30}  # type: ignore[index]  # as they are


def test_a_second_meeting_begins_without_sheets_and_without_its_chair() -> None:
    closed = gone(scored([("an", 10), ("chi", 10), (CHAIR, 10)]), ("close", "em"), ("score_again", "binh"))
    assert unmet(closed) == ["quorum", "close_marks", "chair_present"]
    assert unmet(scored([("an", 1), ("chi", 1), ("dung", 1)], closed)) == ["chair_present"]


@pytest.mark.parametrize("say", [lambda r: r.text.vi, lambda r: r.text.en], ids=["vi", "en"])
def test_each_part_of_a_quorum_has_its_sentence(say: Callable[[Reason], str]) -> None:
    told = [say(reason) for reason in ask(MEETING, "close", "em").reasons]
    assert len({*told}) == 3
    assert all(told)
