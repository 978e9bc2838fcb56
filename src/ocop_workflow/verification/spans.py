"""The values of one term of a decision, in pieces that no condition tells apart, and their telling."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from ..guards.exact import decimal, scaled
from ..guards.kinds import INEXACT
from ..model.types import BooleanType, DateType, EnumType, IntegerType, NumberType, StringType, Type

Value = bool | str | Fraction | None


@frozen
class Piece:
    """One value (`low` is `high`), or all between two bounds that are left out; None: no bound on that side.

    `witness` is one of them as a case would hold it; None stands for a field that is not set.
    """

    low: Value
    high: Value
    witness: object

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


def pieces(type_: Type, constants: Iterable[object], *, every: bool) -> tuple[Piece, ...] | None:
    """In order; `every`: each value by itself. None for a type that conditions do not compare with constants."""
    match type_:
        case BooleanType():
            return (Piece(low=True, high=True, witness=True), Piece(low=False, high=False, witness=False))
        case EnumType(values=words):
            return tuple(Piece(word, word, word) for word in words)
        case IntegerType(minimum=low, maximum=high):
            return _numbers(Fraction(low), Fraction(high), 0, constants, every=every, whole=True)
        case NumberType(scale=scale, minimum=least, maximum=most):
            return _numbers(Fraction(least), Fraction(most), scale, constants, every=every, whole=False)
        case DateType():
            days = sorted({day.toordinal() for day in constants if isinstance(day, date)})
            return _days(days) if days else None
        case StringType():
            words = tuple(sorted({word for word in constants if isinstance(word, str)}))
            other = "x" + "".join(words)[:100]
            return (*(Piece(word, word, word) for word in words), Piece("", None, other))
    return None


def _numbers(
    low: Fraction, high: Fraction, scale: int, constants: Iterable[object], *, every: bool, whole: bool
) -> tuple[Piece, ...]:
    given = {Fraction(c) for c in constants if isinstance(c, int | Decimal) and not isinstance(c, bool)}
    points = {low, high, *(value for value in given if low < value < high)}
    unit = Fraction(1, 10**scale)
    if every:
        points |= {number * unit for number in range((low / unit).__ceil__(), (high / unit).__floor__() + 1)}
    found: list[Piece] = []
    for before, after in pairwise(sorted(points)):
        found.append(_point(before, scale, whole=whole))
        between = _between(before, after, scale)
        if between is not None:
            found.append(Piece(before, after, _written(between, scale, whole=whole)))
    found.append(_point(max(points), scale, whole=whole))
    return tuple(each for each in found if each.witness is not None)


def _point(value: Fraction, scale: int, *, whole: bool) -> Piece:
    """A bound that the type cannot hold, as 69.5 of a whole number, has no witness."""
    return Piece(value, value, _written(value, scale, whole=whole))


def _written(value: Fraction, scale: int, *, whole: bool) -> object:
    if whole:
        return int(value) if value.denominator == 1 else None
    if scale >= INEXACT:
        return decimal(value)
    return scaled(int(value * 10**scale), scale) if (value * 10**scale).denominator == 1 else None


def _between(low: Fraction, high: Fraction, scale: int) -> Fraction | None:
    """The plainest value between two others: in the middle, with as few digits as will do."""
    middle = (low + high) / 2
    for digits in range(min(scale, 12) + 1):
        unit = Fraction(1, 10**digits)
        for value in ((middle / unit).__floor__() * unit, (middle / unit).__ceil__() * unit):
            if low < value < high:
                return value
    return None


def _days(days: list[int]) -> tuple[Piece, ...]:
    first, last = days[0], days[-1]
    found = [Piece(None, Fraction(first), date.fromordinal(first - 1))]
    for before, after in pairwise(days):
        found.append(Piece(Fraction(before), Fraction(before), date.fromordinal(before)))
        if after - before > 1:
            found.append(Piece(Fraction(before), Fraction(after), date.fromordinal(before + 1)))
    found.append(Piece(Fraction(last), Fraction(last), date.fromordinal(last)))
    return (*found, Piece(Fraction(last), None, date.fromordinal(last + 1)))


def holds(piece: Piece, value: object) -> bool:
    """Whether a value that a case has lies in the piece; None is one that is not set."""
    if value is None or piece.witness is None:
        return value is None and piece.witness is None
    if isinstance(value, date):
        number = Fraction(value.toordinal())
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Fraction(value)
    else:  # words and truths: of words that no condition names there is one piece
        return value == piece.witness or (piece.low == "" and piece.high is None)
    low, high = _number(piece.low), _number(piece.high)
    if piece.is_point:
        return number == low
    return (low is None or low < number) and (high is None or number < high)


def _number(bound: Value) -> Fraction | None:
    return bound if isinstance(bound, Fraction) else None
