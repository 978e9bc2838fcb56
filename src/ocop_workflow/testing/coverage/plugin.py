"""What pytest runs while `--workflow-coverage` is on: watching, gathering from workers, telling at the end."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ...engine import WATCHERS
from ...messages import say
from ...messages.system import cause
from ..spoken import language_of
from .tally import Coverage
from .telling import as_json, as_text, draw

if TYPE_CHECKING:
    from ...model.text import Text

KEY = "ocop_workflow_coverage"  # under which a worker of xdist hands over what it counted


class CoveragePlugin:
    """Counts in this process; the controller adds what its workers counted, and tells it."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.coverage = Coverage()
        self.language = language_of(os.environ)
        self.least: float | None = config.getoption("workflow_coverage_min")
        self.without_svg = False
        self.unwritten: Text | None = None
        WATCHERS.append(self.coverage.watch)

    @property
    def short(self) -> bool:
        """Whether less was gone through than is asked for; no workflow at all is less than anything."""
        return self.least is not None and self.coverage.percent() < self.least

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:  # noqa: ARG002 - the hook's
        """A worker of xdist is done; one that crashed has nothing to hand over."""
        self.coverage.add(getattr(node, "workeroutput", {}).get(KEY, ()))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output: dict[str, Any] | None = getattr(self.config, "workeroutput", None)
        if output is not None:
            output[KEY] = self.coverage.dumped()
            return
        try:
            self._write()
        except OSError as error:
            self.unwritten = say("testing.coverage_unwritten", file=error.filename, detail=cause(error))
        if self.unwritten is not None:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        if self.short and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write(self) -> None:
        """The files that were asked for, in folders that are made."""
        if (file := self.config.getoption("workflow_coverage_json")) is not None:
            text = json.dumps(as_json(self.coverage), ensure_ascii=False, indent=2)
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(text + "\n", "utf-8")
        if (folder := self.config.getoption("workflow_coverage_pictures")) is not None:
            drawn = draw(self.coverage, Path(folder), self.language)
            self.without_svg = bool(drawn) and not any(path.suffix == ".svg" for path in drawn)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """How much of each workflow, and what is left."""
        terminalreporter.section(say("testing.coverage_title").say(self.language))
        for line in as_text(self.coverage, self.language):
            terminalreporter.line(line)
        if self.unwritten is not None:
            terminalreporter.line(self.unwritten.say(self.language), red=True)
        if self.without_svg:
            terminalreporter.line(say("testing.coverage_no_svg").say(self.language))
        if self.short:
            said = say("testing.coverage_short", percent=f"{self.coverage.percent():.1f}", least=self.least)
            terminalreporter.line(said.say(self.language), red=True)

    def pytest_unconfigure(self) -> None:
        """Watch no longer."""
        WATCHERS.remove(self.coverage.watch)
