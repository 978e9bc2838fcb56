"""What is stored while storing is measured: cases that go through many events, and the rows that each event writes."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from ocop_workflow import Actor, Store, Workflow, load
from ocop_workflow.store import Command, statements
from ocop_workflow.testing import read_scenario

EXAMPLES = Path(__file__).parents[1] / "examples"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

LAP = """\
workflow: lap
version: "1"
timezone: Asia/Ho_Chi_Minh
data:
  name: {type: string}
  laps: {type: integer, minimum: 0, maximum: 1000000}
  points: {type: number, scale: 2, minimum: 0, maximum: 100}
  until: {type: date}
roles: {runner: {}}
start: {begin: {by: runner, to: s0, takes: [name, until], sets: {laps: "0"}}}
states: {s0: {}, s1: {}, s2: {}, s3: {}, s4: {}, s5: {}, s6: {}, s7: {}, s8: {}, s9: {}, over: {final: completed}}
events:
  run:
    by: runner
    takes: [points]
    when: {is: "has(laps) && taken.points >= 50", else: {vi: Chưa đủ điểm, en: Too few points}}
    moves: {s0: s1, s1: s2, s2: s3, s3: s4, s4: s5, s5: s6, s6: s7, s7: s8, s8: s9}
  turn:
    by: runner
    takes: [points]
    sets: {laps: "has(laps) && laps < 1000000 ? laps + 1 : 0"}
    moves: {s9: s0}
  stop: {by: clock, at: until, moves: {s0: over, s4: over, s5: over, s6: over}}
"""


@frozen
class Act:
    """One event as it is fired."""

    event: str
    payload: Mapping[str, object]
    actor: Actor
    at: datetime


@frozen
class Journey:
    """A case from its start on; `inputs` is what a store for it is told. `keyed`: every event has a key of its own."""

    name: str
    workflow: Workflow
    acts: tuple[Act, ...]
    inputs: Mapping[str, Any]
    keyed: bool = False

    def connect(self, url: str) -> Store:
        return Store.connect(url, **self.inputs, clock=lambda: NOW, salt=lambda: bytes(32))

    def over(self, connection: object) -> Store:
        return Store(connection, **self.inputs, clock=lambda: NOW, salt=lambda: bytes(32))

    def start(self, store: Store, case_id: str) -> None:
        first = self.acts[0]
        store.start(
            self.workflow, first.payload, actor=first.actor, id=case_id, event=first.event, at=first.at
        )

    def fire(self, store: Store, case_id: str, number: int) -> None:
        """Fire the event with this number; the start is number 0."""
        act, command = self.acts[number], self.command(case_id, number)
        store.fire(case_id, command.event, command.payload, actor=act.actor, at=act.at, key=command.key)

    def command(self, case_id: str, number: int) -> Command:
        """The same, to be fired with others."""
        act = self.acts[number]
        return Command(case_id, act.event, act.payload, f"{case_id}/{number}" if self.keyed else None)

    @property
    def numbers(self) -> range:
        """Of the events after the start."""
        return range(1, len(self.acts))


def product() -> Journey:
    """A product under Decision 1048, from its registration to its certificate."""
    story = read_scenario(EXAMPLES / "three-laws" / "1048.scenario.yaml")
    zone = story.workflow.definition.timezone
    acts = tuple(
        Act(step.do, step.payload, story.actors[actor], step.moment(zone))
        for step in story.steps
        if step.do and not step.refused
        for actor in step.actors
    )
    inputs = {"units": story.units, "calendar": story.calendar}
    return Journey("a product of Decision 1048", story.workflow, acts, inputs)


def lap(folder: Path, laps: int = 2) -> Journey:
    """Twice through ten states, with a guard, a payload and an actor at each step."""
    file = folder / "lap.yaml"
    file.write_text(LAP, "utf-8")
    runner = Actor("r-1", roles=["runner"])
    events = (*["run"] * 9, "turn") * laps
    acts = (
        Act("begin", {"name": "Nguyễn Văn A", "until": "2039-12-31"}, runner, NOW),
        *(_step(event, runner) for event in events),
    )
    return Journey("a lap of ten states", load(file), acts, {})


def _step(event: str, runner: Actor) -> Act:
    return Act(event, {"points": "61.50"}, runner, NOW)


Row = tuple[Any, ...]


@frozen
class Written:
    """What one event wrote: the entries, in order, and the case as `SET_CASE` takes it."""

    case_id: str
    entries: tuple[Row, ...]
    case: Row


def rows_of(journey: Journey, case_id: str) -> list[Written]:
    """Take the journey in a store of its own, in memory, and look at the rows after each event."""
    found: list[Written] = []
    with closing(sqlite3.connect(":memory:")) as raw:
        store = journey.over(raw)
        journey.start(store, case_id)
        seq = 1
        for number in journey.numbers:
            journey.fire(store, case_id, number)
            case = raw.execute(statements.CASE, (case_id,)).fetchone()
            entries = [row for row in raw.execute(statements.ENTRIES, (case_id,)) if row[1] > seq]
            found.append(Written(case_id, tuple(entries), (*case[1:], case_id, seq)))
            seq = case[5]
    return found
