"""Random definitions that load: a tree of states, data, roles, starts, events and clocks."""

from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve, field, frozen, mutable
from hypothesis import strategies as st

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

from .expressions import Readable, boolean, day, number, value_for
from .places import LEVELS
from .spelling import spelled

ZONES = ("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh", "America/New_York", "America/Sao_Paulo")
SHEET = RecordType(
    {
        "A": Field("A", NumberType(2, Decimal(0), Decimal(35))),
        "B": Field("B", IntegerType(0, 9)),
        "agreed": Field("agreed", BooleanType()),
        "side": Field("side", EnumType(("left", "right", "middle"))),
        "remark": Field("remark", StringType(), optional=True),
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


@st.composite
def shapes(draw: st.DrawFn, levels: tuple[str, ...]) -> Shape:
    """2 to 7 leaves; neighbours may be gathered into composites, and those again; tags anywhere but on finals."""
    count = draw(st.integers(2, 7))
    leaves = [f"s{n}" for n in range(count)]
    finals = frozenset(leaves[-1:] if count > 2 and draw(st.booleans()) else [])

    def dressed(name: str, states: tuple[State, ...] = ()) -> State:
        at = draw(st.sampled_from([None, *levels])) if levels else None
        tags = tuple(sorted(draw(st.sets(st.sampled_from(["t0", "t1"]), max_size=1)))) if draw(st.booleans()) else ()
        return State(name, states, at=at, tags=tags)

    row = [dressed(leaf) for leaf in leaves if leaf not in finals]
    for n in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(row) - 1))
        end = draw(st.integers(start + 1, min(len(row), start + 3)))
        row[start:end] = [dressed(f"g{n}", tuple(row[start:end]))]
    endings = [State(leaf, final=draw(st.sampled_from(["completed", "aborted"]))) for leaf in leaves[len(leaves) - len(finals):]]
    states = (*row, *endings)
    depth: dict[str, dict[str, int]] = {}

    def visit(state: State, above: dict[str, int], level: int) -> None:
        here = above | dict.fromkeys((state.name, *state.tags), level)
        for child in state.states:
            visit(child, here, level + 1)
        if not state.states:
            depth[state.name] = here

    for state in states:
        visit(state, {}, 0)
    return Shape(states, tuple(leaves), finals, depth)


@mutable
class Draft:
    """What has been drawn so far, for the parts that are drawn after it."""

    draw: st.DrawFn
    shape: Shape
    data: dict[str, Field] = field(factory=dict)
    sure: tuple[str, ...] = ()
    parameters: dict[str, Field] = field(factory=dict)
    values: dict[str, object] = field(factory=dict)
    roles: dict[str, Role] = field(factory=dict)
    lets: dict[str, Let] = field(factory=dict)
    let_kinds: dict[str, str] = field(factory=dict)
    anchors: frozenset[str] = frozenset()

    def some(self, names: list[str], most: int, least: int = 0) -> list[str]:
        """A few of the names, in their order."""
        if not names or not most:
            return []
        chosen = self.draw(st.sets(st.sampled_from(names), min_size=min(least, len(names)), max_size=most))
        return [name for name in names if name in chosen]

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == 1

    def readable(self, *, started: bool = True) -> Readable:
        """What an expression may read; a start has no data before it."""
        sure: list[tuple[Node, Type]] = []
        unsure: list[tuple[Node, Type]] = []
        for name, declared in self.data.items():
            if declared.personal or not started:
                continue
            known = name in self.sure or isinstance(declared.type, CollectionType)
            (sure if known else unsure).append((Name(name), declared.type))
        for name, declared in self.parameters.items():
            if isinstance(declared.type, IntegerType | NumberType | BooleanType):
                (unsure if declared.optional else sure).append((Name(name), declared.type))
        lets = tuple((Name(name), kind) for name, kind in self.let_kinds.items()) if started else ()
        return Readable(tuple(sure), tuple(unsure), lets)

    def condition(self, see: Readable, depth: int = 2) -> Guard:
        named = [name for name, kind in self.let_kinds.items() if kind == "boolean"]
        if named and see.lets and self.chance(3):
            name = self.draw(st.sampled_from(named))
            return Guard(expression(Name(name)), name)
        return Guard(expression(boolean(self.draw, see, depth)))

    def payload(self, stored: list[str]) -> dict[str, Taken]:
        takes = {name: Taken(self.data[name], stored=True) for name in stored}
        for name in self.some(list(EXTRA), 2):
            takes[name] = Taken(EXTRA[name])
        return takes

    def sets(self, free: list[str], see: Readable, most: int) -> dict[str, Expression]:
        written: dict[str, Expression] = {}
        for name in self.some(free, most):
            node = value_for(self.draw, self.data[name], see)
            if node is not None:
                written[name] = expression(node)
        return written

    def writable(self) -> list[str]:
        """What `sets` may write: neither collections nor personal fields."""
        return [n for n, f in self.data.items() if not isinstance(f.type, CollectionType) and not f.personal]


def expression(node: Node) -> Expression:
    return Expression(node, spelled(node))


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """A definition with its parameters' values given."""
    with_units = draw(st.booleans())
    draft = Draft(draw, Shape((), (), frozenset(), {}))
    draw_parameters(draft, with_units=with_units)
    levels = (*LEVELS, *["handler"] * ("handler" in draft.parameters)) if with_units else ()
    draft.shape = draw(shapes(levels))
    draw_data(draft, with_units=with_units)
    draft.roles = {"clerk": Role("clerk"), "chief": Role("chief")}
    if "owner" in draft.data:
        draft.roles["holder"] = Role("holder", party="owner")
    draw_lets(draft)

    people = [f"e{n}" for n in range(draw(st.integers(2, 5)))]
    clocks = [f"c{n}" for n in range(draw(st.integers(0, 3)))]
    timers = {name: draw_timer(draft) for name in clocks}
    draft.anchors = frozenset(name for name, clock in timers.items() for name in clock[0])
    names = draw(st.permutations([*people, *clocks]))
    starts = {name: draw_start(draft, name, people) for name in ("register", "adopt")[: draw(st.integers(1, 2))]}
    events = {}
    for name in names:
        events[name] = draw_clock(draft, name, *timers[name][1:]) if name in clocks else draw_event(draft, name, names)
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
        timezone=draw(st.sampled_from(ZONES)),
    )


def draw_parameters(draft: Draft, *, with_units: bool) -> None:
    for name in draft.some([n for n in PARAMETERS if with_units or n != "handler"], 4):
        type_, value = PARAMETERS[name]
        optional = name not in {"judge", "handler"} and draft.chance(2)
        draft.parameters[name] = Field(name, type_, optional=optional)
        if not optional or draft.chance(2):
            draft.values[name] = value


def draw_data(draft: Draft, *, with_units: bool) -> None:
    """Some fields are surely set: every start takes them, nothing clears them, and they belong to the whole case."""
    chosen = draft.some([name for name in DATA if name != "place"], 8, least=2)
    plain = [n for n in chosen if not isinstance(DATA[n], CollectionType)]
    sure = draft.some(plain, 3, least=1)
    if with_units:
        chosen, sure = [*chosen, "place"], [*sure, "place"]
    draft.sure = tuple(sure)
    for name in chosen:
        within = None
        if name not in sure and draft.shape.scopes and draft.chance(2):
            within = draft.draw(st.sampled_from(draft.shape.scopes))
        personal = name == "remark" and draft.chance(2)
        draft.data[name] = Field(name, DATA[name], within=within, personal=personal)


def draw_lets(draft: Draft) -> None:
    for n in range(draft.draw(st.integers(0, 3))):
        kind = draft.draw(st.sampled_from(["boolean", "boolean", "number", "date"]))
        see = draft.readable()
        match kind:
            case "number":
                node = number(draft.draw, see, 2)
            case "date":
                node = day(draft.draw, see, 1)
            case _:
                node = boolean(draft.draw, see, 2)
        draft.lets[f"let{n}"] = Let(f"let{n}", expression(node))
        draft.let_kinds[f"let{n}"] = kind


def draw_by(draft: Draft) -> tuple[str, ...]:
    names = [*draft.roles, *["judge"] * ("judge" in draft.parameters)]
    return tuple(draft.some(names, 2, least=1))


def draw_start(draft: Draft, name: str, people: list[str]) -> Start:
    others = [n for n in draft.writable() if n not in draft.sure]
    takes = draft.payload([*draft.sure, *draft.some(others, 1)])
    see = draft.readable(started=False).with_payload(takes)
    free = [n for n in draft.writable() if n not in takes]
    when = (draft.condition(see, 1),) if draft.chance(4) else ()
    attests = draft.some(people, 2) if draft.chance(2) else []
    to = draft.draw(st.sampled_from([leaf for leaf in draft.shape.leaves if leaf not in draft.shape.finals]))
    return Start(name, draw_by(draft), to, takes, draft.sets(free, see, 2), when, tuple(attests))


def draw_event(draft: Draft, name: str, names: list[str]) -> Event:
    boxes = [n for n, f in draft.data.items() if isinstance(f.type, CollectionType)]
    collects = draft.draw(st.sampled_from(boxes)) if boxes and draft.chance(2) else None
    if collects is not None:
        takes = {n: Taken(f) for n, f in SHEET.fields.items()}
    else:
        stored = [n for n, f in draft.data.items() if not isinstance(f.type, CollectionType)]
        takes = draft.payload(draft.some(stored, 2)) if draft.chance(2) else {}
    see = draft.readable().with_payload(takes)
    clearable = [n for n in draft.data if n not in draft.sure and n not in takes and n != collects]
    clears = draft.some(clearable, 2) if draft.chance(3) else []
    taken = {n for n, t in takes.items() if t.stored}
    free = [n for n in draft.writable() if n not in taken and n not in clears]
    sets = draft.sets(free, see, 2)
    when = tuple(draft.condition(see) for _ in range(draft.draw(st.sampled_from([0, 0, 0, 1, 1, 2]))))
    rest = [n for n in free if n not in sets]
    event = Event(
        name,
        draw_by(draft),
        draw_moves(draft, see, rest, clock=False),
        takes=takes,
        sets=sets,
        clears=tuple(clears),
        collects=collects,
        when=when,
    )
    if draft.chance(3):
        event = evolve(event, not_by=tuple(draft.some(names, 2, least=1)))
    if draft.chance(3):
        event = evolve(event, requires=tuple(draft.some(names, 2, least=1)))
    if (event.not_by or event.requires) and draft.shape.scopes and draft.chance(2):
        event = evolve(event, within=draft.draw(st.sampled_from(draft.shape.scopes)))
    return event


def draw_timer(draft: Draft) -> tuple[frozenset[str], Expression | None, Duration | None]:
    """When a clock is due: the fields that anchor it, and its `at` or its `after`."""
    dates = [n for n, f in draft.data.items() if isinstance(f.type, DateType)]
    if dates and draft.chance(2):
        name = draft.draw(st.sampled_from(dates))
        node: Node = Name(name)
        if draft.chance(2):
            function = draft.draw(st.sampled_from(["days", "months"]))
            node = Call(function, (node, Literal(draft.draw(st.integers(0, 5)))))
        return frozenset({name}), expression(node), None
    unit = draft.draw(st.sampled_from(["days", "working_days", "months"]))
    parameter = {"days": "wait", "working_days": "answer", "months": "term"}[unit]
    if parameter in draft.parameters and draft.chance(2):
        return frozenset(), None, Duration(unit, parameter=parameter)
    most = 2 if unit == "months" else 12
    return frozenset(), None, Duration(unit, draft.draw(st.integers(1, most)))


def draw_clock(draft: Draft, name: str, at: Expression | None, after: Duration | None) -> Event:
    see = evolve(draft.readable(), risky=False)
    clears = draft.some([n for n in draft.data if n not in draft.sure], 2) if draft.chance(3) else []
    free = [n for n in draft.writable() if n not in clears and n not in draft.anchors]
    sets = draft.sets(free, see, 1)
    counting: tuple[str, ...] = ()
    if after is not None and after.unit != "months" and draft.chance(2):
        counting = tuple(draft.some(draft.shape.sources, 2, least=1))
    moves = draw_moves(draft, see, [n for n in free if n not in sets], clock=True)
    return Event(
        name, (CLOCK,), moves, sets=sets, clears=tuple(clears), at=at, after=after, not_counting=counting
    )


def draw_moves(draft: Draft, see: Readable, free: list[str], *, clock: bool) -> tuple[Move, ...]:
    """One to three moves, none of which ties with another for a leaf. Clocks only lead on, so that they end."""
    shape = draft.shape
    ranks: set[tuple[str, int]] = set()
    moves: list[Move] = []
    for source in draft.draw(st.permutations(shape.sources))[: draft.draw(st.integers(1, 3))]:
        claimed = {(leaf, shape.depth[leaf][source]) for leaf in shape.members(source)}
        if claimed & ranks:
            continue
        ranks |= claimed
        last = max(shape.leaves.index(leaf) for leaf in shape.members(source))
        targets = [None, *(shape.leaves[last + 1 :] if clock else shape.leaves)]
        moves.append(Move(source, draw_branches(draft, see, free, targets, clock=clock)))
    return tuple(moves)


def draw_branches(
    draft: Draft, see: Readable, free: list[str], targets: list[str | None], *, clock: bool
) -> tuple[Branch, ...]:
    target = st.sampled_from(targets)
    count = draft.draw(st.sampled_from([0, 0, 0, 1, 2]))
    branches = [
        Branch(draft.draw(target), draft.condition(see), draft.sets(free, see, 1) if draft.chance(3) else {})
        for _ in range(count)
    ]
    if not branches or clock or draft.chance(2):
        sets = draft.sets(free, see, 1) if branches and draft.chance(3) else {}
        branches.append(Branch(draft.draw(target), None, sets))
    return tuple(branches)
