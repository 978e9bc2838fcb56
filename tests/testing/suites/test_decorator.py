"""The decorator runs the suite as tests of pytest's: by `decide`, on a host's store, and on several processes."""

import subprocess
import sys
from pathlib import Path

PERMIT = Path(__file__).parents[2] / "cli" / "permit.yaml"
PLAIN = f"""
from ocop_workflow.testing import workflow_suite

@workflow_suite({str(PERMIT)!r}, criterion="all_transitions")
def test_permit(scenario):
    assert scenario.steps
"""
STORED = f"""
from ocop_workflow.testing import workflow_suite
from ocop_workflow.testing.stores import own_store

{{seeded}}

@workflow_suite({str(PERMIT)!r}, criterion=("all_transitions", "refusals"), store=opened)
def test_permit(scenario): ...
"""
OWN = "opened = own_store"
BROKEN = """
from ocop_workflow import Actor

class Lax:
    def __init__(self, store): self.store = store
    def __getattr__(self, name): return getattr(self.store, name)
    def fire(self, case_id, event, payload=None, **told):
        try:
            return self.store.fire(case_id, event, payload, **told)
        except Exception:
            return self.store.get(case_id)  # a store that says nothing of refusals

def opened(*told): return Lax(own_store(*told))
"""


def said_of(folder: Path, text: str, *options: str) -> tuple[int, str]:
    """What pytest says of a file of tests."""
    (folder / "test_it.py").write_text(text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, "test_it.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_each_test_of_the_suite_has_its_id(tmp_path: Path) -> None:
    code, said = said_of(tmp_path, PLAIN, "-v", "-n", "2")
    assert code == 0, said
    assert "test_permit[all_transitions/accept/applied-voting]" in said


def test_a_hosts_store_is_run_and_one_that_hides_refusals_fails(tmp_path: Path) -> None:
    code, said = said_of(tmp_path, STORED.format(seeded=OWN), "-q")
    assert code == 0, said
    code, said = said_of(tmp_path, STORED.format(seeded=BROKEN), "-q")
    assert code == 1, said
    assert "should be refused" in said
