"""Which values fit a type: what a payload may hand in, and what an expression may store."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from unicodedata import normalize

from ocop_workflow.access import Units
from ocop_workflow.model.types import (
    BooleanType,
    DateType,
    DocumentType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    StringType,
    Type,
    UnitType,
)


class Unfit(Exception):
    """The value is none of this type."""


def need(fits: bool) -> None:  # noqa: FBT001 - an assertion that is an answer
    if not fits:
        raise Unfit


def taken(type_: Type, raw: object, units: Units | None, on: date | None) -> object:
    """The value that a payload hands in; raises Unfit."""
    match type_:
        case NumberType():
            return decimal(type_, raw)
        case IntegerType(minimum=minimum, maximum=maximum):
            need(isinstance(raw, int) and not isinstance(raw, bool))
            assert isinstance(raw, int)
            need(minimum <= raw <= maximum)
        case BooleanType():
            need(isinstance(raw, bool))
        case StringType(max_length=most):
            return string(raw, most)
        case EnumType(values=words):
            need(isinstance(raw, str) and raw in words)
        case DateType():
            if isinstance(raw, str):
                try:
                    return date.fromisoformat(raw)
                except ValueError:
                    raise Unfit from None
            need(isinstance(raw, date) and not isinstance(raw, datetime))
        case PartyType():
            need(isinstance(raw, str) and bool(raw.strip()))
        case UnitType(level=level):
            need(isinstance(raw, str) and bool(raw.strip()))
            assert isinstance(raw, str)
            if units is not None and on is not None:
                need(units.known(raw, on) and level in {None, units.level(raw, on)})
        case DocumentType():
            return document(raw)
        case ListType(items=items, maximum=most):
            need(isinstance(raw, list | tuple))
            assert isinstance(raw, list | tuple)
            need(len(raw) <= most)
            return tuple(taken(items, item, units, on) for item in raw)
        case RecordType(fields=fields):
            record, wrong = taken_fields(fields, raw, units, on)
            need(not wrong)
            return record
        case _:
            raise AssertionError(type_)
    return raw


def decimal(type_: NumberType, raw: object) -> Decimal:
    need(isinstance(raw, int | Decimal | str) and not isinstance(raw, bool))
    try:
        value = Decimal(raw)  # type: ignore[arg-type]
    except ArithmeticError:
        raise Unfit from None
    need(value.is_finite())
    return fixed(type_, Fraction(value))


def string(raw: object, most: int) -> str:
    need(isinstance(raw, str))
    assert isinstance(raw, str)
    need(len(normalize("NFC", raw)) <= most)
    return normalize("NFC", raw)


def document(raw: object) -> dict[str, object]:
    need(isinstance(raw, Mapping) and set(raw) == {"name", "sha256"})
    assert isinstance(raw, Mapping)
    need(isinstance(raw["name"], str) and isinstance(raw["sha256"], str))
    need(len(raw["sha256"]) == 64 and set(raw["sha256"]) <= set("0123456789abcdef"))
    return dict(raw)


def taken_fields(
    fields: Mapping[str, Field], raw: object, units: Units | None, on: date | None
) -> tuple[dict[str, object], set[str]]:
    """The values that fit, and the names of the fields that are wrong, missing, or not asked for."""
    if not isinstance(raw, Mapping):
        return {}, {""}
    values: dict[str, object] = {}
    wrong = {name for name in raw if name not in fields}
    for name, field in fields.items():
        if raw.get(name) is None:
            if not field.optional:
                wrong.add(name)
            continue
        try:
            values[name] = taken(field.type, raw[name], units, on)
        except Unfit:
            wrong.add(name)
    return values, wrong


def fixed(type_: NumberType, value: Fraction) -> Decimal:
    """The decimal that is exactly this number, without zeros behind; raises Unfit."""
    need(Fraction(type_.minimum) <= value <= Fraction(type_.maximum))
    scaled = value * 10**type_.scale
    need(scaled.denominator == 1)
    whole, digits = scaled.numerator, type_.scale
    while digits and whole % 10 == 0:
        whole, digits = whole // 10, digits - 1
    return Decimal(whole).scaleb(-digits)


def stored(type_: Type, value: object) -> object:
    """What an expression's value becomes in the data; raises Unfit."""
    if isinstance(value, Fraction):
        if isinstance(type_, NumberType):
            return fixed(type_, value)
        need(value.denominator == 1)
        value = value.numerator
    return taken(type_, value, None, None)
