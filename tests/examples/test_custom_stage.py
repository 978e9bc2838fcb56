"""A stage of one's own, in 25 lines: the 12 products of 2019 go through it, and all that the base claims is proved."""

from datetime import datetime
from pathlib import Path

import pytest
from attrs import evolve
from workflows.life import HERE
from workflows.test_runs import PRODUCTS

from ocop_workflow import Actor, Case, Facts, load
from ocop_workflow.cli.runfile import Steps
from ocop_workflow.model.document import definition_document, definition_from_document, digest
from ocop_workflow.verification import prove

FILE = Path(__file__).parents[2] / "examples" / "custom-stage" / "laboratory.yaml"
LAB = load(FILE, parameters=dict(PRODUCTS.workflow.definition.values))
TESTER = Actor("lab", roles=[("laboratory", "hp")])
TESTED = ("food", "drinks")


@pytest.mark.parametrize("steps", PRODUCTS.cases, ids=[steps.case for steps in PRODUCTS.cases])
def test_each_product_of_2019_is_tested_where_it_is_food_and_then_recognised(steps: Steps) -> None:
    case: Case | None = None
    events: list[str] = []

    def do(event: str, actor: Actor, at: datetime, payload: dict[str, object]) -> list[str]:
        nonlocal case
        facts = Facts(at, steps.case, PRODUCTS.inputs.units, PRODUCTS.inputs.calendar, salt=b"salt")
        decision = LAB.decide(case, event, payload, actor=actor, at=at, facts=facts)
        if decision.allowed:
            case = decision.case
            events.extend(entry.event for entry in decision.entries)
        return [reason.guard or reason.code for reason in decision.reasons]

    for step in steps.steps:
        assert not isinstance(step.at, datetime)
        at = datetime(step.at.year, step.at.month, step.at.day, tzinfo=HERE)
        for name in step.actors:
            actor = PRODUCTS.actors[name]
            if step.do == "submit_dossier" and case and case.data["group"] in TESTED:
                assert do(step.do, actor, at, dict(step.payload)) == ["safe"]
                owner = Actor("owner", parties=[str(case.data["owner"])])
                assert do("send_sample", owner, at, {}) == []
                assert case.state == "testing"
                assert "wrong_state" in do(step.do, actor, at, dict(step.payload))
                assert do("pass_test", TESTER, at, {}) == []
            assert do(step.do, actor, at, dict(step.payload)) == [], f"{steps.case}/{step.number}"
    assert case
    assert case.state == "recognised"
    assert ("pass_test" in events) == (case.data["group"] in TESTED)


def test_it_is_written_in_at_most_25_lines() -> None:
    assert len(FILE.read_text("utf-8").splitlines()) <= 25


def test_every_claim_of_the_base_is_proved_again() -> None:
    proofs = prove(LAB.definition)
    assert [v.claim for v in proofs.verdicts][:-3] == list(PRODUCTS.workflow.definition.properties)
    assert proofs.holds


def test_a_file_that_cannot_be_mended_is_found_stuck_by_check() -> None:
    """Without the tests of a file that was sent back, food that was once adopted can never be evaluated."""
    text = FILE.read_text("utf-8").replace(", completion: stay", "")
    stalled = FILE.with_name("stalled.yaml")
    from ocop_workflow.reading import bind, read_definition

    proofs = prove(bind(read_definition(stalled, text), dict(LAB.definition.values)))
    assert [leaf for leaf, _ in proofs.flow.endless] == ["completion"]


def test_the_definition_is_kept_whole() -> None:
    kept = definition_from_document(definition_document(LAB.definition))
    assert digest(kept) == LAB.digest
    assert digest(evolve(kept, workflow="other")) != LAB.digest
