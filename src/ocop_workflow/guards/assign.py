"""Whether a value may be stored: judged by type before anything runs, and by value when it does."""

from decimal import Decimal
from fractions import Fraction

from ..model.types import (
    CollectionType,
    DurationType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    StringType,
    Type,
)
from .exact import decimal, digits_behind, fraction
from .faults import EvaluationError, Fault, advice
from .kinds import is_inexact, kind, kind_text, range_of


def fits(given: Type, wanted: Type, offset: int = 0) -> list[Fault]:
    """Why a value of type `given` may not be stored in one of type `wanted`; overlapping ranges are left to `fit`."""
    if kind(given) != kind(wanted) or isinstance(wanted, CollectionType):
        return [Fault("wrong_store", offset, {"wanted": kind_text(wanted), "found": kind_text(given)})]
    match wanted:
        case NumberType() | IntegerType() | DurationType():
            return _numbers(given, wanted, offset)
        case EnumType(values=values):
            return _words(given, values, offset)
        case ListType(items=items, maximum=maximum) if isinstance(given, ListType):
            if given.maximum > maximum:
                return [Fault("longer_list", offset, {"maximum": maximum, "found": given.maximum})]
            return fits(given.items, items, offset)
        case _ if kind(wanted) in ("record", "list") and given != wanted:
            return [Fault("wrong_store", offset, {"wanted": kind_text(wanted), "found": kind_text(given)})]
    return []


def _numbers(given: Type, wanted: Type, offset: int) -> list[Fault]:
    scale = wanted.scale if isinstance(wanted, NumberType) else 0
    if isinstance(given, NumberType) and (is_inexact(given) or given.scale > scale):
        return [Fault("needs_round", offset, {"scale": scale})]
    a, b = range_of(given), range_of(wanted)
    if a and b and (a.high < b.low or a.low > b.high):
        low, high = decimal(b.low), decimal(b.high)
        return [Fault("never_in_range", offset, {"minimum": low, "maximum": high})]
    return []


def _words(given: Type, values: tuple[str, ...], offset: int) -> list[Fault]:
    if isinstance(given, EnumType):
        for word in given.values:
            if word not in values:
                near = advice(word, list(values))
                return [Fault("unknown_value", offset, {"value": word, "values": ", ".join(values), "advice": near})]
        return []
    return [Fault("any_word", offset, {"values": ", ".join(values)})]


def fit(value: object, wanted: Type) -> object:
    """The value as data hold it (Decimal for a number, int for an integer); raises EvaluationError if it may not be."""
    match wanted:
        case NumberType() | IntegerType():
            return _fit_number(value, wanted)
        case EnumType(values=values) if value not in values:
            raise EvaluationError("not_a_value", {"value": value, "values": ", ".join(values)})
        case StringType(max_length=most) if isinstance(value, str) and len(value) > most:
            raise EvaluationError("long_text", {"limit": most})
        case ListType(items=items, maximum=maximum) if isinstance(value, tuple | list):
            if len(value) > maximum:
                raise EvaluationError("too_many_items", {"limit": maximum, "count": len(value)})
            return tuple(fit(item, items) for item in value)
        case _:
            return value


def _fit_number(value: object, wanted: NumberType | IntegerType) -> object:
    exact = value if isinstance(value, Fraction) else None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        exact = fraction(value)
    if exact is None:
        raise EvaluationError("bad_value", {"value": type(value).__name__})
    scale = wanted.scale if isinstance(wanted, NumberType) else 0
    behind = digits_behind(exact)
    if behind is None or behind > scale:
        raise EvaluationError("too_fine", {"scale": scale})
    bounds = range_of(wanted)
    if bounds and not bounds.low <= exact <= bounds.high:
        values = {"value": decimal(exact), "minimum": decimal(bounds.low), "maximum": decimal(bounds.high)}
        raise EvaluationError("out_of_range", values)
    return int(exact) if isinstance(wanted, IntegerType) else decimal(exact)
