"""Declared fields of data, payloads, records and parameters, and the record types themselves."""

from ..model.types import DurationType, Field, RecordType, Type
from . import scalars
from .basis import read_basis
from .context import Context
from .fields import Fields, as_scalar, entries
from .nodes import MappingNode, Node, ScalarNode
from .types import WORDS, Place, read_type

# Whose time a duration is: an extension makes the authority's shorter, a waiting time longer, the applicant's neither.
TIMES = ("authority", "applicant", "waiting")


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
    declared = read_type(fields, context, place)
    title = scalars.bilingual(fields.take("title"), context.problems)
    basis = read_basis(fields.take("basis"), context)
    optional = personal = False
    within: str | None = None
    if place == "data" and "optional" in fields:
        fields.take("optional")
        context.problems.add("optional_data", fields.key("optional"))
    if place in ("payload", "parameter"):
        optional = scalars.boolean(fields.take("optional"), context.problems)
    if place == "parameter":
        _read_settled(key, fields, declared, context)
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


def _read_settled(key: ScalarNode, fields: Fields, declared: Type | None, context: Context) -> None:
    """`value`, which settles the parameter, and `time`: whose it is that passes."""
    if (value := fields.take("value")) is not None:
        context.values[key.text] = value
    if (time := fields.take("time")) is not None and (word := as_scalar(time, context.problems)):
        if word.text not in TIMES:
            values = {"given": word.text[:80]}
            context.problems.add("time_word", word, values, wrong=word.text, among=TIMES)
        elif declared is not None and not isinstance(declared, DurationType):
            context.problems.add("time_of_what", fields.key("time"), {"name": key.text})


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
