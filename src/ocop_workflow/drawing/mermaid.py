"""The graph as a Mermaid flowchart: text that many wikis and code hosts draw by themselves."""

import json
from collections.abc import Iterable, Iterator

from attrs import evolve

from ..messages import say
from .graph import ENTRY, TIMES, Box, Edge, Graph, Line, Stage
from .labels import CLOCK, GOAL, STAY, changed, over, waited
from .looks import MAIN, WALKED, Stroke, fill, stroke

# Mermaid takes some words for its own, `end` among them: every name gets a letter in front.
LEAF, STAGE, START, NOTE = "s_", "g_", "e_", "n_"


def mermaid(graph: Graph) -> str:
    """A whole chart, its title in the front matter."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield "---"
    told = " – ".join([graph.title, *over(graph)])
    yield f"title: {json.dumps(told, ensure_ascii=False)}"
    yield "---"
    yield "flowchart TB"
    for each in graph.inside:
        yield from _inside(each, graph, 1)
    for edge in graph.edges:
        if edge.source.startswith(ENTRY):
            yield f'  {_id(edge, graph)}((" "))'
    for edge in graph.edges:
        told = "<br/>".join(_edge_rows(edge.lines, graph))
        yield f'  {_id(edge, graph)} {_arrow(edge)}|"{told}"| {LEAF}{edge.target}'
    for box in graph.boxes():
        looks = fill(box, graph)
        border = f"stroke:{looks.border.colour},stroke-width:{looks.border.width:g}px"
        yield f"  style {LEAF}{box.name} fill:{looks.background},{border}"
    yield from _strokes(graph)


def _strokes(graph: Graph) -> Iterator[str]:
    """The main way, or what was taken: where many were counted, the oftener the stronger."""
    if graph.against or (graph.heat and graph.heat.kind == TIMES):
        drawn: dict[Stroke, list[str]] = {}
        for place, edge in enumerate(graph.edges):
            if edge.shade or edge.change:
                drawn.setdefault(evolve(stroke(edge, graph), dashed=False), []).append(str(place))
        for looks, places in drawn.items():
            yield f"  linkStyle {','.join(places)} stroke:{looks.colour},stroke-width:{looks.width:g}px"
        return
    walked = [str(place) for place, edge in enumerate(graph.edges) if edge.taken]
    main = [str(place) for place, edge in enumerate(graph.edges) if edge.main and not graph.case]
    for places, colour in ((walked, WALKED), (main, MAIN)):
        if places:
            yield f"  linkStyle {','.join(places)} stroke:{colour},stroke-width:3px"


def _inside(each: Box | Stage, graph: Graph, depth: int) -> Iterator[str]:
    margin = "  " * depth
    title = _plain(f"{GOAL} {each.title}" if isinstance(each, Box) and each.goal else each.title)
    level = _small(say("drawing.level", level=each.level).say(graph.language)) if each.level else ""
    stays = [_small(_stay(line, graph)) for line in each.stays]
    if isinstance(each, Box):
        told = (_small(row) for row in (each.now, *waited(each, graph)) if row)
        rows = [
            row
            for row in (title, *map(_small, changed(each.change, graph)), each.marks, *told, level, *stays)
            if row
        ]
        opening, closing = ("([", "])") if each.final else ("[", "]")
        yield f'{margin}{LEAF}{each.name}{opening}"{"<br/>".join(rows)}"{closing}'
        return
    # Mermaid keeps one line free for a title: more would lie over what is inside.
    parts = (title, *map(_small, changed(each.change, graph)), level)
    yield f'{margin}subgraph {STAGE}{each.name}["{" – ".join(filter(None, parts))}"]'
    if stays:
        yield f'{margin}  {NOTE}{each.name}["{"<br/>".join(stays)}"]'
        yield f"{margin}  style {NOTE}{each.name} fill:none,stroke:none"
    for one in each.inside:
        yield from _inside(one, graph, depth + 1)
    yield f"{margin}end"


def _id(edge: Edge, graph: Graph) -> str:
    if edge.source.startswith(ENTRY):
        return START + edge.source.removeprefix(ENTRY)
    stages = {stage.name for stage in graph.stages()}
    return (STAGE if edge.source in stages else LEAF) + edge.source


def _arrow(edge: Edge) -> str:
    if edge.clock:
        return "-.->"
    return "==>" if edge.main else "-->"


def _edge_rows(lines: Iterable[Line], graph: Graph) -> Iterator[str]:
    for line in lines:
        yield from map(_small, changed(line.change, graph))
        yield f"<b>{_plain(f'{CLOCK} {line.title}' if line.clock else line.title)}</b>"
        if line.roles:
            yield _small(line.roles)
        if line.guard:
            yield f"<i>{_small(f'[{line.guard}]')}</i>"
        if line.marks:
            yield line.marks


def _stay(line: Line, graph: Graph) -> str:
    who = f" ({line.roles})" if line.roles else ""
    when = f" [{line.guard}]" if line.guard else ""
    numbers = f" {line.marks}" if line.marks else ""
    told = "".join(f" ({row})" for row in changed(line.change, graph))
    return f"{CLOCK if line.clock else STAY} {line.title}{who}{when}{numbers}{told}"


def _small(text: str) -> str:
    return f"<small>{_plain(text)}</small>"


def _plain(text: str) -> str:
    """Signs that Mermaid or HTML would read as their own, by their numbers."""
    signs = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "|": "#124;", "#": "#35;", "`": "#96;"}
    return "".join(signs.get(sign, sign) for sign in text)
