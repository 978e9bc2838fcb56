"""A graph, or a part of one, as DOT, the language of Graphviz: from the top down, stages as clusters.

Labels of edges are nodes in the middle of their edges: so they lie in the right stage, over nothing else, and belong
to one arrow. Titles of stages are nodes too: edges run around them.
"""

from collections.abc import Callable, Iterator
from html import escape

from attrs import frozen

from . import labels
from .graph import ENTRY, Box, Edge, Graph, Stage
from .looks import MAIN, STAGE_BORDER, STAGES, fill, sign, stroke
from .measure import width
from .parts import Drawn, Part, Way, only_signs

NOTE = "note:"  # before a stage's name: the node with its title, and what is done in place anywhere in it
LABEL = "label:"  # before an edge's place in the graph
OUT, IN = "out:", "in:"  # the points at which an edge leaves a part and comes into one
SIGN_MARGIN = "0.08,0.05"
ABREAST = 4  # starts of one state
STRAIGHT = 20  # how much harder Graphviz tries to draw the main way straight

Written = Callable[[labels.Block, str], str]


def html(block: labels.Block, align: str) -> str:
    """A label in Graphviz's HTML-like form, each line as wide as its text: Graphviz knows few fonts' widths."""
    rows = "".join(_row(row, align) for row in block.rows)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>>'


def _row(row: labels.Row, align: str) -> str:
    text = escape(row.text, quote=False) or "&#160;"  # an empty FONT is an error
    for wanted, tag in ((row.bold, "B"), (row.italic, "I")):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    points = round(width(row.text, row.size, bold=row.bold)) + 2
    font = f'<FONT POINT-SIZE="{row.size:g}" COLOR="{row.colour}">{text}</FONT>'
    return f'<TR><TD ALIGN="{align}" WIDTH="{points}" HEIGHT="{round(row.height)}">{font}</TD></TR>'


def dot(graph: Graph) -> str:
    """A digraph of the whole, for a native Graphviz."""
    return part_dot(Part(graph, graph.inside), html, headed=True)


def part_dot(part: Part, label: Written, *, headed: bool = False) -> str:
    """A digraph of a part, whose labels are written by `label`, from their rows and how these are aligned."""
    return "\n".join(_Dot(part, label, headed=headed).lines()) + "\n"


@frozen
class _End:
    """A node at one end of an edge, and the cluster at whose border the edge is cut, if any."""

    node: str
    cluster: str | None = None


class _Dot:
    def __init__(self, part: Part, label: Written, *, headed: bool) -> None:
        self._part = part
        self._graph = part.graph
        self._label = label
        self._headed = headed
        self._hidden = only_signs(part.graph)
        self._boxes = {box.name: box for box in part.graph.boxes()}
        self._stages = {stage.name: stage for stage in part.stages()}
        self._around: dict[
            str, tuple[str, ...]
        ] = {}  # leaf or stage → the stages around it, the outer ones first
        for stage in part.stages():
            names = [*(box.name for box in stage.boxes()), *(inner.name for inner in stage.stages())]
            self._around |= {name: (*self._around.get(name, ()), stage.name) for name in names}
        self._main = {end for way in part.ways if way.edge.main for end in (way.edge.source, way.edge.target)}

    def lines(self) -> Iterator[str]:
        yield "digraph {"
        yield '  graph [compound=true, rankdir=TB, nodesep=0.2, ranksep=0.2, fontname="Arial", bgcolor=white, pad=0.25,'
        heading = f", label={self._label(labels.heading(self._graph), 'LEFT')}" if self._headed else ""
        yield f"    labelloc=t, labeljust=l{heading}]"
        yield '  node [shape=box, style="rounded,filled", fillcolor=white, color="#4b5563", fontname="Arial", margin="0.12,0.07"]'
        yield '  edge [fontname="Arial", arrowsize=0.8]'
        for each in self._part.inside:
            yield from self._inside(each, 1)
        yield from self._ways(None, 1)
        for above, below in self._part.apart():
            yield f"  {_quoted(above.name)} -> {_quoted(below.name)} [style=invis]"
        yield "}"

    def _inside(self, each: Box | Stage, depth: int) -> Iterator[str]:
        margin = "  " * depth
        if isinstance(each, Box):
            if each.name in self._hidden:
                return
            group = ', group="main"' if each.name in self._main else ""
            yield f"{margin}{_quoted(each.name)} [{self._looks(each)}{group}]"
            return
        yield f"{margin}subgraph {_quoted('cluster_' + each.name)} {{"
        colour = STAGES[min(depth, len(STAGES)) - 1]
        yield f'{margin}  style="rounded,filled"; color="{STAGE_BORDER}"; fillcolor="{colour}"; margin=10; label=""'
        note = self._label(labels.note(each, self._graph), "LEFT")
        yield f'{margin}  {_quoted(NOTE + each.name)} [label={note}, shape=plaintext, style=solid, margin="0.05,0.02"]'
        for one in each.inside:
            yield from self._inside(one, depth + 1)
        yield from self._ways(each.name, depth + 1)
        yield f"{margin}}}"

    def _looks(self, box: Box) -> str:
        looks = fill(box, self._graph)
        border = f'color="{looks.border.colour}", penwidth={looks.border.width:g}'
        double = ", peripheries=2" if looks.double else ""
        label = self._label(labels.box(box, self._graph), "CENTER")
        return f'label={label}, fillcolor="{looks.background}", {border}{double}'

    def _ways(self, stage: str | None, depth: int) -> Iterator[str]:
        """The edges whose innermost common stage this is: their labels are then laid out inside it."""
        for way in self._part.ways:
            if self._home(way) == stage:
                yield from ("  " * depth + line for line in self._way(way))

    def _home(self, way: Way) -> str | None:
        around = self._around.get(way.edge.source, ())
        if way.drawn is Drawn.SIGN and way.edge.source in self._stages:
            return way.edge.source
        if way.drawn is Drawn.SIGN:
            return around[-1] if around else None
        common = [name for name in around if name in self._around.get(way.edge.target, ())]
        return common[-1] if common else None

    def _way(self, way: Way) -> Iterator[str]:
        edge, label = way.edge, f"{LABEL}{way.place}"
        if way.drawn is Drawn.ARRIVING:
            point = f"{IN}{way.place}"
            yield _point(point, "source")
            yield self._half(way, _End(point), _End(edge.target), 1, "")
            return
        if way.drawn is Drawn.SIGN:
            yield from self._signs(way)
            return
        group = ', group="main"' if edge.main else ""
        text = self._label(labels.lines(edge.lines, self._graph), "CENTER")
        yield f'{_quoted(label)} [label={text}, shape=plaintext, style=solid, margin="0.03,0.02"{group}]'
        if edge.source.startswith(ENTRY):
            looks = f'shape=circle, label="", width=0.16, fixedsize=true, fillcolor="{MAIN}"{group}'
            yield f"{_quoted(edge.source)} [{looks}]"
            yield from self._below_others(way)
        head = _End(edge.target)
        if way.drawn is Drawn.LEAVING:
            head = _End(f"{OUT}{way.place}")
            yield _point(head.node, "sink")
        tail, middle = self._tail(edge), _End(label)
        if edge.back and way.drawn is Drawn.WHOLE:  # the other way round: layers follow the order of the file
            yield self._half(way, head, middle, 1, "dir=back")
            yield self._half(way, middle, tail, 0, "dir=none")
        else:
            yield self._half(way, tail, middle, 0, "dir=none")
            yield self._half(way, middle, head, 1, "" if way.drawn is Drawn.WHOLE else "dir=none")

    def _below_others(self, way: Way) -> Iterator[str]:
        """Only some starts of a state stand beside each other."""
        starts = [
            each.place
            for each in self._part.ways
            if each.edge.source.startswith(ENTRY) and each.edge.target == way.edge.target
        ]
        number = starts.index(way.place)
        if number >= ABREAST:
            above = f"{LABEL}{starts[number - ABREAST]}"
            yield f"{_quoted(above)} -> {_quoted(way.edge.source)} [style=invis]"

    def _signs(self, way: Way) -> Iterator[str]:
        """All signs at one source, together with the first of them."""
        ways = self._part.signs()[way.edge.source]
        if way != ways[0]:
            return
        block = labels.below_each_other(
            labels.sign(each.edge, self._boxes[each.edge.target], self._graph) for each in ways
        )
        looks = sign(way.edge, self._boxes[way.edge.target], self._graph)
        border = f'fillcolor="{looks.background}", color="{looks.border.colour}"'
        label = f"{LABEL}{way.place}"
        yield f'{_quoted(label)} [label={self._label(block, "CENTER")}, {border}, margin="{SIGN_MARGIN}"]'
        source = way.edge.source
        if source in self._stages:
            yield f"{_quoted(NOTE + source)} -> {_quoted(label)} [style=invis]"
        else:  # beside it: what lies below is for the edges that are drawn
            yield self._half(way, _End(source), _End(label), 0, "")
            yield f"{{rank=same; {_quoted(source)}; {_quoted(label)}}}"

    def _half(self, way: Way, tail: _End, head: _End, half: int, direction: str) -> str:
        """From the source to the label is half 0, from there to the target half 1."""
        looks = [f"place={way.place}", f"half={half}", *self._line(way.edge)]
        looks += [direction] if direction else []
        for end, word in ((tail, "ltail"), (head, "lhead")):
            if end.cluster:
                looks.append(f"{word}={_quoted('cluster_' + end.cluster)}")
        return f"{_quoted(tail.node)} -> {_quoted(head.node)} [{', '.join(looks)}]"

    def _tail(self, edge: Edge) -> _End:
        if edge.source not in self._stages:
            return _End(edge.source)
        boxes = [box.name for box in self._stages[edge.source].boxes()]
        return _End(boxes[0] if edge.back else boxes[-1], edge.source)

    def _line(self, edge: Edge) -> Iterator[str]:
        looks = stroke(edge, self._graph)
        yield f'color="{looks.colour}"'
        yield f"penwidth={looks.width:g}"
        if looks.dashed:
            yield "style=dashed"
        if edge.main:
            yield f"weight={STRAIGHT}"


def _point(name: str, rank: str) -> str:
    """At the upper or the lower border, so that nothing stands between it and the outside."""
    return f'{{rank={rank}; {_quoted(name)} [shape=point, label="", width=0.01, group="main"]}}'


def _quoted(name: str) -> str:
    return f'"{name}"'
