"""What an event takes as a JSON Schema (2020-12), for forms, for OpenAPI and for clients in other languages."""

from collections.abc import Mapping
from math import ceil, floor

from ..model.definition import Taken
from ..model.types import (
    BooleanType,
    DateType,
    DocumentType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    RecordType,
    StringType,
    Type,
)

Shape = dict[str, object]
LONGEST_ID = 200  # of a unit, a party, a case, a document's name


def payload_schema(takes: Mapping[str, Taken]) -> Shape:
    """Nothing that the event takes is refused by it; the event itself refuses more: a sum, a unit that is unknown.

    Numbers that are not whole are strings, as they are exact. Optional fields are left out, not null. Titles are in
    Vietnamese, as forms are, descriptions in English.
    """
    return _object({name: taken.field for name, taken in takes.items()})


def _object(fields: Mapping[str, Field]) -> Shape:
    return {
        "type": "object",
        "properties": {name: _described(declared) for name, declared in fields.items()},
        "required": [name for name, declared in fields.items() if not declared.optional],
        "additionalProperties": False,
    }


def _described(declared: Field) -> Shape:
    shape = _shape(declared.type)
    if declared.title:
        shape |= {"title": declared.title.say("vi"), "description": declared.title.say("en")}
    return shape


def _shape(kind: Type) -> Shape:
    match kind:
        case NumberType():
            places = rf"(\.[0-9]{{1,{kind.scale}}}0*)?" if kind.scale else r"(\.0+)?"
            bounds: Shape = {"minimum": ceil(kind.minimum), "maximum": floor(kind.maximum)}
            return {"type": ["string", "integer"], "pattern": rf"^-?[0-9]+{places}$", **bounds}
        case IntegerType():
            return {"type": "integer", "minimum": kind.minimum, "maximum": kind.maximum}
        case StringType():
            return {"type": "string", "maxLength": kind.max_length}
        case BooleanType():
            return {"type": "boolean"}
        case DateType():
            return {"type": "string", "format": "date"}
        case EnumType():
            return {"type": "string", "enum": list(kind.values)}
        case DocumentType():
            digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
            parts: Shape = {"name": _identifier(), "sha256": digest}
            return {
                "type": "object",
                "properties": parts,
                "required": list(parts),
                "additionalProperties": False,
            }
        case RecordType():
            return _object(kind.fields)
        case ListType():
            return {"type": "array", "items": _shape(kind.items), "maxItems": kind.maximum}
        case _:  # ids: of units, parties and cases
            return _identifier()


def _identifier() -> Shape:
    return {"type": "string", "minLength": 1, "maxLength": LONGEST_ID}
