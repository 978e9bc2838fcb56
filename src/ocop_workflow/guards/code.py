"""Python source of values, and reckoning with it: denominators are known before anything runs."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from ..model.types import Type


class Unfit(Exception):
    """The expression cannot be compiled; it is walked."""


@frozen
class Code:
    """Python source of a value.

    A number is the source's value divided by `over`, or, with `over` None, a Fraction. `raw` is the type of what is
    still as data have it: a record, a list, a collection. `items` are the parts of a list written out. `read` is the
    source of a decimal that is read and not reckoned with.
    """

    source: str
    over: int | None = 1
    raw: Type | None = None
    items: tuple[Code, ...] = ()
    read: str = ""


class Reckoner:
    """Brings numbers over one denominator; keeps the constants that the source names."""

    def __init__(self) -> None:
        self.constants: dict[str, object] = {}

    def constant(self, value: object) -> str:
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return name

    def whole(self, code: Code) -> str:
        """Source of a whole number."""
        if code.over != 1:
            raise Unfit
        return code.source

    def level(self, left: Code, right: Code) -> tuple[Code, Code]:
        """Both numbers over the same denominator, or both Fractions."""
        if left.raw is not None or right.raw is not None or left.items or right.items:
            raise Unfit
        if left.over is None or right.over is None:
            return self.ratio(left), self.ratio(right)
        over = lcm(left.over, right.over)
        return times(left, over // left.over, over), times(right, over // right.over, over)

    def even(self, codes: list[Code]) -> tuple[Code, ...]:
        """As `level`, for any number of values."""
        if any(code.over is None for code in codes):
            return tuple(self.ratio(code) for code in codes)
        over = lcm(*(code.over or 1 for code in codes))
        return tuple(times(code, over // (code.over or 1), over) for code in codes)

    def ratio(self, code: Code) -> Code:
        if code.over is None:
            return code
        if code.source.isdigit():
            return Code(self.constant(Fraction(int(code.source), code.over)), None)
        return Code(f"Fraction({code.source}, {code.over})", None)

    def scaled(self, code: Code, factor: Fraction) -> Code:
        """The number times a constant."""
        if code.over is None:
            return Code(f"({code.source} * {self.constant(factor)})", None)
        return times(code, factor.numerator, code.over * factor.denominator)

    def rounded(self, function: str, code: Code, power: int) -> Code:
        if code.over is None:
            return Code(f"{function}_ratio({code.source}, {power})", power)
        if power % code.over == 0:
            return times(code, power // code.over, power)
        if function == "round":
            return Code(f"round_scaled({code.source}, {code.over}, {power})", power)
        return Code(f"({code.source} * {power} // {code.over})", power)


def times(code: Code, factor: int, over: int) -> Code:
    """The source times a constant, over another denominator."""
    return Code(code.source if factor == 1 else f"({code.source} * {factor})", over)
