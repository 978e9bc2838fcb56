"""The pytest plugin: every `*.scenario.yaml` is a test, fixtures for tests of one's own, and `--workflow-coverage`.

Nothing heavy is imported until a scenario is collected, a fixture is used or the option is given.
"""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..access import Actor, Units
    from ..calendar import Calendar
    from ..store import Store
    from .clock import Clock
    from .running import Outcome

SUFFIX = ".scenario.yaml"
pytest_plugins = ("ocop_workflow.testing.mutants.plugin",)  # `--workflow-mutants`


def _percent(text: str) -> float:
    """A share of a hundred; argparse tells of what is none."""
    if 0 <= (share := float(text)) <= 100:  # noqa: PLR2004 - of a hundred
        return share
    raise ValueError(text)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--workflow-coverage` and what goes with it; each of the others turns it on as well."""
    group = parser.getgroup("workflows", "workflows (ocop-workflow)")
    group.addoption(
        "--workflow-coverage",
        action="store_true",
        help="tell which transitions, clock events, guards and refusals of your workflows the tests went through",
    )
    group.addoption(
        "--workflow-coverage-min",
        type=_percent,
        metavar="PERCENT",
        help="fail if the tests went through less of them",
    )
    group.addoption("--workflow-coverage-json", metavar="FILE", help="write it all as JSON")
    group.addoption(
        "--workflow-coverage-pictures",
        metavar="FOLDER",
        help="draw it over a picture of each workflow (SVG with the extra [draw], and Mermaid)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Watch from now on, where that was asked for."""
    asked = ("", "_min", "_json", "_pictures")
    if any(config.getoption(f"workflow_coverage{each}") not in (False, None) for each in asked):
        from .coverage.plugin import CoveragePlugin

        config.pluginmanager.register(CoveragePlugin(config), "ocop_workflow_coverage")


@pytest.fixture
def clock() -> "Clock":
    """A clock that stands until it is moved: `clock.forward(days=40)`, `clock.to(moment)`."""
    from .clock import Clock

    return Clock()


@pytest.fixture
def case_units() -> "Units | None":
    """The units of `case_store`: none, until a test module says so in a fixture of this name."""
    return None


@pytest.fixture
def case_calendar() -> "Calendar | None":
    """The calendar of `case_store`: none, until a test module says so in a fixture of this name."""
    return None


@pytest.fixture
def case_store(
    tmp_path: Path, clock: "Clock", case_units: "Units | None", case_calendar: "Calendar | None"
) -> "Iterator[Store]":
    """An empty store in a file of the test's own, with its `clock`."""
    from ..store import Store

    url = f"sqlite:///{tmp_path / 'cases.db'}"
    store = Store.connect(url, units=case_units, calendar=case_calendar, clock=clock)
    yield store
    store.close()


@pytest.fixture
def actors(clock: "Clock") -> "Callable[..., Mapping[str, Actor]]":
    """The people of a workflow by role, or of a directory file by name, as of the `clock`'s day.

    `actors(workflow)["officer"]`; `actors(workflow, unit="town")`; `actors("people.directory.yaml")["an"]`.
    """
    from .people import people

    return partial(people, clock=clock)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ScenarioFile | None":
    """One file is one collector with one test in it."""
    if file_path.name.endswith(SUFFIX):
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


class ScenarioFailed(Exception):
    """The scenario does not hold."""

    def __init__(self, outcome: "Outcome") -> None:
        super().__init__(str(outcome.wrong))
        self.outcome = outcome


class ScenarioFile(pytest.File):
    """A scenario file."""

    def collect(self) -> "Iterator[ScenarioTest]":
        yield ScenarioTest.from_parent(self, name="scenario")


class ScenarioTest(pytest.Item):
    """Runs the story by the pure `decide`; what is wrong with the file itself fails it as well."""

    def runtest(self) -> None:
        from .running import run_scenario
        from .scenario import read_scenario

        outcome = run_scenario(read_scenario(self._named()))
        if not outcome.holds:
            raise ScenarioFailed(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The story, or the problems of the file, in the language of the machine."""
        from ..errors import DefinitionError
        from .spoken import language_of
        from .told import story

        language = language_of(os.environ)
        if isinstance(excinfo.value, ScenarioFailed):
            return story(excinfo.value.outcome, language)
        if isinstance(excinfo.value, DefinitionError):
            return excinfo.value.text(language)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.nodeid

    def _named(self) -> Path:
        """The file as pytest names it, so that places in failures can be followed from where it was started."""
        try:
            return self.path.relative_to(Path.cwd())
        except ValueError:
            return self.path
