"""Which types operators take and give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.expression import Binary, Conditional, Items, Literal, Node
from ..model.types import LIST_LIMIT, BooleanType, CollectionType, EnumType, ListType, StringType, Type
from .constants import constant
from .exact import digits_behind
from .faults import unknown_value
from .kinds import INEXACT, Range, kind, kind_text, range_of, type_of_range

if TYPE_CHECKING:
    from fractions import Fraction

    from .judge import Judge

_BOOLEAN = BooleanType()


def operator_type(judge: Judge, node: Binary, left: Type | None, right: Type | None) -> Type | None:
    """The type of a value that an operator makes of two."""
    match node.operator:
        case "&&" | "||":
            for found in (left, right):
                if found is not None and not judge.want(found, "boolean", node, node.operator):
                    break  # one fault a place
            return _BOOLEAN
        case "==" | "!=":
            _comparable(judge, node, left, right)
            return _BOOLEAN
        case "<" | "<=" | ">" | ">=":
            if (
                _comparable(judge, node, left, right)
                and left is not None
                and kind(left) not in ("number", "date")
            ):
                judge.fault("no_order", node, operator=node.operator, found=kind_text(left))
            return _BOOLEAN
        case "in":
            _inside(judge, node, left, right)
            return _BOOLEAN
        case _:
            return _arithmetic(judge, node, left, right)


def _comparable(judge: Judge, node: Binary, left: Type | None, right: Type | None) -> bool:
    if left is None or right is None:
        return False
    kinds = {kind(left), kind(right)}
    allowed = len(kinds) == 1 or kinds in ({"word", "unit"}, {"word", "party"})
    if not allowed:
        judge.fault(
            "incomparable", node, left=kind_text(left), right=kind_text(right), operator=node.operator
        )
        return False
    if kinds & {"document", "record", "list", "collection"}:
        judge.fault("no_equality", node, found=kind_text(left))
        return False
    _values(judge, node.left, right)
    _values(judge, node.right, left)
    if _disjoint(left, right) and not (_words(node.left) or _words(node.right)):
        judge.fault("never_equal", node)
    return True


def _values(judge: Judge, side: Node, other: Type) -> None:
    """Every word written out on one side must be a value of the other side's enum."""
    if not isinstance(other, EnumType):
        return
    for word in _words(side):
        if word.value not in other.values:
            judge.faults.append(unknown_value(str(word.value), other.values, word.offset))


def _inside(judge: Judge, node: Binary, left: Type | None, right: Type | None) -> None:
    if right is None:
        return
    match right:
        case ListType(items=items, maximum=maximum):
            if maximum > LIST_LIMIT:
                judge.fault("list_limit", node, maximum=maximum, limit=LIST_LIMIT)
            _comparable(judge, Binary("==", node.left, node.right, node.offset), left, items)
        case CollectionType():
            if left is not None and kind(left) not in ("word", "party", "unit"):
                judge.fault("wrong_key", node, found=kind_text(left))
        case _:
            judge.fault("not_a_list", node, what="in", found=kind_text(right))


def _arithmetic(judge: Judge, node: Binary, left: Type | None, right: Type | None) -> Type | None:
    if any(found is not None and kind(found) == "date" for found in (left, right)):
        judge.fault("date_arithmetic", node, operator=node.operator)
        return None
    a = judge.number(left, node, node.operator)
    b = judge.number(right, node, node.operator) if a or left is None else None
    if a is None or b is None:
        return None
    match node.operator:
        case "+":
            return _range(a, b, (a.low + b.low, a.high + b.high))
        case "-":
            return _range(a, b, (a.low - b.high, a.high - b.low))
        case "*":
            factor = constant(node.right) if constant(node.left) is None else constant(node.left)
            if factor is None:
                judge.fault("product_of_variables", node)
                return None
            products = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            scale = INEXACT if INEXACT in (a.scale, b.scale) else a.scale + b.scale
            return type_of_range(Range(a.whole and b.whole, scale, min(products), max(products)))
        case _:
            return _quotient(judge, node, a)


def _quotient(judge: Judge, node: Binary, a: Range) -> Type | None:
    divisor = constant(node.right)
    if not divisor:
        judge.fault("division_by_variable" if divisor is None else "division_by_zero", node)
        return None
    more = digits_behind(1 / divisor)
    scale = INEXACT if more is None or a.scale == INEXACT else a.scale + more
    bounds = (a.low / divisor, a.high / divisor)
    return type_of_range(Range(whole=False, scale=scale, low=min(bounds), high=max(bounds)))


def _range(a: Range, b: Range, bounds: tuple[Fraction, Fraction]) -> Type:
    return type_of_range(Range(a.whole and b.whole, max(a.scale, b.scale), *bounds))


def join(one: Type, other: Type) -> Type | None:
    """The type of what is either; None if they are of two kinds."""
    a, b = range_of(one), range_of(other)
    if a and b:
        return type_of_range(a.join(b))
    if isinstance(one, EnumType) and isinstance(other, EnumType):
        return EnumType(tuple(dict.fromkeys((*one.values, *other.values))))
    if kind(one) != kind(other):
        return None
    return StringType() if kind(one) == "word" else one


def _disjoint(left: Type, right: Type) -> bool:
    return (
        isinstance(left, EnumType)
        and isinstance(right, EnumType)
        and not set(left.values) & set(right.values)
    )


def _words(node: Node) -> list[Literal]:
    """The words written out that a side can be."""
    match node:
        case Literal(value=str()):
            return [node]
        case Conditional(then=then, otherwise=otherwise):
            return _words(then) + _words(otherwise)
        case Items(items=items):
            return [word for item in items for word in _words(item)]
        case _:
            return []
