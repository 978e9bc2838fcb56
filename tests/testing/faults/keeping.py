"""What hosts get wrong in keeping: what was written is not all, not what was said, or not what is read."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve
from testing.notebook import Notebook

from ocop_workflow import Case, Decision, Entry, Workflow
from ocop_workflow.engine import seal


class MendsHistory(Notebook):
    """Puts right in the history what it thinks was wrong, and seals that entry anew."""

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        super().write(case_id, case, entries)
        history = self.pages.histories[case_id]
        if len(history) > 1:
            history[0] = seal(evolve(history[0], actor="clerk"))


class WritesBeforeItAsks(Notebook):
    """Moves the case on, then decides; the refusal comes too late."""

    def decided(
        self, workflow: Workflow, case_id: str, case: Case | None, event: str, *rest: Any
    ) -> Decision:
        table = workflow.machine.table.events
        if case is not None and event in table and case.state in table[event].branches:
            target = table[event].branches[case.state][0].to
            self.pages.cases[case_id] = evolve(case, state=target or case.state)
        return super().decided(workflow, case_id, case, event, *rest)


class DiesHalfway(Notebook):
    """Writes the case, looks at the clock for its log, then writes the history: two transactions where one is due."""

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        self.pages.cases[case_id] = case
        self.clock()
        super().write(case_id, case, entries)


COPIES: dict[Path, dict[str, Case]] = {}


class ReadsAnOldCopy(Notebook):
    """Reads from a copy that is made when it is opened, and knows what it wrote itself from then on."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.copy = dict(COPIES.get(given[0], {}))
        self.folder: Path = given[0]

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        super().write(case_id, case, entries)
        self.copy[case_id] = case
        COPIES.setdefault(self.folder, {}).setdefault(case_id, case)

    def get(self, case_id: str) -> Case:
        return self.copy.get(case_id) or super().get(case_id)


class RoundsMoney(Notebook):
    """Keeps amounts in whole units, as the column of the table is an integer."""

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        super().write(case_id, evolve(case, data=whole(case.data)), entries)


def whole(data: Mapping[str, object]) -> dict[str, object]:
    """Every number without its decimals."""
    return {name: Decimal(int(v)) if isinstance(v, Decimal) else v for name, v in data.items()}
