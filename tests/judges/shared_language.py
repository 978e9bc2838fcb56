"""Random expressions of the part of the language to which CEL gives a meaning as well.

Whole numbers meet whole numbers, decimals meet decimals: CEL's checker knows no other arithmetic. Only fields of a
record or a payload, whose types it learns while it runs, are compared with numbers of either sort.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve, frozen
from judges.shared_world import DATA, EIGHTHS, PAYLOAD, SHEET, TEXTS, WORDS
from strategies.dice import Dice

from ocop_workflow.guards import unparse
from ocop_workflow.model.expression import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Macro,
    Member,
    Name,
    Node,
    Unary,
)
from ocop_workflow.model.types import (
    DIGITS,
    BooleanType,
    DateType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    StringType,
    Type,
)

ORDER = ("<", "<=", ">", ">=", "==", "!=")
LISTS = {  # by the type of their items
    BooleanType: "flags",
    IntegerType: "wholes",
    NumberType: "numbers",
    EnumType: "words",
    DateType: "days_off",
}
# Few bits, so that what is made of them stays exact in a double.
FACTORS = tuple(number for number in EIGHTHS if 0 < number <= 3)
DIVISORS = tuple(map(Decimal, ("0.5", "2.0", "4.0", "8.0")))
READABLE: tuple[tuple[Node, Type], ...] = (
    *((Name(name), type_) for name, type_ in DATA.items()),
    (Name("quorum"), DATA["count"]),
    (Name("today"), DATA["until"]),
    *((Member(Name("sheet"), name), one.type) for name, one in SHEET.fields.items()),
    *((Member(Name("taken"), name), type_) for name, type_ in PAYLOAD.items()),
)


def expression(seed: int) -> str:
    """The text of one; six in ten are conditions."""
    dice = Dice(seed)
    make = dice.one([boolean] * 6 + [whole, number, number, word])
    return blanks(dice, unparse(make(dice, See(READABLE), dice.number(1, 4))))


def blanks(dice: Dice, text: str) -> str:
    """The same text with as few blanks as it can have, with more, or as it is."""
    parts = re.split(r"('(?:[^'\\]|\\.)*')", text)
    match dice.number(0, 3):
        case 0:
            parts[::2] = [re.sub(r"(?<!\bin) (?!in\b)", "", part) for part in parts[::2]]
        case 1:
            parts[::2] = [part.replace(" ", "\n\t ").replace("(", "( ") for part in parts[::2]]
    return "".join(parts)


@frozen
class See:
    """What can be read where an expression stands, and how many macros it stands in."""

    readable: Sequence[tuple[Node, Type]]
    within: int = 0

    def of(self, *classes: type) -> list[Node]:
        return [node for node, type_ in self.readable if isinstance(type_, classes)]

    def fields(self, *classes: type) -> list[Member]:
        return [node for node in self.of(*classes) if isinstance(node, Member)]

    def inside(self, variable: str, element: Type) -> "See":
        own: list[tuple[Node, Type]] = [(Name(variable), element)]
        if element == SHEET:
            own = [(Member(Name(variable), name), one.type) for name, one in SHEET.fields.items()]
        return evolve(self, readable=[*self.readable, *own * 3], within=self.within + 1)


def boolean(dice: Dice, see: See, depth: int) -> Node:
    """A condition."""
    ways = [
        _connected,
        _connected,
        _connected,
        _negated,
        _chosen,
        _compared,
        _compared,
        _fields_compared,
        _within,
    ]
    if see.within < 2:
        ways += [_walked, _walked]
    if depth > 0:
        return dice.one(ways)(dice, see, depth - 1)
    match dice.number(0, 9):
        case 0:
            return Literal(dice.one((False, True)))
        case 1 | 2:
            return Call("has", (dice.one([n for n in see.fields(NumberType) if n.name in ("B", "amount")]),))
        case 3:
            return Call("has", (dice.one(see.fields(object)),))
    return dice.one(see.of(BooleanType))


def _connected(dice: Dice, see: See, depth: int) -> Node:
    operator = dice.one(["&&", "&&", "||", "||", "==", "!="])
    return Binary(operator, boolean(dice, see, depth), boolean(dice, see, depth))


def _negated(dice: Dice, see: See, depth: int) -> Node:
    return Unary("!", boolean(dice, see, depth))


def _chosen(dice: Dice, see: See, depth: int, sort: type = BooleanType) -> Node:
    then, otherwise = (make(sort, dice, see, depth) for _ in "12")
    return Conditional(boolean(dice, see, depth), then, otherwise)


def _compared(dice: Dice, see: See, depth: int) -> Node:
    sort = dice.one([IntegerType, IntegerType, NumberType, NumberType, DateType, EnumType, StringType])
    if sort is EnumType:
        return _turned(dice, dice.one(["==", "!="]), dice.one(see.of(EnumType)), word(dice, see, depth))
    if sort is StringType:
        named = dice.shuffled([Name("note"), Name("owner")])
        other = named[1] if dice.number(0, 2) == 0 else Literal(dice.one(TEXTS))
        return _turned(dice, dice.one(["==", "!="]), named[0], other)
    return Binary(dice.one(ORDER), make(sort, dice, see, depth), make(sort, dice, see, depth))


def _turned(dice: Dice, operator: str, one: Node, other: Node) -> Node:
    """The operation, in one order or the other."""
    return Binary(operator, one, other) if dice.number(0, 1) else Binary(operator, other, one)


def _fields_compared(dice: Dice, see: See, depth: int) -> Node:
    """A field of a record with a number of either sort, or among such."""
    field, sort = dice.one(see.fields(IntegerType, NumberType)), dice.one([IntegerType, NumberType])
    if dice.number(0, 3) == 0:
        mixed = Items((whole(dice, see, 0), number(dice, see, 0), make(sort, dice, see, 0)))
        return Binary("in", field, dice.one([mixed, _listed(dice, see, depth, sort)]))
    return _turned(dice, dice.one(ORDER), field, make(sort, dice, see, depth))


def _within(dice: Dice, see: See, depth: int) -> Node:
    if dice.number(0, 4) == 0:
        texts: list[Node] = [Name("note"), *map(Literal, TEXTS)]
        if dice.number(0, 1):
            return Binary("in", dice.one([*texts, Name("owner")]), Name("votes"))
        return Binary("in", Name(dice.one(["note", "owner"])), Items(tuple(dice.some(texts, 4, 1))))
    sort = dice.one(list(LISTS))
    sought = dice.one(see.of(EnumType)) if sort is EnumType else make(sort, dice, see, min(depth, 1))
    return Binary("in", sought, _listed(dice, see, depth, sort))


def _listed(dice: Dice, see: See, depth: int, sort: type) -> Node:
    """A list of the data, or one written out."""
    if dice.number(0, 1):
        return Name(LISTS[sort])
    items = [make(sort, dice, see, min(depth, 1)) for _ in range(dice.number(1, 4))]
    if sort is EnumType:
        items[0] = dice.one(see.of(EnumType))  # a list of literals has an enum of its own
    return Items(tuple(items))


def _walked(dice: Dice, see: See, depth: int) -> Node:
    variable, function = "uv"[see.within], dice.one(["all", "exists"])
    sort = dice.one([None, None, *LISTS])
    if sort is None:
        return Macro(Name("marks"), function, variable, boolean(dice, see.inside(variable, SHEET), depth))
    listed = DATA[LISTS[sort]]
    assert isinstance(listed, ListType)
    body = boolean(dice, see.inside(variable, listed.items), depth)
    return Macro(_listed(dice, see, 0, sort), function, variable, body)


def whole(dice: Dice, see: See, depth: int) -> Node:
    """A whole number."""
    match dice.number(0, 7) if depth > 0 else dice.number(0, 2):
        case 0:
            return Literal(dice.one([*range(7), 10**DIGITS - 1]))
        case 3:
            return Call(
                "size", (dice.one([Name("votes"), Name("marks"), _listed(dice, see, 0, IntegerType)]),)
            )
        case 4:
            return Unary("-", whole(dice, see, depth - 1))
        case 5:
            return _chosen(dice, see, depth - 1, IntegerType)
        case 6:
            return Binary(dice.one("+-"), whole(dice, see, depth - 1), whole(dice, see, depth - 1))
        case 7:
            return _turned(dice, "*", Literal(dice.number(0, 6)), whole(dice, see, depth - 1))
    return dice.one(see.of(IntegerType))


def number(dice: Dice, see: See, depth: int) -> Node:
    """A number with a point."""
    match dice.number(0, 8) if depth > 0 else dice.number(0, 2):
        case 0:
            return Literal(abs(dice.one(EIGHTHS)))
        case 4:
            return Unary("-", number(dice, see, depth - 1))
        case 5:
            return _chosen(dice, see, depth - 1, NumberType)
        case 6:
            return Binary(dice.one("+-"), number(dice, see, depth - 1), number(dice, see, depth - 1))
        case 7:
            return _turned(dice, "*", Literal(dice.one(FACTORS)), number(dice, see, depth - 1))
        case 8:
            return Binary("/", number(dice, see, depth - 1), Literal(dice.one(DIVISORS)))
    return dice.one(see.of(NumberType))


def word(dice: Dice, see: See, depth: int) -> Node:
    """A word of the enum."""
    if depth > 0 and dice.number(0, 1):
        return _chosen(dice, see, depth - 1, EnumType)
    return dice.one([*see.of(EnumType), *map(Literal, WORDS)])


def day(dice: Dice, see: See, depth: int) -> Node:
    """A day of the data."""
    if depth > 0 and dice.number(0, 1):
        return _chosen(dice, see, depth - 1, DateType)
    return dice.one(see.of(DateType))


_MAKERS = {BooleanType: boolean, IntegerType: whole, NumberType: number, EnumType: word, DateType: day}


def make(sort: type, dice: Dice, see: See, depth: int) -> Node:
    """An expression of that sort."""
    return _MAKERS[sort](dice, see, depth)
