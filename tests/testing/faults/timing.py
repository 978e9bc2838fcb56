"""What hosts get wrong in time: twice, too late, or between reading and writing."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve
from testing.notebook import Notebook, Request

from ocop_workflow import Case, Entry
from ocop_workflow.engine import apply, seal


class IgnoresKeys(Notebook):
    """Does again what comes again."""

    def known(self, case_id: str, key: str, request: Request) -> Case | None:  # noqa: ARG002 - the base's
        return None


class LosesAnUpdate(Notebook):
    """Reads, decides, then writes what it made of what it read: it does not hold the case meanwhile."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.pages.held = nullcontext()


class IgnoresWhatWasRead(Notebook):
    """Takes what the asker has read last, and makes nothing of it."""

    def fire(self, *given: Any, expected: int | None = None, **named: Any) -> Case:  # noqa: ARG002
        return super().fire(*given, **named)


class ForgetsTheClock(Notebook):
    """Looks for what is due only among the cases of the last week."""

    def due(self, now: datetime) -> Sequence[str]:
        return [name for name, case in self.pages.cases.items() if now - case.at < timedelta(days=7)]


class FiresTwice(Notebook):
    """Two timers run, and each writes what it found due."""

    def settle(self, case_id: str, now: datetime) -> Sequence[Entry]:
        written = super().settle(case_id, now)
        for entry in written:
            again = seal(evolve(entry, seq=entry.seq + 1, previous=entry.hash, source=entry.target))
            case = apply(self.pages.workflows[case_id].machine, self.pages.cases[case_id], again)
            self.write(case_id, case, [again])
        return written
