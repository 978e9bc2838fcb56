"""How often edges cross the main way, by their curves cut into straight pieces."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from .layout import Layout, Point

PIECES = 6  # of each Bézier curve

Piece = tuple[Point, Point]


def crossed(layout: Layout, main: Collection[int]) -> int:
    """How many pieces of other edges cross one of the edges at these places."""
    pieces = {True: list[Piece](), False: list[Piece]()}
    for curve in layout.curves:
        pieces[curve.place in main] += pairwise(_points(curve.points))
    for route in layout.routes:
        pieces[True] += pairwise(route.points)
    return sum(_cross(one, other) for one in pieces[True] for other in pieces[False])


def _points(controls: tuple[Point, ...]) -> Iterator[Point]:
    """Of cubic curves one after the other: four control points each, the last one being the next one's first."""
    for first in range(0, len(controls) - 3, 3):
        for piece in range(PIECES):
            yield _at(controls[first : first + 4], piece / PIECES)
    yield controls[-1]


def _at(controls: tuple[Point, ...], part: float) -> Point:
    points = list(controls)
    while len(points) > 1:
        points = [
            (one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part)
            for one, other in pairwise(points)
        ]
    return points[0]


def _cross(one: Piece, other: Piece) -> bool:
    return (_side(one, other[0]) * _side(one, other[1]) < 0) and (
        _side(other, one[0]) * _side(other, one[1]) < 0
    )


def _side(piece: Piece, point: Point) -> float:
    (x, y), (across, down) = piece
    return (across - x) * (point[1] - y) - (down - y) * (point[0] - x)
