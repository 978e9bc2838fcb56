"""Where the numbers that a variable may be fall apart: before or after a constant, once they are rounded."""

from fractions import Fraction

from attrs import evolve, frozen

BEFORE, AFTER = (
    False,
    True,
)  # x < c and x >= c tell apart what lies before c, x <= c and x > c what lies after it
SIDES = {"<": (BEFORE,), ">=": (BEFORE,), "<=": (AFTER,), ">": (AFTER,)}
BOTH = (BEFORE, AFTER)
MOST_ROUNDINGS = 3  # of one value on its way through the data


@frozen
class Rounding:
    """To so many digits; cut off, or half away from zero."""

    digits: int
    cut: bool

    def of(self, value: Fraction) -> Fraction:
        """The value as it is stored."""
        step = Fraction(1, 10**self.digits)
        if self.cut:
            return (value / step).__floor__() * step
        away = (abs(value) / step + Fraction(1, 2)).__floor__() * step
        return away if value >= 0 else -away

    def edges(self, bound: Fraction) -> set[Fraction]:
        """Where what is stored passes from one side of the bound to the bound, and to the other side."""
        step = Fraction(1, 10**self.digits)
        first = Fraction(0) if self.cut else -step / 2
        return {stored + first + shift for stored in around(bound, step) for shift in (Fraction(0), step)}


@frozen
class Cut:
    """A place at which the numbers fall apart: before or after a constant, once they are rounded (first to last)."""

    at: Fraction
    after: bool
    roundings: tuple[Rounding, ...] = ()

    def passed(self, value: Fraction) -> bool:
        """Whether the value lies beyond the cut."""
        for rounding in self.roundings:
            value = rounding.of(value)
        return value > self.at if self.after else value >= self.at

    def rounded(self, rounding: Rounding) -> "Cut":
        """The same cut, seen before one more rounding."""
        if self.roundings[:1] == (rounding,) or len(self.roundings) == MOST_ROUNDINGS:
            return self
        return evolve(self, roundings=(rounding, *self.roundings))

    def edges(self) -> set[Fraction]:
        """The values at which it lies, before any rounding."""
        found = {self.at}
        for rounding in reversed(self.roundings):
            found = {edge for bound in found for edge in rounding.edges(bound)}
        return found


def around(value: Fraction, unit: Fraction) -> tuple[Fraction, Fraction]:
    """The nearest multiples of the unit, below and above; twice the value itself if it is one."""
    return (value / unit).__floor__() * unit, (value / unit).__ceil__() * unit
