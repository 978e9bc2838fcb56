"""With unittest alone: `python -m unittest`. The machine's TestCase is one of unittest's."""

import sys
import tempfile
import unittest
from pathlib import Path

from hypothesis import settings

from ocop_workflow import Actor, Refused, load
from ocop_workflow.testing import Clock, workflow_machine

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from host import Requests  # noqa: E402 - it stands beside this file

LEAVE = load(HERE / "leave.yaml")
WORKER, HEAD = Actor("an", roles=["worker"]), Actor("binh", roles=["head"])

TestMachine = workflow_machine(LEAVE, store=Requests).TestCase
TestMachine.settings = settings(max_examples=10, stateful_step_count=10, deadline=None)


class TestOurRow(unittest.TestCase):
    """Our row says what the case says, whatever happens."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.clock = Clock()
        self.requests = Requests(Path(folder.name), None, None, self.clock)
        self.addCleanup(self.requests.close)
        self.case = self.requests.start(LEAVE, {"days": 20}, actor=WORKER)

    def test_a_refusal_changes_neither(self) -> None:
        with self.assertRaises(Refused):
            self.requests.fire(self.case.id, "approve", actor=HEAD)
        self.assertEqual(self.requests.state(self.case.id), "asked")

    def test_our_row_follows_the_case(self) -> None:
        self.requests.fire(self.case.id, "change", {"days": 10}, actor=WORKER)
        self.requests.fire(self.case.id, "approve", actor=HEAD)
        self.assertEqual(self.requests.state(self.case.id), "approved")

    def test_time_changes_both(self) -> None:
        self.clock.forward(days=15)
        self.requests.fire_due()
        self.assertEqual(self.requests.state(self.case.id), "lapsed")


if __name__ == "__main__":
    unittest.main()
