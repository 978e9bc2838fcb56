"""Three lines test a workflow, the library's own store and a host's: what is right passes."""

from pathlib import Path

from hypothesis import HealthCheck, settings
from testing.notebook import Notebook

from ocop_workflow import load
from ocop_workflow.testing import workflow_machine

HERE = Path(__file__).parent
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)

TestPlan = workflow_machine(load(HERE / "plan.yaml")).TestCase
TestPlan.settings = QUICK

TestCycle = workflow_machine(load("ocop-product@1048")).TestCase
TestCycle.settings = settings(QUICK, max_examples=10)

TestNotebook = workflow_machine(load(HERE / "plan.yaml"), store=Notebook.open).TestCase
TestNotebook.settings = QUICK
