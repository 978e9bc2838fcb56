"""What the strokes and signs of an SVG mean: one line under its heading, with only what the picture has."""

from collections.abc import Iterator
from html import escape

from attrs import frozen

from ..messages import say
from .graph import Graph
from .labels import CLOCK, GOAL, STAY
from .looks import CLOCK as CLOCK_COLOUR
from .looks import INK, MAIN, MOVE, SOFT, Stroke
from .measure import width

SIZE, SAMPLE, GAP = 10.0, 34.0, 22.0


@frozen
class Key:
    """A stroke or a sign, and what it means."""

    text: str
    stroke: Stroke | None = None
    sign: str = ""

    @property
    def sample(self) -> float:
        return SAMPLE if self.stroke else width(self.sign, SIZE + 2)

    @property
    def width(self) -> float:
        return self.sample + 5 + width(self.text, SIZE) + GAP


@frozen
class Legend:
    """Keys one after the other."""

    keys: tuple[Key, ...]

    @property
    def width(self) -> float:
        return sum(key.width for key in self.keys)

    @property
    def height(self) -> float:
        return 24.0 if self.keys else 0.0

    def lines(self, x: float, y: float) -> Iterator[str]:
        """SVG elements from a left upper corner on."""
        base = y + 16
        for key in self.keys:
            if key.stroke:
                dashes = ' stroke-dasharray="6 4"' if key.stroke.dashed else ""
                looks = f'stroke="{key.stroke.colour}" stroke-width="{key.stroke.width:g}"{dashes}'
                yield f'<path d="M{x:.1f},{base - 4:.1f}h{SAMPLE - 4:g}" {looks}/>'
            else:
                yield f'<text x="{x:.1f}" y="{base:.1f}" font-size="{SIZE + 2:g}" fill="{INK}">{key.sign}</text>'
            after = x + key.sample + 5
            yield f'<text x="{after:.1f}" y="{base:.1f}" font-size="{SIZE:g}" fill="{SOFT}">{escape(key.text)}</text>'
            x += key.width


def legend(graph: Graph) -> Legend:
    """The keys of what this graph shows; over a case's way strokes mean only whether it was taken."""

    def told(name: str) -> str:
        return say(f"drawing.legend_{name}").say(graph.language)

    stays = [line for box in graph.boxes() for line in box.stays]
    stays += [line for stage in graph.stages() for line in stage.stays]
    keys: list[Key] = []
    if not graph.case:
        if any(edge.main for edge in graph.edges):
            keys.append(Key(told("main"), Stroke(MAIN, 2.8)))
        keys.append(Key(told("move"), Stroke(MOVE, 1.3)))
        if any(edge.clock for edge in graph.edges):
            keys.append(Key(told("clock_move"), Stroke(CLOCK_COLOUR, 1.3, dashed=True)))
    if any(line.clock for line in stays) or any(line.clock for edge in graph.edges for line in edge.lines):
        keys.append(Key(told("clock"), sign=CLOCK))
    if any(not line.clock for line in stays):
        keys.append(Key(told("stay"), sign=STAY))
    if any(box.goal for box in graph.boxes()):
        keys.append(Key(told("goal"), sign=GOAL))
    return Legend(tuple(keys))
