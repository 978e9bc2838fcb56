"""Running a scenario: every step is taken until one does not go as it is told."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from ..access import Actor
from ..case import Case, Entry, Reason
from ..engine import Facts, apply, settle, tell
from ..engine.reasons import state_title
from ..errors import Refused
from ..messages import say
from ..model.position import Position
from ..model.text import Text
from ..model.values import shown
from ..reading.script import Moving, Step
from ..workflow import Workflow
from .moves import follow, moved_in, wrong
from .scenario import Scenario
from .stores import CaseStore


@frozen
class Happening:
    """What came of one event of a step, or of a wait (`actor` None): the entries, or the reasons of a refusal.

    `case` is the case after it. `wrong` says what is not as it was told.
    """

    step: Step
    actor: str | None
    at: datetime
    case: Case | None
    entries: tuple[Entry, ...] = ()
    reasons: tuple[Reason, ...] = ()
    wrong: Text | None = None


@frozen
class Outcome:
    """How a scenario went. `wrong` is what is not as it was told, at `place`; None if it holds.

    A story that must not happen holds where it `stopped`: at a step that was refused, or at its end elsewhere.
    """

    scenario: Scenario
    happenings: tuple[Happening, ...]
    wrong: Text | None = None
    place: Position | None = field(default=None)
    stopped: Happening | None = None

    @property
    def holds(self) -> bool:
        return self.wrong is None


def run_scenario(scenario: Scenario, store: CaseStore | None = None, *, case_id: str = "case") -> Outcome:
    """Take the steps: by the pure `decide`, or through a store that has no case of that id yet.

    A store's clock must not be before the last step; it looks linked cases up by itself, so that a scenario which tells
    what they say does not hold there. Raises nothing over what the workflow refuses.
    """
    told = next((step for step in scenario.steps if step.links), None)
    if store is not None and told is not None:
        return Outcome(scenario, (), say("testing.links_and_store", step=told.number), told.place)
    world: _World = _Pure(scenario, case_id) if store is None else _Stored(scenario, case_id, store)
    happenings: list[Happening] = []
    for happening in _taken(scenario, world):
        happenings.append(happening)
        if scenario.forbidden is not None and happening.reasons:
            return Outcome(scenario, tuple(happenings), stopped=happening)
        if happening.wrong is not None:
            return Outcome(scenario, tuple(happenings), happening.wrong, happening.step.place)
    return _ended(scenario, tuple(happenings))


class _World(Protocol):
    """Where the steps are taken; the answer is the case, what was written, and why something was refused."""

    case: Case | None
    workflow: Workflow

    def fire(self, event: str, step: Step, actor: Actor, at: datetime) -> "_Answer": ...

    def wait(self, at: datetime) -> "_Answer": ...

    def move(self, step: Moving, actor: Actor, at: datetime) -> "_Answer": ...


@frozen
class _Answer:
    case: Case | None
    entries: tuple[Entry, ...] = ()
    reasons: tuple[Reason, ...] = ()
    wrong: Text | None = None  # why a case did not move


def _taken(scenario: Scenario, world: _World) -> Iterator[Happening]:
    timezone = scenario.workflow.definition.timezone
    for step in scenario.steps:
        at = step.moment(timezone)
        before: tuple[Entry, ...] = ()
        for actor in step.actors or (None,):
            answer = _answer(scenario, world, step, actor, at)
            before += answer.entries
            last = actor is None or actor == step.actors[-1]
            wrong = _wrong(scenario, world.workflow, step, answer, before, last=last)
            yield Happening(step, actor, at, answer.case, answer.entries, answer.reasons, wrong)


def _answer(scenario: Scenario, world: _World, step: Step, actor: str | None, at: datetime) -> _Answer:
    if actor is None:
        return world.wait(at)
    if step.move is not None:
        return world.move(step.move, scenario.actors[actor], at)
    return world.fire(step.do, step, scenario.actors[actor], at)


def _wrong(
    scenario: Scenario,
    workflow: Workflow,
    step: Step,
    answer: _Answer,
    written: Sequence[Entry],
    *,
    last: bool,
) -> Text | None:
    """What is not as the step tells; of a story that must not happen, only its steps are told, not what they do."""
    codes = tuple(dict.fromkeys(reason.code for reason in answer.reasons))
    if scenario.forbidden is not None:
        return None
    if answer.wrong is not None:
        return answer.wrong
    if step.refused:
        expected = ", ".join(step.refused)
        if not codes:
            return say("testing.should_be_refused", expected=expected)
        if set(codes) != set(step.refused):
            return say("testing.other_codes", codes=", ".join(codes), expected=expected)
        return None
    if codes:
        return say("testing.should_be_allowed", codes=", ".join(codes))
    if not last:
        return None
    fired = tuple(entry.event for entry in written if entry.actor is None)
    if step.happened is not None and fired != step.happened:
        return say("testing.other_clocks", fired=_listed(fired), expected=_listed(step.happened))
    return _elsewhere(workflow, step.then, answer.case)


def _elsewhere(workflow: Workflow, wanted: str | None, case: Case | None) -> Text | None:
    tree = workflow.machine.table.tree
    if wanted is None or case is None or case.state in tree.members.get(wanted, ()):
        return None
    return say("testing.other_state", state=state_title(tree, case.state), expected=state_title(tree, wanted))


def _ended(scenario: Scenario, happenings: tuple[Happening, ...]) -> Outcome:
    """The whole story was told: that is wrong if it must not happen, unless it ended in another state."""
    last = happenings[-1]
    if scenario.forbidden is not None:
        if _elsewhere(Workflow(scenario.last), last.step.then, last.case) is not None:
            return Outcome(scenario, happenings, stopped=last)
        said = scenario.forbidden
        wrong = say("testing.still_happens_because", why=said) if said else say("testing.still_happens")
        return Outcome(scenario, happenings, wrong, last.step.place)
    return Outcome(scenario, happenings, _unexpected_end(scenario, last.case), scenario.expected.place)


def _unexpected_end(scenario: Scenario, case: Case | None) -> Text | None:
    expected = scenario.expected
    wrong = [_elsewhere(Workflow(scenario.last), expected.state, case)]
    data = case.data if case else {}
    for name, value in expected.data.items():
        if name not in data:
            wrong.append(say("testing.value_missing", field=name, expected=shown(value)))
        elif data[name] != value:
            wrong.append(
                say("testing.other_value", field=name, value=shown(data[name]), expected=shown(value))
            )
    wrong += [
        say("testing.value_left", field=name, value=shown(data[name]))
        for name in expected.unset
        if name in data
    ]
    told = [text for text in wrong if text is not None]
    if not told:
        return None
    return Text(vi="; ".join(t.say("vi") for t in told), en="; ".join(t.say("en") for t in told))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "–"


class _Pure:
    """By `decide` and `settle`, with nothing stored: each step is written when it happens."""

    def __init__(self, scenario: Scenario, case_id: str) -> None:
        self.scenario, self.id = scenario, case_id
        self.workflow = scenario.workflow
        self.case: Case | None = None
        self.history: list[Entry] = []

    def fire(self, event: str, step: Step, actor: Actor, at: datetime) -> _Answer:
        decision = self.workflow.decide(
            self.case, event, step.payload, actor=actor, at=at, facts=self._facts(at, step)
        )
        if not decision.allowed:
            return _Answer(self.case, (), decision.reasons)
        self.case = decision.case
        self.history += decision.entries
        return _Answer(self.case, decision.entries)

    def wait(self, at: datetime) -> _Answer:
        if self.case is None:
            return _Answer(None)
        machine = self.workflow.machine
        settled = settle(machine, self.case, max(at, self.case.at), self._facts(at))
        tell(machine, self.case, "", settled.entries)
        for entry in settled.entries:
            self.case = apply(machine, self.case, entry)
        self.history += settled.entries
        return _Answer(self.case, settled.entries, settled.stuck)

    def move(self, step: Moving, actor: Actor, at: datetime) -> _Answer:
        if self.case is None:
            return _Answer(None)
        outcome, moved, fired = follow(
            step, self.workflow, self.case, self.history, actor, at, self._facts(at)
        )
        if moved is None:
            return _Answer(self.case, (), wrong=wrong(outcome))
        self.case, self.workflow = moved.case, moved.workflow
        self.history += (*fired, moved.entry)
        return _Answer(self.case, (*fired, moved.entry))

    def _facts(self, at: datetime, step: Step | None = None) -> Facts:
        now = max(at, self.case.at) if self.case else at
        links = step.links if step else {}
        return Facts(now, self.id, self.scenario.units, self.scenario.calendar, links=links)


class _Stored:
    """Through a store; what was written is read from its history."""

    def __init__(self, scenario: Scenario, case_id: str, store: CaseStore) -> None:
        self.scenario, self.id, self.store = scenario, case_id, store
        self.workflow = scenario.workflow
        self.case: Case | None = None

    def fire(self, event: str, step: Step, actor: Actor, at: datetime) -> _Answer:
        try:
            if self.case is None:
                self.store.start(self.workflow, step.payload, actor=actor, id=self.id, event=event, at=at)
            else:
                self.store.fire(self.id, event, step.payload, actor=actor, at=at)
        except Refused as refused:
            return _Answer(self.case, (), refused.reasons)
        return self._read()

    def wait(self, at: datetime) -> _Answer:
        if self.case is None:
            return _Answer(None)
        self.store.fire_due(at)
        return self._read()

    def move(self, step: Moving, actor: Actor, at: datetime) -> _Answer:
        told = moved_in(self.store, step, self.id, actor, at)
        if told.verdict != "moved":
            return _Answer(self.case, (), wrong=wrong(told))
        self.workflow = Workflow(step.definition)
        return self._read()

    def _read(self) -> _Answer:
        known = self.case.seq if self.case else 0
        self.case = self.store.get(self.id)
        return _Answer(self.case, tuple(e for e in self.store.history(self.id) if e.seq > known))
