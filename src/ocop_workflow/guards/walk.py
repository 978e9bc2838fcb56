"""The exact walk: slow, in rationals, and the judge of what an expression means.

An error is absorbed as in CEL: `&&`, `||`, `all` and `exists` have a value whenever one side alone settles it,
in whichever order the sides are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ..calendar import Calendar, OutsideCalendar, add_months
from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from ..model.text import Text
from ..model.types import CollectionType, IntegerType, Type
from . import meaning
from .exact import round_down, round_half_away
from .faults import EvaluationError
from .scope import TAKEN, Known, Scope
from .typing import infer
from .unparse import unparse

if TYPE_CHECKING:
    from collections.abc import Callable

    from .environment import Environment

_Answer = TypeVar("_Answer")


def evaluate(node: Node, scope: Scope, env: Environment) -> object:
    """The value: bool, int, str, date, a tuple, a mapping; Decimal for other numbers, Fraction if it has no end.

    Raises EvaluationError and nothing else. A tree with faults has no value: its types and its cost are unknown.
    """
    type_, faults = infer(node, scope)
    if type_ is None or faults:
        raise EvaluationError("unsound", {"text": unparse(node)})
    return evaluate_as(node, scope, env, type_)


def evaluate_as(node: Node, scope: Scope, env: Environment, type_: Type) -> object:
    """As `evaluate`, for a tree that is known to be sound and of that type."""
    try:
        return meaning.shown(_Walk(scope, env).value(node, {}), type_)
    except EvaluationError:
        raise
    except Exception as error:  # a mapping or a calendar of the host's may raise anything
        raise EvaluationError("failed", {"text": unparse(node), "error": type(error).__name__}) from error


class _Walk:
    """One evaluation in one environment."""

    def __init__(self, scope: Scope, env: Environment) -> None:
        self.scope = scope
        self.env = env

    def value(self, node: Node, bound: Mapping[str, object]) -> object:
        match node:
            case Literal(value=value):
                return meaning.scalar(value)
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
            return meaning.scalar(bound[name])
        known = self.scope.names.get(name)
        if known and known.personal:
            raise EvaluationError("personal", {"name": name})
        match known.kind if known else None:
            case "today":
                if self.env.today is None:
                    raise EvaluationError("no_today")
                return meaning.scalar(self.env.today)
            case "let" if name in self.scope.lets and not self.scope.lets[name].fault:
                return self.value(self.scope.lets[name].tree, {})
            case "parameter":
                return meaning.read(self.env.parameters, name, name)
            case "link" if known is not None:
                return self.link(name, known)
            case "data":
                if known and isinstance(known.type, CollectionType) and self.env.data.get(name) is None:
                    return {}
                return meaning.read(self.env.data, name, name)
        raise EvaluationError("unset", {"name": name})

    def link(self, name: str, known: Known) -> object:
        """What was passed in of a linked case; a count beyond the most that was declared is no value."""
        value = self.env.links.get(name)
        if value is None:
            raise EvaluationError("no_fact", {"name": name})
        if isinstance(value, Text):
            raise EvaluationError("fact_unknown", {"name": name, "problem": value})
        most = known.type.maximum if isinstance(known.type, IntegerType) else 0
        if type(value) is int and not 0 <= value <= most:
            raise EvaluationError("fact_too_large", {"name": name, "value": value, "maximum": most})
        return meaning.scalar(value)

    def member(self, node: Member, bound: Mapping[str, object]) -> object:
        if node.of == Name(TAKEN) and TAKEN not in bound:
            return meaning.read(self.env.taken, node.name, f"{TAKEN}.{node.name}")
        owner = self.value(node.of, bound)
        if not isinstance(owner, Mapping):
            raise meaning.kind_error(owner)
        return meaning.read(owner, node.name, unparse(node))

    def boolean(self, node: Node, bound: Mapping[str, object]) -> bool:
        return meaning.boolean(self.value(node, bound))

    def number(self, node: Node, bound: Mapping[str, object]) -> Fraction:
        return meaning.number(self.value(node, bound))

    def binary(self, node: Binary, bound: Mapping[str, object]) -> object:
        operator = node.operator
        if operator in ("&&", "||"):
            sides = (partial(self.boolean, side, bound) for side in (node.left, node.right))
            return meaning.settle(sides, decisive=operator == "||")
        if operator == "in":
            return self.inside(node, bound)
        left, right = self.value(node.left, bound), self.value(node.right, bound)
        match operator:
            case "==":
                return meaning.equal(left, right)
            case "!=":
                return not meaning.equal(left, right)
            case "<" | "<=" | ">" | ">=":
                if not isinstance(left, Fraction | date) or meaning.sort_of(left) != meaning.sort_of(right):
                    raise meaning.kind_error(right)
                return meaning.ORDER[operator](left, right)
            case _:
                return meaning.calculate(operator, meaning.number(left), meaning.number(right))

    def inside(self, node: Binary, bound: Mapping[str, object]) -> bool:
        sought, where = self.value(node.left, bound), self.value(node.right, bound)
        if isinstance(where, Mapping):
            if not isinstance(sought, str):
                raise meaning.kind_error(sought)
            return sought in where
        return meaning.settle(
            (partial(meaning.same, sought, item) for item in meaning.elements(where)), decisive=True
        )

    def call(self, node: Call, bound: Mapping[str, object]) -> object:
        match node.function, node.arguments:
            case "has", (argument,):
                return self.has(argument, bound)
            case "size", (argument,):
                value = self.value(argument, bound)
                if not isinstance(value, Mapping | list | tuple):
                    raise meaning.kind_error(value)
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
                raise meaning.kind_error(owner)
        raise EvaluationError("failed", {"text": unparse(node), "error": "has"})

    def dates(self, function: str, first: object, second: object) -> object:
        if not isinstance(first, date):
            raise meaning.kind_error(first)
        if function in ("days_between", "working_days"):
            if not isinstance(second, date):
                raise meaning.kind_error(second)
            if function == "days_between":
                return Fraction((second - first).days)
            return Fraction(self.calendar(lambda c: c.working_days(first, second)))
        count = meaning.number(second)
        if count.denominator != 1:
            raise meaning.kind_error(second)
        try:
            match function:
                case "months":
                    return add_months(first, int(count))
                case "days":
                    return first + timedelta(days=int(count))
                case "add_working_days":
                    return self.calendar(lambda c: c.add_working_days(first, int(count)))
        except (ValueError, OverflowError):
            values = {"date": first, "count": int(count)}
            raise EvaluationError("date_out_of_range", values) from None
        raise EvaluationError("failed", {"text": function, "error": function})

    def calendar(self, ask: Callable[[Calendar], _Answer]) -> _Answer:
        if self.env.calendar is None:
            raise EvaluationError("no_calendar")
        try:
            return ask(self.env.calendar)
        except OutsideCalendar as error:
            raise EvaluationError("outside_calendar", {"date": error.day}) from None

    def macro(self, node: Macro, bound: Mapping[str, object]) -> object:
        elements = meaning.elements(self.value(node.of, bound))
        inside = [{**bound, node.variable: element} for element in elements]
        if node.function in ("all", "exists"):
            sides = (partial(self.boolean, node.body, names) for names in inside)
            return meaning.settle(sides, decisive=node.function == "exists")
        values = [self.value(node.body, names) for names in inside]
        if node.function == "sum":
            return sum((meaning.number(value) for value in values), Fraction(0))
        if not values:
            raise EvaluationError("empty_walk", {"text": unparse(node)})
        if node.function == "mean":
            return sum((meaning.number(value) for value in values), Fraction(0)) / len(values)
        if {meaning.sort_of(value) for value in values} not in ({Fraction}, {date}):
            raise meaning.kind_error(values[0])
        return min(values) if node.function == "min" else max(values)  # type: ignore[type-var]
