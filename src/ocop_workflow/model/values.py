"""Values of the types: checking what comes in, and the JSON form in which they are stored."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from attrs import field, frozen

from .canonical import decimal_text, plain
from .types import (
    DIGITS,
    BooleanType,
    CaseType,
    CollectionType,
    DateType,
    DocumentType,
    DurationType,
    EnumType,
    Field,
    IntegerType,
    LevelType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    RoleType,
    StringType,
    Type,
    UnitType,
)

_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID_LENGTH = 200
_DURATION = IntegerType(0, 10_000)


@frozen
class Misfit(Exception):
    """A value that doesn't fit its type: `key` names the sentence in messages/values.yaml, `path` the place."""

    key: str
    values: Mapping[str, object] = field(factory=dict)
    path: tuple[str, ...] = ()

    def under(self, name: str) -> "Misfit":
        return Misfit(self.key, self.values, (name, *self.path))


def take(type_: Type, raw: object) -> object:
    """The value that `raw` (from a payload, JSON or YAML already typed) stands for; raises Misfit.

    Numbers: int, Decimal or decimal string, never float or bool. Dates: date or ISO string. Documents:
    {"name", "sha256"}. Strings become NFC. Nothing is rounded, clamped or guessed.
    """
    return _TAKERS[type_.__class__](type_, raw)


def take_fields(fields: Mapping[str, Field], raw: object) -> dict[str, object]:
    """A closed record: every required field, no other; raises the first Misfit."""
    if not isinstance(raw, Mapping):
        raise Misfit("mapping_wanted", {"given": shown(raw)})
    for name in raw:
        if name not in fields:
            raise Misfit("unknown_field", {"known": ", ".join(fields)}, (str(name),))
    taken: dict[str, object] = {}
    for name, declared in fields.items():
        if name not in raw or raw[name] is None:
            if not declared.optional:
                raise Misfit("field_missing", {}, (name,))
            continue
        try:
            taken[name] = take(declared.type, raw[name])
        except Misfit as misfit:
            raise misfit.under(name) from None
    return taken


def take_exact(type_: Type, value: object) -> object:
    """The stored form of what an expression gave: an int or Fraction is made a Decimal; raises Misfit."""
    if value.__class__ in _AS_STORED:
        return _TAKERS[type_.__class__](type_, value)
    if isinstance(type_, NumberType) and isinstance(value, int | Fraction) and not isinstance(value, bool):
        scaled = value * 10**type_.scale
        if isinstance(scaled, Fraction):
            if scaled.denominator != 1:
                raise Misfit("too_many_digits", {"given": str(value), "scale": type_.scale})
            scaled = scaled.numerator
        if abs(scaled) >= 10 ** (DIGITS * 2):
            raise Misfit(
                "out_of_range", {"given": str(value), "minimum": type_.minimum, "maximum": type_.maximum}
            )
        value = Decimal((int(scaled < 0), tuple(map(int, str(abs(scaled)))), -type_.scale))
    elif isinstance(type_, IntegerType) and isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    return take(type_, value)


_AS_STORED = frozenset({str, date, bool, Decimal})


def encode(value: object) -> object:
    """The JSON form of a stored value."""
    return plain(value)


def decode(type_: Type, stored: object) -> object:
    """The value of a JSON form that `encode` wrote."""
    return take(type_, stored)


def shown(value: object) -> str:
    """A value as a message shows it: canonical, cut to 60 characters."""
    try:
        text = str(plain(value))
    except TypeError:
        text = f"{type(value).__name__} {value!r}"
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - the width said above


def _boolean(_: BooleanType, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise Misfit("boolean_wanted", {"given": shown(raw)})


def _word(type_: EnumType, raw: object) -> str:
    if isinstance(raw, str) and raw in type_.values:
        return raw
    raise Misfit("one_of", {"given": shown(raw), "words": ", ".join(type_.values)})


def _integer(type_: IntegerType, raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Misfit("integer_wanted", {"given": shown(raw)})
    if not type_.minimum <= raw <= type_.maximum:
        raise Misfit("out_of_range", {"given": raw, "minimum": type_.minimum, "maximum": type_.maximum})
    return raw


def _duration(_: DurationType, raw: object) -> int:
    return _integer(_DURATION, raw)


def _number(type_: NumberType, raw: object) -> Decimal:
    if raw.__class__ is str and (found := _short_number(raw)) is not None:
        value, places = found
    else:
        value, places = _plainly(_any_number(type_, raw))
    if places > type_.scale:
        raise Misfit("too_many_digits", {"given": value, "scale": type_.scale})
    if not type_.minimum <= value <= type_.maximum:
        raise Misfit("out_of_range", {"given": value, "minimum": type_.minimum, "maximum": type_.maximum})
    return value


def _any_number(type_: NumberType, raw: object) -> Decimal:
    match raw:
        case str() if _DECIMAL.fullmatch(raw):
            return Decimal(raw) if len(raw) <= 2 * DIGITS else _written_out(type_, Decimal(raw))
        case bool() | float():
            raise Misfit("float_refused", {"given": str(raw)})
        case int() | Decimal():
            return _written_out(type_, Decimal(raw))
        case _:
            raise Misfit("number_wanted", {"given": shown(raw)})


def _plainly(value: Decimal) -> tuple[Decimal, int]:
    """The number without superfluous zeros, and how many places it has."""
    text = decimal_text(value)
    return Decimal(text), len(text.partition(".")[2])


@lru_cache(
    maxsize=4096
)  # marks and amounts come again and again: each is taken, stored, read and taken again
def _short_number(raw: str) -> tuple[Decimal, int] | None:
    """What a decimal string says; None of what is none, or too long to be kept in mind."""
    return _plainly(Decimal(raw)) if len(raw) <= 2 * DIGITS and _DECIMAL.fullmatch(raw) else None


def _written_out(type_: NumberType, value: Decimal) -> Decimal:
    """A number that is not so far from 0 or 1 that writing its digits out would take long."""
    if not value.is_finite():
        raise Misfit("number_wanted", {"given": str(value)})
    _, digits, exponent = value.as_tuple()
    if len(digits) + abs(int(exponent)) > 4 * DIGITS:
        raise Misfit(
            "out_of_range", {"given": shown(str(value)), "minimum": type_.minimum, "maximum": type_.maximum}
        )
    return value


def _string(type_: StringType, raw: object) -> str:
    return _text(raw, type_.max_length)


def _text(raw: object, limit: int) -> str:
    if not isinstance(raw, str):
        raise Misfit("string_wanted", {"given": shown(raw)})
    if raw.isascii() and len(raw) <= limit and "\0" not in raw:
        return raw
    text = normalize("NFC", raw)
    if len(text) > limit:
        raise Misfit("too_long", {"length": len(text), "limit": limit})
    if any(ch in text for ch in "\x00\ud800") or not _encodable(text):
        raise Misfit("string_wanted", {"given": "\\0"})
    return text


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _identifier(_: object, raw: object) -> str:
    text = _text(raw, _ID_LENGTH)
    if not text.strip():
        raise Misfit("string_wanted", {"given": "''"})
    return text


def _date(_: DateType, raw: object) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if isinstance(raw, str) and _DAY.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise Misfit("date_wanted", {"given": shown(raw)})


def _document(type_: DocumentType, raw: object) -> dict[str, object]:
    if (raw.__class__ is not dict and not isinstance(raw, Mapping)) or set(raw) != {"name", "sha256"}:
        raise Misfit("document_wanted", {"given": shown(raw)})
    name, digest = raw["name"], raw["sha256"]
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise Misfit("document_wanted", {"given": shown(digest)})
    return {"name": _identifier(type_, name), "sha256": digest}


def _record(type_: RecordType, raw: object) -> dict[str, object]:
    return take_fields(type_.fields, raw)


def _list(type_: ListType, raw: object) -> tuple[object, ...]:
    if not isinstance(raw, list | tuple):
        raise Misfit("list_wanted", {"given": shown(raw)})
    if len(raw) > type_.maximum:
        raise Misfit("too_long", {"length": len(raw), "limit": type_.maximum})
    values = []
    for index, item in enumerate(raw):
        try:
            values.append(take(type_.items, item))
        except Misfit as misfit:
            raise misfit.under(str(index + 1)) from None
    return tuple(values)


def _collection(type_: CollectionType, raw: object) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        raise Misfit("mapping_wanted", {"given": shown(raw)})
    return {str(key): take(type_.record, item) for key, item in sorted(raw.items())}


_TAKERS: dict[type, Callable[[Any, object], object]] = {
    NumberType: _number,
    IntegerType: _integer,
    DurationType: _duration,
    StringType: _string,
    UnitType: _identifier,
    PartyType: _identifier,
    CaseType: _identifier,
    LevelType: _identifier,
    RoleType: _identifier,
    BooleanType: _boolean,
    DateType: _date,
    EnumType: _word,
    DocumentType: _document,
    RecordType: _record,
    ListType: _list,
    CollectionType: _collection,
}
