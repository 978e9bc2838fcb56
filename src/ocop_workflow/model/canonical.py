"""The one byte form of anything that is hashed: the sorted compact JSON of RFC 8785, of values without floats.

Strings are in NFC; decimals are canonical strings (no exponent, no trailing zero, no negative zero); dates are
ISO 8601; instants are UTC with microseconds. Floats are refused: RFC 8785 numbers are doubles, ours are exact.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any
from unicodedata import is_normalized

import msgspec

from .text import nfc


@lru_cache(
    maxsize=4096
)  # marks and amounts come again and again; equal ones have one text, however they are written
def decimal_text(value: Decimal) -> str:
    """`89.50` is "89.5", `-0` is "0", `1E+2` is "100"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def instant_text(value: datetime) -> str:
    """An aware datetime as UTC with microseconds, `2020-02-03T17:00:00.000000Z`; raises TypeError if naive."""
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            msg = f"a datetime needs a time zone: {value.isoformat()}"
            raise TypeError(msg)
        value = value.astimezone(UTC)
    return _utc_text(value)


@lru_cache(
    maxsize=1024
)  # most are written several times; of another zone two may be equal that are not the same
def _utc_text(value: datetime) -> str:
    text = value.isoformat()  # ends with +00:00; microseconds are written where there are any
    return f"{text[:26]}Z" if value.microsecond else f"{text[:19]}.000000Z"


@lru_cache(maxsize=1024)
def instant(text: str) -> datetime:
    """The aware datetime (UTC) that `instant_text` wrote."""
    return datetime.fromisoformat(text)


def plain(value: object) -> object:
    """The JSON form of a value: only None, bool, int, str, lists and dictionaries with NFC strings."""
    return _FORMS.get(value.__class__, _other)(value)


def plain_values(values: Mapping[str, object]) -> dict[str, object]:
    """The same of values by names that are in NFC."""
    return {name: _FORMS.get(value.__class__, _other)(value) for name, value in values.items()}


def _same(value: object) -> object:
    return value


def _mapping(value: Mapping[object, object]) -> dict[str, object]:
    return {nfc(str(key)): _FORMS.get(item.__class__, _other)(item) for key, item in value.items()}


def _list(value: Iterable[object]) -> list[object]:
    return [_FORMS.get(item.__class__, _other)(item) for item in value]


def _set(value: Iterable[object]) -> list[object]:
    return sorted(map(plain, value))  # type: ignore[type-var]  # ids: strings only


def _other(value: object) -> object:
    """Of a class that is derived from one of those below, or like a mapping."""
    for kind in (int, str, Decimal, datetime, date, Mapping, list, tuple, set, frozenset):
        if isinstance(value, kind):
            return _FORMS[kind](_BASE[kind](value) if kind in _BASE else value)
    msg = f"no canonical form for {type(value).__name__}"
    raise TypeError(msg)


# Looked up by class, as every value of every event passes here.
_FORMS: dict[type, Callable[[Any], object]] = {
    type(None): _same,
    bool: _same,
    int: _same,
    str: nfc,
    Decimal: decimal_text,
    datetime: instant_text,
    date: date.isoformat,
    Mapping: _mapping,
    dict: _mapping,
    list: _list,
    tuple: _list,
    set: _set,
    frozenset: _set,
}

_BASE: dict[type, Callable[[Any], object]] = {int: int, str: str.__str__}  # a word of an enum is its value

_encode = msgspec.json.Encoder(order="deterministic").encode
_encode_as_it_is = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def parsed(text: str | bytes) -> Any:  # JSON
    """What a JSON text says, whole numbers of any size; raises ValueError."""
    try:
        return _decode(text)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


def canonical(value: object) -> bytes:
    """Compact UTF-8, keys sorted by their UTF-16 code units."""
    document = plain(value)
    raw = _encode(document)
    return raw if raw.isascii() else _in_order(raw, document)


def canonical_json(document: Mapping[str, object], *, composed: bool = False) -> bytes:
    """The same, of what is JSON already (`plain` gave it), in which only strings may be left to be brought into NFC.

    Where the whole text is in NFC, so is each string in it: nothing composes with the quotation mark before it. With
    `composed` it is known that they are.
    """
    raw = _encode(document)
    if raw.isascii():
        return raw
    return _in_order(raw, document) if composed or is_normalized("NFC", raw.decode()) else canonical(document)


def _in_order(raw: bytes, document: object) -> bytes:
    """Keys come by code points, which is the order of RFC 8785 unless one has a character beyond U+FFFF."""
    # Such a character, and no other, begins with one of these bytes.
    beyond = 0xF0 in raw or 0xF1 in raw or 0xF2 in raw or 0xF3 in raw or 0xF4 in raw  # noqa: PLR2004
    return _encode_as_it_is(_by_units(document)) if beyond else raw


def _by_units(value: object) -> object:
    if isinstance(value, dict):
        return {key: _by_units(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_by_units(item) for item in value] if isinstance(value, list) else value


def sha256_of(value: object) -> str:
    """The SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return sha256(canonical(value)).hexdigest()
