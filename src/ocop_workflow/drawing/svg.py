"""The graph as an SVG document, drawn at the places that were found for it."""

from collections.abc import Iterable, Iterator
from html import escape

from . import labels
from .columns import SCREEN, Page, arranged
from .described import described
from .dot import LABEL, NOTE
from .graph import ENTRY, Box, Graph, Stage
from .labels import Block
from .layout import Area, Layout, Point
from .legend import legend
from .looks import MAIN, STAGE_BORDER, STAGES, Stroke, fill, sign, stroke
from .measure import FONTS
from .strokes import line, route

MARGIN, LEGEND = 20, 560.0


def svg(graph: Graph, page: Page = SCREEN) -> str:
    """A whole document, arranged for a screen of 1,200 points or for another page.

    Raises ExtraMissing without the extra [draw].
    """
    return "\n".join(_Svg(graph, arranged(graph, page)).lines()) + "\n"


class _Svg:
    def __init__(self, graph: Graph, layout: Layout) -> None:
        self._graph = graph
        self._layout = layout
        self._edges = graph.edges
        self._boxes = {box.name: box for box in graph.boxes()}
        self._whole = {curve.place for curve in layout.curves if curve.half}

    def lines(self) -> Iterator[str]:
        graph, layout = self._graph, self._layout
        signs = [edge for place, edge in enumerate(self._edges) if place not in self._whole]
        heading = labels.heading(graph)
        key = legend(graph, signs, max(layout.width, heading.width, LEGEND))
        top = heading.height + key.height + 2 * MARGIN
        width = max(layout.width, heading.width, key.width) + 2 * MARGIN
        height = layout.height + top + MARGIN
        title = escape(graph.title)
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" lang="{graph.language}"'
            f' viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{title}" font-family="{FONTS}">'
        )
        yield f"<title>{title}</title>"
        yield f"<desc>{escape(described(graph), quote=False)}</desc>"
        yield '<rect width="100%" height="100%" fill="white"/>'
        yield from _group("heading", _texts(heading, (MARGIN, MARGIN), "start"))
        yield from _group("legend", key.lines(MARGIN, MARGIN + heading.height))
        yield f'<g transform="translate({MARGIN} {top:.1f})">'
        for each in graph.inside:
            yield from self._stage(each, 0)
        for curve in layout.curves:
            yield from line(curve, stroke(self._edges[curve.place], graph))
        for way in layout.routes:
            yield route(way, stroke(self._edges[way.place], graph))
        yield from self._states()
        for place in range(len(self._edges)):
            yield from self._label(place)
        yield "</g>"
        yield "</svg>"

    def _stage(self, stage: Box | Stage, depth: int) -> Iterator[str]:
        if isinstance(stage, Box):
            return
        area = self._layout.stages[stage.name]
        colour = STAGES[min(depth, len(STAGES) - 1)]
        yield from _group("stage", [_rect(area, colour, Stroke(STAGE_BORDER, 1), 9)])
        place = self._layout.boxes[NOTE + stage.name]
        widest = labels.BAND_WIDTH if stage.name in self._layout.frames else labels.NOTE_WIDTH
        block = labels.note(stage, self._graph, widest)
        x, y = place.middle
        yield from _group("note", _texts(block, (x - block.width / 2, y - block.height / 2), "start"))
        for one in stage.inside:
            yield from self._stage(one, depth + 1)

    def _states(self) -> Iterator[str]:
        for name, box in self._boxes.items():
            if name in self._layout.boxes:
                yield from _group("state", _box(self._layout.boxes[name], box, self._graph))
        for edge in self._edges:
            if edge.source.startswith(ENTRY):
                x, y = self._layout.boxes[edge.source].middle
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{MAIN}"/>'

    def _label(self, place: int) -> Iterator[str]:
        edge, area = self._edges[place], self._layout.boxes[f"{LABEL}{place}"]
        x, y = area.middle
        if place in self._whole:
            block = labels.lines(edge.lines, self._graph)
            yield from _group("label", _texts(block, (x, y - block.height / 2), "middle"))
            return
        target = self._boxes[edge.target]
        block, looks = labels.sign(edge, target, self._graph), sign(edge, target, self._graph)
        drawn = [_rect(area, looks.background, looks.border, 10)]
        yield from _group("sign", [*drawn, *_texts(block, (x, y - block.height / 2), "middle")])


def _box(area: Area, box: Box, graph: Graph) -> Iterator[str]:
    looks = fill(box, graph)
    yield _rect(area, looks.background, looks.border, 8)
    if looks.double:
        inner = Area(area.x + 3, area.y + 3, area.width - 6, area.height - 6)
        yield _rect(inner, "none", Stroke(looks.border.colour, 1), 6)
    block = labels.box(box, graph)
    x, y = area.middle
    yield from _texts(block, (x, y - block.height / 2), "middle")


def _group(kind: str, parts: Iterable[str]) -> Iterator[str]:
    """What belongs together, by what it is."""
    yield f'<g class="{kind}">'
    yield from parts
    yield "</g>"


def _texts(block: Block, corner: Point, anchor: str) -> Iterator[str]:
    """The rows from the top down."""
    x, y = corner
    for row in block.rows:
        looks = [f'font-size="{row.size:g}" fill="{row.colour}" text-anchor="{anchor}"']
        if row.bold:
            looks.append('font-weight="bold"')
        if row.italic:
            looks.append('font-style="italic"')
        if row.struck:
            looks.append('text-decoration="line-through"')
        yield f'<text x="{x:.1f}" y="{y + row.size:.1f}" {" ".join(looks)}>{escape(row.text, quote=False)}</text>'
        y += row.height


def _rect(area: Area, colour: str, border: Stroke, corner: float) -> str:
    return (
        f'<rect x="{area.x:.1f}" y="{area.y:.1f}" width="{area.width:.1f}" height="{area.height:.1f}" rx="{corner:g}"'
        f' fill="{colour}" stroke="{border.colour}" stroke-width="{border.width:g}"/>'
    )
