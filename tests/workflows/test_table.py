"""The tables of the workflows that ship have every refusal that happens, and the pages are those tables."""

import random
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from drawing.rows import row_of, says
from workflows.life import WORKFLOWS
from workflows.strolling import Stroll, Told

from ocop_workflow import Case, Facts, Workflow, load
from ocop_workflow.cli import main
from ocop_workflow.cli.runfile import read_run_file
from ocop_workflow.drawing.annex import Annex, annex_of
from ocop_workflow.reading.given import definition_with
from ocop_workflow.testing import read_scenario, run_scenario

ROOT = WORKFLOWS.parent
RUNS = (
    WORKFLOWS / "ocop-product" / "refusals.run.yaml",
    WORKFLOWS / "ocop-product" / "hai-phong-2019.run.yaml",
    ROOT / "examples" / "construction-permit" / "permits.run.yaml",
)
SCENARIOS = sorted((ROOT / "examples" / "three-laws").glob("*.scenario.yaml"))
LAWS = {  # parameters, the first day, a commune of that day
    "1048": ("hai-phong", date(2019, 9, 3), "hp/kien-thuy/dai-ha"),
    "148": ("hai-phong-148", date(2023, 3, 1), "hp/kien-thuy/dai-ha"),
    "148-1489": ("hai-phong-148-1489", date(2025, 8, 1), "hp/phuong-thanh-dong"),
}


def missing(annex: Annex, told: list[Told]) -> list[Told]:
    return [(event, reason) for event, reason in told if row_of(annex, event, reason) is None]


def of_run(path: Path) -> tuple[Workflow, list[Told]]:
    """Every reason that a run file meets."""
    runs = read_run_file(path)
    told: list[Told] = []
    for steps in runs.cases:
        case: Case | None = None
        for step in steps.steps:
            at = step.moment(runs.workflow.definition.timezone)
            for name in step.actors:
                facts = Facts(at, steps.case, runs.inputs.units, runs.inputs.calendar, salt=b"salt")
                actor = runs.actors[name]
                decision = runs.workflow.decide(case, step.do, step.payload, actor=actor, at=at, facts=facts)
                told += [(step.do, reason) for reason in decision.reasons]
                case = decision.case
    return runs.workflow, told


def of_scenario(path: Path) -> list[tuple[Workflow, list[Told]]]:
    """By version, as the case of a scenario may go on under another."""
    scenario = read_scenario(path)
    outcome = run_scenario(scenario)
    assert outcome.holds
    laws: list[tuple[Workflow, list[Told]]] = [(scenario.workflow, [])]
    for each in outcome.happenings:
        if each.step.move is not None:
            laws.append((Workflow(each.step.move.definition), []))
        laws[-1][1].extend((each.step.do, reason) for reason in each.reasons)
    return laws


@pytest.mark.parametrize("path", [*RUNS, *SCENARIOS], ids=lambda path: path.name)
def test_every_refusal_of_the_files_that_ship_is_in_the_table(path: Path) -> None:
    laws = [of_run(path)] if path in RUNS else of_scenario(path)
    assert any(told for _, told in laws) or path == RUNS[1], "only the products of 2019 are never refused"
    for workflow, told in laws:
        opened = load(workflow.definition.file or f"{workflow.name}@{workflow.version}")
        for table in (annex_of(workflow.definition), annex_of(opened.definition)):
            assert missing(table, told) == []


@cache
def strolled(version: str) -> tuple[Workflow, list[Told]]:
    """What people were told who tried everything, rightly and wrongly, until the calendar and the units end."""
    parameters, day, home = LAWS[version]
    given = definition_with(
        f"ocop-product@{version}", WORKFLOWS / "ocop-product" / f"{parameters}.parameters.yaml"
    )
    values = {**given.values, "review_days": 30, "quorum": 2}
    workflow = load(f"ocop-product@{version}", parameters=values)
    told: list[Told] = []
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        told += Stroll(workflow, chance, day, home).told(400)
    return workflow, told


@pytest.mark.parametrize("version", LAWS)
def test_every_refusal_of_long_random_histories_is_in_the_table(version: str) -> None:
    workflow, told = strolled(version)
    table = annex_of(workflow.definition)
    assert missing(table, told) == []
    assert missing(annex_of(load(f"ocop-product@{version}").definition), told) == [], (
        "the page has open parameters"
    )
    met = {(event, row.code, row.text) for event, reason in told if (row := row_of(table, event, reason))}
    assert len(met) > 180
    assert {code for _, code, _ in met} >= {
        "wrong_state",
        "not_permitted",
        "invalid_payload",
        "guard_unmet",
        "guard_error",
    }


@pytest.mark.parametrize("version", LAWS)
def test_a_row_that_is_taken_away_is_missed(version: str) -> None:
    workflow, told = strolled(version)
    table = annex_of(workflow.definition)
    left = {
        (event, row.code, row.text): (event, reason, row)
        for event, reason in told
        if (row := row_of(table, event, reason))
    }
    missed = 0
    for event, reason, row in left.values():
        without = tuple(
            evolve(rule, refusals=tuple(each for each in rule.refusals if each != row))
            for rule in table.rules
        )
        general = tuple(each for each in table.general if each != row)
        found = row_of(evolve(table, rules=without, general=general), event, reason)
        missed += found is None
        assert found is None or says(found.text.say("vi"), row.text.say("vi")), (
            "only what leaves more open may stand for it"
        )
    assert missed > 0.8 * len(left)


@pytest.mark.parametrize("version", LAWS)
def test_the_page_of_a_rule_set_is_what_the_command_writes(version: str, tmp_path: Path) -> None:
    written = tmp_path / "page.md"
    assert main(["table", f"ocop-product@{version}", "--lang", "both", "-o", str(written)]) == 0
    page = ROOT / "docs" / "rules" / f"{version}.md"
    again = f"ocop-workflow table ocop-product@{version} --lang both -o docs/rules/{version}.md"
    assert written.read_text("utf-8") == page.read_text("utf-8"), f"write it again: {again}"
    assert f"<rules/{version}>\n" in (ROOT / "docs" / "index.md").read_text("utf-8")
