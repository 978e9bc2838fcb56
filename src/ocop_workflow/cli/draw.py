"""`draw`: a picture of a workflow, or of a case's way through it, on the screen or in a file; or a page with all."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from ..drawing import ExtraMissing, Graph, dot, graph_of, mermaid, svg, walked
from ..messages import say
from ..pages import workflow_page
from ..verification.log import chapter
from ..workflow import Workflow
from .databases import open_store
from .inputs import workflow_with
from .parser import UsageError
from .screen import Screen
from .writing import chosen_format, write_out

PICTURES: Mapping[str, Callable[[Graph], str]] = {"mermaid": mermaid, "svg": svg, "dot": dot}
HTML = "html"
FORMATS = (*PICTURES, HTML)
SUFFIXES = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".md": "mermaid",
    ".svg": "svg",
    ".dot": "dot",
    ".gv": "dot",
    ".html": HTML,
    ".htm": HTML,
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
    """Prints the picture, or the page with all about the workflow, or writes it; returns 1 without what draws SVG."""
    form = chosen_format(asked.format, asked.output, FORMATS, SUFFIXES, "mermaid")
    workflow = workflow_with(asked.what, Path(asked.parameters) if asked.parameters else None)
    if (asked.case is None) != (asked.database is None):
        raise UsageError(say("cli.case_and_database"))
    if form == HTML and asked.case is not None:
        raise UsageError(say("cli.draw_case_page", case=asked.case))
    try:
        if form == HTML:
            written: str | Iterator[str] = workflow_page(workflow, language=out.language)
        else:
            written = PICTURES[form](_graph(asked, workflow, out.language))
    except ExtraMissing as error:
        err.paragraph(error.text(err.language), style="red")
        return 1
    write_out(out, written, asked.output, "cli.drawn" if form != HTML else "cli.page_written")
    return 0


def _graph(asked: Drawn, workflow: Workflow, language: str) -> Graph:
    """A case is drawn over the definition that it runs under, which the store keeps."""
    if asked.case is None or asked.database is None:
        return graph_of(workflow.definition, language)
    with open_store(asked.database, existing=True) as store:
        kept, entries = store.workflow(asked.case), chapter(store.history(asked.case))
    if kept.name != workflow.name:
        raise UsageError(say("cli.case_of_another", case=asked.case, workflow=f"{kept.name}@{kept.version}"))
    return walked(graph_of(kept.definition, language), entries)
