"""The one byte form of anything that is hashed: sorted compact JSON in the manner of RFC 8785.

Strings are in NFC; decimals are canonical strings (no exponent, no trailing zero, no negative zero); dates are
ISO 8601; instants are UTC with microseconds. Floats are refused: RFC 8785 numbers are doubles, ours are exact.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from unicodedata import normalize


def decimal_text(value: Decimal) -> str:
    """`89.50` is "89.5", `-0` is "0", `1E+2` is "100"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def instant_text(value: datetime) -> str:
    """An aware datetime as UTC with microseconds, `2020-02-03T17:00:00.000000Z`; raises TypeError if naive."""
    if value.tzinfo is None:
        msg = f"a datetime needs a time zone: {value.isoformat()}"
        raise TypeError(msg)
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant(text: str) -> datetime:
    """The aware datetime (UTC) that `instant_text` wrote."""
    return datetime.fromisoformat(text)


def plain(value: object) -> object:
    """The JSON form of a value: only None, bool, int, str, lists and dictionaries with NFC strings."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return normalize("NFC", value)
        case Decimal():
            return decimal_text(value)
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {normalize("NFC", str(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)  # type: ignore[type-var]  # ids: strings only
    msg = f"no canonical form for {type(value).__name__}"
    raise TypeError(msg)


def canonical(value: object) -> bytes:
    """Sorted, compact, UTF-8."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(value: object) -> str:
    """The SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return sha256(canonical(value)).hexdigest()
