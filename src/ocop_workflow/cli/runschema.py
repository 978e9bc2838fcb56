"""Run files as a JSON Schema."""

from ..reading.schema import script
from ..reading.schema.shapes import Shape, closed, document, one_or_list, ref


def run() -> Shape:
    """The schema of run files."""
    case: dict[str, Shape] = {
        "title": ref("text"),
        "assumed": one_or_list(ref("word")),
        "goes_on": {"type": "boolean"},
        "steps": script.steps(),
    }
    keys: dict[str, Shape] = {
        "run": ref("text"),
        "source": ref("text"),
        **script.inputs(),
        "assumed": {"type": "object", "additionalProperties": ref("text")},
        "cases": {"type": "object", "additionalProperties": closed("case", case, ["steps"])},
    }
    return document("run", closed("run", keys, ["run", "workflow", "cases"]), script.shapes(waits=False))
