"""The decorator runs the suite as tests of pytest's: by `decide`, on a host's store, and on several processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from ocop_workflow.testing import workflow_suite

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


CLASS = """
from ocop_workflow.testing import workflow_suite

@workflow_suite("permit.yaml", criterion="all_transitions")
class TestPermit:
    def test_steps(self, scenario, tmp_path):
        assert scenario.steps
        assert tmp_path

@workflow_suite("permit.yaml", criterion="all_states")
class TestNothingMore: ...
"""
CASE = """
import unittest
from ocop_workflow.testing import workflow_suite
from ocop_workflow.testing.stores import own_store

{seeded}

@workflow_suite("permit.yaml", criterion=("all_transitions", "refusals"), store=opened)
class TestPermit(unittest.TestCase):
    def setUp(self): self.ready = True
    def test_permit(self, scenario): self.assertTrue(self.ready and scenario.steps)
    def test_alone(self): self.assertTrue(self.ready)

if __name__ == "__main__":
    unittest.main()
"""


def beside_permit(folder: Path) -> Path:
    """A folder of tests with the workflow in it, below where they are started."""
    tests = folder / "tests"
    tests.mkdir(exist_ok=True)
    (tests / "permit.yaml").write_text(PERMIT.read_text("utf-8"), "utf-8")
    return tests


def test_a_class_is_run_over_the_suite_with_its_fixtures_or_with_nothing_of_its_own(tmp_path: Path) -> None:
    (beside_permit(tmp_path) / "test_it.py").write_text(CLASS, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", "-n", "2", "tests"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "TestPermit::test_steps[all_transitions/accept/applied-voting]" in done.stdout
    assert "TestNothingMore::test_workflow[all_states/" in done.stdout


def test_a_case_of_unittest_has_a_method_for_every_test_under_unittest_and_under_pytest(
    tmp_path: Path,
) -> None:
    tests = beside_permit(tmp_path)
    (tests / "test_it.py").write_text(CASE.format(seeded=OWN), "utf-8")
    for command in (["tests/test_it.py", "-v"], ["-m", "pytest", "-v", "-n", "2", "tests"]):
        done = subprocess.run(
            [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        assert "all_transitions_accept_applied_voting" in said
        assert "test_alone" in said
    (tests / "test_it.py").write_text(CASE.format(seeded=BROKEN), "utf-8")
    done = subprocess.run(
        [sys.executable, "tests/test_it.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "should be refused" in done.stderr


def test_a_criterion_that_there_is_not_or_that_has_no_test_is_told(tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text(
        "workflow: plain\nversion: '1'\nroles: {clerk: {}}\nstart: {begin: {by: clerk, to: open}}\n"
        "states: {open: {}, done: {final: completed}}\nevents: {close: {by: clerk, moves: {open: done}}}\n",
        "utf-8",
    )
    with pytest.raises(
        ValueError, match="no criterion 'all_transition'; there are: all_states, all_transitions"
    ):
        workflow_suite(plain, criterion="all_transition")

    def test_it(scenario: object) -> None: ...

    workflow_suite(plain, criterion="roles")(test_it)
    with pytest.raises(ValueError, match=r"plain@1.* has no test of clocks"):
        workflow_suite(plain, criterion="clocks")(test_it)


AWAITED = """
import unittest
from ocop_workflow.testing import workflow_suite

@workflow_suite("permit.yaml", criterion="all_states")
class TestAwaited(unittest.IsolatedAsyncioTestCase):
    async def test_permit(self, scenario): raise ValueError("was awaited")
"""


def test_a_test_that_is_awaited_does_not_pass_unheard(tmp_path: Path) -> None:
    tests = beside_permit(tmp_path)
    (tests / "test_it.py").write_text(AWAITED, "utf-8")
    command = [sys.executable, "-m", "unittest", "test_it"]
    done = subprocess.run(command, cwd=tests, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "was awaited" in done.stderr
