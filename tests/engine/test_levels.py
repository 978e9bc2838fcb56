"""In which unit a role is held: the state's level, or the role's own: a word, a parameter, or what the data say."""

from datetime import UTC, datetime

import pytest
from strategies import UNITS

from ocop_workflow.access import Actor
from ocop_workflow.case import Case, Decision
from ocop_workflow.engine import Facts, decide, machine_of
from ocop_workflow.reading import bind, read_definition

TEXT = """
workflow: small
version: "1"
levels: {top: {vi: cấp trên, en: the top}, middle: {vi: cấp giữa, en: the middle}, low: {vi: cơ sở, en: the bottom}}
parameters: {held: {type: level}}
data:
  place: {type: unit}
  issued_at: {enum: [top, low], title: {vi: Cấp cấp giấy, en: Issuing level}}
unit: place
roles:
  officer: {}
  chief: {at: top}
  judge: {at: held}
  issuer: {at: issued_at, title: {vi: Nơi cấp, en: Issuer}}
start: {begin: {by: officer, takes: [place], to: open}}
states: {open: {at: low}}
events:
  look: {by: officer, moves: {open: stay}}
  lead: {by: chief, moves: {open: stay}}
  weigh: {by: judge, moves: {open: stay}}
  issue: {by: officer, takes: [issued_at], moves: {open: stay}}
  recall: {by: [issuer, judge], moves: {open: stay}}
"""
MACHINE = machine_of(bind(read_definition("small.yaml", TEXT), {"held": "middle"}))
AT = datetime(2020, 1, 1, 5, tzinfo=UTC)


def ask(case: Case | None, event: str, role: str, unit: str, **payload: object) -> Decision:
    facts = Facts(now=AT, case_id="1", units=UNITS)
    return decide(MACHINE, case, event, payload, Actor(f"{role} of {unit}", roles=[(role, unit)]), AT, facts)


@pytest.fixture
def case() -> Case:
    begun = ask(None, "begin", "officer", "u/a/1", place="u/a/1").case
    assert begun is not None
    return begun


@pytest.mark.parametrize(
    ("event", "role", "unit"),
    [
        ("look", "officer", "u/a/1"),
        ("lead", "chief", "u"),
        ("weigh", "judge", "u/a"),
        ("recall", "judge", "u/a"),
    ],
)
def test_a_role_is_held_in_exactly_one_unit(case: Case, event: str, role: str, unit: str) -> None:
    for place in UNITS.units:
        decision = ask(case, event, role, place)
        assert decision.allowed == (place == unit), place
        if decision.allowed:
            assert (decision.entries[0].role, decision.entries[0].unit) == (role, unit)


def test_the_data_say_where_and_until_they_do_nobody_may(case: Case) -> None:
    before = ask(case, "recall", "issuer", "u")
    assert [reason.code for reason in before.reasons] == ["not_permitted"]
    issued = ask(case, "issue", "officer", "u/a/1", issued_at="top").case
    assert issued is not None
    assert ask(issued, "recall", "issuer", "u").allowed
    assert not ask(issued, "recall", "issuer", "u/a/1").allowed
    again = ask(issued, "issue", "officer", "u/a/1", issued_at="low").case
    assert again is not None
    assert ask(again, "recall", "issuer", "u/a/1").allowed


def test_a_refusal_names_the_units_that_may_or_what_is_not_known(case: Case) -> None:
    (reason,) = ask(case, "lead", "chief", "u/a").reasons
    assert reason.values["unit"] == "u"
    alone = TEXT.replace("[issuer, judge]", "issuer")
    machine = machine_of(bind(read_definition("small.yaml", alone), {"held": "middle"}))
    facts = Facts(now=AT, case_id="1", units=UNITS)
    (unset,) = decide(machine, case, "recall", {}, Actor("an", roles=["issuer"]), AT, facts).reasons
    assert (unset.text.en or "").endswith(
        "“Issuing level” is not set yet, so the level in charge is not known"
    )
    assert (unset.text.vi or "").endswith("chưa có “Cấp cấp giấy” nên chưa biết cấp có thẩm quyền")
    elsewhere = ask(None, "begin", "officer", "u/b", place="u/b").reasons[0]
    assert "no unit of level “the bottom”" in (elsewhere.text.en or "")
