"""Which types functions and list functions take and give."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..model.expression import Call, Literal, Macro
from ..model.types import (
    LIST_LIMIT,
    BooleanType,
    CollectionType,
    DateType,
    DurationType,
    IntegerType,
    ListType,
    Type,
)
from .functions import CALLABLE, DATE, DAYS, FUNCTIONS, MACROS, SPECIAL
from .kinds import INEXACT, Range, is_whole, kind, kind_text, type_of_range

if TYPE_CHECKING:
    from .judge import Judge

MAX_ROUND = 15


def call_type(judge: Judge, node: Call, arguments: list[Type | None]) -> Type | None:
    """The type of a call of anything but `has`."""
    signature = FUNCTIONS.get(node.function)
    if signature is None and node.function not in SPECIAL:
        _unknown(judge, node)
        return None
    wanted = len(signature.takes) if signature else SPECIAL[node.function].count(",") + 1
    if len(arguments) != wanted:
        form = signature.form if signature else SPECIAL[node.function]
        judge.fault("arguments", node, function=node.function, form=form)
        return None
    match node.function:
        case "size":
            return _size(judge, node, arguments[0])
        case "round" | "floor":
            return _rounded(judge, node, arguments[0])
        case _:
            return _dates(judge, node, arguments)


def _unknown(judge: Judge, node: Call) -> None:
    if node.function in MACROS:
        judge.fault("macro_as_call", node, function=node.function)
    else:
        judge.unknown("unknown_function", node, node.function, CALLABLE)


def _size(judge: Judge, node: Call, found: Type | None) -> Type | None:
    match found:
        case None:
            return IntegerType(0, LIST_LIMIT)
        case ListType(maximum=maximum) | CollectionType(maximum=maximum):
            return IntegerType(0, maximum)
        case _:
            judge.fault("not_a_list", node, what="size", found=kind_text(found))
            return None


def _rounded(judge: Judge, node: Call, found: Type | None) -> Type | None:
    numbers = judge.number(found, node, node.function)
    digits = node.arguments[1]
    if not (isinstance(digits, Literal) and type(digits.value) is int and 0 <= digits.value <= MAX_ROUND):
        judge.fault("digits", digits, function=node.function, limit=MAX_ROUND)
        return None
    if numbers is None:
        return None
    step = Fraction(1, 10**digits.value)
    low, high = numbers.low // step * step, -(-numbers.high // step) * step
    return type_of_range(Range(whole=digits.value == 0, scale=digits.value, low=low, high=high))


def _dates(judge: Judge, node: Call, arguments: list[Type | None]) -> Type:
    signature = FUNCTIONS[node.function]
    for argument, found, wanted in zip(node.arguments, arguments, signature.takes, strict=True):
        if wanted == DATE:
            judge.want(found, "date", argument, node.function)
        elif judge.number(found, argument, node.function) and not is_whole(found):
            judge.fault("not_whole", argument, function=node.function)
        elif isinstance(found, DurationType) and found.unit != signature.unit:
            judge.fault("duration_unit", argument, function=node.function, unit=found.unit)
    return DateType() if signature.gives == DATE else IntegerType(-DAYS, DAYS)


def aggregate_type(judge: Judge, node: Macro, body: Type | None, most: int) -> Type | None:
    """The type of a list function, whose body has a value for each of at most `most` elements."""
    if node.function in ("all", "exists"):
        judge.want(body, "boolean", node, node.function)
        return BooleanType()
    if body is None:
        return None
    if node.function in ("min", "max") and kind(body) == "date":
        return body
    numbers = judge.number(body, node, node.function)
    if numbers is None:
        return None
    match node.function:
        case "sum":
            low, high = min(numbers.low * most, Fraction(0)), max(numbers.high * most, Fraction(0))
            return type_of_range(Range(numbers.whole, numbers.scale, low, high))
        case "mean":
            return type_of_range(Range(whole=False, scale=INEXACT, low=numbers.low, high=numbers.high))
        case _:
            return type_of_range(numbers)
