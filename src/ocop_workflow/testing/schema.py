"""Scenario files as a JSON Schema."""

from ..reading.schema import script
from ..reading.schema.shapes import Shape, closed, document, one_or_list, ref

FORBIDS: Shape = {
    "required": ["must_not_happen"],
    "properties": {"must_not_happen": {"not": {"const": False}}},
}


def scenario() -> Shape:
    """The schema of scenario files."""
    keys: dict[str, Shape] = {
        "scenario": ref("text"),
        "source": ref("text"),
        "assumed": ref("text"),
        **script.inputs(),
        "steps": script.steps(),
        "expect": _expect(),
        "must_not_happen": {"anyOf": [{"type": "boolean"}, ref("text")]},
    }
    one_ending: Shape = {
        "expect": False,
        "steps": {"items": {"properties": {"refused": False}}},
    }
    shape = closed(
        "scenario",
        keys,
        ["scenario", "workflow", "steps"],
        **{"if": FORBIDS, "then": {"properties": one_ending}},
    )
    return document("scenario", shape, script.shapes(waits=True))


def _expect() -> Shape:
    keys: dict[str, Shape] = {
        "state": ref("word"),
        "data": {"type": "object"},
        "unset": one_or_list(ref("word")),
    }
    return closed("expect", keys)
