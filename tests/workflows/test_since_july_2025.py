"""From 1 July 2025 there is no district: who may act then, and who watches over what districts have issued."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from workflows.life import UNITS

from ocop_workflow import Actor, Case, Facts, Workflow, load

FIRST_DAY = date(2025, 7, 1)
ABOUT = {
    "product": "Nước mắm",
    "producer": "Hợp tác xã Một",
    "owner": "htx",
    "kind": "cooperative",
    "group": "food",
}
PAPER = {"name": "giay-to.pdf", "sha256": "0" * 64}
OPEN = {"quorum": 5, "rounding": "none"}
NEW = {**OPEN, "plan_level": "commune", "plan_officer": "reviewer", "heir": "city"}
ROLES = ("officer", "reviewer", "authority", "chair", "secretary", "member", "issuer")
POSTS = ("hp/dac-khu-cat-hai", "hp", "vn", "hp/cat-hai", "hp/cat-hai/cat-ba", "hp/phuong-hong-bang")
OF_LEVEL = {"commune": "hp/dac-khu-cat-hai", "city": "hp", "country": "vn"}


def does(
    workflow: Workflow, case: Case | None, event: str, actor: Actor, day: date, **payload: object
) -> Case:
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    decision = workflow.decide(case, event, payload, actor=actor, at=at, facts=Facts(at, "1", UNITS))
    assert decision.case, [reason.text.en for reason in decision.reasons]
    return decision.case


def may(workflow: Workflow, case: Case, event: str, actor: Actor, day: date, **payload: object) -> bool:
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    decision = workflow.decide(case, event, payload, actor=actor, at=at, facts=Facts(at, "1", UNITS))
    assert decision.allowed or {reason.code for reason in decision.reasons} == {"not_permitted"}
    return decision.allowed


def everybody() -> Iterator[Actor]:
    for role in ROLES:
        for unit in POSTS:
            yield Actor(f"{role}@{unit}", roles=[(role, unit)])


@pytest.mark.parametrize("officer", ["officer", "reviewer", "authority"])
@pytest.mark.parametrize("level", OF_LEVEL)
def test_whoever_the_parameters_name_judges_ideas_and_plans_and_nobody_of_a_district_does(
    level: str, officer: str
) -> None:
    workflow = load("ocop-product@148-1489", parameters={**NEW, "plan_level": level, "plan_officer": officer})
    producer = Actor("htx", parties=["htx"])
    case = does(workflow, None, "register", producer, FIRST_DAY, **ABOUT, place="hp/dac-khu-cat-hai")
    case = does(workflow, case, "submit_idea", producer, FIRST_DAY, form=PAPER)
    able = {actor.id for actor in everybody() if may(workflow, case, "accept_idea", actor, FIRST_DAY)}
    assert able == {f"{officer}@{OF_LEVEL[level]}"}


def test_on_its_last_day_a_district_acts_and_on_the_next_nobody_does_in_its_place() -> None:
    workflow = load("ocop-product@148", parameters=OPEN)
    producer, last = Actor("htx", parties=["htx"]), date(2025, 6, 30)
    case = does(workflow, None, "register", producer, last, **ABOUT, place="hp/cat-hai/cat-ba")
    case = does(workflow, case, "submit_idea", producer, last, form=PAPER)

    def able(day: date) -> set[str]:
        return {actor.id for actor in everybody() if may(workflow, case, "accept_idea", actor, day)}

    assert able(last) == {"officer@hp/cat-hai"}
    assert able(FIRST_DAY) == set(), "what becomes of open files is for a migration to say"


@pytest.mark.parametrize(
    ("law", "stars", "decided", "heir", "issued_at"),
    [
        ("1048", 3, "2020-02-04", None, "city"),
        ("1048", 5, "2020-02-04", None, "country"),
        ("148", 3, "2023-02-23", None, "city"),
        ("148", 3, "2023-02-24", None, "district"),
        ("148", 4, "2023-02-24", None, "city"),
        ("148-1489", 3, "2023-02-23", "commune", "city"),
        ("148-1489", 3, "2023-02-24", "commune", "commune"),
        ("148-1489", 3, "2025-06-30", "commune", "commune"),
        ("148-1489", 3, "2025-06-30", "city", "city"),
        ("148-1489", 3, "2025-07-01", "commune", "city"),
        ("148-1489", 4, "2024-06-30", "commune", "city"),
        ("148-1489", 5, "2024-06-30", "commune", "country"),
    ],
)
def test_a_certificate_that_is_taken_over_is_watched_by_whoever_issued_it_under_the_law_of_its_day(
    law: str, stars: int, decided: str, heir: str | None, issued_at: str
) -> None:
    parameters = {**NEW, "heir": heir} if heir else OPEN
    workflow = load(f"ocop-product@{law}", parameters=parameters)
    place = "hp/dac-khu-cat-hai" if heir else "hp/cat-hai/cat-ba"
    day = date(2025, 8, 1) if heir else date(2023, 3, 1)
    city = Actor("ubnd", roles=[("authority", "hp")])
    decision = {"stars": stars, "decision": "1/QĐ", "decided_on": decided}
    case = does(workflow, None, "adopt", city, day, **ABOUT, place=place, **decision)
    assert case.data["issued_at"] == issued_at
    office = {**OF_LEVEL, "commune": place, "district": "hp/cat-hai"}[issued_at]
    able = {actor.id for actor in everybody() if may(workflow, case, "revoke", actor, day, cause="Vi phạm")}
    assert able == {f"issuer@{office}"}
