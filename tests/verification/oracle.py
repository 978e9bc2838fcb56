"""The judge of the proofs: everything that a small workflow can do, tried with every value, person and day.

It asks the engine's own `decide` and knows nothing of the verification: no representatives, no masks, no relaxed
workflow. Letters are read by the reference's evaluator, and each template is a few lines of its own here.
"""

import heapq
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, product
from typing import TypeVar
from zoneinfo import ZoneInfo

from attrs import define, evolve, field, frozen
from properties.formulas import Symbol
from properties.machines import BROKEN, FINE, OPEN, learned
from reference.expressions import Fails, Sight, evaluate

from ocop_workflow.access import Actor
from ocop_workflow.calendar.weekends import WEEKENDS
from ocop_workflow.case import Case, Entry
from ocop_workflow.engine import Facts, WorkflowMachine, apply, decide, machine_of, settle
from ocop_workflow.model.definition import Definition, Event, Letter, Property, Start
from ocop_workflow.model.tree import state_tree
from ocop_workflow.model.types import (
    BooleanType,
    CollectionType,
    DateType,
    EnumType,
    Field,
    IntegerType,
    NumberType,
)
from ocop_workflow.model.values import decode

T = TypeVar("T")
BEGINNING = datetime(2020, 1, 1, 1, tzinfo=UTC)
ENDLESS = 10**6


class TooLarge(Exception):
    """More than the oracle is willing to try."""


@frozen
class Seen:
    """One entry, as a property reads it."""

    event: str
    target: str
    before: Mapping[str, object]
    taken: Mapping[str, object]
    after: Mapping[str, object]
    attests: tuple[str, ...] = ()
    source: str | None = None
    role: str = "clock"
    actor: str | None = None
    today: date | None = None  # of a clock, the day for which it was set


@frozen
class Way:
    """What can happen next: one entry, and those of the clocks that follow at once; none if only a day passes."""

    seen: tuple[Seen, ...]
    target: int


@define
class Graph:
    """All that can happen: leaves by node, ways out of each, ways to begin."""

    definition: Definition
    machine: WorkflowMachine
    leaves: list[str] = field(factory=list)
    ways: list[list[Way]] = field(factory=list)
    begins: list[Way] = field(factory=list)
    nodes: list[tuple[Case, datetime, bool]] = field(
        factory=list
    )  # the case, the time, whether nothing more happens


@frozen
class Judged:
    """The truth about a property: how many entries the shortest run has that breaks it, None if none does."""

    shortest: int | None
    activated: bool
    completes: bool


def values(declared: Field, today: date) -> list[object]:
    """Every value of a tiny type."""
    match declared.type:
        case BooleanType():
            found: list[object] = [False, True]
        case EnumType(values=words):
            found = list(words)
        case IntegerType(minimum=low, maximum=high):
            found = list(range(low, high + 1))
        case NumberType(scale=scale, minimum=lowest, maximum=highest):
            first, last = int(lowest.scaleb(scale)), int(highest.scaleb(scale))
            found = [Decimal(n).scaleb(-scale) for n in range(first, last + 1)]
        case DateType():
            found = [today + timedelta(days=n) for n in range(3)]
        case other:
            raise AssertionError(other)
    return [*found, None] if declared.optional else found


def payloads(act: Start | Event, today: date) -> Iterator[dict[str, object]]:
    """Every payload of an event."""
    pools = [[(name, value) for value in values(taken.field, today)] for name, taken in act.takes.items()]
    for combined in product(*pools):
        yield {name: value for name, value in combined if value is not None}


def people(definition: Definition) -> list[Actor]:
    """As many as can matter: everybody holds every role, but for one who acts in the last where an act has several."""
    apart = {name for event in definition.events.values() for name in (*event.not_by, *event.only_by)}
    collects = any(event.collects for event in definition.events.values())
    posts = list(definition.roles)
    everybody = [Actor(f"person-{n}", roles=posts) for n in range(1 + min(2, len(apart)) + collects)]
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    return everybody + ([Actor("helper", roles=posts[-1:])] if any(len(act.by) > 1 for act in acts) else [])


def bound(definition: Definition) -> Iterator[Definition]:
    """The definition with every choice of values for its open parameters; optional ones may stay unset."""
    pools = []
    for name, declared in definition.parameters.items():
        if name not in definition.values:
            pools.append([(name, value) for value in values(declared, BEGINNING.date())])
    for chosen in product(*pools):
        given = {name: value for name, value in chosen if value is not None}
        yield evolve(definition, values={**definition.values, **given})


class _Exploring:
    def __init__(self, definition: Definition, most: int) -> None:
        self.graph = Graph(definition, machine_of(definition))
        self.left = most
        self.people = people(definition)
        self.nodes = self.graph.nodes
        self.known: dict[object, int] = {}

    def run(self) -> Graph:
        definition, machine = self.graph.definition, self.graph.machine
        for start in definition.start.values():
            self.graph.begins += self.asked(None, BEGINNING, start, start.attests)
        done = 0
        while done < len(self.nodes):
            case, now, frozen = self.nodes[done]
            ways: list[Way] = []
            done += 1
            if frozen:
                continue
            for name, event in machine.table.events.items():
                declared = definition.events[name]
                if not declared.is_clock and case.state in event.branches:
                    ways += self.asked(case, now, declared)
            if any(due.at is not None and due.at > now for due in case.due.values()):
                tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
                ways.append(self.settled(case, tomorrow, []))
            self.graph.ways[done - 1] = ways
        return self.graph

    def asked(
        self, case: Case | None, now: datetime, act: Start | Event, attests: tuple[str, ...] = ()
    ) -> Iterator[Way]:
        for payload in payloads(act, now.date()):
            for actor in self.people:
                self.left -= 1
                if self.left < 0:
                    raise TooLarge
                facts = Facts(now=now, case_id="case", calendar=WEEKENDS)
                decision = decide(self.graph.machine, case, act.name, payload, actor, now, facts)
                if decision.allowed and decision.case is not None:
                    before, after = case.data if case else {}, decision.case
                    source, role = case.state if case else None, decision.entries[-1].role or "clock"
                    way = (source, role, actor.id, now.date())
                    seen = Seen(act.name, after.state, before, payload, after.data, attests, *way)
                    yield self.settled(after, now, [seen])

    def settled(self, case: Case, now: datetime, seen: list[Seen]) -> Way:
        """What is due at that time happens at once."""
        self.left -= 1
        found = settle(self.graph.machine, case, now, Facts(now=now, calendar=WEEKENDS))
        if found.stuck:  # from now on every answer is this error, and nothing is written any more
            return Way(tuple(seen), self.node(case, now, frozen=True))
        for entry in found.entries:
            after = apply(self.graph.machine, case, entry)
            way = (entry.source, "clock", None, day_of(self.graph.definition, entry))
            seen = [*seen, Seen(entry.event, entry.target, case.data, {}, after.data, (), *way)]
            case = after
        return Way(tuple(seen), self.node(case, now))

    def node(self, case: Case, now: datetime, *, frozen: bool = False) -> int:
        key = (frozen, situation(case, now))
        if key not in self.known:
            self.known[key] = len(self.nodes)
            self.nodes.append((case, now, frozen))
            self.graph.leaves.append(case.state)
            self.graph.ways.append([])
        return self.known[key]


def situation(case: Case, now: datetime) -> object:
    """What can matter of a case: days count from today, and of those gone by only that they are."""

    def told(value: object) -> object:
        if isinstance(value, date):
            return max((value - now.date()).days, -1)
        if isinstance(value, Mapping):
            return tuple((name, told(part)) for name, part in sorted(value.items()))
        return value

    gone = sorted({due.at for due in case.due.values() if due.at is not None and due.at <= now})
    dues = tuple(
        (name, "left", due.left)
        if due.at is None
        else (name, "gone", gone.index(due.at))
        if due.at <= now
        else (name, "due", (due.at.date() - now.date()).days)
        for name, due in sorted(case.due.items())
    )
    return (case.state, told(case.data), dues, told(case.evidence))


def explore(definition: Definition, most: int = 4000) -> Graph:
    """Everything that a workflow without open parameters can do; `most` decisions are asked."""
    return _Exploring(definition, most).run()


def day_of(definition: Definition, entry: Entry) -> date:
    """The day of an entry, where the workflow is; of a clock's, that for which it was set."""
    return (entry.due or entry.at).astimezone(ZoneInfo(definition.timezone or "UTC")).date()


def holds(definition: Definition, letter: Letter, seen: Seen) -> bool:
    """Whether a letter is read at an entry; what has no value is not true."""
    if letter.events and seen.event not in letter.events:
        return False
    members = state_tree(definition).members
    places = ((letter.from_, seen.source), (letter.to, seen.target))
    if any(names and place not in {leaf for n in names for leaf in members[n]} for names, place in places):
        return False
    if letter.by and seen.role not in letter.by:
        return False
    boxes: dict[str, object] = {
        n: {} for n, f in definition.data.items() if isinstance(f.type, CollectionType)
    }
    sides = {"before": {**boxes, **seen.before}, "after": {**boxes, **seen.after}}
    try:
        if letter.where is not None:
            sight = Sight(definition, seen.before, seen.today, taken=seen.taken)
            if evaluate(letter.where.tree, sight) is not True:
                return False
        if letter.changes is not None:
            nothing = evolve(definition, data={})
            return evaluate(letter.changes.tree, Sight(nothing, {}, variables=sides)) is True
    except Fails:
        return False
    return True


def symbol(definition: Definition, claim: Property, seen: Seen, person: str | None = None) -> Symbol:
    """Which letters of a property an entry is, and whether what enables is done by it."""
    first, second, done = False, False, False
    if person is not None and seen.actor != person:
        return (first, second, done)
    if claim.letters:
        first = done = holds(definition, claim.letters[0], seen)
        done = done or bool({*claim.letters[0].events} & {*seen.attests})
    if len(claim.letters) > 1:
        second = holds(definition, claim.letters[1], seen)
    if claim.holds is not None:
        try:
            kept = evaluate(claim.holds.tree, Sight(definition, seen.after, seen.today)) is True
        except Fails:
            kept = False
        second_too = second if len(claim.letters) > 1 else True
        first, second = (first, second_too and kept) if claim.letters else (kept, False)
    return (first, second, done if claim.template in ENABLING else first)


ENABLING = {"precedence", "alternate_precedence", "chain_precedence"}
ENABLING |= {name.replace("precedence", "succession") for name in ENABLING}
Standing = int | None | str  # the machine's state, None outside the scope, or that it is broken for good


class Judging:
    """One property along a run, entry by entry."""

    def __init__(self, definition: Definition, claim: Property) -> None:
        self.definition, self.claim, self.machine = definition, claim, learned(claim)
        scope = claim.scope or ("whole",)
        self.kind, self.names = scope[0], scope[1:]
        tree = state_tree(definition)
        self.inside = tree.members[self.names[0]] if self.kind == "within" else ()
        self.begin: Standing = 0 if self.kind == "whole" else None

    def status(self, standing: Standing) -> str:
        if isinstance(standing, str):
            return standing
        return FINE if standing is None else self.machine.status[standing]

    def is_judged(self, standing: Standing, seen: Seen) -> bool:
        """Whether the entry is on a part of the run that the property is about."""
        match self.kind:
            case "within":
                return standing is not None or seen.target in self.inside
            case "between":
                return standing is not None and seen.event not in self.names[1:]
        return True

    def read(self, standing: Standing, seen: Seen, symbol: Symbol) -> Standing:
        """One entry more."""
        if standing == BROKEN:
            return BROKEN
        was_open = self.status(standing) == OPEN
        match self.kind:
            case "per_round":
                if seen.event in self.names or standing is None:
                    return BROKEN if was_open else self._step(0, symbol)
            case "within":
                found = self._step(standing or 0, symbol) if self.is_judged(standing, seen) else None
                if seen.target in self.inside:
                    return found
                return BROKEN if self.status(found) != FINE else None
            case "between":
                opens = 0 if seen.event == self.names[0] else None
                if standing is None:
                    return opens
                if seen.event in self.names[1:]:
                    return BROKEN if was_open else opens
        assert isinstance(standing, int)
        return self._step(standing, symbol)

    def _step(self, state: int | str, symbol: Symbol) -> Standing:
        assert isinstance(state, int)
        after = self.machine.after[
            state, symbol if (state, symbol) in self.machine.after else (*symbol[:2], symbol[0])
        ]
        return BROKEN if self.machine.status[after] == BROKEN else after


def ends(graph: Graph, *, completed: bool = False) -> set[str]:
    """Leaves at which a run may end; `completed`: only those that the workflow is for."""
    tree = graph.machine.table.tree
    found = set()
    for leaf in tree.leaves:
        states = [tree.states[name] for name in tree.path[leaf]]
        if any(s.goal or (s.final == "completed" if completed else s.final) for s in states):
            found.add(leaf)
    return found


def judge(graph: Graph, claim: Property) -> Judged:
    """The truth about one property: of each person, where it is about what one person does."""
    if claim.template != "apart":
        return judge_steps(graph, claim, None)
    found = [judge_steps(graph, claim, person.id) for person in people(graph.definition)]
    lengths = [each.shortest for each in found if each.shortest is not None]
    met = {seen.event for ways in (graph.begins, *graph.ways) for way in ways for seen in way.seen}
    spoken = all(met & {*letter.events} for letter in claim.letters)
    return Judged(min(lengths, default=None), spoken, all(each.completes for each in found))


def judge_steps(graph: Graph, claim: Property, person: str | None) -> Judged:
    """Every run is followed, the shortest first; of a person's letters only those of their own steps."""
    definition, stops = graph.definition, ends(graph)
    judging = Judging(definition, claim)
    ticket = count()
    queue: list[tuple[int, int, int, Standing]] = []
    best: dict[tuple[int, Standing], int] = {}
    after: dict[tuple[int, Standing], list[tuple[int, Standing]]] = {}
    shortest = ENDLESS
    spoken: set[str] = set()
    known: dict[int, tuple[Symbol, ...]] = {}
    ended: set[tuple[int, Standing]] = set()

    def take(way: Way, state: Standing, length: int, here: tuple[int, Standing] | None) -> None:
        nonlocal shortest
        if id(way) not in known:
            known[id(way)] = tuple(symbol(definition, claim, seen, person) for seen in way.seen)
        fine_end = False
        for seen, letters in zip(way.seen, known[id(way)], strict=True):
            length += 1
            if judging.is_judged(state, seen):
                spoken.update(said(claim, seen, letters))
            state = judging.read(state, seen, letters)
            if state == BROKEN or (judging.status(state) == OPEN and seen.target in stops):
                shortest = min(shortest, length)
                return
            fine_end = fine_end or seen.target in stops
        there = (way.target, state)
        if here is not None:
            after.setdefault(there, []).append(here)
        if fine_end and here is not None:
            ended.add(here)
        if length < best.get(there, ENDLESS):
            best[there] = length
            heapq.heappush(queue, (length, next(ticket), *there))

    for way in graph.begins:
        take(way, judging.begin, 0, None)
    while queue:
        length, _, node, state = heapq.heappop(queue)
        if length > best[(node, state)]:
            continue
        for way in graph.ways[node]:
            take(way, state, length, (node, state))
    good = {pair for pair in best if pair in ended or graph.leaves[pair[0]] in stops}
    return Judged(
        None if shortest == ENDLESS else shortest,
        any(wanted <= spoken for wanted in wanted_of(claim)),
        _before(after, good) >= set(best) or not judging.machine.obliges,
    )


def _before(before: Mapping[T, list[T]], these: set[T]) -> set[T]:
    """These, and all from which one of them can be reached."""
    found, waiting = set(these), list(these)
    while waiting:
        for earlier in before.get(waiting.pop(), ()):
            if earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return found


def said(claim: Property, seen: Seen, letters: Symbol) -> set[str]:
    """What an entry, on a part that is judged, shows of what the property speaks of."""
    first = letters[0]
    if claim.template in ("never", "absence"):
        first = seen.event in claim.letters[0].events
    return {"step"} | ({"first"} if first else set()) | ({"second"} if letters[1] else set())


def wanted_of(claim: Property) -> list[set[str]]:
    """Any of these has to be seen, or the property says nothing."""
    match claim.template:
        case "never" | "absence":
            (letter,) = claim.letters
            conditional = letter != evolve(Letter(None), event=letter.event, also=letter.also)
            return [{"first"} if letter.events and conditional else {"step"}]
        case "precedence" | "alternate_precedence" | "chain_precedence":
            return [{"second"}]
        case "responded_existence" | "response" | "alternate_response" | "chain_response" | "at":
            return [{"first"}]
        case "not_co_existence" | "apart" | "not_succession" | "not_chain_succession":
            return [{"first", "second"}]
        case "co_existence" | "succession" | "alternate_succession" | "chain_succession":
            return [{"first"}, {"second"}]
    return [{"step"}]


@frozen
class Control:
    """Control flow as it is; `lost` are the leaves in which a case may stand with no way to what it is for."""

    unreachable: set[str]
    dead: set[str]
    stuck: set[str]
    lost: set[str]


def control(graph: Graph) -> Control:
    """What never happens, where nothing can happen, where no good end is left."""
    definition = graph.definition
    tree = graph.machine.table.tree
    reached = {seen.target for ways in (graph.begins, *graph.ways) for way in ways for seen in way.seen}
    happened = {seen.event for ways in (graph.begins, *graph.ways) for way in ways for seen in way.seen}
    final = {leaf for leaf in tree.leaves if any(tree.states[name].final for name in tree.path[leaf])}
    moving = _leading(graph, {n for n, ways in enumerate(graph.ways) if any(way.seen for way in ways)})
    aims = ends(graph, completed=True)
    passing = {
        n for n, ways in enumerate(graph.ways) if any(s.target in aims for way in ways for s in way.seen)
    }
    good = _leading(graph, passing | {n for n, leaf in enumerate(graph.leaves) if leaf in aims})
    everything = set(range(len(graph.leaves)))
    lost = {graph.leaves[n] for n in everything - good}
    for way in (way for ways in (graph.begins, *graph.ways) for way in ways if way.target not in good):
        for seen in reversed(way.seen):  # clocks that are due at once take a case on from where it came to
            if seen.target in aims:
                break
            lost.add(seen.target)
    return Control(
        set(tree.leaves) - reached,
        {*definition.start, *definition.events} - happened,
        {graph.leaves[n] for n in everything - moving} - final,
        lost - final if aims else set(),
    )


def _leading(graph: Graph, to: set[int]) -> set[int]:
    """The nodes from which one of these can be reached, themselves included."""
    before: dict[int, list[int]] = {}
    for node, ways in enumerate(graph.ways):
        for way in ways:
            before.setdefault(way.target, []).append(node)
    return _before(before, to)


def replayed(machine: WorkflowMachine, entries: list[Entry]) -> list[Seen]:
    """A history as properties read it."""
    seen, case = [], None
    for entry in entries:
        after = apply(machine, case, entry)
        start = machine.definition.start.get(entry.event) if case is None else None
        taken = machine.table.starts if case is None else machine.table.events
        takes = taken[entry.event].takes
        from_payload = {
            name: decode(takes[name].field.type, value)
            for name, value in entry.payload.items()
            if not takes[name].field.personal
        }
        attests = start.attests if start else ()
        before: Mapping[str, object] = case.data if case else {}
        way = (entry.source, entry.role or "clock", entry.actor, day_of(machine.definition, entry))
        seen.append(Seen(entry.event, entry.target, before, from_payload, after.data, attests, *way))
        case = after
    return seen
