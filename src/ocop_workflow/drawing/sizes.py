"""How much room cells, rows and frames take, with the lanes for the main way between them."""

from collections.abc import Mapping

from attrs import field, frozen

from . import labels
from .cells import Cell, Column, Frame, Laid, Rows
from .dot import LABEL, NOTE
from .graph import Graph, Stage
from .layout import Area
from .routes import Beside, Lane, Turn

# Points between cells, inside frames, and between lines and what they run along.
GAP, PADDING, LANE = 44.0, 14.0, 15.0
HEADER = 560.0  # what a frame's note and signs may take beside each other where its rows are narrower


def inner_room(room: float) -> float:
    """How wide rows may be in a frame that may be so wide."""
    return room - 3 * LANE - PADDING


@frozen
class Sizes:
    """Of one arrangement's cells; `users` are the edges that run in a lane, `room` is how wide a frame may be."""

    graph: Graph
    laid: Laid
    room: float
    users: Mapping[Turn, tuple[int, ...]] = field(factory=dict)

    def width(self, cell: Cell) -> float:
        """Of a column or of a frame."""
        if isinstance(cell, Column):
            return self.laid(cell.inside).width
        return self.margin(cell.stage.name) + self.inner(cell) + PADDING

    def height(self, cell: Cell) -> float:
        """Of a column or of a frame."""
        if isinstance(cell, Column):
            return self.laid(cell.inside).height
        return self.head(cell) + self.rows_height(cell.rows, cell.stage.name)

    def inner(self, frame: Frame) -> float:
        """How wide a frame is between its margins."""
        header = max(area.right for area in self.header(frame).values())
        return max(header, self.rows_width(frame.rows, frame.stage.name))

    def rows_width(self, rows: Rows, frame: str) -> float:
        """Of the widest row."""
        return max(
            sum(
                self.width(cell) + (self.gap(frame, number, place) if place else 0)
                for place, cell in enumerate(row)
            )
            for number, row in enumerate(rows)
        )

    def rows_height(self, rows: Rows, frame: str) -> float:
        """Of all rows and the lanes around them."""
        high = sum(max(map(self.height, row)) for row in rows)
        return high + sum(self.lane(frame, number, len(rows)) for number in range(len(rows) + 1))

    def margin(self, frame: str) -> float:
        """Left of all rows; the picture as a whole has one only where it is used."""
        used = len(self.users.get(Beside(frame), ()))
        return (max(used, 1) + 1) * LANE if frame or used else 0.0

    def gap(self, frame: str, row: int, place: int) -> float:
        """Left of a cell that is not the first one of its row."""
        return max(GAP, (len(self.users.get(Beside(frame, row, place), ())) + 1) * LANE)

    def lane(self, frame: str, row: int, rows: int) -> float:
        """Above a row, or below the last one."""
        used = len(self.users.get(Lane(frame, row), ()))
        if row == rows:
            return used * LANE + (PADDING if frame or used else 0)
        return max(GAP if row else 0, (used + 1) * LANE if used else 0)

    def head(self, frame: Frame) -> float:
        """Above a frame's first lane: its note and the signs of its edges."""
        return max(area.bottom for area in self.header(frame).values()) + PADDING

    def header(self, frame: Frame) -> Mapping[str, Area]:
        """The note, and beside and below it what may be taken anywhere in the frame; places are within its margins."""
        stage = frame.stage
        note = self.note(stage)
        blocks = self._signs(stage)
        widest = max([note.width, *(block.width + PADDING for block in blocks.values())])
        room = max(self.rows_width(frame.rows, stage.name), min(HEADER, inner_room(self.room)), widest)
        found = {NOTE + stage.name: Area(0, PADDING, note.width, note.height)}
        x, y, low = note.width + PADDING, PADDING, note.height + PADDING
        left = 0.0 if note.width + PADDING + widest > room else x
        for name, block in blocks.items():
            wide, high = block.width + PADDING, block.height + PADDING / 2
            if x + wide > room and x > left:
                x, y = (
                    left,
                    (low if not left else max(area.bottom for area in found.values() if area.x)) + PADDING,
                )
            found[name] = Area(x, y, wide, high)
            x, low = x + wide + PADDING, max(low, y + high)
        return found

    def note(self, stage: Stage) -> labels.Block:
        """A frame's title, and what is done in place anywhere in it."""
        return labels.note(stage, self.graph, labels.BAND_WIDTH)

    def _signs(self, stage: Stage) -> dict[str, labels.Block]:
        boxes = {box.name: box for box in self.graph.boxes()}
        return {
            f"{LABEL}{place}": labels.sign(edge, boxes[edge.target], self.graph)
            for place, edge in enumerate(self.graph.edges)
            if edge.source == stage.name
        }
