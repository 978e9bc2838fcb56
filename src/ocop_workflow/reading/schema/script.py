"""Actors and steps, which run files and scenarios are made of."""

from ...engine.reasons import CODES
from .shapes import Shape, closed, one_or_list, ref

REFUSED: Shape = {"required": ["refused"]}
WAITS: Shape = {"required": ["wait"], "properties": {"wait": {"const": True}}}


def shapes(*, waits: bool) -> dict[str, Shape]:
    """What `people` and `steps` refer to; `waits`: whether time may pass by itself, as in scenarios."""
    return {"actor": _actor(), "step": _step(waits=waits)}


def people() -> Shape:
    """`actors`."""
    return {"type": "object", "additionalProperties": ref("actor")}


def steps() -> Shape:
    """`steps`."""
    return {"type": "array", "items": ref("step"), "minItems": 1}


def inputs() -> dict[str, Shape]:
    """What the steps are taken on: a workflow, values, and the files beside it."""
    return {
        "workflow": ref("word"),
        "parameters": {"anyOf": [ref("word"), {"type": "object"}]},
        "units": ref("word"),
        "calendar": ref("word"),
        "actors": people(),
    }


def _actor() -> Shape:
    pair: Shape = {"type": "array", "items": ref("word"), "minItems": 2, "maxItems": 2}
    words = {key: ref("word") for key in ("role", "unit", "on_behalf")}
    post = closed("post", words, ["role", "on_behalf"])
    keys: dict[str, Shape] = {
        "title": ref("text"),
        "roles": {"anyOf": [ref("word"), {"type": "array", "items": {"anyOf": [ref("word"), pair, post]}}]},
        "parties": {"anyOf": [ref("word"), {"type": "array", "items": ref("word")}]},
        "on_behalf": ref("word"),
    }
    return closed("actor", keys)


def _step(*, waits: bool) -> Shape:
    """A refusal changes nothing, so nothing more is told of it; where only time passes, nobody does a thing."""
    keys: dict[str, Shape] = {
        "at": ref("moment"),
        "do": ref("word"),
        "as": one_or_list(ref("word")),
        "with": {"type": "object"},
        "then": ref("word"),
        "refused": one_or_list({"enum": list(CODES)}),
        "assumed": {"type": "boolean"},
        "links": {"type": "object", "additionalProperties": {"type": ["boolean", "integer"]}},
    }
    if not waits:
        looked_up: Shape = {"properties": {"links": False}}
        refused: Shape = {"if": REFUSED, "then": {"properties": {"then": False}}, "else": looked_up}
        return closed("step", keys, ["at", "do", "as"], **refused)
    keys["wait"], keys["move"] = {"type": "boolean"}, ref("word")
    keys["happened"] = {"anyOf": [ref("word"), {"type": "array", "items": ref("word")}]}
    return closed(
        "step",
        keys,
        ["at"],
        allOf=[
            {"if": REFUSED, "then": {"properties": dict.fromkeys(("then", "happened"), False)}},
            {
                "if": WAITS,
                "then": {
                    "properties": dict.fromkeys(("do", "as", "with", "links", "refused", "move"), False)
                },
                "else": {"required": ["as"], "oneOf": [{"required": ["do"]}, {"required": ["move"]}]},
            },
        ],
    )
