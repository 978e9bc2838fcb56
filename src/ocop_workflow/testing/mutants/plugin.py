"""`pytest --workflow-mutants WORKFLOW`: the tests are run again with each mistake in it, to see which they notice.

Each mistake has a run of pytest of its own, in another process: so modules that load the workflow as they are imported
see the mistake too, and nothing of it is left for the next. Nothing of the library is imported until it is asked for.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

CHILD = "WORKFLOW_MUTANT"  # of a run with a mistake: the file, the mistake's id, and where to tell what noticed it


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--workflow-mutants` and `--workflow-mutants-min`."""
    group = parser.getgroup("workflows", "workflows (ocop-workflow)")
    group.addoption(
        "--workflow-mutants",
        metavar="WORKFLOW",
        help="run the tests again with each small mistake in this workflow file, and tell which ones they notice",
    )
    group.addoption(
        "--workflow-mutants-min",
        type=float,
        metavar="PERCENT",
        help="fail if the tests notice less of the mistakes that make a difference",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:  # noqa: ARG001 - the hook's
    """In a run with a mistake it is there before anything of the tests is imported."""
    if (told := os.environ.get(CHILD)) is not None:
        from .substitute import substitute

        substitute(**{name: told_so for name, told_so in json.loads(told).items() if name != "report"})


def pytest_configure(config: pytest.Config) -> None:
    """Run the mistakes after the tests, or in a run with one of them, tell what fails first."""
    if (told := os.environ.get(CHILD)) is not None:
        config.pluginmanager.register(_Telling(Path(json.loads(told)["report"])), "ocop_workflow_mutant")
    elif config.getoption("workflow_mutants") is not None and not hasattr(config, "workerinput"):
        from .rerun import MutantsPlugin

        config.pluginmanager.register(MutantsPlugin(config), "ocop_workflow_mutants")


class _Telling:
    """Writes down the first test, or file of tests, that fails."""

    def __init__(self, report: Path) -> None:
        self.report = report

    def pytest_runtest_logreport(self, report: Any) -> None:
        self._tell(report)

    def pytest_collectreport(self, report: Any) -> None:
        self._tell(report)

    def _tell(self, report: Any) -> None:
        if report.failed and not self.report.exists():
            self.report.write_text(str(report.nodeid), "utf-8")
