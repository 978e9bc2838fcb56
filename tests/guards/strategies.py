"""Random well-typed expressions over one wide scope, and random environments in which much is unset."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from ocop_workflow.calendar import Calendar
from ocop_workflow.guards import Environment, Scope, parse, scope_of
from ocop_workflow.model.definition import Definition, Let, Taken
from ocop_workflow.model.expression import (
    Binary,
    Call,
    Conditional,
    Expression,
    Items,
    Literal,
    Macro,
    Name,
    Node,
    Unary,
)
from ocop_workflow.model.types import (
    BooleanType,
    CollectionType,
    DateType,
    DurationType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    StringType,
    Type,
    UnitType,
)

WORDS = ("food", "drink", "craft")
POINTS = NumberType(2, Decimal(0), Decimal(100))
MONEY = NumberType(0, Decimal(-(10**15) + 1), Decimal(10**15 - 1))
FINE = NumberType(6, Decimal(-100), Decimal(100))
FEW = IntegerType(-5, 5)


def fields(given: Mapping[str, Type], optional: Sequence[str] = ()) -> dict[str, Field]:
    return {name: Field(name, type_, optional=name in optional) for name, type_ in given.items()}


SHEET = RecordType(
    fields({"A": POINTS, "B": FINE, "n": FEW, "ok": BooleanType(), "word": EnumType(WORDS)}, ["B"])
)
LETS = {
    "points": "marks.mean(m, m.A)",
    "enough": "size(marks) >= quorum",
    "passed": "points >= 50 && marks.all(m, m.ok)",
    "late": "has(until) && until < today",
    "total": "numbers.sum(x, x) + 0.5",
}
DATA: dict[str, Type] = {
    "marks": CollectionType(SHEET, "person", 9),
    "score": POINTS,
    "money": MONEY,
    "fine": FINE,
    "stars": FEW,
    "flag": BooleanType(),
    "until": DateType(),
    "group": EnumType(WORDS),
    "note": StringType(),
    "place": UnitType(),
    "owner": PartyType(),
    "numbers": ListType(POINTS, 6),
    "dates": ListType(DateType(), 4),
    "words": ListType(EnumType(WORDS), 4),
    "sheet": SHEET,
}
PARAMETERS: dict[str, Type] = {"quorum": IntegerType(1, 9), "spread": POINTS, "term": DurationType("months")}
PAYLOAD: dict[str, Type] = {"amount": FINE, "on": DateType(), "kind": EnumType(WORDS), "sure": BooleanType()}


def let(name: str) -> Let:
    return Let(name, Expression(parse(LETS[name]), LETS[name]))


DEFINITION = Definition(
    workflow="any",
    version="1",
    start={},
    states=(),
    events={},
    data=fields(DATA),
    parameters=fields(PARAMETERS, ["spread"]),
    let={name: let(name) for name in LETS},
)
SCOPE: Scope = scope_of(DEFINITION, {n: Taken(f) for n, f in fields(PAYLOAD, ["amount"]).items()})
CALENDAR = Calendar("made-up", date(2019, 1, 1), date(2021, 12, 31), holidays={date(2020, 1, 1): "new year"})

# Values ------------------------------------------------------------------------------------------------------


def near(type_: NumberType) -> st.SearchStrategy[Decimal]:
    """Numbers of a type, with those where procedures draw their lines more often than others."""
    power = 10**type_.scale
    low, high = int(type_.minimum * power), int(type_.maximum * power)
    drawn = st.one_of(
        st.integers(low, high),
        st.sampled_from(
            [n for n in (0, 1, -1, 50 * power, 50 * power - 1, 89 * power + power // 2) if low <= n <= high]
        ),
    )
    return drawn.map(lambda n: Decimal(n).scaleb(-type_.scale))


DATES = st.one_of(
    st.dates(date(2018, 12, 1), date(2022, 2, 1)),
    st.sampled_from([date(2020, 2, 29), date(2019, 12, 31), date.max, date.min]),
)


def values(type_: Type) -> st.SearchStrategy[object]:
    """Values of a type, as data hold them."""
    match type_:
        case NumberType():
            return near(type_)
        case IntegerType(minimum=low, maximum=high):
            return st.integers(low, high)
        case DurationType():
            return st.integers(0, 60)
        case BooleanType():
            return st.booleans()
        case DateType():
            return DATES
        case ListType(items=items, maximum=most):
            return st.lists(values(items), max_size=most).map(tuple)
        case RecordType(fields=parts):
            required = {name: values(part.type) for name, part in parts.items() if not part.optional}
            optional = {name: values(part.type) for name, part in parts.items() if part.optional}
            return st.fixed_dictionaries(required, optional=optional)
        case CollectionType(record=record, maximum=most):
            return st.dictionaries(st.sampled_from("abcdefghi"), values(record), max_size=most)
        case EnumType(values=words):
            return st.sampled_from(words)
        case _:
            return st.sampled_from(["", "a", "food", "hà nội"])


def some(types: Mapping[str, Type], required: Sequence[str] = ()) -> st.SearchStrategy[dict[str, object]]:
    """Values by name; those that are not required may be missing."""
    drawn = {name: values(type_) for name, type_ in types.items()}
    always = {name: drawn.pop(name) for name in required}
    return st.fixed_dictionaries(always, optional=drawn)


def environments(*, sound: bool = False) -> st.SearchStrategy[Environment]:
    """Snapshots with some of the data, mostly a day and a calendar.

    Sound ones have what loading and deciding see to: every required parameter and field of the payload.
    """
    return st.builds(
        Environment,
        data=some(DATA, ["money", "group", "dates", "words"] if sound else []),
        taken=some(PAYLOAD, ["on", "kind", "sure"] if sound else []),
        parameters=some(PARAMETERS, ["quorum", "term"] if sound else []),
        today=st.one_of(DATES, st.none()),
        calendar=st.sampled_from([CALENDAR, CALENDAR, None]),
    )


# Expressions -------------------------------------------------------------------------------------------------

Nodes = st.SearchStrategy[Node]
Bound = tuple[tuple[str, str], ...]  # variables in reach, with what they walk over: mark, number, date, word
LITERALS = st.one_of(
    st.sampled_from([Literal(n) for n in (0, 1, 2, 3, 5, 50, 90)]),
    st.sampled_from([Literal(Decimal(n)) for n in ("0.5", "49.995", "50.00", "89.5", "0.001")]),
    st.integers(0, 10**15 - 1).map(Literal),
    st.integers(0, 10**6).map(lambda n: Literal(Decimal(n).scaleb(-3))),
)
CONSTANTS: list[Node] = [Literal(2), Literal(3), Literal(7), Literal(Decimal("0.25")), Unary("-", Literal(3))]
FACTORS = st.sampled_from(CONSTANTS)


def either(*kinds: st.SearchStrategy[Any]) -> Nodes:
    """One of the kinds, each as likely as the others: `one_of` would give leaves, which have many, the most."""
    return st.sampled_from(kinds).flatmap(lambda kind: kind)


def any_of(names: Sequence[str]) -> Nodes:
    """Names and members, written as text."""
    return st.sampled_from([parse(name) for name in names])


def of_variables(bound: Bound, parts: Mapping[str, Sequence[str]]) -> list[str]:
    return [name + part for name, over in bound for part in parts.get(over, ())]


def binary(operators: Sequence[str], left: Nodes, right: Nodes) -> Nodes:
    return st.builds(Binary, st.sampled_from(operators), left, right)


def choice(depth: int, bound: Bound, part: Nodes) -> Nodes:
    return st.builds(Conditional, booleans(depth - 1, bound), part, part)


def walked(depth: int, bound: Bound, functions: Sequence[str], wanted: str) -> list[Nodes]:
    """List functions whose body is a number, a date or a boolean."""
    if len(bound) >= 2:
        return []
    variable = "uv"[len(bound)]
    body = {"number": numbers, "date": dates, "boolean": booleans}[wanted]
    lists: list[tuple[Nodes, str]] = [
        (any_of(["marks"]), "mark"),
        (any_of(["numbers"]), "number"),
        (any_of(["dates"]), "date"),
        (any_of(["words"]), "word"),
        (written_out(numbers(0, bound)), "number"),
    ]
    return [
        st.builds(
            Macro,
            of,
            st.sampled_from(functions),
            st.just(variable),
            body(depth - 1, (*bound, (variable, over))),
        )
        for of, over in lists
    ]


def written_out(items: Nodes) -> Nodes:
    return st.lists(items, min_size=1, max_size=4).map(lambda given: Items(tuple(given)))


@cache
def numbers(depth: int, bound: Bound = ()) -> Nodes:
    own = of_variables(bound, {"mark": (".A", ".B", ".n"), "number": ("",)})
    names = any_of(
        ["score", "money", "fine", "stars", "quorum", "spread", "taken.amount", "sheet.A", "sheet.B", *own]
    )
    leaves = either(LITERALS, names)
    if depth <= 0:
        return leaves
    part = numbers(depth - 1, bound)
    return either(
        leaves,
        binary("+-", part, part),
        binary("*", part, FACTORS),
        binary("*", FACTORS, part),
        binary("/", part, FACTORS),
        st.builds(Unary, st.just("-"), part),
        choice(depth, bound, part),
        whole_numbers(depth - 1, bound),
        any_of(["points", "total"]),
        st.builds(
            lambda function, x, n: Call(function, (x, Literal(n))),
            st.sampled_from(["round", "floor"]),
            part,
            st.integers(0, 4),
        ),
        *walked(depth, bound, ["sum", "min", "max", "mean"], "number"),
    )


@cache
def whole_numbers(depth: int, bound: Bound = ()) -> Nodes:
    own = of_variables(bound, {"mark": (".n",)})
    leaves = either(
        st.integers(0, 100).map(Literal),
        st.just(Literal(10**14)),
        any_of(["stars", "quorum", "size(marks)", "size(numbers)", *own]),
    )
    if depth <= 0:
        return leaves
    part, day = whole_numbers(depth - 1, bound), dates(depth - 1, bound)
    return either(
        leaves,
        binary("+-", part, part),
        st.builds(Unary, st.just("-"), part),
        st.builds(lambda x: Call("round", (x, Literal(0))), numbers(depth - 1, bound)),
        st.builds(
            lambda f, a, b: Call(f, (a, b)), st.sampled_from(["days_between", "working_days"]), day, day
        ),
    )


@cache
def dates(depth: int, bound: Bound = ()) -> Nodes:
    leaves = either(
        DATES.map(Literal), any_of(["today", "until", "taken.on", *of_variables(bound, {"date": ("",)})])
    )
    if depth <= 0:
        return leaves
    part = dates(depth - 1, bound)
    return either(
        leaves,
        st.builds(
            lambda f, a, n: Call(f, (a, n)),
            st.sampled_from(["months", "days", "add_working_days"]),
            part,
            whole_numbers(depth - 1, bound),
        ),
        part.map(lambda a: Call("months", (a, Name("term")))),
        choice(depth, bound, part),
        *walked(depth, bound, ["min", "max"], "date"),
    )


def named_words(bound: Bound = ()) -> Nodes:
    own = of_variables(bound, {"mark": (".word",), "word": ("",)})
    return any_of(["group", "taken.kind", "sheet.word", *own])


@cache
def words(depth: int, bound: Bound = ()) -> Nodes:
    leaves = either(st.sampled_from(WORDS).map(Literal), named_words(bound))
    return leaves if depth <= 0 else either(leaves, choice(depth, bound, words(depth - 1, bound)))


@cache
def booleans(depth: int, bound: Bound = ()) -> Nodes:
    own = of_variables(bound, {"mark": (".ok",)})
    asked = [f"has({name})" for name in ("score", "until", "spread", "taken.amount", "sheet.B")]
    asked += [f"has({name})" for name in of_variables(bound, {"mark": (".B",)})]
    leaves = either(
        st.booleans().map(Literal), any_of(["flag", "taken.sure", "enough", "passed", "late", *own, *asked])
    )
    if depth <= 0:
        return leaves
    part, number = booleans(depth - 1, bound), numbers(depth - 1, bound)
    day, word, named = dates(depth - 1, bound), words(depth - 1, bound), named_words(bound)
    return either(
        leaves,
        binary(["&&", "||", "==", "!="], part, part),
        st.builds(Unary, st.just("!"), part),
        binary(["<", "<=", ">", ">=", "==", "!="], number, number),
        binary(["<", "<=", ">", ">=", "==", "!="], day, day),
        binary(["==", "!="], named, word),
        st.builds(Binary, st.just("in"), number, either(any_of(["numbers"]), written_out(number))),
        st.builds(Binary, st.just("in"), day, either(any_of(["dates"]), written_out(day))),
        st.builds(Binary, st.just("in"), named, either(any_of(["words"]), written_out(word))),
        st.builds(Binary, st.just("in"), any_of(["note", "owner", "'a'"]), any_of(["marks"])),
        choice(depth, bound, part),
        *walked(depth, bound, ["all", "exists"], "boolean"),
    )


def expressions(depth: int = 3) -> Nodes:
    """Expressions of every type, half of them conditions."""
    makers = [booleans, booleans, booleans, booleans, numbers, numbers, whole_numbers, dates, words]
    return st.sampled_from(makers).flatmap(lambda make: make(depth))
