"""The graph as an SVG document, drawn at the places that Graphviz found for it."""

from collections.abc import Iterator
from html import escape
from math import hypot

from . import labels
from .dot import NOTE, nodes
from .graph import ENTRY, Box, Edge, Graph, Stage
from .labels import Block
from .layout import Area, Curve, Layout, Point, laid_out
from .legend import legend
from .looks import MAIN, STAGE_BORDER, STAGES, Stroke, fill, stroke
from .measure import FONTS

MARGIN = 20
ARROW, HALF_ARROW = 9.0, 3.6


def svg(graph: Graph) -> str:
    """A whole document; raises ExtraMissing without the extra [draw]."""
    return "\n".join(_Svg(graph, laid_out(graph)).lines()) + "\n"


class _Svg:
    def __init__(self, graph: Graph, layout: Layout) -> None:
        self._graph = graph
        self._layout = layout

    def lines(self) -> Iterator[str]:
        graph, layout = self._graph, self._layout
        heading, key = labels.heading(graph), legend(graph)
        top = heading.height + key.height + 2 * MARGIN
        width = max(layout.width, heading.width, key.width) + 2 * MARGIN
        height = layout.height + top + MARGIN
        title = escape(graph.title)
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" lang="{graph.language}"'
            f' viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{title}" font-family="{FONTS}">'
        )
        yield f"<title>{title}</title>"
        yield '<rect width="100%" height="100%" fill="white"/>'
        yield from _texts(heading, (MARGIN, MARGIN), "start")
        yield from key.lines(MARGIN, MARGIN + heading.height)
        yield f'<g transform="translate({MARGIN} {top:.1f})">'
        for each in graph.inside:
            yield from self._stage(each, 0)
        for edge, curve in zip(graph.edges, layout.edges, strict=True):
            yield from _line(curve, stroke(edge, graph))
        for stage in graph.stages():
            yield from self._stage_texts(stage)
        yield from self._boxes()
        for edge, curve in zip(graph.edges, layout.edges, strict=True):
            yield from _edge_label(edge, curve)
        yield "</g>"
        yield "</svg>"

    def _stage(self, stage: Box | Stage, depth: int) -> Iterator[str]:
        if isinstance(stage, Box):
            return
        area = self._layout.stages[stage.name]
        colour = STAGES[min(depth, len(STAGES) - 1)]
        yield _rect(area, colour, Stroke(STAGE_BORDER, 1), 9)
        for one in stage.inside:
            yield from self._stage(one, depth + 1)

    def _stage_texts(self, stage: Stage) -> Iterator[str]:
        """Over the edges: one may have to run below a title on its way in."""
        area = self._layout.stages[stage.name]
        yield from _texts(labels.stage(stage, self._graph), (area.x + 10, area.y + 7), "start", halo=True)
        if stage.stays:
            block, place = labels.note(stage), self._layout.boxes[NOTE + stage.name]
            x, y = place.middle
            yield from _texts(block, (x - block.width / 2, y - block.height / 2), "start")

    def _boxes(self) -> Iterator[str]:
        graph = self._graph
        for node, box in nodes(graph):
            yield from _box(self._layout.boxes[node], box, graph)
        for edge in graph.edges:
            if edge.source.startswith(ENTRY):
                x, y = self._layout.boxes[edge.source].middle
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{MAIN}"/>'


def _box(area: Area, box: Box, graph: Graph) -> Iterator[str]:
    looks = fill(box)
    yield _rect(area, looks.background, looks.border, 8)
    if looks.double:
        inner = Area(area.x + 3, area.y + 3, area.width - 6, area.height - 6)
        yield _rect(inner, "none", Stroke(looks.border.colour, 1), 6)
    block = labels.box(box, graph)
    x, y = area.middle
    yield from _texts(block, (x, y - block.height / 2), "middle")


def _line(curve: Curve, looks: Stroke) -> Iterator[str]:
    points = curve.points
    path = f"M{_at(points[0])}C" + " ".join(_at(point) for point in points[1:])
    dashes = ' stroke-dasharray="6 4"' if looks.dashed else ""
    yield f'<path d="{path}" fill="none" stroke="{looks.colour}" stroke-width="{looks.width:g}"{dashes}/>'
    base = points[0] if curve.backward else points[-1]
    yield f'<polygon points="{_arrow(base, curve.tip, looks.width)}" fill="{looks.colour}"/>'


def _arrow(base: Point, tip: Point, thick: float) -> str:
    """A triangle whose tip touches the box; Graphviz ends the curve where its base is."""
    x, y = tip[0] - base[0], tip[1] - base[1]
    length = hypot(x, y) or 1
    x, y = x / length, y / length
    half = HALF_ARROW + thick / 2
    back = (tip[0] - x * max(length, ARROW), tip[1] - y * max(length, ARROW))
    corners = (tip, (back[0] - y * half, back[1] + x * half), (back[0] + y * half, back[1] - x * half))
    return " ".join(_at(corner) for corner in corners)


def _edge_label(edge: Edge, curve: Curve) -> Iterator[str]:
    block = labels.lines(edge.lines)
    x, y = curve.label
    yield from _texts(block, (x, y - block.height / 2), "middle", halo=True)


def _texts(block: Block, corner: Point, anchor: str, *, halo: bool = False) -> Iterator[str]:
    """The rows from the top down; a halo keeps them readable where an edge runs below them."""
    x, y = corner
    for row in block.rows:
        looks = [f'font-size="{row.size:g}" fill="{row.colour}" text-anchor="{anchor}"']
        if row.bold:
            looks.append('font-weight="bold"')
        if row.italic:
            looks.append('font-style="italic"')
        if halo:
            looks.append('paint-order="stroke" stroke="white" stroke-width="3.5" stroke-linejoin="round"')
        yield f'<text x="{x:.1f}" y="{y + row.size:.1f}" {" ".join(looks)}>{escape(row.text, quote=False)}</text>'
        y += row.height


def _rect(area: Area, colour: str, border: Stroke, corner: float) -> str:
    return (
        f'<rect x="{area.x:.1f}" y="{area.y:.1f}" width="{area.width:.1f}" height="{area.height:.1f}" rx="{corner:g}"'
        f' fill="{colour}" stroke="{border.colour}" stroke-width="{border.width:g}"/>'
    )


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
