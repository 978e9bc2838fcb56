"""What pytest runs after the tests while `--workflow-mutants` is on: a run for each mistake, and the report."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve

from ...errors import DefinitionError
from ...messages import say
from ...model.text import Text
from ...reading import find
from ...reading.catalogue import load_definition
from ...reading.offered import is_path
from ...verification.world import with_parameters
from ..spoken import language_of
from .judge import judged
from .killing import KILLED, SURVIVED, UNDECIDED, Fate, fate_of, killed_percent
from .making import mutants
from .mutant import Mutant
from .plugin import CHILD
from .telling import outcome, said_of

NOTICED = (1, 2)  # exit codes of pytest: a test failed; a file of tests could not even be collected


class MutantsPlugin:
    """Runs the mistakes once all tests have passed without one; what fails already can notice nothing."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.language = language_of(os.environ)
        self.least: float | None = config.getoption("workflow_mutants_min")
        self.fates: list[Fate] = []
        self.skipped = False
        given = str(config.getoption("workflow_mutants"))
        try:
            self.file = Path(given) if is_path(given) else find(given)
            self.definition = load_definition(self.file)
        except DefinitionError as error:
            raise pytest.UsageError(error.text(self.language)) from None

    @property
    def short(self) -> bool:
        """Whether fewer are noticed than was asked for."""
        killed = killed_percent(self.fates)
        return self.least is not None and killed is not None and killed < self.least

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.exitstatus != pytest.ExitCode.OK or self.config.option.collectonly:
            self.skipped = True
            return
        self.fates = list(self._run())
        if self.short:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _run(self) -> Iterator[Fate]:
        every = list(mutants(self.definition))
        killers = [self._killer(each) for each in every]
        alive = [_closed(each) for each, by in zip(every, killers, strict=True) if by is None]
        found = (
            {m.id: said for m, said in judged(with_parameters(self.definition, {}), alive)} if alive else {}
        )
        for each, by in zip(every, killers, strict=True):
            yield Fate(each, KILLED, by) if by is not None else fate_of(each, found[each.id])

    def _killer(self, mutant: Mutant) -> str | None:
        """The test that notices the mistake, or the file of tests that does not even load with it."""
        with TemporaryDirectory() as folder:
            report = Path(folder) / "noticed"
            told = {"file": str(self.file), "mutant_id": mutant.id, "report": str(report)}
            quiet = ("-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider")
            command = [sys.executable, "-m", "pytest", *self.config.invocation_params.args, *quiet]
            done = subprocess.run(  # noqa: S603 - pytest itself, as it was called
                command,
                cwd=self.config.invocation_params.dir,
                env={**os.environ, CHILD: json.dumps(told)},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                return None
            if done.returncode not in NOTICED or not report.exists():
                raise pytest.UsageError(
                    say("mutants.run_failed", id=mutant.id).say(self.language) + "\n" + done.stderr
                )
            return report.read_text("utf-8")

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Each mistake with the test that notices it, or with the story that none tells."""

        def line(text: Text, **looks: bool) -> None:
            terminalreporter.line(text.say(self.language), **looks)

        terminalreporter.section(say("mutants.heading").say(self.language))
        if self.skipped:
            line(say("mutants.skipped"))
            return
        for each in self.fates:
            if each.verdict == KILLED:
                line(say("mutants.killed_by", said=said_of(each), test=each.by))
            elif each.verdict in (SURVIVED, UNDECIDED):
                line(
                    say(
                        f"mutants.{each.verdict}_line", said=said_of(each), why=outcome(self.definition, each)
                    )
                )
        killed = killed_percent(self.fates)
        if killed is None:
            line(say("mutants.no_difference"))
            return
        counts = [sum(each.verdict == verdict for each in self.fates) for verdict in (KILLED, SURVIVED)]
        line(say("mutants.result", killed=counts[0], differing=sum(counts), percent=f"{killed:.1f}"))
        if self.short:
            line(say("mutants.short", percent=f"{killed:.1f}", least=self.least), red=True)


def _closed(mutant: Mutant) -> Mutant:
    """With the plainest values of the parameters that are open."""
    return evolve(mutant, change=evolve(mutant.change, definition=with_parameters(mutant.definition, {})))
