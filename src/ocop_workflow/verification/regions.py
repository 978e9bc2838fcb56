"""Representatives: for each variable of a relaxed definition, one value of every region that it can tell apart.

A variable is compared with constants only (small ones are tried whole). Its regions are bounded by these
constants and by those of the data that it flows into; where `round` or `floor` stands between, by the values that
become them. Of each bound, what is just beside it and of every gap, one value is tried for each way in which all
comparisons can turn out. What is set outside the range of its field is refused, so that the ends of that range are
bounds too.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from attrs import define, field, frozen

from ..guards.exact import scaled
from ..guards.tree import nodes
from ..model.definition import Definition, Event, Start
from ..model.expression import Binary, Call, Conditional, Items, Member, Name, Node
from ..model.types import (
    BooleanType,
    DateType,
    DocumentType,
    EnumType,
    Field,
    IntegerType,
    NumberType,
    Type,
)
from ..properties import data_name
from .cuts import AFTER, BEFORE, BOTH, SIDES, Cut, Rounding, around
from .live import all_sets, claims, conditions
from .relax import small
from .terms import constant

_EPOCH = date(2020, 1, 1)  # any day will do where no constant says more
Variable = tuple[str, str]  # ("", data field) or (event, payload field)


@define
class Bounds:
    """The cuts of a number, and the words and days that a variable is compared with."""

    cuts: set[Cut] = field(factory=set)
    constants: set[object] = field(factory=set)
    related: bool = False  # compared with another variable: then only all of its values will do

    def compare(self, bound: object, sides: Iterable[bool]) -> None:
        """Remember a constant with the sides of it that are told apart."""
        if isinstance(bound, Fraction):
            self.cuts |= {Cut(bound, after) for after in sides}
        else:
            self.constants.add(bound)


@frozen
class _Flow:
    """What a variable is stored in, and how it is rounded before, if at all; `range`: the bounds of what is stored."""

    source: Variable
    target: Variable
    rounding: Rounding | None = None
    range: frozenset[Cut] = frozenset()


class Regions:
    """The representatives of a relaxed definition's data and payload fields."""

    def __init__(self, definition: Definition) -> None:
        self._bounds: dict[Variable, Bounds] = {}
        self._flows: list[_Flow] = []
        self._data = definition.data
        acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
        for act in acts:
            for tree in conditions(act):
                self._compared(tree, act.name)
            for target, expression in all_sets(act):
                self._flow(expression.tree, target, act.name)
            for name, taken in act.takes.items():
                if taken.stored:
                    self._flows.append(_Flow((act.name, name), ("", name)))
        for claim in definition.properties:
            for letter in claim.letters:
                for part in (letter.where, letter.changes):
                    if part is not None:
                        self._compared(part.tree, letter.event or "")
        for tree in claims(definition):
            self._compared(tree, "")
        self._spread()

    def payload(self, event: str, declared: Field) -> tuple[object, ...]:
        """Values to try for a payload field; None stands for leaving an optional one out."""
        values = tuple(self._values((event, declared.name), declared.type))
        return (*values, None) if declared.optional else values

    def bounds(self, variable: Variable) -> Bounds:
        """What tells the values of a variable apart."""
        return self._bounds.get(variable, Bounds())

    def _values(self, variable: Variable, type_: Type) -> Iterable[object]:
        bounds = self.bounds(variable)
        match type_:
            case BooleanType():
                return (True, False)
            case EnumType(values=words) if bounds.related:
                return words
            case EnumType(values=words):
                named = [word for word in words if word in bounds.constants]
                return (*named, *[word for word in words if word not in named][:1])
            case IntegerType(minimum=low, maximum=high) if small(type_):
                return range(low, high + 1)
            case IntegerType(minimum=low, maximum=high):
                found = _numbers(bounds, Fraction(low), Fraction(high), Fraction(1))
                return [int(value) for value in found]
            case NumberType(scale=scale) if small(type_):
                return [_decimal(value, scale) for value in _all(type_)]
            case NumberType(scale=scale, minimum=low, maximum=high):
                unit = Fraction(1, 10**scale)
                found = _numbers(bounds, Fraction(low), Fraction(high), unit)
                return [_decimal(value, scale) for value in found]
            case DateType():
                days = [day for day in bounds.constants if isinstance(day, date)]
                return sorted({day + timedelta(days=n) for day in days for n in (-1, 0, 1)}) or [_EPOCH]
            case DocumentType():
                return ({"name": "x", "sha256": "0" * 64},)
            case _:
                told = sorted(word for word in bounds.constants if isinstance(word, str))
                return (*told, "x" + "".join(told)[:100])

    def _compared(self, tree: Node, event: str) -> None:
        for node in nodes(tree):
            if not isinstance(node, Binary):
                continue
            sides = SIDES.get(node.operator, BOTH)
            if node.operator in ("==", "!=", *SIDES):
                turned = tuple(not side for side in sides) if len(sides) == 1 else sides  # 5 < x is x > 5
                pairs = [(node.left, node.right, sides), (node.right, node.left, turned)]
            elif node.operator == "in" and isinstance(node.right, Items):
                pairs = [(node.left, item, BOTH) for item in node.right.items]
            else:
                continue
            for variable, other, told in pairs:
                name, bound = _variable(variable, event), constant(other)
                if name is None:
                    continue
                if bound is not None:
                    self._of(name).compare(_exact(bound), told)
                else:
                    self._of(name).related = True

    def _flow(self, tree: Node, target: str, event: str) -> None:
        match tree:
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                self._compared(condition, event)
                self._flow(then, target, event)
                self._flow(otherwise, target, event)
            case Call(function="round" | "floor" as function, arguments=(inner, digits)):
                name, places = _variable(inner, event), constant(digits)
                if name is not None and isinstance(places, int):
                    rounding = Rounding(places, cut=function == "floor")
                    self._flows.append(_Flow(name, ("", target), rounding, self._range(target)))
            case _:
                self._compared(tree, event)
                name = _variable(tree, event)
                if name is not None:
                    self._flows.append(_Flow(name, ("", target), None, self._range(target)))

    def _range(self, target: str) -> frozenset[Cut]:
        """The ends of a number's range; every value of a small one, which may be compared with other variables."""
        type_ = self._data[target].type
        match type_:
            case IntegerType() | NumberType() if small(type_):
                return frozenset(Cut(value, after) for value in _all(type_) for after in BOTH)
            case IntegerType() | NumberType():
                return frozenset((Cut(Fraction(type_.minimum), BEFORE), Cut(Fraction(type_.maximum), AFTER)))
        return frozenset()

    def _of(self, variable: Variable) -> Bounds:
        return self._bounds.setdefault(variable, Bounds())

    def _spread(self) -> None:
        """Bounds of what a variable flows into are bounds of the variable, until nothing is added."""
        changed = True
        while changed:
            changed = False
            for flow in self._flows:
                into, bounds = self._of(flow.target), self._of(flow.source)
                cuts = into.cuts | flow.range
                if flow.rounding is not None:
                    cuts = {cut.rounded(flow.rounding) for cut in cuts}
                known = cuts <= bounds.cuts and into.constants <= bounds.constants
                if known and into.related <= bounds.related:
                    continue
                bounds.cuts |= cuts
                bounds.constants |= into.constants
                bounds.related |= into.related
                changed = True


def _all(type_: IntegerType | NumberType) -> list[Fraction]:
    """Every value of a small number."""
    unit = Fraction(1, 10**type_.scale) if isinstance(type_, NumberType) else Fraction(1)
    first, last = Fraction(type_.minimum) / unit, Fraction(type_.maximum) / unit
    return [number * unit for number in range(first.__ceil__(), last.__floor__() + 1)]


def _variable(node: Node, event: str) -> Variable | None:
    match node:
        case Name(name=name):
            return ("", data_name(name))
        case Member(of=Name(name="taken"), name=name):
            return (event, name)
    return None


def _exact(value: object) -> object:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)
    return value


def _numbers(bounds: Bounds, low: Fraction, high: Fraction, unit: Fraction) -> list[Fraction]:
    edges = {edge for cut in bounds.cuts for edge in cut.edges()}
    tried = {around(low, unit)[1], around(high, unit)[0]}
    for edge in edges:
        below, above = around(edge, unit)
        tried |= {above - unit, below, above, below + unit}
    for a, b in pairwise(sorted(edges)):
        middle = around((a + b) / 2, unit)[0]
        tried |= {middle} if middle > a else set()
    alike: dict[tuple[bool, ...], Fraction] = {}
    cuts = sorted(bounds.cuts, key=repr)
    for value in sorted(
        tried, key=lambda value: (value.denominator, abs(value), value)
    ):  # the plainest first
        if low <= value <= high:
            alike.setdefault(tuple(cut.passed(value) for cut in cuts), value)
    return sorted(alike.values())


def _decimal(value: Fraction, scale: int) -> Decimal:
    return scaled(int(value * 10**scale), scale)
