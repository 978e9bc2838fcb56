"""The meaning of guards by walking their tree: rationals for numbers, and errors absorbed as CEL has it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from attrs import evolve, field, frozen

from ocop_workflow.calendar import Calendar, OutsideCalendar
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.expression import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Macro,
    Member,
    Name,
    Node,
    Unary,
)
from ocop_workflow.model.types import CollectionType


class Fails(Exception):
    """The expression has no value."""


class Unset(Fails):
    """It reads something that is not set."""


@frozen
class Sight:
    """What an expression may see. `taken` is the payload; a `let` does not see it, nor the variables around."""

    definition: Definition
    data: Mapping[str, object]
    today: date | None = None
    calendar: Calendar | None = None
    taken: Mapping[str, object] = field(factory=dict)
    variables: Mapping[str, object] = field(factory=dict)


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Member(of=of):
            return (of,)
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Call(arguments=arguments):
            return arguments
        case Macro(of=of, body=body):
            return (of, body)
        case Items(items=items):
            return items
    return ()


def names_in(node: Node, definition: Definition) -> Iterator[str]:
    """Every name that is read, those inside of lets too."""
    if isinstance(node, Name):
        yield node.name
        if node.name in definition.let:
            yield from names_in(definition.let[node.name].expression.tree, definition)
    for child in children(node):
        yield from names_in(child, definition)


def reads_payload(node: Node, definition: Definition) -> bool:
    return "taken" in names_in(node, definition)


def number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise Fails(f"not a number: {value!r}")
    return Fraction(value)


def truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Fails(f"neither true nor false: {value!r}")
    return value


def day(value: object) -> date:
    if not isinstance(value, date):
        raise Fails(f"not a date: {value!r}")
    return value


def whole(value: object) -> int:
    return int(number(value))


def add_months(start: date, months: int) -> date:
    """The same day of the month, or the last one that the month has."""
    index = start.year * 12 + (start.month - 1) + months
    year, month = index // 12, index % 12 + 1
    for last in range(start.day, 0, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise Fails("no such month")


def add_days(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise Fails("no such day") from None


def works(calendar: Calendar, on: date) -> bool:
    try:
        return calendar.is_working_day(on)
    except OutsideCalendar:
        raise Fails("the calendar does not say") from None


def add_working_days(calendar: Calendar | None, start: date, count: int) -> date:
    if calendar is None:
        raise Fails("no calendar")
    while count:
        start = add_days(start, 1 if count > 0 else -1)
        if works(calendar, start):
            count += -1 if count > 0 else 1
    return start


def working_days(calendar: Calendar | None, start: date, end: date) -> int:
    if calendar is None:
        raise Fails("no calendar")
    if end < start:
        return -working_days(calendar, end, start)
    return sum(works(calendar, add_days(start, n + 1)) for n in range((end - start).days))


def rounded(value: Fraction, digits: int) -> Fraction:
    """Half goes away from zero."""
    scaled = abs(value) * 10**digits
    magnitude = Fraction(floor(scaled + Fraction(1, 2)), 10**digits)
    return magnitude if value >= 0 else -magnitude


def look_up(name: str, sight: Sight) -> object:
    definition = sight.definition
    if name in sight.variables:
        return sight.variables[name]
    if name in definition.data:
        if isinstance(definition.data[name].type, CollectionType):
            return sight.data.get(name, {})
        if name in sight.data:
            return sight.data[name]
    elif name in definition.let:
        return evaluate(definition.let[name].expression.tree, evolve(sight, taken={}, variables={}))
    elif name in definition.parameters:
        if name in definition.values:
            return definition.values[name]
    elif name == "today" and sight.today is not None:
        return sight.today
    raise Unset(f"{name} is not known")


def evaluate(node: Node, sight: Sight) -> object:
    """The value of a node, numbers as Fraction; raises Fails."""
    value = _value(node, sight)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)
    return value


def _value(node: Node, sight: Sight) -> object:
    match node:
        case Literal(value=constant):
            return constant
        case Name(name=name):
            return look_up(name, sight)
        case Member(of=Name(name="taken"), name=name):
            if name not in sight.taken:
                raise Unset(f"taken.{name} is not known")
            return sight.taken[name]
        case Member(of=of, name=name):
            record = evaluate(of, sight)
            if not isinstance(record, Mapping) or name not in record:
                raise Unset(f".{name} is not known")
            return record[name]
        case Unary(operator=operator, operand=operand):
            value = evaluate(operand, sight)
            return not truth(value) if operator == "!" else -number(value)
        case Binary(operator="&&" | "||" as operator, left=left, right=right):
            return _absorbing([(left, sight), (right, sight)], decisive=operator == "||")
        case Binary(operator=operator, left=left, right=right):
            return _operation(operator, evaluate(left, sight), evaluate(right, sight))
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return evaluate(then if truth(evaluate(condition, sight)) else otherwise, sight)
        case Items(items=items):
            return tuple(evaluate(item, sight) for item in items)
        case Call(function="has", arguments=(argument,)):
            return _has(argument, sight)
        case Call(function=function, arguments=arguments):
            return _call(function, [evaluate(argument, sight) for argument in arguments], sight)
        case Macro():
            return _macro(node, sight)


def _absorbing(parts: list[tuple[Node, Sight]], *, decisive: bool) -> bool:
    """The decisive value wins over errors; without it an error is an error."""
    failed: Fails | None = None
    for node, sight in parts:
        try:
            if truth(evaluate(node, sight)) == decisive:
                return decisive
        except Fails as failure:
            failed = failed or failure
    if failed is not None:
        raise failed
    return not decisive


def _has(argument: Node, sight: Sight) -> bool:
    """Whether a field is set: of the data, of the payload, of a record, or an optional parameter."""
    match argument:
        case Member(of=Name(name="taken"), name=name):
            return name in sight.taken
        case Member(of=of, name=name):
            record = evaluate(of, sight)
            return isinstance(record, Mapping) and name in record
        case Name(name=name) if name in sight.definition.data:
            return name in sight.data
        case Name(name=name):
            return name in sight.definition.values
    raise AssertionError(argument)


def _operation(operator: str, left: object, right: object) -> object:
    match operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "in":
            if isinstance(right, Mapping):
                return left in right
            assert isinstance(right, tuple)
            return any(_same(left, item) for item in right)
        case "+":
            return number(left) + number(right)
        case "-":
            return number(left) - number(right)
        case "*":
            return number(left) * number(right)
        case "/":
            return number(left) / number(right)
    if isinstance(left, date):
        first, second = day(left).toordinal(), day(right).toordinal()
        difference = Fraction(first - second)
    else:
        difference = number(left) - number(right)
    match operator:
        case "<":
            return difference < 0
        case "<=":
            return difference <= 0
        case ">":
            return difference > 0
        case ">=":
            return difference >= 0
    raise AssertionError(operator)


def _same(left: object, right: object) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _call(function: str, values: list[object], sight: Sight) -> object:
    match function, values:
        case "size", [container]:
            assert isinstance(container, Mapping | tuple)
            return len(container)
        case "round", [value, digits]:
            return rounded(number(value), whole(digits))
        case "floor", [value, digits]:
            return Fraction(floor(number(value) * 10 ** whole(digits)), 10 ** whole(digits))
        case "months", [start, count]:
            return add_months(day(start), whole(count))
        case "days", [start, count]:
            return add_days(day(start), whole(count))
        case "days_between", [start, end]:
            return (day(end) - day(start)).days
        case "working_days", [start, end]:
            return working_days(sight.calendar, day(start), day(end))
        case "add_working_days", [start, count]:
            return add_working_days(sight.calendar, day(start), whole(count))
    raise AssertionError(function)


def _macro(node: Macro, sight: Sight) -> object:
    container = evaluate(node.of, sight)
    assert isinstance(container, Mapping | tuple)
    elements = list(container.values()) if isinstance(container, Mapping) else list(container)
    sights = [evolve(sight, variables={**sight.variables, node.variable: element}) for element in elements]
    if node.function in {"all", "exists"}:
        return _absorbing([(node.body, inner) for inner in sights], decisive=node.function == "exists")
    values = [number(evaluate(node.body, inner)) for inner in sights]
    if node.function == "sum":
        return sum(values, Fraction(0))
    if not values:
        raise Fails(f"{node.function} of nothing")
    match node.function:
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "mean":
            return sum(values, Fraction(0)) / len(values)
    raise AssertionError(node.function)
