"""The graph as DOT, the language of Graphviz: laid out from the top down, stages as clusters."""

from collections import Counter
from collections.abc import Callable, Iterator
from html import escape

from attrs import evolve, frozen

from . import labels
from .graph import ENTRY, Box, Edge, Graph, Stage
from .looks import MAIN, STAGE_BORDER, STAGES, fill, stroke
from .measure import width

NOTE = "note:"  # before a stage's name: the node that lists what is done in place anywhere in it
STRAIGHT = 12  # how much harder Graphviz tries to draw the main way straight


def html(block: labels.Block, align: str) -> str:
    """A label in Graphviz's HTML-like form, each line as wide as its text: Graphviz knows few fonts' widths."""
    rows = "".join(_row(row, align) for row in block.rows)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>>'


def _row(row: labels.Row, align: str) -> str:
    text = escape(row.text, quote=False)
    for wanted, tag in ((row.bold, "B"), (row.italic, "I")):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    points = round(width(row.text, row.size, bold=row.bold)) + 2
    font = f'<FONT POINT-SIZE="{row.size:g}" COLOR="{row.colour}">{text}</FONT>'
    return f'<TR><TD ALIGN="{align}" WIDTH="{points}" HEIGHT="{round(row.height)}">{font}</TD></TR>'


def dot(graph: Graph, label: Callable[[labels.Block, str], str] = html, *, headed: bool = True) -> str:
    """A digraph whose labels are written by `label`, from their rows and how these are aligned."""
    return "\n".join(_Dot(graph, label, headed=headed).lines()) + "\n"


@frozen
class _End:
    """A node at one end of an edge, and the cluster at whose border the edge is cut, if any."""

    node: str
    cluster: str | None = None


class _Dot:
    def __init__(self, graph: Graph, label: Callable[[labels.Block, str], str], *, headed: bool) -> None:
        self._graph = graph
        self._label = label
        self._headed = headed
        self._stages = {stage.name: stage for stage in graph.stages()}
        self._copies = copied(graph)
        self._around: dict[str, tuple[str, ...]] = {}  # leaf → its stages, the outer ones first
        for stage in graph.stages():
            for box in stage.boxes():
                self._around[box.name] = (*self._around.get(box.name, ()), stage.name)

    def lines(self) -> Iterator[str]:
        yield "digraph {"
        yield '  graph [compound=true, rankdir=TB, nodesep=0.35, ranksep=0.45, fontname="Arial", bgcolor=white, pad=0.25,'
        heading = f", label={self._label(labels.heading(self._graph), 'LEFT')}" if self._headed else ""
        yield f"    labelloc=t, labeljust=l{heading}]"
        yield '  node [shape=box, style="rounded,filled", fillcolor=white, color="#4b5563", fontname="Arial", margin="0.12,0.07"]'
        yield '  edge [fontname="Arial", arrowsize=0.8]'
        for each in self._graph.inside:
            yield from self._inside(each, 1)
        for node, box in nodes(self._graph):
            if node != box.name:
                yield f"  {_quoted(node)} [{self._looks(box)}]"
        yield from self._edges(None, 1)
        yield "}"

    def _inside(self, each: Box | Stage, depth: int) -> Iterator[str]:
        margin = "  " * depth
        if isinstance(each, Box):
            if each.name not in self._copies:
                yield f"{margin}{_quoted(each.name)} [{self._looks(each)}]"
            return
        yield f"{margin}subgraph {_quoted('cluster_' + each.name)} {{"
        colour = STAGES[min(depth, len(STAGES)) - 1]
        yield f'{margin}  style="rounded,filled"; color="{STAGE_BORDER}"; fillcolor="{colour}"; margin=12; labeljust=l'
        yield f"{margin}  graph [label={self._label(labels.stage(each, self._graph), 'LEFT')}]"
        if each.stays:
            note = self._label(labels.note(each), "LEFT")
            yield f"{margin}  {_quoted(NOTE + each.name)} [label={note}, shape=plaintext, style=solid]"
        for one in each.inside:
            yield from self._inside(one, depth + 1)
        yield from self._edges(each.name, depth + 1)
        yield f"{margin}}}"

    def _looks(self, box: Box) -> str:
        looks = fill(box)
        border = f'color="{looks.border.colour}", penwidth={looks.border.width:g}'
        double = ", peripheries=2" if looks.double else ""
        label = self._label(labels.box(box, self._graph), "CENTER")
        return f'label={label}, fillcolor="{looks.background}", {border}{double}'

    def _edges(self, stage: str | None, depth: int) -> Iterator[str]:
        """The edges whose innermost common stage this is: their labels are then laid out inside it."""
        for place, edge in enumerate(self._graph.edges):
            if self._home(edge) == stage:
                yield from ("  " * (depth - 1) + line for line in self._edge(edge, place))

    def _home(self, edge: Edge) -> str | None:
        around = self._around.get(edge.source, ())
        if edge.source in self._stages or edge.target in self._copies:
            return None
        common = [name for name in around if name in self._around.get(edge.target, ())]
        return common[-1] if common else None

    def _edge(self, edge: Edge, place: int) -> Iterator[str]:
        tail, head = self._tail(edge), _End(edge.target)
        if edge.target in self._copies:
            head = _End(copy_of(edge))
        if edge.source.startswith(ENTRY):
            yield f'  {_quoted(tail.node)} [shape=circle, label="", width=0.16, fixedsize=true, fillcolor="{MAIN}"]'
        looks = [
            f"place={place}",
            f"label={self._label(labels.lines(edge.lines), 'CENTER')}",
            *self._line(edge),
        ]
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
        leaves = [box.name for box in self._stages[edge.source].boxes()]
        return _End(leaves[0] if edge.back else leaves[-1], edge.source)

    def _line(self, edge: Edge) -> Iterator[str]:
        looks = stroke(edge, self._graph)
        yield f'color="{looks.colour}", penwidth={looks.width:g}'
        if looks.dashed:
            yield "style=dashed"
        if edge.main:
            yield f"weight={STRAIGHT}"


def copied(graph: Graph) -> frozenset[str]:
    """Broken-off ends with several ways to them: each gets its own sign, as long edges to one would cross all others."""
    ways = Counter(edge.target for edge in graph.edges)
    return frozenset(box.name for box in graph.boxes() if box.aborted and ways[box.name] > 1)


def nodes(graph: Graph) -> Iterator[tuple[str, Box]]:
    """Every node of DOT that stands for a leaf; only that sign of an end is walked to where a case ended."""
    copies = copied(graph)
    for box in graph.boxes():
        if box.name not in copies:
            yield box.name, box
    for edge in graph.edges:
        if edge.target in copies:
            (box,) = (each for each in graph.boxes() if each.name == edge.target)
            yield copy_of(edge), box if edge.steps else evolve(box, steps=(), current=False)


def copy_of(edge: Edge) -> str:
    """The name of the node that stands for an edge's own sign of a broken-off end."""
    return f"{edge.target}@{edge.source}"


def _quoted(name: str) -> str:
    return f'"{name}"'
