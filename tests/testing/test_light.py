"""Scenarios need no Hypothesis, and whoever lacks it is told what to install."""

import subprocess
import sys

SCRIPT = """
import sys
sys.modules["hypothesis"] = None
from ocop_workflow.testing import read_scenario, run_scenario, story, write_scenario
try:
    from ocop_workflow.testing import workflow_machine
except ModuleNotFoundError as error:
    print(error)
"""


def test_without_hypothesis_scenarios_work_and_the_machine_says_what_it_needs() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout == 'workflow_machine needs Hypothesis: pip install "ocop-workflow[testing]"\n'
