"""Files of targets as a JSON Schema; what has its shape in workflows has the same here."""

from ..reading.schema.shapes import Shape, closed, document, named, one_or_list, ref

MOST = 1_000_000_000


def targets() -> Shape:
    """The schema of files of targets."""
    sources: Shape = {"type": "object", "additionalProperties": ref("text")}
    keys: dict[str, Shape] = {
        "targets": ref("word"),
        "title": ref("text"),
        "sources": sources,
        "units": ref("word"),
        "calendar": ref("word"),
        "measures": named(_measure(), least=1),
        "splits": named(_split()),
        "risks": named(_risk()),
    }
    return document("targets", closed("targets", keys, ["targets", "measures"]))


def _condition() -> dict[str, Shape]:
    either = closed("requirement", {"event": one_or_list(ref("name"))}, ["event"])
    return {
        "requires": {
            "anyOf": [
                ref("name"),
                {"type": "array", "minItems": 1, "items": {"anyOf": [ref("name"), either]}},
            ]
        },
        "in": one_or_list(ref("name")),
        "where": ref("expression"),
    }


def _told() -> dict[str, Shape]:
    return {"title": ref("text"), "basis": ref("basis"), "of": ref("identifier")}


def _measure() -> Shape:
    bound: Shape = {"type": "integer", "minimum": 0, "maximum": MOST}
    goal: dict[str, Shape] = {"minimum": bound, "maximum": bound, "by": ref("day")}
    keys: dict[str, Shape] = {
        **_told(),
        **_condition(),
        "share": closed("share", _condition(), minProperties=1),
        "target": closed("target", goal, anyOf=[{"required": [key]} for key in ("minimum", "maximum")]),
    }
    percent: Shape = {"maximum": 100}
    bounds: Shape = {"properties": {"minimum": percent, "maximum": percent}}
    return closed(
        "measure",
        keys,
        ["of"],
        **{"if": {"required": ["share"]}, "then": {"properties": {"target": bounds}}},
    )


def _split() -> Shape:
    keys: dict[str, Shape] = {"title": ref("text"), "level": ref("name"), "field": ref("name")}
    return closed("division", keys, oneOf=[{"required": [key]} for key in ("level", "field")])


def _risk() -> Shape:
    keys: dict[str, Shape] = {
        **_told(),
        **_condition(),
        "at": ref("expression"),
        "event": one_or_list(ref("name")),
        "reason": ref("name"),
        "shows": one_or_list(ref("name")),
    }
    return closed(
        "risk", keys, ["of"], dependencies={"reason": ["event"]}, **{"not": {"required": ["at", "event"]}}
    )
