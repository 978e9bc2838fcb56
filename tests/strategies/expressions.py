"""Random expressions of every type, which read only what is sure to be set or ask has() before."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen
from hypothesis import strategies as st

from ocop_workflow.model.definition import Taken
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

from .places import PEOPLE

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
                (unsure if taken.field.optional else sure).append((Member(Name("taken"), name), taken.field.type))
        return evolve(self, sure=tuple(sure), unsure=tuple(unsure))


def has(node: Node) -> Node:
    return Call("has", (node,))


def pick(draw: st.DrawFn, makers: list[str]) -> str:
    return draw(st.sampled_from(makers))


def literal(draw: st.DrawFn, most: int = 9) -> Node:
    return Literal(draw(st.integers(0, most)))


def integer(draw: st.DrawFn, see: Readable, depth: int) -> Node:
    """An expression of type integer."""
    sure, unsure, boxes = see.of(IntegerType), see.maybe(IntegerType), see.of(CollectionType) + see.of(ListType)
    ways = ["literal", *["read"] * 3 * bool(sure)]
    if depth:
        ways += [*["guarded"] * 2 * bool(unsure), *["size"] * bool(boxes), "plus", "minus", "if"]
    match pick(draw, ways):
        case "read":
            return draw(st.sampled_from(sure))
        case "guarded":
            node = draw(st.sampled_from(unsure))
            return Conditional(has(node), node, integer(draw, see, depth - 1))
        case "size":
            return Call("size", (draw(st.sampled_from(boxes)),))
        case "plus":
            return Binary("+", integer(draw, see, depth - 1), literal(draw, 3))
        case "minus":
            return Binary("-", integer(draw, see, depth - 1), literal(draw, 3))
        case "if":
            return Conditional(
                boolean(draw, see, depth - 1), integer(draw, see, depth - 1), integer(draw, see, depth - 1)
            )
    return literal(draw)


def number(draw: st.DrawFn, see: Readable, depth: int) -> Node:
    """An expression that may be any rational number."""
    sure, unsure = see.of(NumberType), see.maybe(NumberType)
    lets = [node for node, kind in see.lets if kind == "number"]
    boxes = see.of(CollectionType) + see.of(ListType)
    ways = ["literal", "integer", *["read"] * 4 * bool(sure), *["let"] * 2 * bool(lets)]
    if depth:
        ways += [*["guarded"] * 3 * bool(unsure), *["over"] * 3 * bool(boxes)]
        ways += ["arithmetic", "times", "divided", "negative", "rounded", "if", "between"]
    match pick(draw, ways):
        case "integer":
            return integer(draw, see, depth)
        case "read":
            return draw(st.sampled_from(sure))
        case "let":
            return draw(st.sampled_from(lets))
        case "guarded":
            node = draw(st.sampled_from(unsure))
            return Conditional(has(node), number(draw, see.narrowed(node), depth - 1), literal(draw))
        case "over":
            return over(draw, see, depth)
        case "arithmetic":
            operator = draw(st.sampled_from("+-"))
            return Binary(operator, number(draw, see, depth - 1), number(draw, see, depth - 1))
        case "times":
            return Binary("*", number(draw, see, depth - 1), literal(draw))
        case "divided":
            return Binary("/", number(draw, see, depth - 1), Literal(draw(st.integers(1, 7))))
        case "negative":
            return Unary("-", number(draw, see, depth - 1))
        case "rounded":
            function = draw(st.sampled_from(["round", "floor"]))
            return Call(function, (number(draw, see, depth - 1), Literal(draw(st.integers(0, 2)))))
        case "if":
            return Conditional(
                boolean(draw, see, depth - 1), number(draw, see, depth - 1), number(draw, see, depth - 1)
            )
        case "between":
            functions = ["days_between", *["working_days"] * see.working_days]
            ends = day(draw, see, 0), day(draw, see, 0)
            return Call(draw(st.sampled_from(functions)), ends)
    return Literal(Decimal(draw(st.integers(0, 199))) / 2)


def over(draw: st.DrawFn, see: Readable, depth: int) -> Node:
    """A number made of a list or a collection; nothing is asked about the mean of none, unless it may fail."""
    box = draw(st.sampled_from(see.of(CollectionType) + see.of(ListType)))
    function, variable, inside = draw(st.sampled_from(SUMS)), *element(see, box)
    value = Macro(box, function, variable, number(draw, inside, min(depth - 1, 1)))
    if function == "sum" or (see.risky and draw(st.booleans())):
        return value
    return Conditional(Binary(">", Call("size", (box,)), Literal(0)), value, literal(draw))


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


def day(draw: st.DrawFn, see: Readable, depth: int) -> Node:
    """An expression of type date."""
    sure, unsure = see.of(DateType), see.maybe(DateType)
    lets = [node for node, kind in see.lets if kind == "date"]
    ways = ["literal", "today", *["read"] * 3 * bool(sure), *["let"] * bool(lets)]
    if depth:
        ways += ["days", "months", *["work"] * see.working_days, *["guarded"] * 2 * bool(unsure)]
    match pick(draw, ways):
        case "today":
            return Name("today")
        case "read":
            return draw(st.sampled_from(sure))
        case "let":
            return draw(st.sampled_from(lets))
        case "days":
            return Call("days", (day(draw, see, depth - 1), literal(draw, 40)))
        case "months":
            return Call("months", (day(draw, see, depth - 1), literal(draw, 14)))
        case "work":
            return Call("add_working_days", (day(draw, see, depth - 1), literal(draw, 12)))
        case "guarded":
            node = draw(st.sampled_from(unsure))
            return Conditional(has(node), day(draw, see.narrowed(node), depth - 1), Name("today"))
    return Literal(draw(st.sampled_from(DAYS)))


def boolean(draw: st.DrawFn, see: Readable, depth: int) -> Node:  # noqa: C901 - one case a kind of test
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
    match pick(draw, ways):
        case "read":
            return draw(st.sampled_from(sure))
        case "let":
            return draw(st.sampled_from(lets))
        case "has":
            return has(draw(st.sampled_from(maybe)))
        case "guarded":
            node = draw(st.sampled_from(maybe))
            return Binary("&&", has(node), boolean(draw, see.narrowed(node), depth))
        case "compare":
            operator = draw(st.sampled_from(ORDER))
            return Binary(operator, number(draw, see, depth - 1), number(draw, see, depth - 1))
        case "before":
            operator = draw(st.sampled_from(ORDER))
            return Binary(operator, day(draw, see, depth - 1), day(draw, see, depth - 1))
        case "word":
            return word(draw, see)
        case "key":
            return Binary("in", Literal(draw(st.sampled_from(PEOPLE))), draw(st.sampled_from(see.of(CollectionType))))
        case "over":
            box = draw(st.sampled_from(boxes))
            variable, inside = element(see, box)
            body = boolean(draw, inside, min(depth - 1, 1))
            return Macro(box, draw(st.sampled_from(["all", "exists"])), variable, body)
        case "and":
            return Binary("&&", boolean(draw, see, depth - 1), boolean(draw, see, depth - 1))
        case "or":
            return Binary("||", boolean(draw, see, depth - 1), boolean(draw, see, depth - 1))
        case "not":
            return Unary("!", boolean(draw, see, depth - 1))
        case "if":
            return Conditional(
                boolean(draw, see, depth - 1), boolean(draw, see, depth - 1), boolean(draw, see, depth - 1)
            )
    return Literal(draw(st.sampled_from([True, True, False])))


def word(draw: st.DrawFn, see: Readable) -> Node:
    """A test of a field that has one of a closed list of words."""
    node = draw(st.sampled_from(see.of(EnumType)))
    type_ = next(type_ for other, type_ in see.sure if other == node)
    assert isinstance(type_, EnumType)
    one = Literal(draw(st.sampled_from(type_.values)))
    if draw(st.booleans()):
        return Binary(draw(st.sampled_from(["==", "!="])), node, one)
    return Binary("in", node, Items((one, Literal(draw(st.sampled_from(type_.values))))))


def value_for(draw: st.DrawFn, target: Field, see: Readable) -> Node | None:
    """An expression that may be stored in the field; None if there is none to write."""
    same = [node for node, type_ in see.sure if type_ == target.type]
    if same and draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(same))
    match target.type:
        case NumberType(scale=scale):
            return Call("round", (number(draw, see, 2), Literal(scale)))
        case IntegerType():
            return integer(draw, see, 2)
        case BooleanType():
            return boolean(draw, see, 1)
        case DateType():
            return day(draw, see, 2)
        case EnumType(values=words):
            constant: Node = Literal(draw(st.sampled_from(words)))
            if draw(st.booleans()):
                return constant
            return Conditional(boolean(draw, see, 1), constant, Literal(draw(st.sampled_from(words))))
    return draw(st.sampled_from(same)) if same else None
