"""A store beside a mirror: whatever is done to the store is decided purely as well, and both must agree.

No Hypothesis here: the machine draws what to do, a trial does it and raises Difference with the story so far.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn, TypeVar

from attrs import evolve, field, frozen

from ..access import Actor, Units
from ..calendar import Calendar
from ..case import Case, Decision, Entry
from ..engine import Facts, decide, decisions, fold, settle
from ..engine import seal as sealed
from ..engine.seal import COMMITMENT
from ..errors import Refused, StoreError
from ..messages import say
from ..model.text import Text
from ..model.types import CaseType
from ..workflow import Workflow
from .linked import linked
from .spoken import language_of
from .stores import CaseStore, StoreFactory
from .writing import Line, write_scenario

T = TypeVar("T")
FOUND_LATER = frozenset(
    {"chain_broken", "history_otherwise", "entry_otherwise", "fold_otherwise", "stored_otherwise"}
)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Difference(AssertionError):
    """The store and the workflow do not agree; the text ends with the story as a scenario file."""


@frozen
class Request:
    """What was asked under a key, and the case that was the answer."""

    key: str
    case_id: str
    start: bool
    event: str
    payload: Mapping[str, object]
    actor: Actor
    answer: Case


@frozen
class World:
    """What a test is about: the workflow with all its parameters, the store, and the dated data it uses."""

    workflow: Workflow
    store: StoreFactory
    units: Units | None = None
    calendar: Calendar | None = None
    units_named: str | None = field(default=None)


class Trial:
    """One run: a fresh folder with the store in it, a clock that is moved, and the mirror of every case."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.machine = world.workflow.machine
        self.language = language_of(os.environ)
        self._folder = TemporaryDirectory(prefix="workflow-machine-", ignore_cleanup_errors=True)
        self.now = _morning(world)
        self.cases: dict[str, Case] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.lines: dict[str, list[Line]] = {}
        self.requests: list[Request] = []
        self._notes: list[str] = []
        self._last = "begun"
        self._number = 0
        self.store = self._open()

    def facts(self, case_id: str | None = None, payload: Mapping[str, object] | None = None) -> Facts:
        """What a decision of this moment is told."""
        facts = Facts(self.now, case_id, self.world.units, self.world.calendar, b"mirror")
        definition = self.machine.definition
        if not definition.links and not any(isinstance(f.type, CaseType) for f in definition.data.values()):
            return facts
        settled = {
            name: settle(self.machine, case, self.now, facts).case for name, case in self.cases.items()
        }
        links, cases = linked(definition, settled, case_id, payload or {})
        return evolve(facts, links=links, cases=cases)

    def settled(self, case_id: str) -> Case:
        """The case as time has left it by now, written or not."""
        return settle(self.machine, self.cases[case_id], self.now, self.facts()).case

    def fire(
        self, case_id: str, event: str, payload: Mapping[str, object], actor: Actor, *, late: bool = False
    ) -> None:
        """Fire an event, or start the case; `late` enters it at the time of the case's last entry."""
        case = self.cases.get(case_id)
        at = case.at if late and case else None
        moment = at or self.now
        facts = self.facts(case_id, payload)
        decision = decide(self.machine, case, event, payload, actor, moment, facts)
        self._number += 1
        key = f"key-{self._number}"
        answer = self._call(
            case_id,
            lambda: self._send(case_id, event, payload, actor, at, key, start=case is None),
            Line(moment, event, actor, payload),
        )
        codes = tuple(dict.fromkeys(reason.code for reason in decision.reasons))
        if isinstance(answer, Refused):
            self._last = "refused"
            found = tuple(dict.fromkeys(reason.code for reason in answer.reasons))
            if decision.allowed:
                target = decision.case.state if decision.case else ""
                self._line(case_id, Line(moment, event, actor, payload, target))
                self._differ(case_id, "refused_what_is_allowed", codes=", ".join(found))
            self._line(case_id, Line(moment, event, actor, payload, refused=codes))
            if found != codes:
                self._differ(case_id, "refused_otherwise", codes=", ".join(found), expected=", ".join(codes))
            return
        self._last = "fired"
        if not decision.allowed or decision.case is None:
            self._line(case_id, Line(moment, event, actor, payload, refused=codes))
            self._differ(case_id, "allowed_what_is_refused", codes=", ".join(codes))
        self._became(case_id, decision.case, decision.entries, payload, actor)
        self._same(case_id, answer, decision.case, "answered_otherwise")
        self.requests.append(Request(key, case_id, case is None, event, payload, actor, answer))

    def redeliver(self, request: Request) -> None:
        """The same request again: the same answer, flagged, and nothing changes."""
        self._note(say("testing.note_again", event=request.event))
        self._last = "redelivered"
        answer = self._call(request.case_id, lambda: self._resend(request, request.actor))
        if isinstance(answer, Refused) or answer != request.answer or not answer.replayed:
            self._differ(request.case_id, "answered_anew", event=request.event)

    def reuse(self, request: Request) -> None:
        """The key of one request for another's: an error, and nothing changes."""
        self._note(say("testing.note_reused", event=request.event))
        self._last = "reused"
        somebody = evolve(request.actor, id="somebody-else")
        try:
            self._resend(request, somebody)
        except (StoreError, Refused):
            return
        except Exception as error:  # noqa: BLE001 - a host's store may raise anything
            self._raised(request.case_id, error)
        self._differ(request.case_id, "key_taken_twice", event=request.event)

    def pass_time(self, until: datetime) -> None:
        """Move the clock; nothing is told to the store."""
        self.now = max(self.now, until)

    def fire_due(self) -> None:
        """Let the store fire what is due, of all cases."""
        self._last = "clocks"
        for case_id, case in list(self.cases.items()):
            found = settle(self.machine, case, self.now, self.facts())
            self._became(case_id, found.case, found.entries, {}, None)
        case_id = next(iter(self.cases), "")
        self._call(case_id, self.store.fire_due)

    def reopen(self) -> None:
        """Close the store and open it again, as after a crash: what was acknowledged is there."""
        self._note(say("testing.note_reopened"))
        self._last = "reopened"
        self.store.close()
        self.store = self._open()

    def ask(self, case_id: str, actor: Actor) -> None:
        """`decisions()` says of every event what deciding it says."""
        self._last = "asked"
        self._note(say("testing.note_asked", actor=actor.id))
        expected = decisions(self.machine, self.cases[case_id], actor, self.now, self.facts(case_id))
        found = self._call(case_id, lambda: self.store.decisions(case_id, actor=actor))
        said = [_brief(each) for each in found] if not isinstance(found, Refused) else []
        for wanted in map(_brief, expected):
            if wanted not in said:
                self._differ(case_id, "advised_otherwise", event=wanted[0])
        if len(said) != len(expected):
            self._differ(case_id, "advised_otherwise", event="…")

    def check(self) -> None:
        """Every case: the chain is whole, its history folds to it, and it is what the workflow makes of it."""
        for case_id in self.cases:
            self._check(case_id)

    def close(self) -> None:
        """Close the store and remove its folder."""
        try:
            self.store.close()
        finally:
            self._folder.cleanup()

    def _open(self) -> CaseStore:
        return self.world.store(
            Path(self._folder.name), self.world.units, self.world.calendar, lambda: self.now
        )

    def _send(
        self,
        case_id: str,
        event: str,
        payload: Mapping[str, object],
        actor: Actor,
        at: datetime | None,
        key: str,
        *,
        start: bool,
    ) -> Case:
        if start:
            return self.store.start(
                self.world.workflow, payload, actor=actor, id=case_id, event=event, at=at, key=key
            )
        return self.store.fire(case_id, event, payload, actor=actor, at=at, key=key)

    def _resend(self, request: Request, actor: Actor) -> Case:
        return self._send(
            request.case_id,
            request.event,
            request.payload,
            actor,
            None,
            request.key,
            start=request.start,
        )

    def _call(self, case_id: str, ask: Callable[[], T], line: Line | None = None) -> T | Refused:
        try:
            return ask()
        except Refused as refused:
            return refused
        except Exception as error:  # noqa: BLE001 - a host's store may raise anything
            if line is not None:
                self._line(case_id, line)
            self._raised(case_id, error)

    def _check(self, case_id: str) -> None:
        case, expected = self.cases[case_id], self.entries[case_id]
        stored = self._call(case_id, lambda: self.store.get(case_id))
        history = self._call(case_id, lambda: tuple(self.store.history(case_id)))
        if isinstance(stored, Refused) or isinstance(history, Refused):
            self._differ(case_id, "stored_otherwise", field="Refused")
        previous: str | None = None
        for number, entry in enumerate(history, 1):
            if (entry.seq, entry.previous) != (number, previous) or sealed(entry).hash != entry.hash:
                self._differ(case_id, "chain_broken", seq=number)
            previous = entry.hash
        if len(history) != len(expected):
            self._differ(case_id, "history_otherwise", count=len(history), expected=len(expected))
        for entry, wanted in zip(history, expected, strict=True):
            if _essence(entry) != _essence(wanted):
                self._differ(case_id, "entry_otherwise", seq=entry.seq)
        if fold(self.machine, history) != stored:
            self._differ(case_id, "fold_otherwise")
        self._same(case_id, stored, case, "stored_otherwise")

    def _same(self, case_id: str, found: Case, wanted: Case, key: str) -> None:
        for name in ("id", "definition", "state", "seq", "at", "data", "since", "due", "evidence"):
            if getattr(found, name) != getattr(wanted, name):
                self._differ(case_id, key, field=name)

    def _became(
        self,
        case_id: str,
        case: Case,
        entries: Sequence[Entry],
        payload: Mapping[str, object],
        actor: Actor | None,
    ) -> None:
        self.cases[case_id] = case
        self.entries.setdefault(case_id, []).extend(entries)
        for entry in entries:
            own = entry.actor is not None
            self._line(
                case_id,
                Line(entry.at, entry.event, actor if own else None, payload if own else {}, entry.target),
            )

    def _line(self, case_id: str, line: Line) -> None:
        note, self._notes = "\n".join(self._notes), []
        self.lines.setdefault(case_id, []).append(evolve(line, note=note))

    def _note(self, text: Text) -> None:
        self._notes.append(text.say(self.language))

    def _raised(self, case_id: str, error: Exception) -> NoReturn:
        self._differ(case_id, "raised", error=f"{type(error).__name__}: {error}", cause=error)

    def _differ(
        self, case_id: str, key: str, *, cause: Exception | None = None, **values: object
    ) -> NoReturn:
        """The one place where a trial fails, so that a failure shrinks as one."""
        told = say(f"testing.{key}", **values)
        text = told.say(self.language)
        if key in FOUND_LATER:
            text += f" ({say(f'testing.after_{self._last}').say(self.language)})"
        raise Difference(f"{text}\n\n{self._scenario(case_id, text)}") from cause

    def _scenario(self, case_id: str, text: str) -> str:
        world, definition = self.world, self.world.workflow.definition
        written = write_scenario(
            definition,
            self.lines.get(case_id, []),
            workflow=definition.file or f"{definition.workflow}@{definition.version}",
            title=Text(**{self.language: text}),
            units=world.units_named,
            language=self.language,
        )
        return written + "".join(f"# {note}\n" for note in self._notes)


def _brief(decision: Decision) -> tuple[str, bool, tuple[str, ...], tuple[str, ...]]:
    codes = tuple(dict.fromkeys(reason.code for reason in decision.reasons))
    return decision.event, decision.allowed, codes, tuple(sorted(decision.needs))


def _essence(entry: Entry) -> tuple[object, ...]:
    """An entry without what differs from store to store: hashes, salts, and the commitments they make."""
    hidden = {n for n, v in entry.payload.items() if isinstance(v, Mapping) and COMMITMENT in v}
    payload = {name: value for name, value in entry.payload.items() if name not in hidden}
    data = entry.writes.get("data")
    written = {n: v for n, v in data.items() if n not in hidden} if isinstance(data, Mapping) else data
    return (
        (entry.seq, entry.event, entry.source, entry.target, entry.stay, entry.at, entry.due),
        (entry.actor, entry.role, entry.unit, entry.on_behalf),
        (payload, written, entry.writes.get("due")),
    )


def _morning(world: World) -> datetime:
    """When the first case begins: the first day that law and calendar speak for."""
    days = [day for day in (world.workflow.definition.from_,) if day is not None]
    days += [world.calendar.start] if world.calendar and world.calendar.start.year > 1900 else []  # noqa: PLR2004 - a table of real years
    first = max(days) if days else None
    return (
        datetime(first.year, first.month, first.day, 1, tzinfo=UTC)
        if first
        else datetime(2020, 1, 6, 1, tzinfo=UTC)
    )
