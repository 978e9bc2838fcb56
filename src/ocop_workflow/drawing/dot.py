"""The graph as DOT, the language of Graphviz: laid out from the top down, stages as clusters."""

from collections.abc import Iterator

from attrs import frozen

from ..messages import say
from . import labels
from .graph import ENTRY, Box, Edge, Graph, Stage

MAIN, MOVE, BACK, CLOCK, PALE = "#0b5cad", "#374151", "#6b7280", "#9a6700", "#c4c9d1"
STAGES = ("#f3f6fa", "#e8eef6", "#dde6f2", "#d2deee")  # a stage inside a stage is darker


def dot(graph: Graph) -> str:
    """A digraph; its labels carry their own widths, so that nothing is cut whatever Graphviz knows of fonts."""
    return "\n".join(_Dot(graph).lines()) + "\n"


@frozen
class _End:
    """A node at one end of an edge, and the cluster at whose border the edge is cut, if any."""

    node: str
    cluster: str | None = None


class _Dot:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._stages = {stage.name: stage for stage in graph.stages()}
        self._boxes = {box.name: box for box in graph.boxes()}
        sources: dict[str, list[str]] = {}
        for edge in graph.edges:
            sources.setdefault(edge.target, []).append(edge.source)
        # One sign for each place that a case is broken off from: long edges to a common one would cross all others.
        self._copies = {
            name: found for name, found in sources.items() if self._boxes[name].aborted and len(found) > 1
        }

    def lines(self) -> Iterator[str]:
        yield "digraph {"
        yield '  graph [compound=true, rankdir=TB, nodesep=0.35, ranksep=0.45, fontname="Arial", bgcolor=white, pad=0.25,'
        yield f"    labelloc=t, labeljust=l, label={self._heading()}]"
        yield '  node [shape=box, style="rounded,filled", fillcolor=white, color="#4b5563", fontname="Arial", margin="0.12,0.07"]'
        yield '  edge [fontname="Arial", arrowsize=0.8]'
        for each in self._graph.inside:
            yield from self._inside(each, 1)
        for edge in self._graph.edges:
            yield from self._edge(edge)
        yield "}"

    def _heading(self) -> str:
        rows = [labels.Row(self._graph.title, 15, bold=True)]
        if self._graph.case:
            said = say("drawing.case", case=self._graph.case).say(self._graph.language)
            rows.append(labels.Row(said, labels.TITLE_SIZE, labels.WALKED))
        return labels.table(rows, 700, align="LEFT", padding=2)

    def _inside(self, each: Box | Stage, depth: int) -> Iterator[str]:
        margin = "  " * depth
        if isinstance(each, Box):
            if each.name not in self._copies:
                yield f"{margin}{_quoted(each.name)} [{self._looks(each)}]"
            return
        yield f"{margin}subgraph {_quoted('cluster_' + each.name)} {{"
        fill = STAGES[min(depth, len(STAGES)) - 1]
        yield f'{margin}  style="rounded,filled"; color="#9aa8ba"; fillcolor="{fill}"; margin=12; labeljust=l'
        yield f"{margin}  label={labels.stage(each, self._graph)}"
        for one in each.inside:
            yield from self._inside(one, depth + 1)
        yield f"{margin}}}"

    def _looks(self, box: Box) -> str:
        looks = [f"label={labels.box(box, self._graph)}"]
        if box.goal:
            looks.append('fillcolor="#dcf2e0", color="#2f7d3b", penwidth=2')
        elif box.final:
            colour = "#fde8e8" if box.aborted else "#dcf2e0"
            looks.append(f'fillcolor="{colour}", peripheries=2')
        if box.current:
            looks.append(f'fillcolor="#ffe3cc", color="{labels.WALKED}", penwidth=3')
        elif box.steps:
            looks.append(f'fillcolor="#fff4e8", color="{labels.WALKED}"')
        return ", ".join(looks)

    def _edge(self, edge: Edge) -> Iterator[str]:
        tail, head = self._tail(edge), _End(edge.target)
        if edge.target in self._copies:
            head = _End(f"{edge.target}@{edge.source}")
            yield f"  {_quoted(head.node)} [{self._looks(self._boxes[edge.target])}]"
        if edge.source.startswith(ENTRY):
            yield f'  {_quoted(tail.node)} [shape=circle, label="", width=0.16, fixedsize=true, fillcolor="{MAIN}"]'
        looks = [f"label={labels.lines(edge.lines)}", *self._line(edge)]
        if edge.back:  # drawn the other way round, so that layers follow the order of the file
            tail, head = head, tail
            looks.append("dir=back")
        for end, word in ((tail, "ltail"), (head, "lhead")):
            if end.cluster:
                looks.append(f"{word}={_quoted('cluster_' + end.cluster)}")
        yield f"  {_quoted(tail.node)} -> {_quoted(head.node)} [{', '.join(looks)}]"

    def _tail(self, edge: Edge) -> _End:
        if edge.source not in self._stages:
            return _End(edge.source)
        leaves = [box.name for box in Graph("", "", (self._stages[edge.source],), ()).boxes()]
        return _End(leaves[0] if edge.back else leaves[-1], edge.source)

    def _line(self, edge: Edge) -> Iterator[str]:
        colour, pen = (CLOCK, 1.2) if edge.clock else (BACK, 1.2) if edge.back else (MOVE, 1.2)
        if edge.main:
            colour, pen = MAIN, 2.8
            yield "weight=12"
        if self._graph.case:
            colour, pen = (labels.WALKED, 2.8) if edge.steps else (PALE, 1)
        yield f'color="{colour}", penwidth={pen:g}'
        if edge.clock:
            yield "style=dashed"


def _quoted(name: str) -> str:
    return f'"{name}"'
