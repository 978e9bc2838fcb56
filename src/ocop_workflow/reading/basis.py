"""Legal bases: ids of the file's sources, and the marks of how sure a reading is."""

from .context import Context
from .fields import items
from .nodes import Node, ScalarNode

MARKS = ("A", "B", "C", "X")  # quoted wording, paraphrase, secondary or local, not confirmed


def read_basis(node: Node | None, context: Context) -> tuple[str, ...]:
    """`basis: [source, X]`."""
    found: list[str] = []
    for item in items(node, context.problems):
        if not isinstance(item, ScalarNode) or item.empty:
            context.problems.add("text_wanted", item)
            continue
        if item.text not in MARKS:
            context.refer("source", item)
        found.append(item.text)
    return tuple(found)
