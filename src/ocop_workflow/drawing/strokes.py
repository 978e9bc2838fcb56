"""Lines of an SVG: edges with their arrows, and the main way between columns."""

from collections.abc import Iterator
from itertools import pairwise
from math import hypot

from .layout import Curve, Point, Route
from .looks import Stroke

ARROW, HALF_ARROW, CORNER = 9.0, 3.6, 10.0


def line(curve: Curve, looks: Stroke) -> Iterator[str]:
    """A half of an edge."""
    points = curve.points
    yield _path(f"M{at(points[0])}C" + " ".join(at(point) for point in points[1:]), looks)
    if curve.tip is not None:
        base = points[0] if curve.backward else points[-1]
        yield f'<polygon points="{_arrow(base, curve.tip, looks.width)}" fill="{looks.colour}"/>'


def route(way: Route, looks: Stroke) -> str:
    """Straight pieces with round corners."""
    points = way.points
    drawn = f"M{at(points[0])}"
    for (before, corner), (_, after) in pairwise(pairwise(points)):
        drawn += f"L{at(_short_of(corner, before))}Q{at(corner)} {at(_short_of(corner, after))}"
    return _path(drawn + f"L{at(points[-1])}", looks)


def at(point: Point) -> str:
    """As SVG writes it."""
    return f"{point[0]:.1f},{point[1]:.1f}"


def _path(drawn: str, looks: Stroke) -> str:
    dashes = ' stroke-dasharray="6 4"' if looks.dashed else ""
    return f'<path d="{drawn}" fill="none" stroke="{looks.colour}" stroke-width="{looks.width:g}"{dashes}/>'


def _short_of(corner: Point, other: Point) -> Point:
    x, y = other[0] - corner[0], other[1] - corner[1]
    length = hypot(x, y) or 1
    part = min(CORNER, length / 2) / length
    return corner[0] + x * part, corner[1] + y * part


def _arrow(base: Point, tip: Point, thick: float) -> str:
    """A triangle whose tip touches the box; Graphviz ends the curve where its base is."""
    x, y = tip[0] - base[0], tip[1] - base[1]
    length = hypot(x, y) or 1
    x, y = x / length, y / length
    half = HALF_ARROW + thick / 2
    back = (tip[0] - x * max(length, ARROW), tip[1] - y * max(length, ARROW))
    corners = (tip, (back[0] - y * half, back[1] + x * half), (back[0] + y * half, back[1] - x * half))
    return " ".join(at(corner) for corner in corners)
