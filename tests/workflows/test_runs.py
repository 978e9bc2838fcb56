"""The run files that ship: public facts as they were published, and what is made up said to be so."""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from workflows.life import HERE, WORKFLOWS

from ocop_workflow import Case, Facts
from ocop_workflow.cli.runfile import RunFile, Steps, read_run_file

FOLDER = WORKFLOWS / "ocop-product"
PUBLISHED = Path(__file__).with_name("published-2019.csv")
PRODUCTS = read_run_file(FOLDER / "hai-phong-2019.run.yaml")
REFUSALS = read_run_file(FOLDER / "refusals.run.yaml")


def run(runs: RunFile, steps: Steps) -> tuple[Case, list[tuple[str, ...]]]:
    """The case after its last step, and the codes of every refusal; each step must come out as the file says."""
    case: Case | None = None
    refusals: list[tuple[str, ...]] = []
    for step in steps.steps:
        assert not isinstance(step.at, datetime)
        at = datetime(step.at.year, step.at.month, step.at.day, tzinfo=HERE)
        for name in step.actors:
            facts = Facts(at, steps.case, runs.inputs.units, runs.inputs.calendar, salt=b"salt")
            actor = runs.actors[name]
            decision = runs.workflow.decide(case, step.do, step.payload, actor=actor, at=at, facts=facts)
            codes = tuple(dict.fromkeys(reason.code for reason in decision.reasons))
            assert codes == step.refused, f"{steps.case}/{step.number}"
            if codes:
                refusals.append(codes)
                continue
            case = decision.case
        assert step.then is None or (case and case.state == step.then), f"{steps.case}/{step.number}"
    assert case
    return case, refusals


@pytest.mark.parametrize("steps", PRODUCTS.cases, ids=[steps.case for steps in PRODUCTS.cases])
def test_each_of_the_12_products_goes_from_its_idea_to_its_certificate(steps: Steps) -> None:
    case, refusals = run(PRODUCTS, steps)
    assert (case.state, refusals) == ("recognised", [])
    assert isinstance(case.data["score"], Decimal)


def test_products_places_and_stars_are_as_published() -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    cases = [run(PRODUCTS, steps)[0].data for steps in PRODUCTS.cases]
    units = PRODUCTS.inputs.units
    assert units
    for data, row, steps in zip(cases, published, PRODUCTS.cases, strict=True):
        assert (data["product"], data["stars"]) == (row["product"], int(row["stars"]))
        if row["producer"]:
            place = str(data["place"])
            that_year = date(2019, 12, 31)
            district = units.at_level(place, "district", that_year)
            assert steps.steps[0].payload["producer"] == row["producer"]
            assert data["kind"] == row["producer_kind"]
            assert [units.title(unit, that_year).say("vi").lower() for unit in (place, district or "")] == [
                row["place"].lower(),
                row["district"].lower(),
            ]
        else:
            assert {"producer", "place"} <= set(steps.assumed)
    assert Counter(data["stars"] for data in cases) == {4: 1, 3: 11}


def test_every_product_says_what_of_it_is_assumed() -> None:
    for steps in PRODUCTS.cases:
        assert {"dates", "people", "scores", "papers"} <= set(steps.assumed), steps.case
    for runs in (PRODUCTS, REFUSALS):
        assert {*runs.inputs.assumed} == {
            *("vietnam-2019-2026.yaml", "hai-phong.parameters.yaml", "hai-phong.yaml"),
        }
        assert all(said.vi and said.en for said in runs.assumed.values())


def test_nobody_works_on_a_day_off() -> None:
    calendar = PRODUCTS.inputs.calendar
    assert calendar
    for steps in PRODUCTS.cases:
        days = [step.at for step in steps.steps]
        assert days == sorted(days)
        for day in days:
            assert not isinstance(day, datetime)
            assert calendar.working_days(day - timedelta(days=1), day) == 1, f"{steps.case}: {day}"


EXPECTED: Mapping[str, tuple[str, list[tuple[str, ...]]]] = {
    "PLAN-NEVER-APPROVED": ("planning", [("wrong_state", "requires_unmet")]),
    "OWN-PLAN": ("production", [("not_permitted",)] * 3),
    "COUNCIL": (
        "city_review",
        [("guard_unmet",), ("guard_unmet",), ("invalid_payload",), ("guard_unmet",), ("guard_unmet",)],
    ),
    "MEAN-49-5": ("not_qualified", []),
    "NOTICE-TOO-LATE": ("recognised", [("wrong_state",)]),
}


@pytest.mark.parametrize("steps", REFUSALS.cases, ids=[steps.case for steps in REFUSALS.cases])
def test_what_is_refused_is_refused_for_these_reasons(steps: Steps) -> None:
    case, refusals = run(REFUSALS, steps)
    assert (case.state, refusals) == EXPECTED[steps.case]


def test_a_mean_of_49_5_is_on_record_as_it_is() -> None:
    steps = next(steps for steps in REFUSALS.cases if steps.case == "MEAN-49-5")
    assert run(REFUSALS, steps)[0].data["score"] == Decimal("49.5")
