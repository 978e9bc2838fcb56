"""Types of declared fields: `{type: number, scale: 2, …}`, `{enum: […]}`, `{case: …}`, `{collect: …}` to types."""

from collections.abc import Callable, Mapping
from typing import Literal

from ..model.types import (
    LIST_LIMIT,
    BooleanType,
    CollectionType,
    DateType,
    DocumentType,
    DurationType,
    EnumType,
    LevelType,
    ListType,
    PartyType,
    RecordType,
    RoleType,
    StringType,
    Type,
    UnitType,
)
from . import scalars
from .context import Context
from .fields import Fields, as_list, entries
from .links import read_case_type
from .nodes import MappingNode, Node, ScalarNode
from .numbers import read_integer, read_number, whole

Place = Literal["data", "payload", "record", "parameter", "item"]
SIMPLE: Mapping[str, Type] = {
    "boolean": BooleanType(),
    "date": DateType(),
    "party": PartyType(),
    "document": DocumentType(),
}
FOR_PARAMETERS: Mapping[str, Type] = {
    "days": DurationType("days"),
    "working_days": DurationType("working_days"),
    "months": DurationType("months"),
    "level": LevelType(),
    "role": RoleType(),
}
OTHERS = ("number", "integer", "string", "unit", "list")
WORDS = (*SIMPLE, *FOR_PARAMETERS, *OTHERS)
KEYS = (EnumType, StringType, UnitType, PartyType)  # what the records of a collection may be told apart by
OF_TYPES = ("scale", "minimum", "maximum", "max", "level", "items", "per")  # keys that some type has
MOST_WORDS = 200
MOST_TEXT = 10_000


def read_type(fields: Fields, context: Context, place: Place) -> Type | None:
    """The type that a declaration states; which types there are depends on the place."""
    if "enum" in fields:
        return _enum(fields, context)
    if "case" in fields:
        if place != "data":
            context.problems.add("case_elsewhere", fields.key("case"))
        return read_case_type(fields, context)
    if place == "data" and "collect" in fields:
        return _collection(fields, context)
    node = fields.need("type", "enum", *(("collect", "case") if place == "data" else ()))
    if node is None or not isinstance(node, ScalarNode) or node.empty:
        fields.offer(*OF_TYPES)
        if node is not None:
            context.problems.add("text_wanted", node)
        return None
    return _named_type(node, fields, context, place)


def _named_type(node: ScalarNode, fields: Fields, context: Context, place: Place) -> Type | None:
    word = node.text
    readers: Mapping[str, Callable[[], Type | None]] = {
        "number": lambda: read_number(fields, context),
        "integer": lambda: read_integer(fields, context),
        "string": lambda: _string(fields, context),
        "unit": lambda: _unit(fields, context),
        "list": lambda: _list(fields, context, place),
    }
    if word in readers:
        return readers[word]()
    if word in SIMPLE:
        return SIMPLE[word]
    if word in FOR_PARAMETERS:
        if place != "parameter":
            context.problems.add("only_for_parameters", node, {"type": word})
        return _role(fields, context) if word == "role" else FOR_PARAMETERS[word]
    if word in context.records and place != "parameter":
        return context.records[word]
    known = [*SIMPLE, *OTHERS, *(FOR_PARAMETERS if place == "parameter" else context.records)]
    context.problems.add("unknown_type", node, {"type": word[:80]}, wrong=word, among=known)
    fields.offer(*OF_TYPES)
    return None


def _string(fields: Fields, context: Context) -> Type:
    limit = whole(fields.take("max"), context, 1, MOST_TEXT)
    return StringType(limit or MOST_TEXT)


def _unit(fields: Fields, context: Context) -> Type:
    node = fields.take("level")
    if isinstance(node, ScalarNode) and not node.empty:
        context.refer("unit_level", node)
    return UnitType(None if node is None else scalars.text(node, context.problems))


def _role(fields: Fields, context: Context) -> Type:
    return RoleType(context.refer("role", *scalars.names(fields.take("among"), context.problems)))


def _list(fields: Fields, context: Context, place: Place) -> Type | None:
    maximum = whole(fields.need("max"), context, 1, LIST_LIMIT)
    node = fields.need("items")
    if node is None:
        return None
    items: Type | None
    if isinstance(node, ScalarNode) and not node.empty:
        items = _named_type(node, Fields(_nothing(node), context.problems), context, "item")
    else:
        inner = Fields(node, context.problems)
        items = read_type(inner, context, "item")
        inner.done()
    if isinstance(items, ListType) or (place == "parameter" and isinstance(items, RecordType)):
        context.problems.add("list_in_list", node)
        return None
    return None if items is None or maximum is None else ListType(items, maximum)


def _enum(fields: Fields, context: Context) -> Type | None:
    node = fields.take("enum")
    if "type" in fields:
        fields.take("type")
        context.problems.add("type_and_enum", fields.key("type"))
    if node is None:
        return None
    named = list(entries(node, context.problems)) if isinstance(node, MappingNode) else []
    if not named and as_list(node, context.problems) is None:
        return None
    keys = [key for key, _ in named if scalars.name(key, context.problems) is not None]
    words = keys if named else scalars.names(node, context.problems)
    if len(words) > MOST_WORDS:
        context.problems.add("too_many_words", node, {"limit": MOST_WORDS})
    titles = {key.text: scalars.bilingual(title, context.problems) for key, title in named}
    return EnumType(tuple(word.text for word in words), titles) if words else None


def _collection(fields: Fields, context: Context) -> Type | None:
    node, per, most = fields.take("collect"), fields.need("per"), fields.need("max")
    maximum = whole(most, context, 1, LIST_LIMIT)
    if node is None or (record := scalars.name(node, context.problems)) is None:
        return None
    if record not in context.records:
        context.problems.add("unknown_record", node, {"type": record}, wrong=record, among=context.records)
        return None
    key = None if per is None else scalars.name(per, context.problems)
    fields_of = context.records[record].fields
    if per is not None and key is not None and key != "person" and key not in fields_of:
        values = {"key": key, "record": record}
        context.problems.add("unknown_collection_key", per, values, wrong=key, among=("person", *fields_of))
        return None
    if per is not None and key is not None and key in fields_of and not isinstance(fields_of[key].type, KEYS):
        context.problems.add("key_type", per, {"key": key})
    return None if key is None or maximum is None else CollectionType(context.records[record], key, maximum)


def _nothing(node: ScalarNode) -> Node:
    return MappingNode((), node.line, node.column, node.source)
