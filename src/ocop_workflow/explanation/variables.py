"""What a change may change: the data and the payload that guards read, and the day; and values worth trying.

Numbers and days are tried where a comparison turns, and on either side of that place; other types in full. A value
is found by asking the comparison itself, so that arithmetic, rounding and other fields are all taken as they are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ..guards.exact import scaled
from ..model.types import (
    BooleanType,
    DateType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    Type,
)
from ..verification.candidates import plain
from ..verification.relax import small

DAYS = (15_000, 4_000, 400, 60, 10)  # how far from today days are looked for; calendars may know fewer
Difference = Callable[[object], Fraction | None]  # of the two sides of a comparison, with that value


@frozen
class Tried:
    """A value to try and how large a change it is: how many values are touched, and how far it moves."""

    value: object
    touched: int
    distance: Fraction


def values(
    declared: Field,
    current: object,
    differences: Sequence[Difference],
    words: Iterable[object],
    today: date,
) -> list[Tried]:
    """Values of a field other than the present one, the nearest first; `words` are those it is compared with."""
    found = {repr(value): value for value in _of_type(declared, current, differences, words, today)}
    tried = [Tried(value, 1, _distance(current, value)) for value in found.values() if value != current]
    return sorted(tried, key=lambda each: each.distance)


def _of_type(
    declared: Field,
    current: object,
    differences: Sequence[Difference],
    words: Iterable[object],
    today: date,
) -> Iterator[object]:
    type_ = declared.type
    match type_:
        case BooleanType():
            yield from (True, False)
        case EnumType(values=known):
            yield from known
        case IntegerType(minimum=low, maximum=high) if small(type_):
            yield from range(low, high + 1)
        case IntegerType(minimum=low, maximum=high):
            yield from turns(low, high, differences, int)
        case NumberType():
            yield from turns(*grid(type_), differences, lambda number: scaled(number, type_.scale))
        case DateType():
            yield from days(today, differences)
        case ListType(items=items, maximum=most):
            yield from _lists(items, most, current, today)
        case _:
            yield from (word for word in words if isinstance(word, str))
            yield from plain(declared, today)


def grid(type_: NumberType) -> tuple[int, int]:
    """The least and the greatest value, counted in units of the last digit."""
    unit = 10**type_.scale
    return (Fraction(type_.minimum) * unit).__ceil__(), (Fraction(type_.maximum) * unit).__floor__()


def turns(
    low: int, high: int, differences: Iterable[Difference], value: Callable[[int], object]
) -> Iterator[object]:
    """Values around the places where a comparison turns, and both ends; each comparison is taken to be monotone."""
    places = {low, high}
    for difference in differences:
        for beyond in (_positive, _not_negative):
            place = _turn(low, high, lambda n, d=difference, b=beyond: b(d(value(n))))  # type: ignore[misc]
            if place is not None:
                places |= {place - 1, place, place + 1}
    yield from (value(place) for place in sorted(places) if low <= place <= high)


def days(today: date, differences: Iterable[Difference], *, later: bool = False) -> Iterator[date]:
    """Today, and days around those on which a comparison turns; `later`: only from today on."""
    found: dict[date, None] = {today: None}
    for difference in differences:
        for span in DAYS:
            low = 0 if later else -span
            ends = [difference(today + timedelta(days=n)) for n in (low, span)]
            if None not in ends:
                around = turns(low, span, [difference], lambda n: today + timedelta(days=n))
                found |= dict.fromkeys(day for day in around if isinstance(day, date))
                break
    yield from found


def _turn(low: int, high: int, beyond: Callable[[int], bool | None]) -> int | None:
    """The first place beyond, if one end is and the other is not."""
    first, last = beyond(low), beyond(high)
    if first is None or last is None or first == last:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if beyond(middle) == first:
            low = middle
        else:
            high = middle
    return high


def _positive(difference: Fraction | None) -> bool | None:
    return None if difference is None else difference > 0


def _not_negative(difference: Fraction | None) -> bool | None:
    return None if difference is None else difference >= 0


def _lists(items: Type, most: int, current: object, today: date) -> Iterator[object]:
    """One value more, one less, all that there are, none."""
    held = current if isinstance(current, tuple) else ()
    known = items.values if isinstance(items, EnumType) else tuple(plain(Field("item", items), today))
    others = [value for value in known if value not in held]
    yield from ((*held, value) for value in others if len(held) < most)
    yield from (held[:n] + held[n + 1 :] for n in range(len(held)))
    yield (*held, *others)[:most]
    yield tuple(others)[:most]
    yield ()


def _distance(current: object, value: object) -> Fraction:
    here, there = as_number(current), as_number(value)
    if here is not None and there is not None:
        return abs(there - here)
    if isinstance(value, tuple):
        held = current if isinstance(current, tuple) else ()
        return Fraction(len(set(held) ^ set(value)))
    return Fraction(0)


def as_number(value: object) -> Fraction | None:
    """Numbers exactly, days counted; None for anything else."""
    match value:
        case bool():
            return None
        case int() | Decimal() | Fraction():
            return Fraction(value)
        case date():
            return Fraction(value.toordinal())
    return None
