"""What the strokes and signs of an SVG mean: under its heading, with only what the picture has."""

from collections.abc import Collection, Iterator
from html import escape

from attrs import frozen

from ..messages import say
from .graph import Edge, Graph
from .labels import ANYWHERE, BROKEN, CLOCK, GOAL, ONWARD, STAY
from .looks import CLOCK as CLOCK_COLOUR
from .looks import HEAT, INK, MAIN, MOVE, PALE, SOFT, Stroke, warm
from .measure import width

SIZE, SAMPLE, GAP, LINE = 11.0, 34.0, 20.0, 20.0


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
    """Keys one after the other, in lines of at most `widest` points."""

    keys: tuple[Key, ...]
    widest: float

    @property
    def width(self) -> float:
        return max((x + key.width for key, x, _ in self._placed()), default=0.0)

    @property
    def height(self) -> float:
        return max((y + LINE for _, _, y in self._placed()), default=0.0)

    def _placed(self) -> Iterator[tuple[Key, float, float]]:
        x = y = 0.0
        for key in self.keys:
            if x and x + key.width > self.widest:
                x, y = 0.0, y + LINE
            yield key, x, y
            x += key.width

    def lines(self, left: float, top: float) -> Iterator[str]:
        """SVG elements from a left upper corner on."""
        for key, x, y in self._placed():
            base = top + y + 16
            if key.stroke:
                dashes = ' stroke-dasharray="6 4"' if key.stroke.dashed else ""
                looks = f'stroke="{key.stroke.colour}" stroke-width="{key.stroke.width:g}"{dashes}'
                yield f'<path d="M{left + x:.1f},{base - 4:.1f}h{SAMPLE - 4:g}" {looks}/>'
            else:
                looks = f'font-size="{SIZE + 2:g}" fill="{INK}"'
                yield f'<text x="{left + x:.1f}" y="{base:.1f}" {looks}>{key.sign}</text>'
            looks = f'font-size="{SIZE:g}" fill="{SOFT}"'
            yield f'<text x="{left + x + key.sample + 5:.1f}" y="{base:.1f}" {looks}>{escape(key.text)}</text>'


def legend(graph: Graph, signs: Collection[Edge], widest: float) -> Legend:
    """The keys of what this graph shows; over a case's way, or where many are counted, strokes mean that."""

    def told(name: str) -> str:
        return say(f"drawing.legend_{name}").say(graph.language)

    stays = [line for box in graph.boxes() for line in box.stays]
    stays += [line for stage in graph.stages() for line in stage.stays]
    keys: list[Key] = []
    if graph.counted:
        keys += [Key(told("never"), Stroke(PALE, 1)), Key(told("once"), warm(0))]
        keys.append(
            Key(
                say("drawing.legend_times", least=HEAT[1][0], most=HEAT[2][0] - 1).say(graph.language),
                warm(1),
            )
        )
        keys.append(Key(say("drawing.legend_often", least=HEAT[2][0]).say(graph.language), warm(2)))
        if any(edge.clock for edge in graph.edges):
            keys.append(Key(told("clock_move"), Stroke(INK, 1.3, dashed=True)))
    elif not graph.case:
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
    ends = {box.name for box in graph.boxes() if box.aborted}
    if any(edge.target not in ends for edge in signs):
        keys.append(Key(told("sign"), sign=ONWARD))
    if any(edge.target in ends for edge in signs):
        keys.append(Key(told("end"), sign=BROKEN))
    if any(stage.stays or any(edge.source == stage.name for edge in signs) for stage in graph.stages()):
        keys.append(Key(told("anywhere"), sign=ANYWHERE))
    return Legend(tuple(keys), widest)
