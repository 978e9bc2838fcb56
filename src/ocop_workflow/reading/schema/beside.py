"""The files beside a workflow: values of its parameters, a list of units, a directory of people, a calendar."""

from itertools import combinations

from ..calendars import WEEKDAYS
from ..directory import MANNERS
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


def directory() -> Shape:
    """The schema of directories."""
    titled: Shape = {"type": "object", "additionalProperties": closed("person", {"title": ref("text")})}
    words: dict[str, Shape] = {"person": ref("word"), "role": ref("name"), "unit": ref("word")}
    days: dict[str, Shape] = {"from": ref("day"), "to": ref("day")}
    manners: dict[str, Shape] = {manner: ref("word") for manner in MANNERS}
    for_a_party: Shape = {"properties": dict.fromkeys(("unit", *MANNERS), False)}
    assignment = closed(
        "assignment",
        {**words, "party": ref("word"), **manners, **days},
        ["person"],
        oneOf=[{"required": ["role"]}, {"required": ["party"]}],
        dependencies={"party": for_a_party},
        allOf=[{"not": {"required": pair}} for pair in map(list, combinations(MANNERS, 2))],
    )
    delegation = closed(
        "delegation",
        {**words, "for": ref("word"), **days, "decision": {"type": "string"}},
        ["person", "for", "role", "from", "to", "decision"],
    )
    keys: dict[str, Shape] = {
        "directory": ref("word"),
        "title": ref("text"),
        "source": ref("text"),
        "assumed": ref("text"),
        "people": titled,
        "bodies": titled,
        "assignments": {"type": "array", "items": assignment},
        "delegations": {"type": "array", "items": delegation},
    }
    return document("directory", closed("directory", keys, ["directory"]))


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
