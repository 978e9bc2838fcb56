"""The exact walk: slow, in rationals, and the judge of what an expression means.

An error is absorbed as in CEL: `&&`, `||`, `all` and `exists` have a value whenever one side alone settles it,
in whichever order the sides are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TypeVar

from ..calendar import Calendar, OutsideCalendar, add_months
from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from ..model.types import LIST_LIMIT, CollectionType, ListType, Type
from .environment import Environment
from .exact import fraction, present, round_down, round_half_away
from .faults import EvaluationError
from .kinds import is_whole
from .scope import TAKEN, TODAY, Scope
from .typing import infer
from .unparse import unparse

_Answer = TypeVar("_Answer")
_ORDER: Mapping[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]  # both are numbers or both dates
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}


def evaluate(node: Node, scope: Scope, env: Environment) -> object:
    """The value: bool, int, str, date, a tuple, a mapping; Decimal for other numbers, Fraction if it has no end.

    Raises EvaluationError and nothing else.
    """
    return evaluate_as(node, scope, env, infer(node, scope)[0])


def evaluate_as(node: Node, scope: Scope, env: Environment, type_: Type | None) -> object:
    """As `evaluate`, for a type that is known already."""
    try:
        return shown(_Walk(scope, env).value(node, {}), type_)
    except EvaluationError:
        raise
    except Exception as error:  # a mapping or a calendar of the host's may raise anything
        raise EvaluationError("failed", {"text": unparse(node), "error": type(error).__name__}) from error


def shown(value: object, type_: Type | None) -> object:
    """A value of the walk as callers see it."""
    match value:
        case Fraction():
            return int(value) if is_whole(type_) and value.denominator == 1 else present(value)
        case tuple() | list():
            items = type_.items if isinstance(type_, ListType) else None
            return tuple(shown(scalar(item), items) for item in value)
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


class _Walk:
    """One evaluation in one environment."""

    def __init__(self, scope: Scope, env: Environment) -> None:
        self.scope = scope
        self.env = env

    def value(self, node: Node, bound: Mapping[str, object]) -> object:
        match node:
            case Literal(value=value):
                return scalar(value)
            case Name(name=name):
                return self.name(name, bound)
            case Member():
                return self.member(node, bound)
            case Unary(operator=operator, operand=operand):
                if operator == "!":
                    return not self.boolean(operand, bound)
                return -self.number(operand, bound)
            case Binary():
                return self.binary(node, bound)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                return self.value(then if self.boolean(condition, bound) else otherwise, bound)
            case Items(items=items):
                return tuple(self.value(item, bound) for item in items)
            case Call():
                return self.call(node, bound)
            case Macro():
                return self.macro(node, bound)

    def name(self, name: str, bound: Mapping[str, object]) -> object:
        if name in bound:
            return scalar(bound[name])
        known = self.scope.names.get(name)
        if known and known.personal:
            raise EvaluationError("personal", {"name": name})
        match known.kind if known else None:
            case "today":
                if self.env.today is None:
                    raise EvaluationError("no_today")
                return scalar(self.env.today)
            case "let" if name in self.scope.lets and not self.scope.lets[name].fault:
                return self.value(self.scope.lets[name].tree, {})
            case "parameter":
                return _read(self.env.parameters, name, name)
            case "data":
                if known and isinstance(known.type, CollectionType) and self.env.data.get(name) is None:
                    return {}
                return _read(self.env.data, name, name)
        raise EvaluationError("unset", {"name": name})

    def member(self, node: Member, bound: Mapping[str, object]) -> object:
        if node.of == Name(TAKEN) and TAKEN not in bound:
            return _read(self.env.taken, node.name, f"{TAKEN}.{node.name}")
        owner = self.value(node.of, bound)
        if not isinstance(owner, Mapping):
            raise _kind_error(owner)
        return _read(owner, node.name, unparse(node))

    def boolean(self, node: Node, bound: Mapping[str, object]) -> bool:
        return _boolean(self.value(node, bound))

    def number(self, node: Node, bound: Mapping[str, object]) -> Fraction:
        return _number(self.value(node, bound))

    def binary(self, node: Binary, bound: Mapping[str, object]) -> object:
        operator = node.operator
        if operator in ("&&", "||"):
            sides = (partial(self.boolean, side, bound) for side in (node.left, node.right))
            return _settle(sides, decisive=operator == "||")
        if operator == "in":
            return self.inside(node, bound)
        left, right = self.value(node.left, bound), self.value(node.right, bound)
        match operator:
            case "==":
                return _equal(left, right)
            case "!=":
                return not _equal(left, right)
            case "<" | "<=" | ">" | ">=":
                if not isinstance(left, Fraction | date) or _sort(left) != _sort(right):
                    raise _kind_error(right)
                return _ORDER[operator](left, right)
            case _:
                return _calculate(operator, _number(left), _number(right))

    def inside(self, node: Binary, bound: Mapping[str, object]) -> bool:
        sought, where = self.value(node.left, bound), self.value(node.right, bound)
        if isinstance(where, Mapping):
            if not isinstance(sought, str):
                raise _kind_error(sought)
            return sought in where
        return _settle((partial(_same, sought, item) for item in _elements(where)), decisive=True)

    def call(self, node: Call, bound: Mapping[str, object]) -> object:
        match node.function, node.arguments:
            case "has", (argument,):
                return self.has(argument, bound)
            case "size", (argument,):
                value = self.value(argument, bound)
                if not isinstance(value, Mapping | list | tuple):
                    raise _kind_error(value)
                return Fraction(len(value))
            case ("round" | "floor") as function, (argument, Literal(value=int() as digits)):
                rounded = round_half_away if function == "round" else round_down
                return rounded(self.number(argument, bound), digits)
            case function, (first, second):
                return self.dates(function, self.value(first, bound), self.value(second, bound))
        raise EvaluationError("failed", {"text": unparse(node), "error": node.function})

    def has(self, node: Node, bound: Mapping[str, object]) -> bool:
        match node:
            case Name(name=name):
                known = self.scope.names.get(name)
                given = self.env.parameters if known and known.kind == "parameter" else self.env.data
                return given.get(name) is not None
            case Member(of=Name(name="taken"), name=name) if TAKEN not in bound:
                return self.env.taken.get(name) is not None
            case Member(of=of, name=name):
                owner = self.value(of, bound)
                if isinstance(owner, Mapping):
                    return owner.get(name) is not None
                raise _kind_error(owner)
        raise EvaluationError("failed", {"text": unparse(node), "error": "has"})

    def dates(self, function: str, first: object, second: object) -> object:
        if not isinstance(first, date):
            raise _kind_error(first)
        if function in ("days_between", "working_days"):
            if not isinstance(second, date):
                raise _kind_error(second)
            if function == "days_between":
                return Fraction((second - first).days)
            return Fraction(self.calendar(lambda c: c.working_days(first, second)))
        count = _number(second)
        if count.denominator != 1:
            raise _kind_error(second)
        try:
            match function:
                case "months":
                    return add_months(first, int(count))
                case "days":
                    return first + timedelta(days=int(count))
                case "add_working_days":
                    return self.calendar(lambda c: c.add_working_days(first, int(count)))
        except (ValueError, OverflowError):
            values = {"date": first.isoformat(), "count": int(count)}
            raise EvaluationError("date_out_of_range", values) from None
        raise EvaluationError("failed", {"text": function, "error": function})

    def calendar(self, ask: Callable[[Calendar], _Answer]) -> _Answer:
        if self.env.calendar is None:
            raise EvaluationError("no_calendar")
        try:
            return ask(self.env.calendar)
        except OutsideCalendar as error:
            raise EvaluationError("outside_calendar", {"date": error.day.isoformat()}) from None

    def macro(self, node: Macro, bound: Mapping[str, object]) -> object:
        elements = _elements(self.value(node.of, bound))
        inside = [{**bound, node.variable: element} for element in elements]
        if node.function in ("all", "exists"):
            sides = (partial(self.boolean, node.body, names) for names in inside)
            return _settle(sides, decisive=node.function == "exists")
        values = [self.value(node.body, names) for names in inside]
        if node.function == "sum":
            return sum((_number(value) for value in values), Fraction(0))
        if not values:
            raise EvaluationError("empty_walk", {"text": unparse(node)})
        if node.function == "mean":
            return sum((_number(value) for value in values), Fraction(0)) / len(values)
        if {_sort(value) for value in values} not in ({Fraction}, {date}):
            raise _kind_error(values[0])
        return min(values) if node.function == "min" else max(values)  # type: ignore[type-var]


def _read(where: Mapping[str, object], name: str, path: str) -> object:
    raw = where.get(name)
    if raw is None:
        raise EvaluationError("unset", {"name": path})
    return scalar(raw)


def _settle(sides: Iterator[Callable[[], bool]], *, decisive: bool) -> bool:
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


def _elements(value: object) -> list[object]:
    match value:
        case Mapping():
            found = list(value.values())
        case list() | tuple():
            found = list(value)
        case _:
            raise _kind_error(value)
    if len(found) > LIST_LIMIT:
        raise EvaluationError("too_many_items", {"limit": LIST_LIMIT, "count": len(found)})
    return found


def _sort(value: object) -> type:
    return next((sort for sort in (bool, Fraction, str, date) if isinstance(value, sort)), object)


def _same(sought: object, raw: object) -> bool:
    return _equal(sought, scalar(raw))


def _equal(left: object, right: object) -> bool:
    if _sort(left) is object or _sort(left) != _sort(right):
        raise _kind_error(right)
    return left == right


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _kind_error(value)


def _number(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise _kind_error(value)


def _kind_error(value: object) -> EvaluationError:
    return EvaluationError("bad_value", {"value": type(value).__name__})


def _calculate(operator: str, left: Fraction, right: Fraction) -> Fraction:
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
