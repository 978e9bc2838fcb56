"""Values of the exact walk, and what may be done with them: every number is a Fraction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..model.types import LIST_LIMIT, ListType, Type
from .exact import fraction, present
from .faults import EvaluationError
from .kinds import is_whole, kind

_SORTS: Mapping[str, type | tuple[type, ...]] = {
    "number": Fraction,
    "boolean": bool,
    "date": date,
    "list": (tuple, list),
    "record": Mapping,
    "document": Mapping,
    "collection": Mapping,
}


def shown(value: object, type_: Type) -> object:
    """A value of the walk as callers see it; an error if the data broke the promise of their type."""
    if not isinstance(value, _SORTS.get(kind(type_), str)):
        raise kind_error(value)
    match value:
        case Fraction():
            return int(value) if is_whole(type_) and value.denominator == 1 else present(value)
        case tuple() | list() if isinstance(type_, ListType):
            return tuple(shown(scalar(item), type_.items) for item in value)
        case _:
            return value


def scalar(raw: object) -> object:
    """A value as data hold it, with numbers as rationals."""
    match raw:
        case bool() | str() | Fraction() | Mapping() | list() | tuple():
            return raw
        case int() | Decimal():
            found = fraction(raw)
            if found is None:
                raise EvaluationError("bad_value", {"value": type(raw).__name__})
            return found
        case date() if type(raw) is date:
            return raw
    raise EvaluationError("bad_value", {"value": type(raw).__name__})


ORDER: Mapping[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]  # both are numbers or both dates
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}


def read(where: Mapping[str, object], name: str, path: str) -> object:
    """The value of that name; an error that names `path` if there is none."""
    raw = where.get(name)
    if raw is None:
        raise EvaluationError("unset", {"name": path})
    return scalar(raw)


def settle(sides: Iterator[Callable[[], bool]], *, decisive: bool) -> bool:
    """`||` and `exists` if `decisive` is True, `&&` and `all` if it is False."""
    first: EvaluationError | None = None
    for side in sides:
        try:
            if side() is decisive:
                return decisive
        except EvaluationError as error:
            first = first or error
    if first:
        raise first
    return not decisive


def elements(value: object) -> list[object]:
    """What a list function walks over: items, or the records of a collection."""
    match value:
        case Mapping():
            found = list(value.values())
        case list() | tuple():
            found = list(value)
        case _:
            raise kind_error(value)
    if len(found) > LIST_LIMIT:
        raise EvaluationError("too_many_items", {"limit": LIST_LIMIT, "count": len(found)})
    return found


def sort_of(value: object) -> type:
    """The Python type under which a value is compared."""
    return next((sort for sort in (bool, Fraction, str, date) if isinstance(value, sort)), object)


def same(sought: object, raw: object) -> bool:
    """Whether an item of a list, as data hold it, is the value sought."""
    return equal(sought, scalar(raw))


def equal(left: object, right: object) -> bool:
    """Equality within one sort of values."""
    if sort_of(left) is object or sort_of(left) != sort_of(right):
        raise kind_error(right)
    return left == right


def boolean(value: object) -> bool:
    """The value itself, if it is true or false."""
    if isinstance(value, bool):
        return value
    raise kind_error(value)


def number(value: object) -> Fraction:
    """The value itself, if it is a number."""
    if isinstance(value, Fraction):
        return value
    raise kind_error(value)


def kind_error(value: object) -> EvaluationError:
    """What to raise for a value of another kind than the declaration says."""
    return EvaluationError("bad_value", {"value": type(value).__name__})


def calculate(operator: str, left: Fraction, right: Fraction) -> Fraction:
    """One of the four operations."""
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    if not right:
        raise EvaluationError("division_by_zero")
    return left / right
