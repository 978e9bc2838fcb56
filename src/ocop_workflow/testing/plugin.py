"""The pytest plugin: every `*.scenario.yaml` is a test. Nothing heavy is imported until one is collected."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .running import Outcome

SUFFIX = ".scenario.yaml"


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
        from .story import story

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
