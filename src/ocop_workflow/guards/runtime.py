"""What compiled expressions call. Anything out of the ordinary raises, and the exact walk decides instead."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ..calendar import add_months
from ..model.types import LIST_LIMIT
from .exact import LIMIT, MAGNITUDE, present


class Miss(Exception):
    """The fast path does not know; the walk will say."""


def number(raw: object, power: int) -> int:
    """The value times `power` (10 to the declared scale)."""
    if type(raw) is Decimal and -MAGNITUDE < raw.adjusted() < MAGNITUDE:
        numerator, denominator = raw.as_integer_ratio()
        factor, rest = divmod(power, denominator)
        if not rest:
            return numerator * factor
    elif type(raw) is int and -LIMIT < raw < LIMIT:
        return raw * power
    raise Miss


def decimal(raw: object) -> Decimal:
    """A decimal as it is, where it is written without superfluous zeros."""
    if type(raw) is Decimal and -MAGNITUDE < raw.adjusted() < MAGNITUDE:
        text = str(raw)
        if text[-1].isdigit() and "E" not in text and not (text[-1] == "0" and "." in text):
            return raw
    raise Miss


def whole(raw: object) -> int:
    """A whole number."""
    if type(raw) is int and -LIMIT < raw < LIMIT:
        return raw
    raise Miss


def counted(raw: object, most: int) -> int:
    """How many linked cases there are."""
    if type(raw) is int and 0 <= raw <= most:
        return raw
    raise Miss


def word(raw: object) -> str:
    """Text, or an id."""
    if type(raw) is str:
        return raw
    raise Miss


def boolean(raw: object) -> bool:
    """True or false."""
    if raw is True or raw is False:
        return raw
    raise Miss


def day(raw: object) -> date:
    """A date without a time."""
    if type(raw) is date:
        return raw
    raise Miss


def listed(raw: object) -> Sequence[object]:
    """A list that is short enough to be walked."""
    if (type(raw) is tuple or type(raw) is list) and len(raw) <= LIST_LIMIT:
        return raw
    raise Miss


def keyed(raw: object) -> Mapping[str, object]:
    """A collection; one that nothing was handed in to is empty."""
    if raw is None:
        return {}
    if isinstance(raw, Mapping):
        return raw
    raise Miss


def records(raw: object) -> Collection[object]:
    """The records of a collection that is short enough to be walked."""
    found = keyed(raw)
    if len(found) <= LIST_LIMIT:
        return found.values()
    raise Miss


def length(raw: object) -> int:
    """The size of a list of any length."""
    if type(raw) is tuple or type(raw) is list:
        return len(raw)
    raise Miss


def mean(values: Sequence[int], denominator: int) -> Fraction:
    """The mean of whole numbers over a denominator; an empty list has none."""
    return Fraction(sum(values), len(values) * denominator)


def mean_of_ratios(values: Sequence[Fraction]) -> Fraction:
    """The mean of Fractions."""
    return sum(values, Fraction(0)) / len(values)


def sum_of_ratios(values: Iterable[Fraction]) -> Fraction:
    """The sum of Fractions, 0 for none."""
    return sum(values, Fraction(0))


def round_scaled(numerator: int, denominator: int, power: int) -> int:
    """`numerator`/`denominator` to 1/`power`, times `power`; a half goes away from zero."""
    found = (2 * abs(numerator) * power + denominator) // (2 * denominator)
    return found if numerator >= 0 else -found


def round_ratio(value: Fraction, power: int) -> int:
    """`round_scaled` of a Fraction."""
    return round_scaled(value.numerator, value.denominator, power)


def floor_ratio(value: Fraction, power: int) -> int:
    """A Fraction to 1/`power`, towards minus infinity, times `power`."""
    return value.numerator * power // value.denominator


def add_days(start: date, count: int) -> date:
    """The day so many days later."""
    return start + timedelta(days=count)


def days_between(start: date, end: date) -> int:
    """How many days lie between; negative if `end` is first."""
    return (end - start).days


def show(numerator: int, denominator: int) -> object:
    """A number as callers see it."""
    return present(Fraction(numerator, denominator))


def told(value: object) -> object:
    """A number as it is shown: one without a last digit as a fraction."""
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


HELPERS: Mapping[str, object] = {
    "number": number,
    "decimal": decimal,
    "whole": whole,
    "word": word,
    "counted": counted,
    "boolean": boolean,
    "day": day,
    "listed": listed,
    "keyed": keyed,
    "records": records,
    "length": length,
    "mean": mean,
    "mean_of_ratios": mean_of_ratios,
    "sum_of_ratios": sum_of_ratios,
    "round_scaled": round_scaled,
    "round_ratio": round_ratio,
    "floor_ratio": floor_ratio,
    "add_days": add_days,
    "add_months": add_months,
    "days_between": days_between,
    "show": show,
    "told": told,
    "present": present,
    "Fraction": Fraction,
    **{f.__name__: f for f in (all, any, len, max, min, sum)},
}
