"""Columns side by side in one picture: their places, the frames around them, and the main way from one to the next."""

from collections.abc import Callable, Iterator
from functools import cache

from attrs import field, frozen

from . import labels
from .dot import IN, LABEL, NOTE, OUT
from .graph import Box, Graph, Stage
from .layout import Area, Layout, Point, Route, laid_out
from .parts import Part

# Points between columns, inside frames, between a route and what it runs along, over which curve and route overlap.
GAP, PADDING, LANE, JOINT = 44.0, 14.0, 15.0, 2.0

Laid = Callable[[tuple[Box | Stage, ...]], Layout]


@frozen
class Column:
    """What is laid out at once, and the stage that is split over this and other columns, if any."""

    inside: tuple[Box | Stage, ...]
    frame: Stage | None = None


def laid_out_once(graph: Graph) -> Laid:
    """The layout of a part of the graph, found once for each part."""
    return cache(lambda inside: laid_out(Part(graph, inside)))


def sheet(graph: Graph, columns: tuple[Column, ...], laid: Laid) -> Layout:
    """All in the coordinates of one picture."""
    return _Sheet(graph, columns, laid).layout()


@frozen
class _Placed:
    """A column and where its layout goes."""

    column: Column
    layout: Layout
    x: float
    y: float

    @property
    def right(self) -> float:
        return self.x + self.layout.width

    @property
    def bottom(self) -> float:
        return self.y + self.layout.height

    def at(self, node: str) -> Point:
        x, y = self.layout.boxes[node].middle
        return x + self.x, y + self.y


@frozen
class _Sheet:
    graph: Graph
    columns: tuple[Column, ...]
    laid: Laid
    placed: tuple[_Placed, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "placed", tuple(self._placed()))

    def layout(self) -> Layout:
        moved = [each.layout.moved(each.x, each.y) for each in self.placed]
        boxes = {name: area for each in moved for name, area in each.boxes.items()}
        stages = {name: area for each in moved for name, area in each.stages.items()}
        for frame in self._frames():
            stages[frame.name] = self._frame(frame)
            boxes |= {NOTE + frame.name: self._band(frame), **self._signs(frame)}
        low = max((area.bottom for area in stages.values()), default=0.0)
        low = max(low, *(each.bottom for each in self.placed))
        routes = tuple(self._routes(low))
        right = max(*(each.right for each in self.placed), *(area.right for area in stages.values()), 0.0)
        points = [point for route in routes for point in route.points]
        low = max([low, *(y for _, y in points)])
        curves = tuple(curve for each in moved for curve in each.curves)
        return Layout(
            right, low, boxes, stages, curves, routes, frozenset(stage.name for stage in self._frames())
        )

    def _placed(self) -> Iterator[_Placed]:
        x = left = 0.0
        before: Column | None = None
        for column in self.columns:
            frame, layout = column.frame, self.laid(column.inside)
            if before is not None:
                x += GAP
                if before.frame and before.frame != frame:
                    x = max(x + PADDING, left + self._least(before.frame) + GAP)
            if frame and (before is None or before.frame != frame):
                left = x
                x += 2 * LANE
            y = 2 * LANE if any(name.startswith(IN) for name in layout.boxes) else 0.0
            if frame:
                blocks = [self._note(frame), *self._sizes(frame).values()]
                y = 2 * PADDING + 2 * LANE + max(block.height for block in blocks)
            yield _Placed(column, layout, x, y)
            x, before = x + layout.width, column

    def _frames(self) -> Iterator[Stage]:
        yield from dict.fromkeys(column.frame for column in self.columns if column.frame)

    def _inside(self, frame: Stage) -> list[_Placed]:
        return [each for each in self.placed if each.column.frame == frame]

    def _frame(self, frame: Stage) -> Area:
        held = self._inside(frame)
        left = held[0].x - 2 * LANE
        right = max(held[-1].right + PADDING, left + self._least(frame))
        return Area(left, 0, right - left, max(each.bottom for each in held) + 2 * LANE)

    def _least(self, frame: Stage) -> float:
        """How wide a frame must be for its note and its signs."""
        signs = sum(block.width + 2 * PADDING for block in self._sizes(frame).values())
        return self._note(frame).width + signs + 2 * PADDING

    def _band(self, frame: Stage) -> Area:
        """Where the frame's note stands: at its top, over where the main way comes in."""
        area, note = self._frame(frame), self._note(frame)
        return Area(area.x + PADDING, PADDING, note.width, note.height)

    def _note(self, frame: Stage) -> labels.Block:
        return labels.note(frame, self.graph, labels.BAND_WIDTH)

    def _signs(self, frame: Stage) -> dict[str, Area]:
        """Where the frame's edges stand: beside its note, as they may be taken anywhere in it."""
        note, found = self._band(frame), dict[str, Area]()
        x = note.right + PADDING
        for name, sign in self._sizes(frame).items():
            found[name] = Area(x, note.y, sign.width + PADDING, sign.height + PADDING / 2)
            x = found[name].right + PADDING
        return found

    def _sizes(self, frame: Stage) -> dict[str, labels.Block]:
        boxes = {box.name: box for box in self.graph.boxes()}
        return {
            f"{LABEL}{place}": labels.sign(edge, boxes[edge.target])
            for place, edge in enumerate(self.graph.edges)
            if edge.source == frame.name
        }

    def _routes(self, low: float) -> Iterator[Route]:
        """From where an edge leaves a column, below it and beside the next one up to the point where it comes in."""
        outs = {
            name.removeprefix(OUT): i
            for i, each in enumerate(self.placed)
            for name in each.layout.boxes
            if name.startswith(OUT)
        }
        ins = {
            name.removeprefix(IN): i
            for i, each in enumerate(self.placed)
            for name in each.layout.boxes
            if name.startswith(IN)
        }
        far = 0
        for place, i in outs.items():
            here, there = self.placed[i], self.placed[ins[place]]
            bottom = here.bottom + LANE
            if ins[place] != i + 1:
                far += 1
                bottom = low + far * LANE
            (x, y), (across, down) = here.at(OUT + place), there.at(IN + place)
            start, end = (x, y - JOINT), (across, down + JOINT)
            beside, above = there.x - LANE, there.y - LANE
            corners = (start[0], bottom), (beside, bottom), (beside, above), (end[0], above)
            yield Route(int(place), (start, *corners, end))
