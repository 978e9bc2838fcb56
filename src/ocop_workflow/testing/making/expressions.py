"""Random expressions of every type, which read only what is sure to be set or ask has() before."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from ...model.definition import Taken
from ...model.expression import (
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
from ...model.types import (
    BooleanType,
    CollectionType,
    DateType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    Type,
)
from .dice import Dice

PEOPLE = ("an", "binh", "chi", "dung")  # who may be asked for by name among those who voted
ORDER = ("<", "<=", ">", ">=", "==", "!=")
SUMS = ("sum", "min", "max", "mean")
DAYS = (date(2020, 1, 1), date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 31), date(2020, 6, 30))


@frozen
class Readable:
    """What may be read: nodes that have a type, surely, or only where `has` of them holds."""

    sure: tuple[tuple[Node, Type], ...] = ()
    unsure: tuple[tuple[Node, Type], ...] = ()
    lets: tuple[tuple[Node, str], ...] = ()
    working_days: bool = True
    risky: bool = True
    bound: frozenset[str] = field(default=frozenset())

    def of(self, kind: type) -> list[Node]:
        return [node for node, type_ in self.sure if isinstance(type_, kind)]

    def maybe(self, kind: type) -> list[Node]:
        return [node for node, type_ in self.unsure if isinstance(type_, kind)]

    def narrowed(self, node: Node) -> "Readable":
        """Where `has(node)` holds."""
        known = [pair for pair in self.unsure if pair[0] == node]
        rest = tuple(pair for pair in self.unsure if pair[0] != node)
        return evolve(self, sure=(*self.sure, *known), unsure=rest)

    def with_payload(self, takes: Mapping[str, Taken]) -> "Readable":
        sure, unsure = list(self.sure), list(self.unsure)
        for name, taken in takes.items():
            if not taken.field.personal:
                (unsure if taken.field.optional else sure).append(
                    (Member(Name("taken"), name), taken.field.type)
                )
        return evolve(self, sure=tuple(sure), unsure=tuple(unsure))


def has(node: Node) -> Node:
    """Whether something is set."""
    return Call("has", (node,))


def literal(dice: Dice, most: int = 4) -> Node:
    """A small number."""
    return Literal(dice.number(0, most))


def integer(dice: Dice, see: Readable, depth: int) -> Node:
    """An expression of type integer."""
    sure, unsure, boxes = (
        see.of(IntegerType),
        see.maybe(IntegerType),
        see.of(CollectionType) + see.of(ListType),
    )
    ways = ["literal", *["read"] * 3 * bool(sure)]
    if depth:
        ways += [*["guarded"] * 2 * bool(unsure), *["size"] * bool(boxes), "plus", "minus", "if"]
    match dice.one(ways):
        case "read":
            return dice.one(sure)
        case "guarded":
            node = dice.one(unsure)
            return Conditional(has(node), node, integer(dice, see, depth - 1))
        case "size":
            return Call("size", (dice.one(boxes),))
        case "plus":
            return Binary("+", integer(dice, see, depth - 1), literal(dice, 3))
        case "minus":
            return Binary("-", integer(dice, see, depth - 1), literal(dice, 3))
        case "if":
            return Conditional(
                boolean(dice, see, depth - 1), integer(dice, see, depth - 1), integer(dice, see, depth - 1)
            )
    return literal(dice)


def number(dice: Dice, see: Readable, depth: int) -> Node:
    """An expression that may be any rational number."""
    sure, unsure = see.of(NumberType), see.maybe(NumberType)
    lets = [node for node, kind in see.lets if kind == "number"]
    boxes = see.of(CollectionType) + see.of(ListType)
    ways = ["literal", "integer", *["read"] * 4 * bool(sure), *["let"] * 2 * bool(lets)]
    if depth:
        ways += [*["guarded"] * 3 * bool(unsure), *["over"] * 3 * bool(boxes)]
        ways += ["arithmetic", "times", "divided", "negative", "rounded", "if", "between"]
    match dice.one(ways):
        case "integer":
            return integer(dice, see, depth)
        case "read":
            return dice.one(sure)
        case "let":
            return dice.one(lets)
        case "guarded":
            node = dice.one(unsure)
            return Conditional(has(node), number(dice, see.narrowed(node), depth - 1), literal(dice))
        case "over":
            return over(dice, see, depth)
        case "arithmetic":
            operator = dice.one("+-")
            return Binary(operator, number(dice, see, depth - 1), number(dice, see, depth - 1))
        case "times":
            return Binary("*", number(dice, see, depth - 1), literal(dice))
        case "divided":
            return Binary("/", number(dice, see, depth - 1), Literal(dice.number(1, 7)))
        case "negative":
            return Unary("-", number(dice, see, depth - 1))
        case "rounded":
            function = dice.one(["round", "floor"])
            return Call(function, (number(dice, see, depth - 1), Literal(dice.number(0, 2))))
        case "if":
            return Conditional(
                boolean(dice, see, depth - 1), number(dice, see, depth - 1), number(dice, see, depth - 1)
            )
        case "between":
            functions = ["days_between", *["working_days"] * see.working_days]
            ends = day(dice, see, 0), day(dice, see, 0)
            return Call(dice.one(functions), ends)
    return Literal(Decimal(dice.number(0, 199)) / 2)


def over(dice: Dice, see: Readable, depth: int) -> Node:
    """A number made of a list or a collection; nothing is asked about the mean of none, unless it may fail."""
    box = dice.one(see.of(CollectionType) + see.of(ListType))
    function, variable, inside = dice.one(SUMS), *element(see, box)
    value = Macro(box, function, variable, number(dice, inside, min(depth - 1, 1)))
    if function == "sum" or (see.risky and dice.chance(2)):
        return value
    return Conditional(Binary(">", Call("size", (box,)), Literal(0)), value, literal(dice))


def element(see: Readable, box: Node) -> tuple[str, Readable]:
    """A variable over the elements, and what may be read where it is bound."""
    type_ = next(type_ for node, type_ in see.sure if node == box)
    variable = next(name for name in ("v", "x", "y", "z") if name not in see.bound)
    inside = evolve(see, bound=see.bound | {variable})
    if isinstance(type_, CollectionType):
        fields: list[tuple[Node, Type]] = [
            (Member(Name(variable), f.name), f.type) for f in type_.record.fields.values() if not f.optional
        ]
        return variable, evolve(inside, sure=tuple(fields), unsure=(), lets=see.lets)
    assert isinstance(type_, ListType)
    return variable, evolve(inside, sure=((Name(variable), type_.items),), unsure=(), lets=see.lets)


def day(dice: Dice, see: Readable, depth: int) -> Node:
    """An expression of type date."""
    sure, unsure = see.of(DateType), see.maybe(DateType)
    lets = [node for node, kind in see.lets if kind == "date"]
    ways = ["literal", "today", *["read"] * 3 * bool(sure), *["let"] * bool(lets)]
    if depth:
        ways += ["days", "months", *["work"] * see.working_days, *["guarded"] * 2 * bool(unsure)]
    match dice.one(ways):
        case "today":
            return Name("today")
        case "read":
            return dice.one(sure)
        case "let":
            return dice.one(lets)
        case "days":
            return Call("days", (day(dice, see, depth - 1), literal(dice, 40)))
        case "months":
            return Call("months", (day(dice, see, depth - 1), literal(dice, 14)))
        case "work":
            return Call("add_working_days", (day(dice, see, depth - 1), literal(dice, 12)))
        case "guarded":
            node = dice.one(unsure)
            return Conditional(has(node), day(dice, see.narrowed(node), depth - 1), Name("today"))
    return Literal(dice.one(DAYS))


def boolean(dice: Dice, see: Readable, depth: int) -> Node:
    """A condition."""
    sure, words = see.of(BooleanType), see.of(EnumType)
    lets = [node for node, kind in see.lets if kind == "boolean"]
    maybe = [node for node, type_ in see.unsure if not isinstance(type_, CollectionType)]
    boxes = see.of(CollectionType) + see.of(ListType)
    ways = ["literal", *["read"] * 3 * bool(sure), *["let"] * 3 * bool(lets), *["has"] * bool(maybe)]
    if depth:
        ways += ["compare"] * 4 + ["and", "or", "not", "if", "before"]
        ways += [*["guarded"] * 4 * bool(maybe), *["over"] * 2 * bool(boxes), *["word"] * 2 * bool(words)]
        ways += ["key"] * bool(see.of(CollectionType))
    match dice.one(ways):
        case "read":
            return dice.one(sure)
        case "let":
            return dice.one(lets)
        case "has":
            return has(dice.one(maybe))
        case "guarded":
            node = dice.one(maybe)
            return Binary("&&", has(node), boolean(dice, see.narrowed(node), depth))
        case "compare":
            operator = dice.one(ORDER)
            return Binary(operator, number(dice, see, depth - 1), number(dice, see, depth - 1))
        case "before":
            operator = dice.one(ORDER)
            return Binary(operator, day(dice, see, depth - 1), day(dice, see, depth - 1))
        case "word":
            return word(dice, see)
        case "key":
            return Binary("in", Literal(dice.one(PEOPLE)), dice.one(see.of(CollectionType)))
        case "over":
            box = dice.one(boxes)
            variable, inside = element(see, box)
            body = boolean(dice, inside, min(depth - 1, 1))
            return Macro(box, dice.one(["all", "exists"]), variable, body)
        case "and":
            return Binary("&&", boolean(dice, see, depth - 1), boolean(dice, see, depth - 1))
        case "or":
            return Binary("||", boolean(dice, see, depth - 1), boolean(dice, see, depth - 1))
        case "not":
            return Unary("!", boolean(dice, see, depth - 1))
        case "if":
            return Conditional(
                boolean(dice, see, depth - 1), boolean(dice, see, depth - 1), boolean(dice, see, depth - 1)
            )
    return Literal(dice.one([True, True, False]))


def word(dice: Dice, see: Readable) -> Node:
    """A test of a field that has one of a closed list of words."""
    node = dice.one(see.of(EnumType))
    type_ = next(type_ for other, type_ in see.sure if other == node)
    assert isinstance(type_, EnumType)
    one = Literal(dice.one(type_.values))
    if dice.chance(2):
        return Binary(dice.one(["==", "!="]), node, one)
    return Binary("in", node, Items((one, Literal(dice.one(type_.values)))))


def value_for(dice: Dice, target: Field, see: Readable) -> Node | None:
    """An expression that may be stored in the field; None if there is none to write."""
    same = [node for node, type_ in see.sure if type_ == target.type]
    if same and dice.number(0, 3) == 0:
        return dice.one(same)
    match target.type:
        case NumberType(scale=scale):
            return Call("round", (number(dice, see, 2), Literal(scale)))
        case IntegerType():
            return integer(dice, see, 2)
        case BooleanType():
            return boolean(dice, see, 1)
        case DateType():
            return day(dice, see, 2)
        case EnumType(values=words):
            constant: Node = Literal(dice.one(words))
            if dice.chance(2):
                return constant
            return Conditional(boolean(dice, see, 1), constant, Literal(dice.one(words)))
    return dice.one(same) if same else None
