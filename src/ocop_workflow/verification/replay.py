"""From a path of the relaxed workflow to a story of the original: concrete people, days, papers and votes.

Each step is looked for among the payloads, actors and, where guards read votes, sets of votes that fit it; the
original's own `decide` takes it. A story is told only if it runs to its end and the log checker finds the claim
broken; a path for which none is found stays undecided.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice, product

from attrs import define, evolve, field, frozen

from ..access import Actor
from ..access.any_units import AnyUnits
from ..calendar.weekends import WEEKENDS
from ..case import Case, Entry
from ..engine import Facts, WorkflowMachine, apply, local_date, machine_of, settle, weigh
from ..engine.facts import start_of
from ..model.definition import Definition, Event, Property, Start
from ..model.types import CollectionType, RoleType
from ..properties import PERSONAL, Step
from .act import FREE
from .candidates import links, payloads, votes, votes_name
from .judge import breaks
from .space import Edge, Space
from .steps import step_of
from .world import People, with_parameters

MOST_TRIES = 4_000
_PER_STEP = 400
_HOUR = timedelta(hours=1)
NEW_VOTER = "?voter"  # in a payload that a solver chose: somebody new puts the record in
DAY = "?day"  # and on which day at the earliest


@frozen
class Told:
    """One step of a story: an event somebody fired, or (`actor` None) a clock event that time fired.

    `links` is what linked cases said to it, by the names of the definition's links.
    """

    at: datetime
    event: str
    actor: Actor | None
    role: str | None
    payload: Mapping[str, object]
    source: str | None
    target: str
    links: Mapping[str, object] = field(factory=dict)


@frozen
class Story:
    """A run of the original workflow; `definition` has the parameter values in which it happens."""

    definition: Definition
    steps: tuple[Told, ...]
    case: Case


@define
class Run:
    """A story so far: the case, the time, who has acted, what is told, and the history for the log checker."""

    case: Case | None
    at: datetime
    people: People
    told: list[Told] = field(factory=list)
    history: list[Step] = field(factory=list)
    cases: list[Case] = field(factory=list)  # after each step
    before: "Run | None" = None  # the run that it was one step ago

    def copy(self) -> "Run":
        people = evolve(self.people, known={role: list(actors) for role, actors in self.people.known.items()})
        return Run(self.case, self.at, people, list(self.told), list(self.history), list(self.cases), self)


def retell(definition: Definition, claim: Property, path: Sequence[Edge], *, ended: bool) -> Story | None:
    """A story of the original along the path that breaks the claim, or None if none was found."""
    for chosen in _open_roles(definition, claim, path):
        told = _with_values(evolve(definition, values={**definition.values, **chosen}), path)
        telling = Telling(told, path, _breaking(told, claim, ended=ended))
        telling.everybody = claim.template == PERSONAL
        run = telling.run_from(telling.beginning())
        if run is not None:
            return _cut(told, claim, run)
    return None


def _breaking(definition: Definition, claim: Property, *, ended: bool) -> Callable[[Run], bool]:
    return lambda run: breaks(definition, claim, run.history, ended=ended)


def _open_roles(definition: Definition, claim: Property, path: Sequence[Edge]) -> Iterator[dict[str, object]]:
    """Roles of the path that are left open, as they may be given, where it matters to the claim; else as they come."""
    if not any(letter.by for letter in claim.letters):
        yield {}
        return
    acts: Mapping[str, Start | Event] = {**definition.start, **definition.events}
    named = {role for edge in path for role in acts[edge.event].by}
    open_ones = {
        name: declared.type.choices(definition.roles)
        for name, declared in definition.parameters.items()
        if name in named and isinstance(declared.type, RoleType) and name not in definition.values
    }
    for chosen in product(*open_ones.values()):
        yield dict(zip(open_ones, chosen, strict=True))


def _cut(definition: Definition, claim: Property, run: Run) -> Story:
    """The story up to where it breaks the claim: a clock that was due may have done so before the path's own end."""
    told = run.told
    broken = (n for n in range(1, len(told)) if breaks(definition, claim, run.history[:n], ended=False))
    end = next(broken, len(told))
    while end < len(told) and _together(told[end - 1], told[end]):
        end += 1
    return Story(definition, tuple(told[:end]), run.cases[end - 1])


def _together(one: Told, other: Told) -> bool:
    """Whether the same moment made both of them due."""
    return one.actor is None and other.actor is None and one.at == other.at


def beginning(definition: Definition) -> datetime:
    """The first day on which the workflow is in force, or any."""
    opens = definition.from_ or date(2020, 1, 1)
    return datetime(opens.year, opens.month, opens.day, 1, tzinfo=UTC)


def retraces(definition: Definition, path: Sequence[Edge]) -> bool:
    """Whether a case of the original can go the path with just the data that the search saw at every step."""
    if any(name.startswith(FREE) for edge in path for name in edge.payload):
        return False  # the search chose what the original computes
    told = _with_values(definition, path)

    def alike(run: Run) -> bool:
        return len(run.history) == len(path) and all(
            step.event == edge.event and _agree(edge.before, step.before) and _agree(edge.after, step.after)
            for step, edge in zip(run.history, path, strict=True)
        )

    def _agree(seen: Mapping[str, object], real: Mapping[str, object]) -> bool:
        whole = {**real, **told.values}
        return all(whole.get(name) == value for name, value in seen.items())

    return Telling(told, path, alike).find() is not None


def follows(definition: Definition, space: Space, path: Sequence[Edge]) -> Story | None:
    """A case of the original that goes the path of a space and stands where it ends, None if none was found."""
    told = _with_values(definition, path)
    node = space.cases[path[-1].target]
    live, asked = space.live[node.state], space.machine.table.evidence

    def stands(run: Run) -> bool:
        if run.case is None:
            return False
        whole = {**run.case.data, **told.values}
        data = {name: value for name, value in whole.items() if name in live}
        evidence = {
            scope: set(events) & asked[scope] for scope, events in run.case.evidence.items() if scope in asked
        }
        there = {scope: set(events) for scope, events in node.evidence.items()}
        return data == node.data and {scope: e for scope, e in evidence.items() if e} == there

    return Telling(told, path, stands).find()


def _with_values(definition: Definition, path: Sequence[Edge]) -> Definition:
    """Parameters that the proof followed have the values with which the path begins."""
    start = definition.start[path[0].event]
    chosen = {name: value for name, value in path[0].payload.items() if name not in start.takes}
    clocks = (definition.events[edge.event].after for edge in path if edge.event in definition.events)
    waited = {after.parameter for after in clocks if after is not None and after.parameter is not None}
    return with_parameters(definition, chosen, waited)


class Telling:
    """Looks for a run of the original along a path, at whose end it has `arrived`; `left` tries are left for it."""

    def __init__(
        self,
        definition: Definition,
        path: Sequence[Edge],
        arrived: Callable[[Run], bool],
        machine: WorkflowMachine | None = None,
    ) -> None:
        self.definition = definition
        self.machine: WorkflowMachine = machine or machine_of(definition)
        self.path, self.arrived = path, arrived
        self.left = MOST_TRIES
        self.everybody = (
            False  # whether it matters who does it: all are tried who have acted, in whatever role
        )
        self.collecting = {
            leaf: [
                e for e in self.machine.table.events.values() if _collects(e.declared) and leaf in e.branches
            ]
            for leaf in self.machine.table.tree.leaves
        }

    def find(self) -> Story | None:
        found = self.run_from(self.beginning())
        return Story(self.definition, tuple(found.told), found.case) if found and found.case else None

    def beginning(self) -> Run:
        """Nothing has happened: the first day on which the workflow is in force."""
        people = People(self.definition, self.machine.table.tree, everybody=self.everybody)
        return Run(None, beginning(self.definition), people)

    def run_from(self, run: Run) -> Run | None:
        """The first run found along the path."""
        return next(self.runs_from(run), None)

    def runs_from(self, run: Run) -> Iterator[Run]:
        """Depth first over what each step may be; `ways` has, for each step so far, what else it may be."""
        ways = [islice(self.steps(run, self.path[0]), _PER_STEP)]
        while ways and self.left > 0:
            after = next(ways[-1], None)
            if after is None:
                ways.pop()
            elif len(ways) < len(self.path):
                ways.append(islice(self.steps(after, self.path[len(ways)]), _PER_STEP))
            elif after.case and self.arrived(after):
                yield after

    def steps(self, run: Run, edge: Edge) -> Iterator[Run]:
        """Runs that are one step further, along the edge."""
        declared = self.definition.start.get(edge.event) or self.definition.events[edge.event]
        if isinstance(declared, Event) and declared.is_clock:
            waited = self._wait(run, edge.event)
            if waited is not None and waited.case and waited.case.state == edge.leaf:
                yield waited
            return
        new_person = NEW_VOTER in edge.payload
        day = edge.payload.get(DAY)
        if isinstance(day, date) and local_date(run.at + _HOUR, self.definition.timezone) < day:
            run = run.copy()
            run.at = start_of(day, self.definition.timezone)
        for ready in self.with_votes(run, declared, edge.payload):
            for taken in payloads(declared, edge.payload, ready.at.date()):
                for said in links(self.definition, declared, edge.payload):
                    for after in self._fired(ready, declared, taken, said, new_person=new_person):
                        if after.case and after.case.state == edge.leaf:
                            yield after
                    if self.left <= 0:
                        return

    def with_votes(self, run: Run, declared: Start | Event, chosen: Mapping[str, object]) -> Iterator[Run]:
        """The run itself, and runs in which votes were cast that the event's guards may ask for."""
        yield run
        if run.case is None or not isinstance(declared, Event) or _collects(declared):
            return
        for event in self.collecting[run.case.state]:
            collection = event.declared.collects or ""  # type: ignore[union-attr]  # it collects
            kind = self.definition.data[collection].type
            assert isinstance(kind, CollectionType)  # checked at load
            ballots = votes(kind, self.definition, chosen)
            told = chosen.get(votes_name(collection))
            for ballot in chain([told] if isinstance(told, list) else [], ballots):
                voted = self.voted(run, event.declared, ballot)
                if voted is not None:
                    yield voted

    def voted(self, run: Run, declared: Start | Event, ballot: Sequence[Mapping[str, object]]) -> Run | None:
        """The run once each record was put into the collection by somebody else; None where one is refused."""
        voted: Run | None = run
        for record in ballot:
            voted = next(self._fired(voted, declared, record, new_person=True), None) if voted else None
        return voted

    def _fired(
        self,
        run: Run,
        declared: Start | Event,
        payload: Mapping[str, object],
        said: Mapping[str, object] | None = None,
        *,
        new_person: bool = False,
    ) -> Iterator[Run]:
        """Runs in which somebody did it: the first who may, in each role."""
        at, done = run.at + _HOUR, set[str]()
        leaf = run.case.state if run.case else declared.to  # type: ignore[union-attr]  # no case: a start
        data = run.case.data if run.case else payload
        able = list(run.people.able(declared, leaf, data))
        for role, actor in able[-1:] if new_person else able:
            if role in done and not self.everybody:
                continue
            self.left -= 1
            facts = Facts(now=at, case_id="story", units=self._units(), calendar=WEEKENDS, links=said or {})
            decision = weigh(self.machine, run.case, declared.name, payload, actor, at, facts)
            if decision.allowed and decision.case is not None:
                after, case = run.copy(), run.case
                after.people.remember(role, actor)
                for entry in decision.entries[:-1]:  # clocks that were due come first
                    assert case is not None  # clocks have one
                    case = apply(self.machine, case, entry)
                    self._record(after, entry, case, {}, None)
                self._record(after, decision.entries[-1], decision.case, payload, actor, said or {})
                done.add(role)
                yield after

    def _wait(self, run: Run, event: str) -> Run | None:
        """Let time pass until the clock event fires; others that are due before it fire too."""
        due = run.case.due.get(event) if run.case else None
        if run.case is None or due is None or due.at is None:
            return None
        at = max(due.at, run.at)
        facts = Facts(now=at, units=self._units(), calendar=WEEKENDS)
        settled = settle(self.machine, run.case, at, facts)
        if settled.stuck or event not in {entry.event for entry in settled.entries}:
            return None
        after, case = run.copy(), run.case
        for entry in settled.entries:
            case = apply(self.machine, case, entry)
            self._record(after, entry, case, {}, None)
        return after

    def _record(
        self,
        run: Run,
        entry: Entry,
        case: Case,
        payload: Mapping[str, object],
        actor: Actor | None,
        said: Mapping[str, object] | None = None,
    ) -> None:
        taken = {name: value for name, value in payload.items() if value is not None}
        run.history.append(step_of(self.machine, run.case, entry, case, taken))
        places = (entry.source, entry.target)
        run.told.append(Told(entry.at, entry.event, actor, entry.role, payload, *places, said or {}))
        run.cases.append(case)
        run.case, run.at = case, entry.at

    def _units(self) -> AnyUnits | None:
        return AnyUnits() if self.definition.unit else None


def _collects(declared: Start | Event) -> bool:
    return isinstance(declared, Event) and declared.collects is not None
