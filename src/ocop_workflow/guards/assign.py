"""Whether a value of one type may be stored in a field of another, judged before anything runs."""

from ..model.types import (
    CollectionType,
    DurationType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    Type,
)
from .exact import decimal
from .faults import Fault, unknown_value
from .kinds import is_inexact, kind, kind_text, range_of


def fits(given: Type, wanted: Type, offset: int = 0) -> list[Fault]:
    """Why a `given` value may not be stored as a `wanted` one; ranges that overlap are left to run time."""
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
                return [unknown_value(word, values, offset)]
        return []
    return [Fault("any_word", offset, {"values": ", ".join(values)})]
