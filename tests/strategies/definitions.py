"""Random definitions that load: a tree of states, data, roles, starts, events and clocks."""

from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve, field, frozen, mutable
from hypothesis import reject
from hypothesis import strategies as st

from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.definition import (
    CLOCK,
    Branch,
    Definition,
    Duration,
    Event,
    Guard,
    Let,
    Move,
    Role,
    Start,
    State,
    Taken,
)
from ocop_workflow.model.expression import Call, Expression, Literal, Name, Node
from ocop_workflow.model.types import (
    BooleanType,
    CollectionType,
    DateType,
    DocumentType,
    DurationType,
    EnumType,
    Field,
    IntegerType,
    LevelType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    RoleType,
    StringType,
    Type,
    UnitType,
)
from ocop_workflow.reading import bind, read_definition

from .dice import Dice, parts
from .expressions import Readable, boolean, day, number, value_for
from .places import LEVELS
from .spelling import document, spelled

ZONES = ("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh", "America/New_York", "America/Sao_Paulo")
SHEET = RecordType(
    {
        "A": Field("A", NumberType(2, Decimal(0), Decimal(35))),
        "B": Field("B", IntegerType(0, 9)),
        "agreed": Field("agreed", BooleanType()),
        "side": Field("side", EnumType(("left", "right", "middle"))),
    }
)
DATA: Mapping[str, Type] = {
    "price": NumberType(2, Decimal(0), Decimal(100)),
    "change": NumberType(1, Decimal(-20), Decimal(20)),
    "tries": IntegerType(0, 4),
    "rank": IntegerType(-3, 12),
    "flag": BooleanType(),
    "urgent": BooleanType(),
    "kind": EnumType(("one", "two", "three")),
    "handled_at": EnumType(LEVELS),
    "opened": DateType(),
    "closing": DateType(),
    "owner": PartyType(),
    "place": UnitType(),
    "remark": StringType(),
    "paper": DocumentType(),
    "picks": ListType(IntegerType(0, 9), 3),
    "votes": CollectionType(SHEET, "person", 2),
    "sides": CollectionType(SHEET, "side", 2),
}
EXTRA: Mapping[str, Field] = {
    "reason": Field("reason", StringType()),
    "amount": Field("amount", NumberType(2, Decimal(0), Decimal(60))),
    "more": Field("more", IntegerType(0, 5), optional=True),
    "agree": Field("agree", BooleanType()),
    "on_day": Field("on_day", DateType(), optional=True),
    "word": Field("word", EnumType(("one", "two"))),
    "whose": Field("whose", PartyType(), optional=True),
}
PARAMETERS: Mapping[str, tuple[Type, object]] = {
    "quorum": (IntegerType(1, 3), 2),
    "limit": (NumberType(1, Decimal(0), Decimal(90)), Decimal("49.5")),
    "strict": (BooleanType(), True),
    "wait": (DurationType("days"), 5),
    "term": (DurationType("months"), 1),
    "answer": (DurationType("working_days"), 3),
    "judge": (RoleType(), "chief"),
    "handler": (LevelType(), "middle"),
}


@frozen
class Shape:
    """The tree of states, flattened: the leaves in order, and what each name stands for with its depth."""

    states: tuple[State, ...]
    leaves: tuple[str, ...]
    finals: frozenset[str]
    depth: Mapping[str, Mapping[str, int]]  # leaf → name of a state or tag → how deep

    @property
    def scopes(self) -> list[str]:
        """Composites and tags."""
        names = {name for depths in self.depth.values() for name in depths}
        return sorted(names - set(self.leaves))

    @property
    def sources(self) -> list[str]:
        return [*self.scopes, *(leaf for leaf in self.leaves if leaf not in self.finals)]

    def members(self, name: str) -> list[str]:
        return [leaf for leaf in self.leaves if name in self.depth[leaf]]

    def around(self, leaves: set[str]) -> list[str]:
        """Every name that all of these leaves lie in."""
        names = {name for leaf in leaves for name in self.depth[leaf]}
        return sorted(name for name in names if leaves <= set(self.members(name)))


def draw_shape(dice: Dice, levels: tuple[str, ...]) -> Shape:
    """2 to 7 leaves; neighbours may be gathered into composites, and those again; tags anywhere but on finals."""
    count = dice.number(2, 7 if dice.rich else 3)
    leaves = [f"s{n}" for n in range(count)]
    finals = leaves[count - 1 :] if count > 2 and dice.chance(2) else []

    def dressed(name: str, states: tuple[State, ...] = ()) -> State:
        at = dice.one(levels) if levels and dice.chance(2) else None
        return State(name, states, at=at, tags=(dice.one(["t0", "t1"]),) if dice.chance(3) else ())

    row = [dressed(leaf) for leaf in leaves if leaf not in finals]
    for n in range(dice.number(0, dice.rich)):
        start = dice.number(0, len(row) - 1)
        end = dice.number(start + 1, min(len(row), start + 3))
        row[start:end] = [dressed(f"g{n}", tuple(row[start:end]))]
    states = (*row, *(State(leaf, final=dice.one(["completed", "aborted"])) for leaf in finals))
    depth: dict[str, dict[str, int]] = {}

    def visit(state: State, above: dict[str, int], level: int) -> None:
        here = above | dict.fromkeys((state.name, *state.tags), level)
        for child in state.states:
            visit(child, here, level + 1)
        if not state.states:
            depth[state.name] = here

    for state in states:
        visit(state, {}, 0)
    return Shape(states, tuple(leaves), frozenset(finals), depth)


@frozen
class Way:
    """A move before its conditions: a source, and for each branch the leaf it leads to (None is `stay`)."""

    source: str
    from_: frozenset[str]
    targets: tuple[str | None, ...]

    def reached(self, target: str | None) -> frozenset[str]:
        return self.from_ if target is None else frozenset({target})

    @property
    def to(self) -> frozenset[str]:
        return frozenset().union(*(self.reached(target) for target in self.targets))


@frozen
class Timer:
    """When a clock is due: its `at` with the fields that anchor it, or its `after`."""

    anchors: frozenset[str] = frozenset()
    at: Expression | None = None
    after: Duration | None = None


@mutable
class Draft:
    """What has been made so far, for the parts that are made after it, and the dice of the part at hand."""

    dice: Dice
    shape: Shape
    data: dict[str, Field] = field(factory=dict)
    sure: tuple[str, ...] = ()
    parameters: dict[str, Field] = field(factory=dict)
    values: dict[str, object] = field(factory=dict)
    roles: dict[str, Role] = field(factory=dict)
    lets: dict[str, Let] = field(factory=dict)
    let_kinds: dict[str, str] = field(factory=dict)
    anchors: frozenset[str] = frozenset()

    def with_dice(self, dice: Dice) -> "Draft":
        return evolve(self, dice=dice)

    def kept(self, name: str, leaves: frozenset[str]) -> bool:
        """Whether a field may hold a value in all of these leaves."""
        within = self.data[name].within
        return within is None or leaves <= set(self.shape.members(within))

    def readable(self, *, started: bool = True, leaves: frozenset[str] | None = None) -> Readable:
        """What an expression may read in these leaves (None: anywhere); a start has no data before it."""
        leaves = frozenset(self.shape.leaves) if leaves is None else leaves
        sure: list[tuple[Node, Type]] = []
        unsure: list[tuple[Node, Type]] = []
        for name, declared in self.data.items():
            box = isinstance(declared.type, CollectionType)
            if declared.personal or not started or (box and not self.kept(name, leaves)):
                continue
            (sure if name in self.sure or box else unsure).append((Name(name), declared.type))
        for name, declared in self.parameters.items():
            if isinstance(declared.type, IntegerType | NumberType | BooleanType):
                (unsure if declared.optional else sure).append((Name(name), declared.type))
        lets = tuple((Name(name), kind) for name, kind in self.let_kinds.items()) if started else ()
        return Readable(tuple(sure), tuple(unsure), lets)

    def condition(self, see: Readable) -> Guard:
        named = [name for name, kind in self.let_kinds.items() if kind == "boolean"]
        if named and see.lets and self.dice.chance(3):
            name = self.dice.one(named)
            return Guard(expression(Name(name)), name)
        node = boolean(self.dice, see, min(2, self.dice.rich))
        return Guard(
            expression(node), node.name if isinstance(node, Name) and node.name in self.lets else None
        )

    def payload(self, stored: list[str]) -> dict[str, Taken]:
        takes = {name: Taken(self.data[name], stored=True) for name in stored}
        for name in self.dice.some(list(EXTRA), min(2, self.dice.rich)):
            takes[name] = Taken(EXTRA[name])
        return takes

    def sets(self, free: list[str], see: Readable, most: int) -> dict[str, Expression]:
        written: dict[str, Expression] = {}
        for name in self.dice.some(free, min(most, self.dice.rich)):
            node = value_for(self.dice, self.data[name], see)
            if node is not None:
                written[name] = expression(node)
        return written

    def writable(self, leaves: frozenset[str]) -> list[str]:
        """What `sets` may write on the way to these leaves: neither collections nor personal fields."""
        return [
            name
            for name, declared in self.data.items()
            if not isinstance(declared.type, CollectionType)
            and not declared.personal
            and self.kept(name, leaves)
        ]


def expression(node: Node) -> Expression:
    return Expression(node, spelled(node))


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """A definition that has been written down, loaded, and given its parameters' values."""
    definition = draw(drafts())
    try:
        loaded = read_definition("random.yaml", document(definition))
    except DefinitionError:
        reject()
    return bind(loaded, definition.values)


@st.composite
def drafts(draw: st.DrawFn) -> Definition:
    """A definition that a loader should take, unless a value that it sets can never be in range."""
    first, *others = draw(parts(12))
    dice = first or Dice(0)
    draft = Draft(dice, Shape((), (), frozenset(), {}))
    with_units = dice.chance(2)
    draw_parameters(draft, with_units=with_units)
    levels = (*LEVELS, *["handler"] * ("handler" in draft.parameters)) if with_units else ()
    draft.shape = draw_shape(dice, levels)
    draw_data(draft, with_units=with_units)
    held_at = [*levels, *["handled_at"] * ("handled_at" in draft.data)] if with_units else []
    draft.roles = {
        "clerk": Role("clerk"),
        "chief": Role("chief", at=dice.one(held_at) if held_at and dice.chance(2) else None),
    }
    if "owner" in draft.data:
        draft.roles["holder"] = Role("holder", party="owner")
    draw_lets(draft)

    people = present("e", others[:6], dice.number(2, 6)) or {"e0": Dice(0)}
    clocks = present("c", others[6:9], dice.number(0, 3))
    beginnings = present("start", others[9:], dice.number(1, 2)) or {"start0": Dice(0)}
    timers = {name: draw_timer(draft.with_dice(part)) for name, part in clocks.items()}
    draft.anchors = frozenset(anchor for timer in timers.values() for anchor in timer.anchors)
    names = dice.shuffled([*people, *clocks])
    events = {}
    for name in names:
        if name in clocks:
            events[name] = draw_clock(draft.with_dice(clocks[name]), name, timers[name])
        else:
            events[name] = draw_event(draft.with_dice(people[name]), name, [*names, *beginnings])
    starts = {name: draw_start(draft.with_dice(part), name, events) for name, part in beginnings.items()}
    return Definition(
        "random",
        "1",
        starts,
        draft.shape.states,
        events,
        roles=draft.roles,
        parameters=draft.parameters,
        values=draft.values,
        types={"sheet": SHEET} if {"votes", "sides"} & set(draft.data) else {},
        data=draft.data,
        unit="place" if with_units else None,
        let=draft.lets,
        timezone=dice.one(ZONES),
    )


def present(letter: str, drawn: list[Dice | None], most: int) -> dict[str, Dice]:
    return {f"{letter}{n}": part for n, part in enumerate(drawn[:most]) if part}


def draw_parameters(draft: Draft, *, with_units: bool) -> None:
    dice = draft.dice
    for name in dice.some([n for n in PARAMETERS if with_units or n != "handler"], dice.rich + 1):
        type_, value = PARAMETERS[name]
        optional = name not in {"judge", "handler"} and dice.chance(2)
        draft.parameters[name] = Field(name, type_, optional=optional)
        if not optional or dice.chance(2):
            draft.values[name] = value


def draw_data(draft: Draft, *, with_units: bool) -> None:
    """Some fields are surely set: every start takes them, nothing clears them, they belong to the whole case."""
    dice = draft.dice
    chosen = dice.some([name for name in DATA if name != "place"], 2 + 2 * dice.rich, least=2)
    plain = [n for n in chosen if not isinstance(DATA[n], CollectionType)]
    sure = dice.some(plain, 3, least=1)
    if with_units:
        chosen, sure = [*chosen, "place"], [*sure, "place"]
    draft.sure = tuple(sure)
    for name in chosen:
        scoped = name not in sure and draft.shape.scopes and dice.chance(2)
        within = dice.one([*draft.shape.scopes * 4, *draft.shape.leaves]) if scoped else None
        draft.data[name] = Field(
            name, DATA[name], within=within, personal=name == "remark" and dice.chance(2)
        )


def draw_lets(draft: Draft) -> None:
    dice = draft.dice
    for n in range(dice.number(0, dice.rich)):
        kind = dice.one(["boolean", "boolean", "number", "date"])
        see = draft.readable()
        match kind:
            case "number":
                node = number(dice, see, 2)
            case "date":
                node = day(dice, see, 1)
            case _:
                node = boolean(dice, see, 2)
        draft.lets[f"let{n}"] = Let(f"let{n}", expression(node))
        draft.let_kinds[f"let{n}"] = kind


def draw_by(draft: Draft) -> tuple[str, ...]:
    names = [*draft.roles, *["judge"] * ("judge" in draft.parameters)]
    return tuple(draft.dice.some(names, 2, least=1))


def draw_start(draft: Draft, name: str, events: Mapping[str, Event]) -> Start:
    """One of the ways to begin, in a leaf where people can go on."""
    dice = draft.dice
    people = [event for event in events.values() if not event.is_clock]
    sources = [move.source for event in people for move in event.moves]
    to = dice.one([leaf for source in sources for leaf in draft.shape.members(source)])
    others = [n for n in draft.writable(frozenset({to})) if n not in draft.sure]
    takes = draft.payload([*draft.sure, *dice.some(others, 1)])
    see = draft.readable(started=False).with_payload(takes)
    free = [n for n in others if n not in takes]
    when = (draft.condition(see),) if dice.chance(7) else ()
    attests = dice.some([event.name for event in people], 2) if dice.chance(2) else []
    return Start(name, draw_by(draft), to, takes, draft.sets(free, see, 2), when, tuple(attests))


def draw_event(draft: Draft, name: str, names: list[str]) -> Event:
    dice = draft.dice
    ways = draw_ways(draft, clock=False)
    from_, to = everywhere(ways)
    boxes = [n for n, f in draft.data.items() if isinstance(f.type, CollectionType) and draft.kept(n, to)]
    collects = dice.one(boxes) if boxes and dice.chance(2) else None
    stored = [
        n for n, f in draft.data.items() if not isinstance(f.type, CollectionType) and draft.kept(n, to)
    ]
    takes: dict[str, Taken] = {}
    if collects is not None:
        takes = {n: Taken(f) for n, f in SHEET.fields.items()}
    elif dice.chance(2):
        takes = draft.payload(dice.some(stored, 2))
    see = draft.readable(leaves=from_).with_payload(takes)
    clearable = [n for n in draft.data if n not in draft.sure and n not in takes and n != collects]
    clears = dice.some(clearable, 2) if dice.chance(3) else []
    kept = {n for n, t in takes.items() if t.stored} | set(clears)
    sets = draft.sets([n for n in draft.writable(to) if n not in kept], see, 2)
    when = tuple(draft.condition(see) for _ in range(dice.number(1, 2))) if dice.chance(3) else ()
    moves = draw_moves(draft, ways, see, kept | set(sets))
    event = Event(
        name,
        draw_by(draft),
        moves,
        takes=takes,
        sets=sets,
        clears=tuple(clears),
        collects=collects,
        when=when,
    )
    if dice.chance(4):
        event = evolve(event, not_by=tuple(dice.some(names, 2, least=1)))
    if dice.chance(5):
        event = evolve(event, requires=tuple(dice.some(names, 2, least=1)))
    if dice.chance(5):
        bound = [name for name in dice.some(names, 2, least=1) if name not in event.not_by]
        event = evolve(event, only_by=tuple(bound))
    scopes = draft.shape.around(set(from_))
    if (event.not_by or event.only_by or event.requires) and scopes and not dice.chance(2):
        event = evolve(event, within=dice.one(scopes))
    return event


def draw_timer(draft: Draft) -> Timer:
    dice = draft.dice
    dates = [n for n, f in draft.data.items() if isinstance(f.type, DateType)]
    if dates and dice.number(0, 1):
        name = dice.one(dates)
        node: Node = Name(name)
        if dice.chance(2):
            node = Call(dice.one(["days", "months"]), (node, Literal(dice.number(0, 5))))
        return Timer(frozenset({name}), at=expression(node))
    unit = dice.one(["days", "working_days", "months"])
    parameter = {"days": "wait", "working_days": "answer", "months": "term"}[unit]
    if parameter in draft.parameters and dice.number(0, 1):
        return Timer(after=Duration(unit, parameter=parameter))
    return Timer(after=Duration(unit, dice.number(1, 2 if unit == "months" else 12)))


def draw_clock(draft: Draft, name: str, timer: Timer) -> Event:
    dice = draft.dice
    ways = draw_ways(draft, clock=True)
    from_, to = everywhere(ways)
    see = draft.readable(leaves=from_)
    clears = dice.some([n for n in draft.data if n not in draft.sure], 2) if dice.chance(3) else []
    kept = set(clears) | draft.anchors
    sets = draft.sets([n for n in draft.writable(to) if n not in kept], see, 1)
    counting: tuple[str, ...] = ()
    if timer.after is not None and timer.after.unit != "months" and dice.chance(2):
        counting = tuple(dice.some(draft.shape.sources, 2, least=1))
    return Event(
        name,
        (CLOCK,),
        draw_moves(draft, ways, see, kept | set(sets), ends=True),
        sets=sets,
        clears=tuple(clears),
        at=timer.at,
        after=timer.after,
        not_counting=counting,
    )


def draw_ways(draft: Draft, *, clock: bool) -> list[Way]:
    """One to three, of which none ties with another for a leaf. Clocks only lead on, so that they end."""
    shape, dice = draft.shape, draft.dice
    ranks: set[tuple[str, int]] = set()
    ways: list[Way] = []
    for source in dice.shuffled(shape.sources)[: dice.number(1, 3)]:
        members = shape.members(source)
        claimed = {(leaf, shape.depth[leaf][source]) for leaf in members}
        if claimed & ranks:
            continue
        ranks |= claimed
        onward = shape.leaves[shape.leaves.index(members[-1]) + 1 :]
        targets = [None, *(onward if clock else shape.leaves)]
        count = dice.number(2, 3) if dice.chance(2) else 1
        ways.append(Way(source, frozenset(members), tuple(dice.one(targets) for _ in range(count))))
    return ways


def everywhere(ways: list[Way]) -> tuple[frozenset[str], frozenset[str]]:
    """The leaves that an event may happen in, and those it may lead to."""
    empty: frozenset[str] = frozenset()
    return empty.union(*(way.from_ for way in ways)), empty.union(*(way.to for way in ways))


def draw_moves(
    draft: Draft, ways: list[Way], see: Readable, written: set[str], *, ends: bool = False
) -> tuple[Move, ...]:
    """The ways with their conditions. A branch writes nothing that the event writes; `ends`: the last is `else`."""
    dice = draft.dice
    moves: list[Move] = []
    for way in ways:
        branches: list[Branch] = []
        for n, target in enumerate(way.targets):
            last = n == len(way.targets) - 1
            when = None if last and (ends or n == 0 or dice.chance(2)) else draft.condition(see)
            free = [name for name in draft.writable(way.reached(target)) if name not in written]
            sets = draft.sets(free, see, 1) if len(way.targets) > 1 and dice.chance(3) else {}
            branches.append(Branch(target, when, sets))
        moves.append(Move(way.source, tuple(branches)))
    return tuple(moves)
