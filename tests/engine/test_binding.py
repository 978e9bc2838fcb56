"""`only_by`: who began something is who ends it; where nobody is known to have begun it, it binds nobody."""

from collections.abc import Callable
from typing import Any

from ocop_workflow.access import Actor

Make = Callable[..., Any]  # what the fixture `small` is

BINH = Actor("binh", ["officer"])
HEARING = """
start: {begin: {by: officer, to: outside}, adopt: {by: officer, to: heard, attests: [hear]}}
states: {outside: {}, round: {states: {hearing: {}, heard: {}}}}
events:
  open: {by: officer, moves: {outside: hearing}}
  hear: {by: officer, title: {vi: Tiếp công dân, en: Hear}, moves: {hearing: heard, heard: stay}}
  report: {by: officer, title: {vi: Báo cáo, en: Report}, only_by: [hear], within: round, moves: {round: stay}}
  recall: {by: officer, only_by: [hear, open], moves: {round: stay, outside: stay}}
  leave: {by: officer, moves: {round: outside}}
"""


def guards(decision: Any) -> list[str]:
    return [reason.guard for reason in decision.reasons]


def begun(small: Make) -> Any:
    case = small(HEARING)
    case.ask("open", "2020-01-02")
    return case


def test_only_whoever_heard_reports_and_the_refusal_names_the_hearing(small: Make) -> None:
    case = begun(small)
    case.ask("hear", "2020-01-02")
    (reason,) = case.ask("report", "2020-01-02", actor=BINH).reasons
    assert (reason.code, reason.guard) == ("not_permitted", "only_by: hear")
    assert reason.text.vi == "Chỉ người đã thực hiện “Tiếp công dân” mới được thực hiện “Báo cáo”"
    assert reason.text.en == "Only whoever did “Hear” may do “Report”"
    assert reason.values == {"actor": "binh", "hear": "an"}
    assert case.ask("report", "2020-01-02").allowed


def test_it_binds_nobody_where_nobody_is_known_to_have_done_it(small: Make) -> None:
    case = begun(small)
    assert case.ask("report", "2020-01-02", actor=BINH).allowed
    case.case = None
    assert case.ask("adopt", "2020-01-01").allowed
    assert case.ask("report", "2020-01-02", actor=BINH).allowed
    case.ask("hear", "2020-01-02")  # now somebody is known
    assert guards(case.ask("report", "2020-01-02", actor=BINH)) == ["only_by: hear"]


def test_each_of_several_binds_and_several_who_did_one_may(small: Make) -> None:
    case = begun(small)
    case.ask("hear", "2020-01-02")
    case.ask("hear", "2020-01-02", actor=BINH)
    assert case.ask("report", "2020-01-02", actor=BINH).allowed
    assert case.ask("report", "2020-01-02").allowed
    assert guards(case.ask("recall", "2020-01-02", actor=BINH)) == ["only_by: open"]


def test_a_binding_within_a_visit_ends_with_it(small: Make) -> None:
    case = begun(small)
    case.ask("hear", "2020-01-02")
    case.ask("leave", "2020-01-02")
    case.ask("open", "2020-01-02")
    assert case.ask("report", "2020-01-02", actor=BINH).allowed
    assert guards(case.ask("recall", "2020-01-02", actor=Actor("chi", ["officer"]))) == [
        "only_by: hear",
        "only_by: open",
    ]


def test_what_was_done_in_somebodys_place_binds_both_and_whoever_else_takes_that_place(small: Make) -> None:
    lent = {name: Actor(name, delegated=[("officer", None, "an")]) for name in ("chi", "dung")}
    case = begun(small)
    case.ask("hear", "2020-01-02", actor=lent["chi"])
    assert guards(case.ask("report", "2020-01-02", actor=BINH)) == ["only_by: hear"]
    for actor in (Actor("an", ["officer"]), Actor("chi", ["officer"]), lent["chi"], lent["dung"]):
        assert case.ask("report", "2020-01-02", actor=actor).allowed


def test_the_place_is_taken_that_the_binding_asks_for(small: Make) -> None:
    case = begun(small)
    case.ask("hear", "2020-01-02")
    both = Actor("binh", ["officer"], delegated=[("officer", None, "an")])
    decision = case.ask("report", "2020-01-02", actor=both)
    assert decision.allowed
    assert decision.entries[-1].on_behalf == "an"
