"""`draw`: a picture of a workflow, or of a case's way through it, on the screen or in a file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import frozen

from ..drawing import ExtraMissing, Graph, dot, graph_of, mermaid, svg, walked
from ..messages import say
from ..verification.log import chapter
from .databases import open_store
from .inputs import workflow_with
from .parser import UsageError
from .screen import Screen
from .writing import chosen_format, write_out

FORMATS: Mapping[str, Callable[[Graph], str]] = {"mermaid": mermaid, "svg": svg, "dot": dot}
SUFFIXES = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".md": "mermaid",
    ".svg": "svg",
    ".dot": "dot",
    ".gv": "dot",
}


@frozen
class Drawn:
    """What to draw: a workflow, over it a case of a database, and as what."""

    what: str
    parameters: str | None = None
    case: str | None = None
    database: str | None = None
    format: str | None = None
    output: str | None = None


def draw(out: Screen, err: Screen, asked: Drawn) -> int:
    """Prints the picture or writes it; returns 1 where SVG is asked for without what draws it."""
    written = FORMATS[chosen_format(asked.format, asked.output, FORMATS, SUFFIXES, "mermaid")]
    graph = _graph(asked, out.language)
    try:
        text = written(graph)
    except ExtraMissing as error:
        err.paragraph(error.text(err.language), style="red")
        return 1
    write_out(out, text, asked.output, "cli.drawn")
    return 0


def _graph(asked: Drawn, language: str) -> Graph:
    """A case is drawn over the definition that it runs under, which the store keeps."""
    workflow = workflow_with(asked.what, Path(asked.parameters) if asked.parameters else None)
    if asked.case is None:
        if asked.database is not None:
            raise UsageError(say("cli.case_and_database"))
        return graph_of(workflow.definition, language)
    if asked.database is None:
        raise UsageError(say("cli.case_and_database"))
    with open_store(asked.database, existing=True) as store:
        kept, entries = store.workflow(asked.case), chapter(store.history(asked.case))
    if kept.name != workflow.name:
        raise UsageError(say("cli.case_of_another", case=asked.case, workflow=f"{kept.name}@{kept.version}"))
    return walked(graph_of(kept.definition, language), entries)
