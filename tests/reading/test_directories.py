"""Directories: what a person holds on a day, and what is wrong with a list, told by code and place."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from schemas import NAMES, ROOT, VALUES, Kind, errors

from ocop_workflow.access import Actor
from ocop_workflow.errors import DefinitionError
from ocop_workflow.messages import sentences
from ocop_workflow.reading import read_directory
from ocop_workflow.reading.schema import directory

if TYPE_CHECKING:
    from ocop_workflow.access import Directory

HALL = """directory: hall
people:
  an: {title: {vi: Ông An}}
  binh: {}
  chi: {}
  dung: {}
bodies: {committee: {title: {vi: Ủy ban}}}
assignments:
  - {person: an, role: head, unit: town, TM: committee, from: 2020-01-01, to: 2020-12-31}
  - {person: an, role: officer, unit: town, from: 2020-01-01, to: 2020-12-31}
  - {person: binh, role: head, unit: town, KT: an, from: 2020-02-01}
  - {person: binh, role: clerk}
  - {person: chi, role: officer, unit: village}
  - {person: dung, role: head, unit: village, TL: an}
  - {person: dung, party: farm, to: 2020-06-30}
delegations:
  - {person: chi, for: an, role: officer, unit: town, from: 2020-03-01, to: 2021-03-01, decision: 12/QĐ-UBND}
  - {person: chi, for: an, role: head, unit: town, from: 2020-03-01, to: 2020-03-31, decision: 13/QĐ-UBND}
"""


def on(day: str, person: str) -> Actor:
    hall: Directory = read_directory("hall.yaml", HALL)
    return hall.actor(person, date.fromisoformat(day))


def test_an_actor_is_what_the_directory_says_on_that_day() -> None:
    own = [("officer", "town")]
    assert on("2020-01-01", "an") == Actor("an", own, delegated=[("head", "town", "committee")])
    assert on("2020-12-31", "an") == on("2020-01-01", "an")
    assert on("2019-12-31", "an") == on("2021-01-01", "an") == Actor("an")
    assert on("2020-01-01", "nobody") == Actor("nobody")


def test_a_deputy_and_whoever_signs_by_order_hold_roles_in_somebodys_place_of_their_own() -> None:
    assert on("2020-01-31", "binh") == Actor("binh", ["clerk"])
    signing = Actor("binh", ["clerk"], delegated=[("head", "town", "an")])
    assert on("2020-02-01", "binh") == signing
    assert (
        on("2021-06-01", "binh") == signing
    )  # the head has left; the deputy's assignment is another's to end
    assert on("2020-01-01", "dung").delegated == (("head", "village", "an"),)


def test_a_party_is_acted_for_on_its_days() -> None:
    assert on("2020-06-30", "dung").parties == {"farm"}
    assert on("2020-07-01", "dung").parties == frozenset()


def test_a_delegation_gives_its_role_on_its_days_and_while_the_delegator_holds_it() -> None:
    lent = [("officer", "town", "an"), ("head", "town", "an")]
    own = [("officer", "village")]
    assert on("2020-02-29", "chi") == Actor("chi", own)
    assert on("2020-03-01", "chi") == on("2020-03-31", "chi") == Actor("chi", own, delegated=lent)
    assert on("2020-12-31", "chi").delegated == (lent[0],)
    assert on("2021-01-01", "chi").delegated == ()


PEOPLE = "directory: d\npeople: {an: {}, binh: {}, chi: {}}\nbodies: {council: {}}\n"
AN = "{person: an, role: officer, unit: u, from: 2020-01-01, to: 2020-12-31}"


def told(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(DefinitionError) as raised:
        read_directory("d.yaml", PEOPLE + text)
    assert all(p.message.vi and p.message.vi != p.message.en for p in raised.value.problems)
    return [(p.code, p.position.line, p.position.column) for p in raised.value.problems]


def given(person: str, whose: str, days: str = "from: 2020-02-01, to: 2020-02-20") -> str:
    return f"{{person: {person}, for: {whose}, role: officer, unit: u, {days}, decision: 1/QĐ}}"


def lists(assignments: list[str], delegations: list[str] | None = None) -> str:
    """The first assignment stands in line 5, the first delegation in the line after the last one's key."""
    lines = ["assignments:", *(f"  - {each}" for each in assignments)]
    return "\n".join([*lines, *(["delegations:", *(f"  - {d}" for d in delegations)] if delegations else [])])


WRONG = {
    "unknown_person": lists(["{person: ann, role: officer}"]),
    "unknown_body": lists(["{person: an, role: officer, TM: concil}"]),
    "role_or_party": lists(["{person: an}", "{person: an, role: officer, party: farm}"]),
    "party_signs": lists(["{person: an, party: farm, KT: binh, unit: u}"]),
    "two_manners": lists(["{person: an, role: officer, KT: binh, TM: council}"]),
    "own_place": lists(["{person: an, role: officer, KT: an}"]),
    "doubled_assignment": lists([AN, AN.replace("2020-01-01", "2020-12-31").replace("to: 2020", "to: 2021")]),
    "doubled_delegation": lists([AN], [given("binh", "an"), given("binh", "an")]),
    "delegator_without_role": lists([AN], [given("binh", "an", "from: 2019-12-31, to: 2020-02-20")]),
    "delegated_on": lists([AN], [given("binh", "an"), given("chi", "binh")]),
    "deputy_delegates": lists(["{person: an, role: officer, unit: u, KT: chi}"], [given("binh", "an")]),
    "circle": lists(
        ["{person: an, role: officer, unit: u, KT: binh}", "{person: binh, role: officer, unit: u, TL: an}"]
    ),
}
PLACES = {
    "unknown_person": [(5, 14)],
    "unknown_body": [(5, 37)],
    "role_or_party": [(5, 5), (6, 5)],
    "party_signs": [(5, 31), (5, 41)],
    "two_manners": [(5, 5)],
    "own_place": [(5, 37)],
    "doubled_assignment": [(6, 5)],
    "doubled_delegation": [(8, 5)],
    "delegator_without_role": [(7, 5)],
    "delegated_on": [(8, 5)],
    "deputy_delegates": [(7, 5)],
    "circle": [(5, 5)],
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_with_a_directory_is_told_where_it_stands(code: str) -> None:
    assert told(WRONG[code]) == [(code, *place) for place in PLACES[code]]


def test_a_person_is_not_a_body_and_a_delegation_has_days_and_a_decision() -> None:
    text = PEOPLE.replace("council: {}", "an: {}") + "delegations: [{person: an, for: binh, role: officer}]"
    with pytest.raises(DefinitionError) as raised:
        read_directory("d.yaml", text)
    codes = [problem.code for problem in raised.value.problems]
    assert codes == ["person_and_body", "missing_key", "missing_key", "missing_key"]
    assert told(lists(["{person: an, role: officer, from: 2020-02-02, to: 2020-02-01}"])) == [
        ("days_crossed", 5, 55)
    ]


def test_every_sentence_about_directories_has_a_test() -> None:
    codes = {key for key in sentences("directory") if not key.endswith("_hint")} - {"no_unit"}
    assert codes == {*WRONG, "person_and_body", "unknown_role", "unknown_unit"}


def test_roles_and_units_of_a_workflow_are_told_where_they_are_misspelt() -> None:
    text = (
        PEOPLE
        + "assignments:\n  - {person: an, role: oficer, unit: twon}\n  - {person: an, role: janitor, unit: town}\n"
    )
    with pytest.raises(DefinitionError) as raised:
        read_directory("d.yaml", text, roles=["officer"], units=["town"])
    line = PEOPLE.count("\n") + 2
    assert [(p.code, p.position.line, p.hint.en) for p in raised.value.problems] == [
        ("unknown_role", line, "did you mean “officer”?"),
        ("unknown_unit", line, "did you mean “town”?"),
    ], "a role that is like none of these is another workflow's"
    assert read_directory("d.yaml", text).assignments, "where none are given, any will do"


def test_a_name_that_is_nearly_right_is_named() -> None:
    with pytest.raises(DefinitionError) as raised:
        read_directory("d.yaml", PEOPLE + WRONG["unknown_person"])
    assert raised.value.problems[0].hint.en == "did you mean “an”?"


EXAMPLE = (ROOT / "examples" / "construction-permit" / "directory.yaml").read_text("utf-8")
CANNOT = {
    **dict.fromkeys(("unknown_person", "unknown_body", "own_place", "person_and_body"), NAMES),
    **dict.fromkeys(("delegator_without_role", "deputy_delegates", "delegated_on", "circle"), NAMES),
    **dict.fromkeys(("doubled_assignment", "doubled_delegation", "days_crossed"), VALUES),
}
FILE = Kind(directory(), lambda text: read_directory("d.yaml", text), CANNOT)


def test_the_schema_takes_what_is_right_and_knows_the_keys_that_reading_knows() -> None:
    FILE.check_right(EXAMPLE)
    FILE.check_right(HALL)
    FILE.check_keys(EXAMPLE + "zzz: 1\n")
    for line in ("{person: dung, role: agency", "{person: an, for: binh"):
        key = "delegations" if "for:" in line else "assignments"
        text = EXAMPLE.replace(line, line.replace("{", "{zzz: 1, "))
        FILE.check_keys(text, "properties", key, "items")


def test_reading_and_the_schema_agree_on_every_part() -> None:
    FILE.check_shapes(EXAMPLE)


@pytest.mark.parametrize("code", WRONG)
def test_the_schema_refuses_what_a_shape_can_tell(code: str) -> None:
    assert bool(errors(directory(), PEOPLE + WRONG[code])) == (code not in CANNOT)
