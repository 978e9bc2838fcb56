"""A Hypothesis machine: people of the hall take a case round and round through a store; its history is judged alone."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from duties.oracle import HERE, Line, Oracle, People
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from strategies import Dice

from ocop_workflow import Actor, Entry, Refused, Store, Workflow, load
from ocop_workflow.reading import read_directory

DIRECTORY = read_directory(HERE / "hall.directory.yaml")
ORACLE = Oracle("council.yaml", People("hall.directory.yaml"), None)
NAMES = (*DIRECTORY.people, "nobody")
MARKS = ("mark", "mark_as_chair")
POINTS = (10, 30, 31, 31)
SEEDS = st.integers(0, 2**32 - 1)  # one draw a rule: what is drawn choice by choice seldom gets anywhere
LEAST, APART = 3, 20


class Broken(AssertionError):
    """A history that ought not to be."""


def broken(entries: Sequence[Entry]) -> list[str]:
    """What a history has that no council may have done: separation, binding, a role, the quorum."""
    found: list[str] = []
    history: list[Line] = []
    for entry in entries:
        starts = ORACLE.file["start"]
        act = ORACLE.file["events"].get(entry.event) or starts[entry.event]
        person, whose = entry.actor or "", entry.on_behalf
        day = (entry.at + timedelta(hours=7)).date().isoformat()
        if (entry.role, entry.unit, whose) not in ORACLE.ways(act, person, day, {}, None):
            found.append(f"{entry.seq}: {person} was no {entry.role} in the place of {whose} on {day}")
        found += [f"{entry.seq}: {duty}" for _, duty in ORACLE.barred(history, act, person, whose)]
        if entry.event == "close":
            found += [f"{entry.seq}: {wrong}" for wrong in no_quorum(history, entries)]
        attested = tuple(act.get("attests", ()))
        history.append(Line(entry.event, person, whose, entry.source, entry.target, attested))
    return found


def no_quorum(history: list[Line], entries: Sequence[Entry]) -> list[str]:
    """What the meeting that ends now lacked: people, their chair, agreement. A person's last sheet counts."""
    sheets: dict[str | None, int] = {}
    chaired = False
    for number in range(len(history) - 1, -1, -1):
        line = history[number]
        if line.target != "meeting" or line.event not in MARKS:
            break
        chaired = chaired or line.event == "mark_as_chair"
        points = entries[number].payload["points"]
        assert isinstance(points, int)
        sheets.setdefault(line.person, points)
    given = list(sheets.values())
    wrong = [f"{len(given)} have scored"] if len(given) < LEAST else []
    wrong += [] if chaired else ["no chair"]
    return wrong + (["far apart"] if given and max(given) - min(given) > APART else [])


class Hall(RuleBasedStateMachine):
    """One case; mostly whoever holds a role that day tries, whether duties bar them or not."""

    workflow: ClassVar[Workflow] = load(HERE / "council.yaml")
    reached: ClassVar[Counter[tuple[str, bool]]] = Counter()  # an event, and whether in somebody's place

    @initialize(start=st.sampled_from(["register", "register", "adopt"]), day=st.integers(0, 100))
    def begin(self, start: str, day: int) -> None:
        self.now = datetime(2020, 1, 1, 3, tzinfo=UTC) + timedelta(days=day)
        self.seq = 0
        self.store = Store.connect("sqlite:///:memory:", directory=DIRECTORY, clock=lambda: self.now)
        able = self.able(ORACLE.file["start"][start])
        self.store.start(self.workflow, actor=Actor(able[0]), id="1", event=start)

    @rule(seed=SEEDS)
    def go_on(self, seed: int) -> None:
        """Some people do what can be done where the case stands."""
        dice, events = Dice(seed), ORACLE.file["events"]
        for _ in range(dice.number(1, 4)):
            event = dice.one([name for name, event in events.items() if self.state in self.sources(event)])
            among = NAMES if dice.number(0, 2) == 0 else self.able(events[event]) or NAMES
            self.fire(event, dice.one(among), self.payload(event, dice))

    @rule(seed=SEEDS)
    def meet(self, seed: int) -> None:
        """Where there is a meeting, some people score, and somebody closes it."""
        dice, events = Dice(seed), ORACLE.file["events"]
        if self.state != "meeting":
            return
        may = [(event, person) for event in MARKS for person in self.able(events[event])]
        for event, person in dice.shuffled(may)[: dice.number(2, 5)]:
            for _ in range(dice.number(1, 2)):
                self.fire(event, person, self.payload(event, dice))
        self.fire("close", dice.one(self.able(events["close"])), {})

    @rule(seed=SEEDS)
    def try_anything(self, seed: int) -> None:
        """Somebody tries something, wherever the case stands."""
        dice = Dice(seed)
        event = dice.one(list(ORACLE.file["events"]))
        self.fire(event, dice.one(NAMES), self.payload(event, dice))

    @rule(days=st.sampled_from([1, 10, 30]))
    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def the_history_is_lawful(self) -> None:
        entries = self.store.history("1")
        if len(entries) > self.seq:
            self.reached.update((entry.event, entry.on_behalf is not None) for entry in entries[self.seq :])
            self.seq = len(entries)
            if wrong := broken(entries):
                raise Broken("; ".join(wrong))

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    @property
    def state(self) -> str:
        return self.store.get("1").state

    def sources(self, event: dict[str, dict[str, str]]) -> list[str]:
        return [leaf for source in event["moves"] for leaf in ORACLE.members.get(source, [source])]

    def able(self, act: object) -> list[str]:
        """Those who hold a role of the act today."""
        day = (self.now + timedelta(hours=7)).date().isoformat()
        return [name for name in NAMES if ORACLE.ways(act, name, day, {}, None)]

    def payload(self, event: str, dice: Dice) -> dict[str, object]:
        return {"points": dice.one(POINTS)} if event in MARKS else {}

    def fire(self, event: str, person: str, payload: dict[str, object]) -> None:
        try:
            self.store.fire("1", event, payload, actor=Actor(person, ["head", "chair", "secretary"]))
        except Refused:
            return
