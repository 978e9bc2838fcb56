"""A host's own store, in the simplest way that is right, and what hosts get wrong, each in a few lines.

A notebook keeps its pages in a dictionary by folder, as a file would outlive it; `close` loses all but the pages.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from attrs import define, evolve, field

from ocop_workflow import Actor, Case, Decision, Entry, Facts, Refused, StoreError, Workflow
from ocop_workflow.access import Units
from ocop_workflow.calendar import Calendar
from ocop_workflow.engine import apply, fold, settle

Request = tuple[str, dict[str, object], str]
PAGES: dict[Path, "Pages"] = {}


@define
class Pages:
    """What is kept: workflows, cases, histories, and the answers that were given under a key."""

    workflows: dict[str, Workflow] = field(factory=dict)
    cases: dict[str, Case] = field(factory=dict)
    histories: dict[str, list[Entry]] = field(factory=dict)
    answers: dict[tuple[str, str], tuple[Request, Case]] = field(factory=dict)


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
        workflow, case = self.pages.workflows[case_id], self.pages.cases[case_id]
        return self._take(workflow, case_id, case, event, payload or {}, actor, at, key)

    def fire_due(self, now: datetime | None = None) -> Sequence[Entry]:
        written: list[Entry] = []
        for case_id, case in self.pages.cases.items():
            moment = now or self.clock()
            found = settle(self.pages.workflows[case_id].machine, case, moment, self.facts(case_id))
            self.write(case_id, found.case, found.entries)
            written += found.entries
        return written

    def decisions(self, case_id: str, *, actor: Actor, at: datetime | None = None) -> Sequence[Decision]:
        workflow, case = self.pages.workflows[case_id], self.pages.cases[case_id]
        return workflow.decisions(case, actor=actor, at=at or self.clock(), facts=self.facts(case_id))

    def get(self, case_id: str) -> Case:
        return self.pages.cases[case_id]

    def history(self, case_id: str) -> Sequence[Entry]:
        return self.pages.histories[case_id]

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


class ForgetsClocks(Notebook):
    """Writes the event's own entry, but not those of the clock events that came before it."""

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        super().write(case_id, case, entries[-1:])


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


class ForgetsKeys(Notebook):
    """Remembers keys as long as it is open."""

    def close(self) -> None:
        self.pages.answers.clear()


class TakesAnyKey(Notebook):
    """Answers by the key alone, whatever the request is."""

    def known(self, case_id: str, key: str, request: Request) -> Case | None:
        asked, _ = self.pages.answers.get((case_id, key), (request, None))
        return super().known(case_id, key, asked)


class StaleCache(Notebook):
    """Answers reads from a cache that fire_due does not touch."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.cache: dict[str, Case] = {}

    def get(self, case_id: str) -> Case:
        return self.cache.setdefault(case_id, super().get(case_id))

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        super().write(case_id, case, entries)
        if any(entry.actor for entry in entries):
            self.cache[case_id] = case


class FoldsItsOwnWay(Notebook):
    """Folds the last entry only onto what it kept, and loses what other entries cleared."""

    def get(self, case_id: str) -> Case:
        case = super().get(case_id)
        machine = self.pages.workflows[case_id].machine
        history = self.pages.histories[case_id]
        kept = fold(machine, history[:1])
        for entry in history[1:]:
            kept = evolve(apply(machine, kept, entry), data={**kept.data, **apply(machine, kept, entry).data})
        return evolve(case, data=kept.data)


class BelievesAnybody(Notebook):
    """Asks whether somebody may do it, not whether this one may."""

    def decided(
        self, workflow: Workflow, case_id: str, case: Case | None, event: str, *rest: Any
    ) -> Decision:
        payload, actor, at = rest
        roles = [(role, unit) for role in workflow.definition.roles for unit in (None, *self._units(case))]
        everyone = evolve(actor, roles=roles)
        return super().decided(workflow, case_id, case, event, payload, everyone, at)

    def _units(self, case: Case | None) -> list[str]:
        return [str(value) for value in case.data.values()] if case else []


class ForgetsWhoDidWhat(Notebook):
    """Leaves the evidence out, so that nobody is barred by what they did."""

    def decided(
        self, workflow: Workflow, case_id: str, case: Case | None, event: str, *rest: Any
    ) -> Decision:
        if case is not None:
            nobody = {scope: dict.fromkeys(events, ()) for scope, events in case.evidence.items()}
            asked = super().decided(workflow, case_id, evolve(case, evidence=nobody), event, *rest)
            if asked.allowed and asked.case is not None:
                machine = workflow.machine
                for entry in asked.entries:
                    case = apply(machine, case, entry)
                return evolve(asked, case=case)
            return asked
        return super().decided(workflow, case_id, case, event, *rest)


class MendsHistory(Notebook):
    """Puts right in the history what it thinks was wrong, without sealing it anew."""

    def write(self, case_id: str, case: Case, entries: Sequence[Entry]) -> None:
        super().write(case_id, case, entries)
        history = self.pages.histories[case_id]
        if len(history) > 2:
            history[1] = evolve(history[1], actor="clerk")


class LateClock(Notebook):
    """Fires what is due a day late."""

    def fire_due(self, now: datetime | None = None) -> Sequence[Entry]:
        return super().fire_due((now or self.clock()) - timedelta(days=1))
