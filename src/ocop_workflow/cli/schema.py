"""`schema`: the JSON Schema of workflow files, for editors that complete and explain."""

from ..reading.schema import schema
from .screen import Screen


def print_schema(out: Screen) -> int:
    """Prints it; descriptions are in both languages, whichever is spoken."""
    out.json(schema())
    return 0
