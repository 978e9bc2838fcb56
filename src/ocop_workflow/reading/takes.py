"""`takes:`: the fields of a payload, as a list of data fields, a mapping of own fields, or a record's name."""

from collections.abc import Mapping

from ..model.definition import Taken
from ..model.types import CollectionType, Field
from . import scalars
from .context import Context
from .declared import read_field
from .nodes import ListNode, MappingNode, Node, ScalarNode


def read_takes(node: Node | None, context: Context, data: Mapping[str, Field]) -> dict[str, Taken]:
    """Payload field → what is taken; a data field's name alone means that the value is stored there."""
    if node is None:
        return {}
    if isinstance(node, ListNode):
        found: dict[str, Taken] = {}
        for item in node.items:
            _add_item(item, found, context, data)
        return found
    if isinstance(node, MappingNode):
        return _own_fields(node, context)
    if (name := scalars.name(node, context.problems)) is None:
        return {}
    if name not in context.records:
        values = {"type": name}
        context.problems.add("unknown_record", node, values, wrong=name, among=context.records)
        return {}
    return {key: Taken(field) for key, field in context.records[name].fields.items()}


def _add_item(item: Node, found: dict[str, Taken], context: Context, data: Mapping[str, Field]) -> None:
    if isinstance(item, MappingNode):
        added = _own_fields(item, context)
    else:
        if (name := scalars.name(item, context.problems)) is None or not isinstance(item, ScalarNode):
            return
        context.refer("data", item)
        if name not in data:
            return
        if isinstance(data[name].type, CollectionType):
            context.problems.add("collection_taken", item, {"field": name})
            return
        added = {name: Taken(data[name], stored=True)}
    for name, taken in added.items():
        if name in found:
            context.problems.add("repeated", item, {"name": name})
        found[name] = taken


def _own_fields(node: MappingNode, context: Context) -> dict[str, Taken]:
    found: dict[str, Taken] = {}
    for key, value in node.entries:
        if (name := scalars.name(key, context.problems)) is not None:
            field = read_field(key, value, context, "payload")
            if field is not None:
                found[name] = Taken(field)
    return found
