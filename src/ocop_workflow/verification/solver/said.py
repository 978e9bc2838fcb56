"""What a search says of a value, for a solver: it lies in the region for which a representative stands."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import z3

from ...model.types import BooleanType, DateType, EnumType, IntegerType, NumberType, Type
from ..cuts import Cut
from ..freed import small
from ..regions import Bounds
from ..tracked import ERROR, TRUE
from .original import within
from .symbolic import floored, rounded
from .symbols import Thing, Truth, Value, Words, aligned, constant


def region(thing: Thing, value: object, type_: Type, bounds: Bounds, words: Words) -> Any:
    """That a thing lies where this representative stands for it; None: it has no value, or none of its type."""
    if value is None:
        return z3.Not(z3.And(thing.known, *within(thing, type_, words)))
    match thing, type_, value:
        case Truth(yes=yes, no=no), BooleanType(), bool():
            return yes if value else no
        case Value(), EnumType(), _ if bounds.related:
            return z3.And(thing.known, _is(thing, value, words))
        case Value(), IntegerType() | NumberType(), _ if small(type_):
            return z3.And(thing.known, _is(thing, value, words))
        case Value(), IntegerType() | NumberType(), int() | Decimal():
            exact = Fraction(value)
            sides = [_beyond(thing, cut) == cut.passed(exact) for cut in bounds.cuts]
            return z3.And(thing.known, *sides, *within(thing, type_, words))
        case Value(of=of), DateType(), date():
            days = [day.toordinal() for day in bounds.constants if isinstance(day, date)]
            return z3.And(thing.known, *(_side(of - day, value.toordinal() - day) for day in days))
        case Value(), _, _:
            sides = [_is(thing, other, words) == (other == value) for other in bounds.constants]
            return z3.And(thing.known, *sides)
    return thing.known


def _is(thing: Value, value: object, words: Words) -> Any:
    other = constant(value, words)
    assert isinstance(other, Value)  # no truth
    one, that, _ = aligned(thing, other)
    return one == that


def _side(term: Any, day: int) -> Any:
    return term == 0 if day == 0 else term < 0 if day < 0 else term > 0


def _beyond(number: Value, cut: Cut) -> Any:
    for rounding in cut.roundings:
        number = (floored if rounding.cut else rounded)(number, rounding.digits)
    at = Value(z3.IntVal(cut.at.numerator), unit=cut.at.denominator)
    one, other, _ = aligned(number, at)
    return one > other if cut.after else one >= other


def meaning(truth: Truth, answer: object) -> Any:
    """That a condition is what its field says."""
    if answer == ERROR:
        return z3.Not(truth.known)
    return truth.yes if answer == TRUE else truth.no
