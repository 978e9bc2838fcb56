"""Rationals and decimals, exactly, whatever the decimal context of the thread is."""

from decimal import Context, Decimal
from fractions import Fraction

LIMIT = 10**40  # numbers beyond are no data of any procedure; they are refused before they can cost time
MAGNITUDE = 40
WIDE = Context(prec=10_000)  # no number here has as many digits


def fraction(number: int | Decimal) -> Fraction | None:
    """The number itself, or None for what is no number of sensible size: NaN, infinity, 1E+999999."""
    if isinstance(number, Decimal):
        if not number.is_finite() or not -MAGNITUDE < number.adjusted() < MAGNITUDE:
            return None
        return Fraction(*number.as_integer_ratio())
    return Fraction(number) if -LIMIT < number < LIMIT else None


def digits_behind(value: Fraction) -> int | None:
    """How many digits behind the point the value needs; None if no number of them is enough."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def scaled(numerator: int, scale: int) -> Decimal:
    """`numerator` / 10^`scale`, without rounding to any context."""
    return Decimal(numerator).scaleb(-scale, WIDE)


def decimal(value: Fraction) -> Decimal | None:
    """The value as a decimal without superfluous zeros; None if it has no end."""
    scale = digits_behind(value)
    return None if scale is None else scaled(int(value * 10**scale), scale)


def present(value: Fraction) -> Decimal | Fraction:
    """What callers see of a number: a decimal where there is one."""
    found = decimal(value)
    return value if found is None else found


def scale_of(number: Decimal) -> int:
    """Digits behind the point, as written."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def round_half_away(value: Fraction, digits: int) -> Fraction:
    """To `digits` behind the point; a half goes away from zero: 49.995 is 50, -0.5 is -1."""
    power = 10**digits
    whole = (2 * abs(value) * power + 1) // 2
    return Fraction(whole if value >= 0 else -whole, power)


def round_down(value: Fraction, digits: int) -> Fraction:
    """To `digits` behind the point, towards minus infinity."""
    power = 10**digits
    return Fraction((value * power).__floor__(), power)
