"""`draw`: a picture of a workflow, and over it a case's way, figures or what changed; or a page with all about it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from ..drawing import (
    A3,
    SCREEN,
    ExtraMissing,
    Graph,
    Page,
    differing,
    dot,
    graph_of,
    mermaid,
    png,
    svg,
    walked,
)
from ..messages import say
from ..pages import workflow_page
from ..reading import load_definition
from ..verification.log import chapter
from ..workflow import Workflow
from .databases import open_store
from .heated import HEATS, Unheld, heated
from .inputs import workflow_with
from .parser import UsageError
from .screen import Screen
from .writing import chosen_format, write_out

PAGES = {"screen": SCREEN, "a3": A3}
PICTURES: Mapping[str, Callable[[Graph, Page], str | bytes]] = {
    "mermaid": lambda graph, _: mermaid(graph),
    "svg": svg,
    "png": png,
    "dot": lambda graph, _: dot(graph),
}
HTML = "html"
FORMATS = (*PICTURES, HTML)
SUFFIXES = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".md": "mermaid",
    ".svg": "svg",
    ".png": "png",
    ".dot": "dot",
    ".gv": "dot",
    ".html": HTML,
    ".htm": HTML,
}


@frozen(kw_only=True)
class Drawn:
    """What to draw: a workflow, over it one thing more, for which page, and as what."""

    what: str
    parameters: str | None = None
    case: str | None = None
    heat: str | None = None
    database: str | None = None
    scenarios: str | None = None
    against: str | None = None
    page: str | None = None
    format: str | None = None
    output: str | None = None


def draw(out: Screen, err: Screen, asked: Drawn) -> int:
    """Prints the picture, or the page with all about the workflow, or writes it.

    Returns 1 where what draws it is not installed, or a scenario does not hold.
    """
    form = chosen_format(asked.format, asked.output, FORMATS, SUFFIXES, "mermaid")
    _check(asked, form)
    workflow = workflow_with(asked.what, Path(asked.parameters) if asked.parameters else None)
    try:
        if form == HTML:
            written: str | bytes | Iterator[str] = workflow_page(workflow, language=out.language)
        else:
            written = PICTURES[form](_graph(asked, workflow, out.language), PAGES[asked.page or "screen"])
    except ExtraMissing as error:
        err.paragraph(error.text(err.language), style="red")
        return 1
    except Unheld as error:
        err.paragraph(error.told.say(err.language), style="red")
        return 1
    write_out(out, written, asked.output, "cli.drawn" if form != HTML else "cli.page_written")
    return 0


def _graph(asked: Drawn, workflow: Workflow, language: str) -> Graph:
    if asked.case is not None and asked.database is not None:
        return _way(workflow, asked.case, asked.database, language)
    if asked.against is not None:
        return _changes(workflow, asked.against, language)
    graph = graph_of(workflow.definition, language)
    return (
        heated(graph, workflow, asked.heat, asked.database or asked.scenarios or "") if asked.heat else graph
    )


def _check(asked: Drawn, form: str) -> None:
    """Raises UsageError for what does not go together."""
    if form == HTML and asked.case is not None:
        raise UsageError(say("cli.draw_case_page", case=asked.case))
    if form == HTML and (asked.heat or asked.against or asked.page):
        raise UsageError(say("cli.draw_page_alone"))
    if asked.page is not None and asked.page not in PAGES:
        raise UsageError(say("cli.unknown_page", page=asked.page))
    if sum(each is not None for each in (asked.case, asked.heat, asked.against)) > 1:
        raise UsageError(say("cli.over_one_another"))
    if asked.heat is not None and asked.heat not in HEATS:
        raise UsageError(say("cli.unknown_heat", heat=asked.heat))
    if (asked.heat == "coverage") != (asked.scenarios is not None):
        raise UsageError(say("cli.heat_and_scenarios"))
    if asked.case is not None and asked.database is None:
        raise UsageError(say("cli.case_and_database"))
    if asked.heat in {"counts", "waiting"} and asked.database is None:
        raise UsageError(say("cli.heat_and_database", heat=asked.heat))
    if asked.database is not None and asked.case is None and asked.heat in {None, "coverage"}:
        raise UsageError(say("cli.database_for_what"))


def _way(workflow: Workflow, case: str, database: str, language: str) -> Graph:
    """A case is drawn over the definition that it runs under, which the store keeps."""
    with open_store(database, existing=True) as store:
        kept, entries = store.workflow(case), chapter(store.history(case))
    if kept.name != workflow.name:
        raise UsageError(say("cli.case_of_another", case=case, workflow=f"{kept.name}@{kept.version}"))
    return walked(graph_of(kept.definition, language), entries)


def _changes(workflow: Workflow, against: str, language: str) -> Graph:
    old, new = load_definition(against), workflow.definition
    if old.workflow != new.workflow:
        names = [f"{each.workflow}@{each.version}" for each in (old, new)]
        raise UsageError(say("cli.against_another", old=names[0], new=names[1]))
    return differing(old, new, language)
