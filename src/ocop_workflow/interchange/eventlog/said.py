"""One value as the attributes of a log: typed, flat, with the very text that is stored.

Logs know neither records nor lists: each part of a record is an attribute of its own, `name.part`, and a list is one
text of JSON. Decimals are written as they are stored; of at most 15 digits, they survive a reader's double.
"""

import json
from collections.abc import Iterator, Mapping

from attrs import frozen

from ...model.types import BooleanType, IntegerType, NumberType, RecordType, Type

STRING, INTEGER, FLOAT, BOOLEAN, TIME = "string", "integer", "float", "boolean", "time"
_KINDS: Mapping[type, str] = {BooleanType: BOOLEAN, IntegerType: INTEGER, NumberType: FLOAT}


@frozen
class Said:
    """An attribute: its name, one of the five kinds that both standards have, and the text of its value."""

    name: str
    kind: str
    text: str


def said(name: str, stored: object, type_: Type | None = None) -> Iterator[Said]:
    """The attributes that say a stored value; a day is a string, as it is no instant. Nothing of None.

    Without its type, what a value is tells what it is written as.
    """
    if stored is None:
        return
    if isinstance(stored, Mapping):
        parts = type_.fields if isinstance(type_, RecordType) else {}
        if not stored:
            yield Said(name, STRING, "{}")
        for part, value in stored.items():
            yield from said(f"{name}.{part}", value, parts[part].type if part in parts else None)
    elif isinstance(stored, list | tuple):
        yield Said(name, STRING, json.dumps(stored, ensure_ascii=False, separators=(",", ":")))
    elif isinstance(stored, bool):
        yield Said(name, BOOLEAN, "true" if stored else "false")
    else:
        kind = INTEGER if isinstance(stored, int) else _KINDS.get(type_.__class__, STRING)
        yield Said(name, kind, str(stored))
