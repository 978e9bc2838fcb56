"""Three lines test a workflow; the machine finds what stores and hosts get wrong, and tells it in a short story."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from testing import notebook
from testing.notebook import Notebook

from ocop_workflow import load
from ocop_workflow.testing import read_scenario, run_scenario, workflow_machine
from ocop_workflow.testing.tale import Difference

HERE = Path(__file__).parent
PLAN = load(HERE / "plan.yaml")
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
SEARCH = settings(
    QUICK,
    max_examples=400,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    stateful_step_count=12,
    print_blob=False,
)

TestPlan = workflow_machine(load(HERE / "plan.yaml")).TestCase
TestPlan.settings = QUICK

TestCycle = workflow_machine(load("ocop-product@1048")).TestCase
TestCycle.settings = settings(QUICK, max_examples=10)

TestNotebook = workflow_machine(PLAN, store=Notebook.open).TestCase
TestNotebook.settings = QUICK

FAULTS = [
    notebook.ForgetsClocks,
    notebook.WritesBeforeItAsks,
    notebook.ForgetsKeys,
    notebook.TakesAnyKey,
    notebook.StaleCache,
    notebook.FoldsItsOwnWay,
    notebook.BelievesAnybody,
    notebook.ForgetsWhoDidWhat,
    notebook.MendsHistory,
    notebook.LateClock,
]


def scenario_of(text: str) -> str:
    return text[text.index("scenario:") :]


@pytest.mark.parametrize("store", FAULTS, ids=lambda store: str(store.__name__))
def test_what_a_host_gets_wrong_is_found_and_told_in_six_steps_at_most(
    store: type[Notebook], tmp_path: Path
) -> None:
    with pytest.raises(Difference) as raised:
        run_state_machine_as_test(workflow_machine(PLAN, store=store.open), settings=SEARCH)
    told = scenario_of(str(raised.value))
    assert 1 <= len(re.findall(r"^  - \{", told, re.MULTILINE)) <= 6, told
    file = tmp_path / "found.scenario.yaml"
    file.write_text(told, "utf-8")
    assert run_scenario(read_scenario(file)).holds, told  # the story tells what should have happened
