"""Properties: one template each, with what it speaks of and the part of a run that it is judged on."""

from ..properties import COUNTED, DECISIONS, MOST_TIMES, ONE, TWO
from .shapes import Shape, closed, described, one_or_list, ref

ALONE = tuple(name for name in TWO if name not in ("within", "apart"))


def shapes() -> dict[str, Shape]:
    """What a property refers to."""
    keys: dict[str, Shape] = {
        "event": one_or_list(ref("name")),
        "where": ref("expression"),
        "changes": ref("expression"),
        "by": one_or_list(ref("name")),
        "from": one_or_list(ref("name")),
        "to": one_or_list(ref("name")),
    }
    return {
        "letter": {"anyOf": [ref("name"), closed("letter", keys, minProperties=1)]},
        "property": _property(keys),
    }


def section() -> Shape:
    """`properties`."""
    return {"type": "array", "items": ref("property")}


def _property(letter: dict[str, Shape]) -> Shape:
    pair: Shape = {"type": "array", "items": ref("letter"), "minItems": 2, "maxItems": 2}
    single: Shape = {
        "anyOf": [ref("letter"), {"type": "array", "items": ref("letter"), "minItems": 1, "maxItems": 1}]
    }
    decision = closed(
        "decision", {"state": ref("name"), "events": one_or_list(ref("name"))}, ["state", "events"]
    )
    events = {"anyOf": [ref("name"), closed("letter", {"event": one_or_list(ref("name"))}, ["event"])]}
    apart: Shape = {"type": "array", "items": events, "minItems": 2, "maxItems": 2}
    at = closed("letter", {**letter, "holds": ref("expression")})
    at["allOf"] = [
        {"anyOf": [{"required": [key]} for key in keys]}
        for keys in (("event", "where", "changes"), ("by", "from", "to", "holds"))
    ]
    keys = {name: described(single, f"template_{name}") for name in ONE}
    keys |= {name: described(pair, f"template_{name}") for name in ALONE}
    keys |= {name: described(decision, f"template_{name}") for name in DECISIONS}
    keys["apart"] = described(apart, "template_apart")
    keys["invariant"] = described(ref("expression"), "template_invariant")
    keys["at"] = described(at, "template_at")
    others: dict[str, Shape] = {
        "within": {"anyOf": [ref("name"), pair]},
        "per_round": closed("round", {"starts": ref("names")}, ["starts"]),
        "between": closed(
            "between", {"after": ref("name"), "until": one_or_list(ref("name"))}, ["after", "until"]
        ),
        "times": {"type": "integer", "minimum": 1, "maximum": MOST_TIMES},
        "time": ref("duration"),
        "title": ref("text"),
        "basis": ref("basis"),
    }
    shape = closed("property", others)
    properties = shape["properties"]
    assert isinstance(properties, dict)
    timed: Shape = {"required": ["within"], "properties": {"within": {"type": "array"}}}
    scopes = [
        {"required": ["per_round"]},
        {"required": ["between"]},
        {"required": ["within"], "properties": {"within": {"type": "string"}}},
    ]
    return shape | {
        "properties": keys | properties,
        "oneOf": [{"required": [name]} for name in (*keys, "time")],
        "allOf": [
            {"not": {"required": ["per_round", "between"]}},
            *({"not": {"allOf": [scopes[2], scope]}} for scope in scopes[:2]),
            {"if": timed, "then": {"required": ["time"]}, "else": {"properties": {"time": False}}},
            {
                "if": {"anyOf": [{"required": [name]} for name in COUNTED]},
                "else": {"properties": {"times": False}},
            },
            {"if": {"required": ["exactly"]}, "then": {"required": ["times"]}},
        ],
    }
