"""The language as a JSON Schema (draft 2020-12), for editors that complete and explain while a file is written.

It is made from the tables that reading itself uses. It refuses what a shape can tell; that names are declared and
expressions have types is for reading to tell, which has the last word.
"""

from . import acts, claims, fields
from .shapes import Shape, basics, closed, named, ref

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> Shape:
    """The schema as a JSON-able document; each key is described in English, then in Vietnamese."""
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
    head: Shape = {"$schema": DIALECT, "title": "Workflow"}
    shapes = basics() | fields.fields() | acts.shapes() | claims.shapes()
    return head | closed("top", keys, needed) | {"$defs": shapes}


__all__ = ["schema"]
