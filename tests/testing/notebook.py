"""A host's own store in the simplest way that is right, which the faults in faults/ are made of.

A notebook keeps its pages in a dictionary by folder, as a file would outlive it; `close` loses all but the pages.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any, Self

from attrs import define, evolve, field

from ocop_workflow import Actor, Case, Decision, Entry, Facts, Refused, StoreError, Workflow
from ocop_workflow.access import Units
from ocop_workflow.calendar import Calendar
from ocop_workflow.engine import settle

Request = tuple[str, dict[str, object], str]
PAGES: dict[Path, "Pages"] = {}


@define
class Pages:
    """What is kept: workflows, cases, histories, and the answers that were given under a key."""

    workflows: dict[str, Workflow] = field(factory=dict)
    cases: dict[str, Case] = field(factory=dict)
    histories: dict[str, list[Entry]] = field(factory=dict)
    answers: dict[tuple[str, str], tuple[Request, Case]] = field(factory=dict)
    held: AbstractContextManager[object] = field(factory=RLock)  # one writes at a time


class Notebook:
    """A right store."""

    def __init__(
        self,
        folder: Path,
        units: Units | None,
        calendar: Calendar | None,
        clock: Callable[[], datetime],
    ) -> None:
        self.pages = PAGES.setdefault(folder, Pages())
        self.units, self.calendar, self.clock = units, calendar, clock

    @classmethod
    def open(cls, *given: Any) -> Self:
        return cls(*given)

    def start(
        self,
        workflow: Workflow,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        id: str | None = None,  # noqa: A002
        event: str | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Case:
        assert id
        assert event
        with self.pages.held:
            return self._take(workflow, id, None, event, payload or {}, actor, at, key)

    def fire(
        self,
        case_id: str,
        event: str,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Case:
        with self.pages.held:
            workflow, case = self.pages.workflows[case_id], self.pages.cases[case_id]
            return self._take(workflow, case_id, case, event, payload or {}, actor, at, key)

    def fire_due(self, now: datetime | None = None) -> Sequence[Entry]:
        written: list[Entry] = []
        with self.pages.held:
            for case_id in self.due(now or self.clock()):
                written += self.settle(case_id, now or self.clock())
        return written

    def due(self, now: datetime) -> Sequence[str]:  # noqa: ARG002 - for stores that look closer
        return list(self.pages.cases)

    def settle(self, case_id: str, now: datetime) -> Sequence[Entry]:
        machine, case = self.pages.workflows[case_id].machine, self.pages.cases[case_id]
        found = settle(machine, case, now, self.facts(case_id))
        self.write(case_id, found.case, found.entries)
        return found.entries

    def decisions(self, case_id: str, *, actor: Actor, at: datetime | None = None) -> Sequence[Decision]:
        workflow, case = self.pages.workflows[case_id], self.pages.cases[case_id]
        return workflow.decisions(case, actor=actor, at=at or self.clock(), facts=self.facts(case_id))

    def get(self, case_id: str) -> Case:
        return self.pages.cases[case_id]

    def history(self, case_id: str) -> Sequence[Entry]:
        return list(self.pages.histories[case_id])

    def close(self) -> None:
        pass

    def facts(self, case_id: str) -> Facts:
        return Facts(self.clock(), case_id, self.units, self.calendar, b"notebook")

    def decided(
        self,
        workflow: Workflow,
        case_id: str,
        case: Case | None,
        event: str,
        payload: Mapping[str, object],
        actor: Actor,
        at: datetime,
    ) -> Decision:
        return workflow.decide(case, event, payload, actor=actor, at=at, facts=self.facts(case_id))

    def known(self, case_id: str, key: str, request: Request) -> Case | None:
        asked, answer = self.pages.answers.get((case_id, key), (request, None))
        if asked != request:
            raise StoreError("another request has this key", "key_reused")
        return None if answer is None else evolve(answer, replayed=True)

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        self.pages.cases[case_id] = case
        self.pages.histories.setdefault(case_id, []).extend(entries)

    def _take(
        self,
        workflow: Workflow,
        case_id: str,
        case: Case | None,
        event: str,
        payload: Mapping[str, object],
        actor: Actor,
        at: datetime | None,
        key: str | None,
    ) -> Case:
        request = (event, dict(payload), actor.id)
        if key and (known := self.known(case_id, key, request)):
            return known
        decision = self.decided(workflow, case_id, case, event, payload, actor, at or self.clock())
        if not decision.allowed or decision.case is None:
            raise Refused(event, decision.reasons)
        self.pages.workflows[case_id] = workflow
        self.write(case_id, decision.case, decision.entries)
        if key:
            self.pages.answers[case_id, key] = request, decision.case
        return decision.case
