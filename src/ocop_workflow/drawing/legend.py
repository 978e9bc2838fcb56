"""What the strokes and signs of an SVG mean: under its heading, with only what the picture has."""

from collections.abc import Callable, Collection, Iterator
from html import escape

from attrs import frozen

from ..messages import say
from .graph import TIMES, Edge, Graph
from .labels import ANYWHERE, BROKEN, CHANGE_SIGNS, CLOCK, GOAL, ONWARD, STAY
from .looks import BACK, CHANGES, HEAT, INK, MAIN, MOVE, SOFT, WARM, Stroke
from .looks import CLOCK as CLOCK_COLOUR
from .measure import width

SIZE, SAMPLE, GAP, LINE = 11.0, 34.0, 20.0, 20.0


@frozen
class Key:
    """A stroke, a box or a sign, and what it means."""

    text: str
    stroke: Stroke | None = None
    sign: str = ""
    paper: str | None = None

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
            if key.stroke and key.paper:
                looks = f'fill="{key.paper}" stroke="{key.stroke.colour}" stroke-width="{key.stroke.width:g}"'
                corner = f'x="{left + x:.1f}" y="{base - 12:.1f}"'
                yield f'<rect {corner} width="{SAMPLE - 6:g}" height="14" rx="4" {looks}/>'
                if key.sign:
                    looks = f'font-size="{SIZE:g}" font-weight="bold" text-anchor="middle" fill="{key.stroke.colour}"'
                    middle = left + x + (SAMPLE - 6) / 2
                    yield f'<text x="{middle:.1f}" y="{base - 1:.1f}" {looks}>{key.sign}</text>'
            elif key.stroke:
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
    keys = list(_strokes(graph, told))
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


def _strokes(graph: Graph, told: Callable[[str], str]) -> Iterator[Key]:
    """What lines and boxes are drawn with."""
    by_clock = any(edge.clock for edge in graph.edges)
    if graph.heat:
        nothing = told("never" if graph.heat.kind == TIMES else "unended")
        for shade, shown in enumerate((nothing, *graph.heat.shown)):
            yield Key(shown, Stroke(HEAT[shade][0], 1 + shade), paper=WARM[shade])
    if graph.against:
        for kind, (ink, paper) in CHANGES.items():
            yield Key(told(kind), Stroke(ink, 2.2), CHANGE_SIGNS[kind], paper)
        yield Key(told("unchanged"), Stroke(BACK, 1))
    if graph.against or (graph.heat and graph.heat.kind == TIMES):
        if by_clock:
            yield Key(told("clock_move"), Stroke(INK, 1.3, dashed=True))
    elif not graph.case:
        if any(edge.main for edge in graph.edges):
            yield Key(told("main"), Stroke(MAIN, 2.8))
        yield Key(told("move"), Stroke(MOVE, 1.3))
        if by_clock:
            yield Key(told("clock_move"), Stroke(CLOCK_COLOUR, 1.3, dashed=True))
