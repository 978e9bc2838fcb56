"""Declared fields: `{type: number, scale: 2, …}`, `{enum: […]}` and `{collect: …}` to the model's types."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from ..model.types import (
    DIGITS,
    LIST_LIMIT,
    BooleanType,
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
from . import scalars
from .basis import read_basis
from .context import Context
from .fields import Fields, entries
from .nodes import MappingNode, Node, ScalarNode

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
LARGEST = 10**DIGITS - 1
MOST_WORDS = 200
MOST_TEXT = 10_000


def read_fields(node: Node | None, context: Context, place: Place) -> dict[str, Field]:
    """A mapping of names to declared fields."""
    found: dict[str, Field] = {}
    for key, value in entries(node, context.problems):
        name = scalars.name(key, context.problems)
        if name is None:
            continue
        context.declare(place, name)
        if (field := read_field(key, value, context, place)) is not None:
            found[name] = field
    return found


def read_field(key: ScalarNode, node: Node, context: Context, place: Place) -> Field | None:
    """One declared field; the keys that are allowed depend on the place."""
    fields = Fields(node, context.problems)
    declared = _read_type(fields, context, place)
    title = scalars.bilingual(fields.take("title"), context.problems)
    basis = read_basis(fields.take("basis"), context)
    optional = personal = False
    within: str | None = None
    if place in ("payload", "parameter"):
        optional = scalars.boolean(fields.take("optional"), context.problems)
    if place in ("data", "payload"):
        personal = scalars.boolean(fields.take("personal"), context.problems)
    if (
        place == "data"
        and (scope := fields.take("within")) is not None
        and scalars.name(scope, context.problems)
    ):
        assert isinstance(scope, ScalarNode)
        (within,) = context.refer("scope", scope)
    fields.done()
    if declared is None:
        return None
    return Field(key.text, declared, optional, personal, within, title, basis, key.position)


def read_records(node: Node | None, context: Context) -> None:
    """`types:`, into the context; a record may use the records above it."""
    for key, value in entries(node, context.problems):
        name = scalars.name(key, context.problems)
        if name is None:
            continue
        if name in WORDS:
            context.problems.add("reserved_name", key, {"name": name})
            continue
        fields = read_fields(value, context, "record")
        if isinstance(value, MappingNode) and not value.entries:
            context.problems.add("empty_record", key, {"name": name})
        context.records[name] = RecordType(fields)


def _read_type(fields: Fields, context: Context, place: Place) -> Type | None:
    if "enum" in fields:
        return _enum(fields, context)
    if place == "data" and "collect" in fields:
        return _collection(fields, context)
    node = fields.need("type")
    if node is None or not isinstance(node, ScalarNode) or node.empty:
        if node is not None:
            context.problems.add("text_wanted", node)
        return None
    return _named_type(node, fields, context, place)


def _named_type(node: ScalarNode, fields: Fields, context: Context, place: Place) -> Type | None:
    word = node.text
    readers: Mapping[str, Callable[[], Type | None]] = {
        "number": lambda: _number(fields, context),
        "integer": lambda: _integer(fields, context),
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
        return FOR_PARAMETERS[word]
    if word in context.records and place != "parameter":
        return context.records[word]
    known = [*SIMPLE, *OTHERS, *(FOR_PARAMETERS if place == "parameter" else context.records)]
    context.problems.add(
        "unknown_type", node, {"type": word[:80], "known": ", ".join(known)}, wrong=word, among=known
    )
    return None


def _number(fields: Fields, context: Context) -> Type | None:
    low, high = (_bound(fields, key, context) for key in ("minimum", "maximum"))
    scale = _whole(fields.need("scale"), context, 0, DIGITS - 1)
    if scale is None:
        return None
    largest = Decimal(LARGEST).scaleb(-scale)
    low_value, high_value = (-largest if low is None else low[0]), (largest if high is None else high[0])
    for bound in filter(None, (low, high)):
        if abs(bound[0]) > largest or bound[0] != round(bound[0], scale):
            context.problems.add(
                "bound_unfit", bound[1], {"bound": bound[0], "scale": scale, "largest": largest}
            )
    if low_value > high_value:
        context.problems.add(
            "bounds_crossed", fields.key("minimum"), {"minimum": low_value, "maximum": high_value}
        )
    return NumberType(scale, low_value, high_value)


def _bound(fields: Fields, key: str, context: Context) -> tuple[Decimal, Node] | None:
    node = fields.take(key)
    value = None if node is None else scalars.decimal(node, context.problems)
    return None if node is None or value is None else (value, node)


def _integer(fields: Fields, context: Context) -> Type:
    low, high = (_whole(fields.take(key), context, -LARGEST, LARGEST) for key in ("minimum", "maximum"))
    low, high = (-LARGEST if low is None else low), (LARGEST if high is None else high)
    if low > high:
        context.problems.add("bounds_crossed", fields.key("minimum"), {"minimum": low, "maximum": high})
    return IntegerType(low, high)


def _string(fields: Fields, context: Context) -> Type:
    limit = _whole(fields.take("max"), context, 1, MOST_TEXT)
    return StringType(limit or MOST_TEXT)


def _unit(fields: Fields, context: Context) -> Type:
    node = fields.take("level")
    return UnitType(None if node is None else scalars.text(node, context.problems))


def _list(fields: Fields, context: Context, place: Place) -> Type | None:
    maximum = _whole(fields.need("max"), context, 1, LIST_LIMIT)
    node = fields.need("items")
    if node is None:
        return None
    items: Type | None
    if isinstance(node, ScalarNode) and not node.empty:
        items = _named_type(node, Fields(_nothing(node), context.problems), context, "item")
    else:
        inner = Fields(node, context.problems)
        items = _read_type(inner, context, "item")
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
    if node is None or not (items := scalars.plain_list(node, context.problems)):
        return None
    if len(items) > MOST_WORDS:
        context.problems.add("too_many_words", node, {"limit": MOST_WORDS})
    words = scalars.names(node, context.problems)
    return EnumType(tuple(word.text for word in words)) if words else None


def _collection(fields: Fields, context: Context) -> Type | None:
    node, per, most = fields.take("collect"), fields.need("per"), fields.need("max")
    maximum = _whole(most, context, 1, LIST_LIMIT)
    if node is None or (record := scalars.name(node, context.problems)) is None:
        return None
    if record not in context.records:
        known = {"type": record, "known": ", ".join(context.records)}
        context.problems.add("unknown_record", node, known, wrong=record, among=context.records)
        return None
    key = None if per is None else scalars.name(per, context.problems)
    fields_of = context.records[record].fields
    if per is not None and key is not None and key != "person" and key not in fields_of:
        known = {"key": key, "record": record, "known": ", ".join(("person", *fields_of))}
        context.problems.add("unknown_collection_key", per, known, wrong=key, among=fields_of)
        return None
    return None if key is None or maximum is None else CollectionType(context.records[record], key, maximum)


def _whole(node: Node | None, context: Context, low: int, high: int) -> int | None:
    value = None if node is None else scalars.integer(node, context.problems)
    if node is None or value is None:
        return None
    if not low <= value <= high:
        context.problems.add("number_out_of_range", node, {"given": value, "minimum": low, "maximum": high})
        return None
    return value


def _nothing(node: ScalarNode) -> Node:
    return MappingNode((), node.line, node.column, node.source)
