"""What may be handed in with an event, as JSON Schema (draft 2020-12, which OpenAPI 3.1 takes as it is).

A schema refuses nothing that a store takes. What it cannot say, or not exactly, a store looks at all the same:

- bounds of a decimal that is written as a string, and that a whole number is not written `1.0`;
- lengths, as they are counted in Unicode's composed form: a text may come in up to four times as many characters;
- that an id is not of blanks other than those of ASCII alone, and that a text has no halves of surrogate pairs;
- that a day is in the calendar, unless the reader checks `format`, and in Python a line break behind a pattern's end;
- that units, levels and cases exist: they depend on the day, and on the store.
"""

from collections.abc import Callable, Mapping
from math import ceil, floor
from typing import Any

from ..engine.reasons import event_title, titled
from ..errors import StoreError
from ..messages import say
from ..messages.spelling import nearest
from ..model.canonical import decimal_text
from ..model.definition import Definition, Taken
from ..model.text import Text
from ..model.types import (
    BooleanType,
    CaseType,
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
from ..workflow import Workflow

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Shape = dict[str, Any]  # JSON
DIGITS = 30  # before and behind the point, as a decimal may be written
DECOMPOSED = 4  # characters that one of the composed form comes from, at most
ID_LENGTH = 200
NO_NUL = r"^[^\x00]*$"
IDENTIFIER: Shape = {  # some character that is neither NUL nor a blank of ASCII
    "type": "string",
    "minLength": 1,
    "maxLength": ID_LENGTH * DECOMPOSED,
    "pattern": r"^[^\x00]*[^\x00\t-\r\x1c- ][^\x00]*$",
}


def payload_schema(workflow: Workflow, event: str | None = None) -> Shape:
    """The schema of the payload of an event or a start; without one, of all of them by name, under `$defs`.

    Titles and descriptions are in both languages; `x-personal` marks fields that hold personal data. Clock events
    have none, as nobody hands anything in. Raises StoreError for an event that the workflow does not have.
    """
    definition = workflow.definition
    events = {name: each.takes for name, each in definition.start.items()}
    events |= {name: each.takes for name, each in definition.events.items() if not each.is_clock}
    if event is None:
        title = _both(titled(definition.title, definition.workflow))
        shapes = {name: payload_shape(definition, name, takes) for name, takes in events.items()}
        return {"$schema": DIALECT, "title": title, "$defs": shapes}
    if event not in events:
        close = nearest(event, [*events]) or ", ".join(events)
        told = say("interchange.no_payload", event=event, workflow=definition.workflow, known=close)
        raise StoreError(told, "no_payload")
    return {"$schema": DIALECT, **payload_shape(definition, event, events[event])}


def payload_shape(definition: Definition, event: str, takes: Mapping[str, Taken]) -> Shape:
    """The schema as a part of another document, without the dialect."""
    fields = {name: taken.field for name, taken in takes.items()}
    return {"title": _both(event_title(definition, event)), **_closed(definition, fields)}


def _closed(definition: Definition, fields: Mapping[str, Field]) -> Shape:
    return {
        "type": "object",
        "properties": {name: _field(definition, each) for name, each in fields.items()},
        "required": [name for name, each in fields.items() if not each.optional],
        "additionalProperties": False,
    }


def _field(definition: Definition, declared: Field) -> Shape:
    shape, said = _typed(definition, declared.type)
    if declared.optional:  # null says the same as leaving it out
        others = shape["anyOf"] if shape.keys() == {"anyOf"} else [shape]
        shape = {"anyOf": [*others, {"type": "null"}]}
    head: Shape = {"title": _both(titled(declared.title, declared.name))}
    if said:
        head["description"] = f"{said.say('en')}\n\n{said.say('vi')}"
    return {**head, **shape, **({"x-personal": True} if declared.personal else {})}


def _typed(definition: Definition, type_: Type) -> tuple[Shape, Text]:
    return _SHAPES[type_.__class__](definition, type_)


def _number(_: Definition, type_: NumberType) -> tuple[Shape, Text]:
    low, high = ceil(type_.minimum), floor(type_.maximum)
    whole = [{"type": "integer", "minimum": low, "maximum": high}] if low <= high else []
    behind = f"[0-9]{{1,{type_.scale}}}0{{0,{DIGITS - type_.scale}}}" if type_.scale else f"0{{1,{DIGITS}}}"
    text = {"type": "string", "pattern": rf"^-?[0-9]{{1,{DIGITS}}}(\.{behind})?$"}
    bounds = {"minimum": decimal_text(type_.minimum), "maximum": decimal_text(type_.maximum)}
    return {"anyOf": [text, *whole]}, say("interchange.schema_number", **bounds, scale=type_.scale)


def _integer(_: Definition, type_: IntegerType) -> tuple[Shape, Text]:
    return {"type": "integer", "minimum": type_.minimum, "maximum": type_.maximum}, Text()


def _string(_: Definition, type_: StringType) -> tuple[Shape, Text]:
    shape = {"type": "string", "maxLength": type_.max_length * DECOMPOSED, "pattern": NO_NUL}
    return shape, say("interchange.schema_string", limit=type_.max_length)


def _enum(_: Definition, type_: EnumType) -> tuple[Shape, Text]:
    words = [(word, type_.title(word)) for word in type_.values]
    vi, en = (
        "; ".join(f"{word}: {title.say(language)}" for word, title in words) for language in ("vi", "en")
    )
    return {"enum": list(type_.values)}, Text(vi=vi, en=en) if type_.titles else Text()


def _unit(definition: Definition, type_: UnitType) -> tuple[Shape, Text]:
    if type_.level is None:
        return IDENTIFIER, say("interchange.schema_unit")
    level = titled(definition.levels.get(type_.level, Text()), type_.level)
    return IDENTIFIER, say("interchange.schema_unit_level", level=level)


def _document(_: Definition, __: DocumentType) -> tuple[Shape, Text]:
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    shape = {
        "type": "object",
        "properties": {"name": IDENTIFIER, "sha256": digest},
        "required": ["name", "sha256"],
        "additionalProperties": False,
    }
    return shape, say("interchange.schema_document")


def _date(_: Definition, __: DateType) -> tuple[Shape, Text]:
    shape = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    return shape, say("interchange.schema_date")


def _list(definition: Definition, type_: ListType) -> tuple[Shape, Text]:
    items, said = _typed(definition, type_.items)
    return {"type": "array", "items": items, "maxItems": type_.maximum}, said


_SHAPES: Mapping[type, Callable[[Definition, Any], tuple[Shape, Text]]] = {
    NumberType: _number,
    IntegerType: _integer,
    StringType: _string,
    EnumType: _enum,
    UnitType: _unit,
    DocumentType: _document,
    DateType: _date,
    ListType: _list,
    BooleanType: lambda _, __: ({"type": "boolean"}, Text()),
    PartyType: lambda _, __: (IDENTIFIER, say("interchange.schema_party")),
    CaseType: lambda _, type_: (IDENTIFIER, say("interchange.schema_case", workflow=type_.workflow)),
    RecordType: lambda definition, type_: (_closed(definition, type_.fields), Text()),
}


def _both(text: Text) -> str:
    vi, en = text.say("vi"), text.say("en")
    return vi if vi == en else f"{vi} · {en}"
