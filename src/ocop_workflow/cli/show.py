"""`show`: the file of a workflow as it is written, or put together with what it extends."""

from pathlib import Path

from ..messages import say
from ..reading.catalogue import find
from ..reading.definition import read_resolved
from ..reading.offered import is_path
from ..reading.source import read_source
from ..reading.written import written
from .screen import Screen


def show(out: Screen, what: str, *, resolved: bool) -> int:
    """Prints YAML; raises DefinitionError for what cannot be read, and where `resolved` for all that is wrong."""
    file = Path(what) if is_path(what) else find(what)
    if not resolved:
        text = read_source(file).text
        out.stream.write(text if text.endswith("\n") else text + "\n")
        return 0
    node, definition = read_resolved(file)
    named = f"{definition.workflow}@{definition.version}"
    out.line(f"# {say('cli.show_resolved_head', workflow=named).say(out.language)}")
    out.stream.write(written(node))
    return 0
