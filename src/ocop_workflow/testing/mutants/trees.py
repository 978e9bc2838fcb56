"""Expressions with one mistake in them: a bound that takes its own side, a constant one step away."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import attrs
from attrs import frozen

from ...guards import Scope, infer
from ...guards.kinds import is_inexact
from ...guards.tree import mapped, nodes
from ...model.definition import Definition
from ...model.expression import Binary, Call, Conditional, Literal, Node, Unary
from ...model.types import DateType, IntegerType, NumberType, Type
from ..suites.guarding import finest

BESIDE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
EQUAL = ("==", "!=")
DIGITS = ("round", "floor")  # whose last argument is no constant of the law


@frozen
class Slip:
    """A tree with one mistake; `before` became `after`."""

    tree: Node
    before: Node
    after: Node


def comparisons(tree: Node) -> Iterator[Slip]:
    """`<` for `<=` and back, at each comparison."""
    for node in nodes(tree):
        if isinstance(node, Binary) and node.operator in BESIDE:
            after = attrs.evolve(node, operator=BESIDE[node.operator])
            yield Slip(replaced(tree, node, after), node, after)


def constants(tree: Node, type_: Type | None, definition: Definition, scope: Scope) -> Iterator[Slip]:
    """Each number and each day, one step up and one down; `type_` is that of what the whole tree is stored in."""
    for literal, step in _stepped(tree, type_, definition, scope):
        for sign in (1, -1):
            after = _moved(literal.value, step * sign)
            if after is not None:
                yield Slip(replaced(tree, literal, after), literal, after)


def replaced(tree: Node, part: Node, by: Node) -> Node:
    """The tree with that very node exchanged, and no other that is equal to it."""
    return by if tree is part else mapped(tree, lambda below: replaced(below, part, by))


def _stepped(
    tree: Node, type_: Type | None, definition: Definition, scope: Scope
) -> Iterator[tuple[Literal, Decimal]]:
    """Constants with the least step between two values of what they are compared with, added to, or stored in."""
    match tree:
        case Literal(value=value):
            if isinstance(value, int | Decimal | date) and not isinstance(value, bool):
                yield tree, _step(value, type_, definition)
        case Unary(operator="-", operand=operand):
            yield from _stepped(operand, type_, definition, scope)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from _stepped(condition, None, definition, scope)
            yield from _stepped(then, type_, definition, scope)
            yield from _stepped(otherwise, type_, definition, scope)
        case Binary(operator=operator, left=left, right=right) if operator in (*BESIDE, *EQUAL, "+", "-"):
            yield from _stepped(left, infer(right, scope)[0], definition, scope)
            yield from _stepped(right, infer(left, scope)[0], definition, scope)
        case Call(function=function, arguments=arguments) if function in DIGITS:
            yield from _stepped(arguments[0], type_, definition, scope)
        case Call(arguments=arguments):
            for each in arguments:
                yield from _stepped(each, None, definition, scope)
        case _:
            for attribute in attrs.fields(type(tree)):
                value = getattr(tree, attribute.name)
                for each in value if isinstance(value, tuple) else (value,):
                    if isinstance(each, Node):
                        yield from _stepped(each, None, definition, scope)


def _step(value: int | Decimal | date, type_: Type | None, definition: Definition) -> Decimal:
    if isinstance(value, date) or isinstance(type_, IntegerType | DateType):
        return Decimal(1)
    if isinstance(type_, NumberType):
        return Decimal(1).scaleb(-(finest(definition) if is_inexact(type_) else type_.scale))
    return Decimal(1).scaleb(min(0, int(Decimal(value).as_tuple().exponent)))


def _moved(value: object, step: Decimal) -> Node | None:
    if isinstance(value, date):
        return Literal(value + timedelta(days=int(step)))
    assert isinstance(value, int | Decimal)
    moved = Decimal(value) + step
    if moved < 0:
        return Unary("-", Literal(int(-moved) if isinstance(value, int) else -moved))
    return Literal(int(moved) if isinstance(value, int) and moved == int(moved) else moved)
