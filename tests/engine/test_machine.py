from decimal import Decimal
from pathlib import Path

import pytest
from transitions import Machine, MachineError

from ocop_workflow import load
from ocop_workflow.engine import WorkflowMachine

PLAN = """
workflow: plan
version: "1"
roles: {officer: {}}
data: {score: {type: number, scale: 2, minimum: 0, maximum: 100}}
start: {begin: {by: officer, to: scoring, takes: [score]}}
states: {scoring: {}, ranked: {final: completed}, failed: {final: aborted}}
events:
  note: {by: officer, moves: {scoring: stay}}
  close:
    by: officer
    moves:
      scoring: [{when: score >= 50, to: ranked}, {else: failed}]
"""


class Product:
    """A host's own class; `state` is added by the machine."""

    state: str

    def __init__(self, score: Decimal | None) -> None:
        self.score = score
        self.entered: list[str] = []

    def on_enter_ranked(self, _: object) -> None:
        self.entered.append("ranked")


@pytest.fixture
def machine(tmp_path: Path) -> WorkflowMachine:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, "utf-8")
    return load(path).machine


def test_it_is_a_transitions_machine_over_the_leaves_with_one_transition_a_branch(
    machine: WorkflowMachine,
) -> None:
    assert isinstance(machine, Machine)
    assert list(machine.states) == ["scoring", "ranked", "failed"]
    assert [(t.source, t.dest) for t in machine.get_transitions("close")] == [
        ("scoring", "ranked"),
        ("scoring", "failed"),
    ]
    assert [(t.source, t.dest) for t in machine.get_transitions("note")] == [("scoring", None)]


@pytest.mark.parametrize(("score", "state"), [("50", "ranked"), ("49.99", "failed")])
def test_guards_read_the_attributes_of_a_bound_model(
    machine: WorkflowMachine, score: str, state: str
) -> None:
    product = Product(Decimal(score))
    machine.add_model(product)
    assert product.state == "scoring"
    assert product.close()  # type: ignore[attr-defined]  # added by transitions
    assert product.state == state


def test_callbacks_of_a_bound_model_run(machine: WorkflowMachine) -> None:
    product = Product(Decimal(90))
    machine.add_model(product)
    product.note()  # type: ignore[attr-defined]
    product.close()  # type: ignore[attr-defined]
    assert product.entered == ["ranked"]


def test_a_bound_model_is_stopped_in_a_wrong_state(machine: WorkflowMachine) -> None:
    product = Product(Decimal(90))
    machine.add_model(product, initial="ranked")
    with pytest.raises(MachineError):
        product.close()  # type: ignore[attr-defined]


def test_a_guard_that_cannot_be_computed_is_an_error_and_never_false(machine: WorkflowMachine) -> None:
    product = Product(None)
    machine.add_model(product)
    with pytest.raises(Exception, match="score"):
        product.close()  # type: ignore[attr-defined]
    assert product.state == "scoring"
