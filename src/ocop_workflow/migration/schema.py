"""Migration plans as a JSON Schema; what stands in a version stands in a plan in the same shapes."""

from ..reading.checks.names import EXPRESSION_WORDS
from ..reading.offered import SUFFIXES
from ..reading.schema import acts, claims, fields
from ..reading.schema.shapes import SCALAR, Shape, closed, document, named, one_or_list, ref


def migration() -> Shape:
    """The schema of migration plans."""
    version: Shape = {"type": "string", "pattern": rf"[@/\\]|(?:{'|'.join(SUFFIXES)})$".replace(".", r"\.")}
    keys: dict[str, Shape] = {
        "migration": {"type": "string", "minLength": 1},
        "title": ref("text"),
        "from": version,
        "to": version,
        "basis": ref("basis"),
        "sources": named(ref("text"), pattern="."),
        "parameters": named(ref("parameter_field"), without=EXPRESSION_WORDS),
        "states": ref("moves"),
        "sets": ref("sets"),
        "events": named(ref("name")),
        "scopes": named(ref("name")),
        "units": {"const": "became"},
        "drops": ref("names"),
        "waives": {"type": "array", "items": _waiver()},
        "properties": claims.section(),
    }
    shape = closed("plan", keys, ["migration", "from", "to", "states"])
    return document("migration", shape, fields.fields() | acts.shapes() | claims.shapes())


def _waiver() -> Shape:
    keys: dict[str, Shape] = {
        "property": one_or_list({"type": SCALAR}),
        "reason": ref("text"),
        "decision": {"type": "string", "minLength": 1},
    }
    return closed("waiver", keys, list(keys))
