"""Rows of columns and frames in one picture: their places, and the main way from one column to the next."""

from attrs import define, field

from .cells import Column, Frame, Inside, Laid, Rows
from .dot import IN, OUT
from .graph import Graph
from .layout import Area, Layout, Point, Route
from .routes import Beside, Lane, Plan, Turn, planned
from .sizes import LANE, Sizes

JOINT = 2.0  # over which a curve and a route overlap


def sheet(graph: Graph, rows: Rows, laid: Laid, room: float) -> Layout:
    """All in the coordinates of one picture; frames may be as wide as `room`."""
    plans = planned(rows, laid)
    users: dict[Turn, tuple[int, ...]] = {}
    for plan in plans:
        for turn in dict.fromkeys(plan.turns):
            users[turn] = (*users.get(turn, ()), plan.edge)
    placed = _Sheet(Sizes(graph, laid, room, users))
    placed.place(rows, "", 0.0, 0.0)
    return placed.layout(rows, plans)


@define
class _Sheet:
    """What has its place already."""

    sizes: Sizes
    columns: dict[Inside, Point] = field(factory=dict)
    stages: dict[str, Area] = field(factory=dict)
    headers: dict[str, Area] = field(factory=dict)
    lanes: dict[Turn, float] = field(factory=dict)  # where their room begins

    def place(self, rows: Rows, frame: str, left: float, top: float) -> None:
        """Rows below each other, the margin beside and the lanes between them."""
        sizes, y = self.sizes, top
        self.lanes[Beside(frame)] = left
        for number, row in enumerate(rows):
            self.lanes[Lane(frame, number)] = y
            y += sizes.lane(frame, number, len(rows))
            x = left + sizes.margin(frame)
            for place, cell in enumerate(row):
                if place:
                    self.lanes[Beside(frame, number, place)] = x
                    x += sizes.gap(frame, number, place)
                if isinstance(cell, Column):
                    self.columns[cell.inside] = x, y
                else:
                    self._frame(cell, x, y)
                x += sizes.width(cell)
            y += max(map(sizes.height, row))
        self.lanes[Lane(frame, len(rows))] = y

    def _frame(self, frame: Frame, x: float, y: float) -> None:
        sizes, name = self.sizes, frame.stage.name
        self.stages[name] = Area(x, y, sizes.width(frame), sizes.height(frame))
        for label, area in sizes.header(frame).items():
            self.headers[label] = area.moved(x + sizes.margin(name), y)
        self.place(frame.rows, name, x, y + sizes.head(frame))

    def layout(self, rows: Rows, plans: tuple[Plan, ...]) -> Layout:
        """Of everything; what comes into a column from a frame as a whole is not drawn, but is a sign of the frame."""
        sizes = self.sizes
        moved = [sizes.laid(inside).moved(x, y) for inside, (x, y) in self.columns.items()]
        boxes = {name: area for each in moved for name, area in each.boxes.items()} | self.headers
        stages = self.stages | {name: area for each in moved for name, area in each.stages.items()}
        ways = {plan.edge for plan in plans}
        lost = {f"{IN}{way}" for way in range(len(sizes.graph.edges)) if way not in ways}
        loose = {int(name.removeprefix(IN)) for name in boxes if name in lost}
        curves = tuple(curve for each in moved for curve in each.curves if curve.place not in loose)
        return Layout(
            sizes.margin("") + sizes.rows_width(rows, ""),
            sizes.rows_height(rows, ""),
            boxes,
            stages,
            curves,
            tuple(self._route(plan, boxes) for plan in plans),
            frozenset(self.stages),
        )

    def _route(self, plan: Plan, boxes: dict[str, Area]) -> Route:
        x, y = boxes[f"{OUT}{plan.edge}"].middle
        end, down = boxes[f"{IN}{plan.edge}"].middle
        points = [(x, y - JOINT)]
        for turn in plan.turns:
            at = self.lanes[turn] + LANE * (self.sizes.users[turn].index(plan.edge) + 1)
            if isinstance(turn, Lane):
                y = at
            else:
                x = at
            points.append((x, y))
        return Route(plan.edge, (*points, (end, y), (end, down + JOINT)))
