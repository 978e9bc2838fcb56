"""Workflow files: the sections of the language, top down."""

from . import acts, claims, extension, fields
from .shapes import Shape, closed, document, named, ref


def workflow() -> Shape:
    """The schema of workflow files: whole ones, and those that extend another."""
    keys: dict[str, Shape] = {
        "extends": ref("base"),
        "workflow": ref("identifier"),
        "version": {"type": "string", "minLength": 1},
        "title": ref("text"),
        "timezone": {
            "type": "string",
            "pattern": "^[A-Za-z_]+(?:[/+-][A-Za-z0-9_+-]+)*$",
            "examples": ["Asia/Ho_Chi_Minh"],
        },
        "from": ref("day"),
        "sources": named(ref("text"), pattern="."),
        **fields.sections(),
        "levels": named(ref("text")),
        "unit": ref("name"),
        **acts.sections(),
        "properties": claims.section(),
    }
    shapes = fields.fields() | acts.shapes() | claims.shapes() | extension.shapes()
    verbs = extension.verbs()
    either = extension.either(keys, verbs, ["start", "states", "events"])
    whole = closed("top", keys | verbs, ["workflow", "version"], **either)
    return document("workflow", whole, shapes)
