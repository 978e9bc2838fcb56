"""Expressions over variables of a solver: what the exact walk says of values, said of all values at once."""

from collections.abc import Callable, Mapping
from math import lcm
from typing import Any

import z3
from attrs import define, field

from ...model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from ..terms import is_taken
from .symbols import (
    LAST_DAY,
    MISSING,
    NO,
    YES,
    Place,
    Places,
    Record,
    Thing,
    Truth,
    Value,
    Words,
    aligned,
    chosen,
    constant,
    count,
)

Bound = Mapping[str, Thing]
_ORDER: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
# What calendars say is followed by no arithmetic: functions of which only the bounds are known.
_DATED = {
    name: z3.Function(name, z3.IntSort(), z3.IntSort(), z3.IntSort())
    for name in ("months", "add_working_days", "working_days")
}


@define
class Sight:
    """What names mean: data and parameters, the payload, today. `limits` is what is known of dates computed."""

    words: Words
    names: Mapping[str, Thing]
    taken: Mapping[str, Thing]
    today: Thing
    limits: list[Any] = field(factory=list)

    def truth(self, node: Node, bound: Bound | None = None) -> Truth:
        """A condition, when true and when false."""
        found = self.thing(node, bound or {})
        return found if isinstance(found, Truth) else Truth(NO, NO)

    def value(self, node: Node, bound: Bound | None = None) -> Value:
        """A number, a day or a word."""
        found = self.thing(node, bound or {})
        return found if isinstance(found, Value) else MISSING

    def thing(self, node: Node, bound: Bound) -> Thing:
        match node:
            case Literal(value=value):
                return constant(value, self.words)
            case Name(name="today") if "today" not in bound:
                return self.today
            case Name(name=name):
                return bound.get(name) or self.names.get(name, MISSING)
            case Member(of=of, name=name):
                if is_taken(node) and "taken" not in bound:
                    return self.taken.get(name, MISSING)
                owner = self.thing(of, bound)
                return _where(owner.known, owner.fields[name]) if isinstance(owner, Record) else MISSING
            case Unary(operator="!", operand=operand):
                truth = self.truth(operand, bound)
                return Truth(truth.no, truth.yes)
            case Unary(operand=operand):
                number = self.value(operand, bound)
                return Value(-number.of, number.known, number.unit)
            case Binary():
                return self._binary(node, bound)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                when = self.truth(condition, bound)
                return _where(
                    when.known, chosen(when.yes, self.thing(then, bound), self.thing(otherwise, bound))
                )
            case Call():
                return self._call(node, bound)
            case Macro():
                return self._macro(node, bound)
            case Items(items=items):
                found = [Place(YES, self.thing(item, bound), z3.IntVal(0)) for item in items]
                return Places(tuple(found))

    def _binary(self, node: Binary, bound: Bound) -> Thing:
        operator = node.operator
        if operator in ("&&", "||"):
            one, other = self.truth(node.left, bound), self.truth(node.right, bound)
            if operator == "&&":
                return Truth(z3.And(one.yes, other.yes), z3.Or(one.no, other.no))
            return Truth(z3.Or(one.yes, other.yes), z3.And(one.no, other.no))
        if operator == "in":
            return self._inside(node, bound)
        left, right = self.thing(node.left, bound), self.thing(node.right, bound)
        if operator in ("==", "!=") and isinstance(left, Truth) and isinstance(right, Truth):
            alike = z3.Or(z3.And(left.yes, right.yes), z3.And(left.no, right.no))
            differ = z3.Or(z3.And(left.yes, right.no), z3.And(left.no, right.yes))
            return Truth(alike, differ) if operator == "==" else Truth(differ, alike)
        if not isinstance(left, Value) or not isinstance(right, Value):
            return MISSING
        known = z3.And(left.known, right.known)
        if left is MISSING or right is MISSING:
            return Truth(NO, NO) if operator in _ORDER else MISSING
        if operator in _ORDER:
            return _said(known, _ORDER[operator](*aligned(left, right)[:2]))
        one, other, unit = aligned(left, right)
        match operator:
            case "+":
                return Value(one + other, known, unit)
            case "-":
                return Value(one - other, known, unit)
            case "*":
                return Value(left.of * right.of, known, left.unit * right.unit)
        by = z3.simplify(right.of).as_long()  # typing lets nothing else through than constants
        return Value(left.of * right.unit * (1 if by > 0 else -1), known, left.unit * abs(by))

    def _inside(self, node: Binary, bound: Bound) -> Truth:
        sought, where = self.thing(node.left, bound), self.thing(node.right, bound)
        if not isinstance(where, Places) or not isinstance(sought, Value):
            return Truth(NO, NO)
        keyed = bool(where.places) and isinstance(where.places[0].item, Record)
        found = z3.Or(
            [
                z3.And(place.present, place.key == sought.of if keyed else _alike(place.item, sought))
                for place in where.places
            ]
        )
        return _said(z3.And(sought.known, where.known), found)

    def _call(self, node: Call, bound: Bound) -> Thing:
        match node.function, node.arguments:
            case "has", (Member(of=of, name=name) as asked,) if not is_taken(asked):
                owner = self.thing(of, bound)
                part = owner.fields[name] if isinstance(owner, Record) else MISSING
                return _said(owner.known, part.known)
            case "has", (asked,):
                return _said(YES, self.thing(asked, bound).known)
            case "size", (asked,):
                found = self.thing(asked, bound)
                return Value(count(found.places), found.known) if isinstance(found, Places) else MISSING
            case ("round" | "floor") as function, (argument, Literal(value=int() as digits)):
                number = self.value(argument, bound)
                return (rounded if function == "round" else floored)(number, digits)
            case function, (first, second):
                return self._date(function, self.value(first, bound), self.value(second, bound))
        return MISSING

    def _date(self, function: str, first: Value, second: Value) -> Thing:
        known = z3.And(first.known, second.known)
        if first is MISSING or second is MISSING:
            return MISSING
        if function == "days_between":
            return Value(second.of - first.of, known)
        if function == "working_days":
            found = _DATED[function](first.of, second.of)
            between = second.of - first.of
            self.limits.append(
                z3.If(
                    between >= 0,
                    z3.And(found >= 0, found <= between + 1),
                    z3.And(found <= 0, found >= between - 1),
                )
            )
            return Value(found, known)
        number = floored(second, 0).of
        if function == "days":
            found = first.of + number
        else:
            found = _DATED[function](first.of, number)
            passed = found - first.of
            least = 28 if function == "months" else 1
            self.limits.append(z3.Implies(number >= 0, passed >= least * number))
            self.limits.append(z3.Implies(number == 0, passed >= 0))
            if function == "months":
                self.limits.append(z3.Implies(number >= 0, passed <= 31 * number))
        return Value(found, z3.And(known, found >= 1, found <= LAST_DAY))

    def _macro(self, node: Macro, bound: Bound) -> Thing:
        over = self.thing(node.of, bound)
        if not isinstance(over, Places):
            return Truth(NO, NO) if node.function in ("all", "exists") else MISSING
        inside = [(place.present, {**bound, node.variable: place.item}) for place in over.places]
        if node.function in ("all", "exists"):
            truths = [(there, self.truth(node.body, names)) for there, names in inside]
            if node.function == "all":
                yes = z3.And([z3.Implies(there, truth.yes) for there, truth in truths])
                no = z3.Or([z3.And(there, truth.no) for there, truth in truths])
            else:
                yes = z3.Or([z3.And(there, truth.yes) for there, truth in truths])
                no = z3.And([z3.Implies(there, truth.no) for there, truth in truths])
            return Truth(z3.And(over.known, yes), z3.And(over.known, no))
        values = [(there, self.value(node.body, names)) for there, names in inside]
        known = z3.And(over.known, *(z3.Implies(there, value.known) for there, value in values))
        if not values:
            return Value(z3.IntVal(0), known) if node.function == "sum" else MISSING
        unit = lcm(*(value.unit for _, value in values))
        terms = [(there, value.of * (unit // value.unit)) for there, value in values]
        if node.function in ("sum", "mean"):
            total = z3.Sum([z3.If(there, term, 0) for there, term in terms])
            return Value(total, known, unit) if node.function == "sum" else _mean(total, unit, over, known)
        best, some = terms[0][1], terms[0][0]
        for there, term in terms[1:]:
            better = term < best if node.function == "min" else term > best
            best = z3.If(z3.And(there, z3.Or(z3.Not(some), better)), term, best)
            some = z3.Or(some, there)
        return Value(best, z3.And(known, some), unit)


def _mean(total: Any, unit: int, over: Places, known: Any) -> Value:
    """A total divided by how many there are: for each count in the unit that all of them share."""
    size, shared = count(over.places), lcm(*range(1, len(over.places) + 1))
    mean = total * shared
    for number in range(2, len(over.places) + 1):
        mean = z3.If(size == number, total * (shared // number), mean)
    return Value(mean, z3.And(known, size > 0), unit * shared)


def rounded(number: Value, digits: int) -> Value:
    """To so many digits, a half away from zero."""
    half = Value(z3.IntVal(1), unit=2 * 10**digits)
    one, other, unit = aligned(number, half)
    up, down = floored(Value(one + other, unit=unit), digits), floored(Value(other - one, unit=unit), digits)
    return Value(z3.If(number.of >= 0, up.of, -down.of), number.known, 10**digits)


def floored(number: Value, digits: int) -> Value:
    """To so many digits, cut off."""
    whole = number.of * 10**digits
    if whole.is_real():
        return Value(z3.ToInt(whole / number.unit), number.known, 10**digits)
    return Value(whole / number.unit, number.known, 10**digits)  # z3 divides whole numbers so


def _alike(one: Thing, other: Value) -> Any:
    if not isinstance(one, Value):
        return NO
    this, that, _ = aligned(one, other)
    return this == that


def _said(known: Any, condition: Any) -> Truth:
    return Truth(z3.And(known, condition), z3.And(known, z3.Not(condition)))


def _where(known: Any, thing: Thing) -> Thing:
    """The same, but an error where that is not known."""
    match thing:
        case Truth(yes=yes, no=no):
            return Truth(z3.And(known, yes), z3.And(known, no))
        case Value(of=of, unit=unit):
            return thing if thing is MISSING else Value(of, z3.And(known, thing.known), unit)
        case Record(fields=fields):
            return Record(fields, z3.And(known, thing.known))
        case Places(places=places):
            return Places(places, z3.And(known, thing.known))
