"""The files beside a workflow: values of its parameters, a list of units, a calendar."""

from ..calendars import WEEKDAYS
from .shapes import SCALAR, Shape, closed, document, one_or_list, ref

SOURCES: Shape = {"type": "object", "additionalProperties": ref("text")}


def parameters() -> Shape:
    """The schema of parameters files; which values there are, and of which types, the workflow says."""
    keys: dict[str, Shape] = {
        "parameters": ref("word"),
        "workflow": ref("word"),
        "assumed": ref("text"),
        "values": {"type": "object"},
    }
    return document("parameters", closed("parameters", keys, ["values"]))


def units() -> Shape:
    """The schema of lists of units."""
    changing: dict[str, Shape] = {"in": ref("word"), "code": {"type": "string"}, "title": ref("text")}
    unit: dict[str, Shape] = {
        "level": ref("name"),
        **changing,
        "from": ref("day"),
        "to": ref("day"),
        "since": {
            "type": "object",
            "propertyNames": ref("day"),
            "additionalProperties": closed("unit", changing),
        },
        "became": one_or_list(ref("word")),
    }
    gap: dict[str, Shape] = {"from": ref("day"), "to": ref("day"), "why": ref("text")}
    keys: dict[str, Shape] = {
        "units": ref("word"),
        "levels": ref("names"),
        "title": ref("text"),
        "sources": SOURCES,
        "assumed": ref("text"),
        "words": one_or_list(ref("word")),
        "from": ref("day"),
        "to": ref("day"),
        "gaps": {"type": "array", "items": closed("gap", gap, ["from", "to", "why"])},
        "tree": {"type": "object", "additionalProperties": closed("unit", unit, ["level"])},
    }
    return document("units", closed("units", keys, ["units", "levels", "tree"]))


def calendar() -> Shape:
    """The schema of calendars."""
    keys: dict[str, Shape] = {
        "calendar": ref("word"),
        "title": ref("text"),
        "source": ref("text"),
        "sources": SOURCES,
        "assumed": ref("text"),
        "from": ref("day"),
        "to": ref("day"),
        "weekend": one_or_list({"enum": list(WEEKDAYS)}),
        "holidays": {
            "type": "object",
            "propertyNames": ref("day"),
            "additionalProperties": {"anyOf": [{"type": SCALAR}, ref("text")]},
        },
        "workdays": {"anyOf": [ref("day"), {"type": "array", "items": ref("day")}]},
    }
    return document("calendar", closed("calendar", keys, ["calendar", "from", "to", "weekend"]))
