"""What expressions say, as z3 reads it: exact numbers, days as whole numbers, words by number, lists by their places.

Whether something has a value goes along with what it is, so that errors are absorbed as guards absorb them. The only
module, with `feasible`, that needs z3: nothing imports it before a search asks a solver.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import z3
from attrs import define, field, frozen

from ...guards.exact import scaled
from ...model.types import (
    BooleanType,
    CollectionType,
    DateType,
    DurationType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    RecordType,
    StringType,
    Type,
)

YES, NO = z3.BoolVal(val=True), z3.BoolVal(val=False)
LAST_DAY = date.max.toordinal()


@frozen(eq=False)
class Truth:
    """A condition: when it is true and when it is false; in between it is an error."""

    yes: Any
    no: Any

    @property
    def known(self) -> Any:
        return z3.Or(self.yes, self.no)


@frozen(eq=False)
class Value:
    """A number, a day or a word, and when it has a value; a number is `of` divided by `unit`.

    So decimals are whole numbers at their scale, which z3 decides; of numbers in lists `of` may be a real.
    """

    of: Any
    known: Any = YES
    unit: int = 1


@frozen(eq=False)
class Record:
    """The fields of a record."""

    fields: Mapping[str, "Thing"]
    known: Any = YES


@frozen(eq=False)
class Place:
    """One place of a list or a collection: whether something is there, what, and under which key."""

    present: Any
    item: "Thing"
    key: Any


@frozen(eq=False)
class Places:
    """A list or a collection; what is there stands in the first places."""

    places: tuple[Place, ...]
    known: Any = YES


Thing = Truth | Value | Record | Places
MISSING = Value(z3.IntVal(0), NO)


@define
class Words:
    """Words by number; numbers that no word of the file has are words of their own."""

    known: dict[str, int] = field(factory=dict)

    def number(self, word: str) -> int:
        return self.known.setdefault(word, len(self.known))

    def word(self, number: int) -> str:
        return next((w for w, n in self.known.items() if n == number), f"word-{number}")


@define
class Making:
    """Makes variables of the types that data have; `limits` is what their types say of them.

    `loose`: numbers in lists and collections may have any digits behind the point, which is what makes a solver quick;
    then more is possible than there is.
    """

    words: Words
    limits: list[Any] = field(factory=list)
    made: int = 0
    loose: bool = False

    def thing(self, type_: Type, name: str, *, optional: bool, listed: bool = False) -> Thing:
        """A variable of that type; an optional one may have no value. `listed`: it is part of a list or collection."""
        self.made += 1
        name = f"{name}#{self.made}"
        known = z3.Bool(f"{name} is set") if optional else YES
        match type_:
            case BooleanType():
                truth = z3.Bool(name)
                return Truth(z3.And(known, truth), z3.And(known, z3.Not(truth)))
            case NumberType(scale=scale, minimum=low, maximum=high) if scale and listed and self.loose:
                real = z3.Real(name)
                self.limits += [real >= z3.RealVal(str(low)), real <= z3.RealVal(str(high))]
                return Value(real, known)
            case NumberType(scale=scale, minimum=low, maximum=high):
                whole = self._whole(name, int(low.scaleb(scale)), int(high.scaleb(scale)))
                return Value(whole, known, 10**scale)
            case IntegerType(minimum=low, maximum=high):
                return Value(self._whole(name, low, high), known)
            case DurationType():
                return Value(self._whole(name, 0, LAST_DAY), known)
            case DateType():
                return Value(self._whole(name, 1, LAST_DAY), known)
            case EnumType(values=values):
                word = z3.Int(name)
                self.limits.append(z3.Or([word == self.words.number(each) for each in values]))
                return Value(word, known)
            case RecordType(fields=fields):
                return Record(self._fields(fields, name, listed=listed), known)
            case ListType(items=items, maximum=most):
                return Places(
                    self._places(
                        most, lambda n: self.thing(items, f"{name}[{n}]", optional=False, listed=True)
                    ),
                    known,
                )
            case CollectionType() as kind:
                return self._collection(kind, name)
        return Value(self._whole(name, 0, None), known)

    def _whole(self, name: str, low: int, high: int | None) -> Any:
        whole = z3.Int(name)
        self.limits.append(whole >= low)
        if high is not None:
            self.limits.append(whole <= high)
        return whole

    def _fields(self, fields: Mapping[str, Any], name: str, *, listed: bool) -> dict[str, Thing]:
        return {
            each.name: self.thing(each.type, f"{name}.{each.name}", optional=each.optional, listed=listed)
            for each in fields.values()
        }

    def _places(self, most: int, item: Callable[[int], Thing]) -> tuple[Place, ...]:
        found: list[Place] = []
        for number in range(most):
            self.made += 1
            present = z3.Bool(f"there #{self.made}")
            if found:
                self.limits.append(z3.Implies(present, found[-1].present))
            found.append(Place(present, item(number), z3.Int(f"key #{self.made}")))
        return tuple(found)

    def _collection(self, kind: CollectionType, name: str) -> Places:
        places = self._places(
            kind.maximum, lambda n: Record(self._fields(kind.record.fields, f"{name}[{n}]", listed=True))
        )
        places = tuple(
            Place(place.present, place.item, key_of(kind, place.item, place.key)) for place in places
        )
        if kind.per != "person":
            self.limits += apart(places)
        return Places(places)


def apart(places: Sequence[Place]) -> list[Any]:
    """That no two things stand under one key."""
    return [
        z3.Implies(z3.And(one.present, other.present), one.key != other.key)
        for number, one in enumerate(places)
        for other in places[:number]
    ]


def key_of(kind: CollectionType, record: Thing, otherwise: Any) -> Any:
    """Under which key a record stands: its field, if that is a word, else what is given."""
    if kind.per == "person" or not isinstance(record, Record):
        return otherwise
    key = record.fields.get(kind.per)
    return key.of if isinstance(key, Value) and key.of.sort() == z3.IntSort() else otherwise


def constant(value: object, words: Words) -> Thing:
    """A value of a file."""
    match value:
        case bool():
            return Truth(z3.BoolVal(value), z3.BoolVal(not value))
        case int() | Decimal() | Fraction():
            exact = Fraction(value)
            return Value(z3.IntVal(exact.numerator), unit=exact.denominator)
        case date():
            return Value(z3.IntVal(value.toordinal()))
        case str():
            return Value(z3.IntVal(words.number(value)))
    raise AssertionError(value)


def chosen(condition: Any, one: Thing, other: Thing) -> Thing:
    """One thing where the condition holds, else the other of the same type."""
    match one, other:
        case Truth(), Truth():
            return Truth(z3.If(condition, one.yes, other.yes), z3.If(condition, one.no, other.no))
        case Value(), Value():
            this, that, unit = aligned(one, other)
            known = z3.If(condition, one.known, other.known)
            return Value(
                z3.If(condition, this, that), known, unit
            )  # of what is missing the sort is of no matter
        case Record(), Record():
            fields = {name: chosen(condition, one.fields[name], other.fields[name]) for name in one.fields}
            return Record(fields, z3.If(condition, one.known, other.known))
        case Places(), Places():
            pairs = zip(one.places, other.places, strict=True)
            return Places(
                tuple(
                    Place(
                        z3.If(condition, a.present, b.present),
                        chosen(condition, a.item, b.item),
                        z3.If(condition, a.key, b.key),
                    )
                    for a, b in pairs
                ),
                z3.If(condition, one.known, other.known),
            )
    return other


def count(places: Sequence[Place]) -> Any:
    """How much is there."""
    return z3.Sum([z3.IntVal(0), *(z3.If(place.present, 1, 0) for place in places)])


def aligned(one: Value, other: Value) -> tuple[Any, Any, int]:
    """Two numbers in the same unit."""
    unit = lcm(one.unit, other.unit)
    return _times(one.of, unit // one.unit), _times(other.of, unit // other.unit), unit


def _times(term: Any, factor: int) -> Any:
    return term if factor == 1 else term * factor


def value_in(model: Any, thing: Thing, type_: Type, words: Words) -> object:
    """What a variable is in a model, as payloads have it; None where it has no value there, or where any will do."""

    def holds(condition: Any) -> bool:
        return bool(z3.is_true(model.eval(condition, model_completion=True)))

    if not holds(thing.known):
        return None
    match thing, type_:
        case Truth(), _:
            return holds(thing.yes)
        case Record(), RecordType(fields=fields):
            given = {
                name: value_in(model, part, fields[name].type, words) for name, part in thing.fields.items()
            }
            return {name: value for name, value in given.items() if value is not None}
        case Places(), ListType(items=items):
            return tuple(value_in(model, p.item, items, words) for p in thing.places if holds(p.present))
        case Value(), NumberType(scale=scale):
            return scaled(int(_fraction(model, thing.of) / thing.unit * 10**scale), scale)
        case Value(), IntegerType() | DurationType():
            return int(_fraction(model, thing.of) / thing.unit)
        case Value(), DateType():
            return date.fromordinal(int(_fraction(model, thing.of)))
        case Value(), StringType():
            return words.word(int(_fraction(model, thing.of)))
        case Value(), EnumType(values=values):
            number = int(_fraction(model, thing.of))
            return next((word for word in values if words.number(word) == number), None)
    return None


def _fraction(model: Any, term: Any) -> Fraction:
    found = model.eval(term, model_completion=True)
    return (
        Fraction(found.numerator_as_long(), found.denominator_as_long())
        if z3.is_rational_value(found)
        else Fraction(found.as_long())
    )
