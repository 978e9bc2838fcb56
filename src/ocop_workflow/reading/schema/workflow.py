"""Workflow files: the sections of the language, top down."""

from . import acts, claims, fields
from .shapes import Shape, closed, document, named, ref


def workflow() -> Shape:
    """The schema of workflow files."""
    keys: dict[str, Shape] = {
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
    needed = ["workflow", "version", "start", "states", "events"]
    shapes = fields.fields() | acts.shapes() | claims.shapes()
    return document("workflow", closed("top", keys, needed), shapes)
