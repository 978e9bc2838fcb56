"""Sets of cells as boxes, as large as they can be: `89 < points < 90` rather than ten cells."""

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from itertools import product

from attrs import frozen

from ..guards.exact import present
from ..guards.unparse import unparse
from ..model.expression import Literal
from .grid import Axis, Cell, Grid
from .spans import Piece

MOST_BOXES = 50


@frozen
class Box:
    """By axis, in the order of the grid, the numbers of its pieces; an axis with all of them does not matter."""

    grid: Grid
    sides: tuple[tuple[int, ...], ...]

    @property
    def narrow(self) -> tuple[Axis, ...]:
        """The axes that matter."""
        return tuple(
            axis
            for axis, side in zip(self.grid.axes, self.sides, strict=True)
            if len(side) < len(axis.pieces)
        )

    @property
    def sure(self) -> bool:
        """Whether a case can be there for all that the terms say of each other: none is read twice, or not followed."""
        read = [name for axis in self.narrow for name in axis.reads]
        return len(read) == len(set(read)) and not any(axis.open for axis in self.narrow)

    @property
    def text(self) -> str:
        """Where it lies, as conditions of the file; empty where it is everywhere."""
        pairs = zip(self.grid.axes, self.sides, strict=True)
        return " && ".join(_side(axis, side) for axis, side in pairs if len(side) < len(axis.pieces))

    @property
    def witness(self) -> Mapping[str, object]:
        """By term, one value of each axis that matters; None is a field that is not set."""
        pairs = zip(self.grid.axes, self.sides, strict=True)
        return {
            axis.text: axis.pieces[_middle(axis, side)].witness
            for axis, side in pairs
            if len(side) < len(axis.pieces)
        }

    def cells(self) -> Collection[Cell]:
        return list(product(*self.sides))


def boxes(grid: Grid, wanted: Collection[Cell]) -> tuple[Box, ...]:
    """Boxes that together are the cells wanted, at most so many; they may overlap."""
    left, among = dict.fromkeys(sorted(wanted)), frozenset(wanted)
    found: list[Box] = []
    while left and len(found) < MOST_BOXES:
        box = _grown(grid, next(iter(left)), among)
        found.append(box)
        for cell in box.cells():
            left.pop(cell, None)
    return tuple(found)


def _grown(grid: Grid, cell: Cell, among: frozenset[Cell]) -> Box:
    """Axes without an order grow first, so that what remains is told of numbers."""
    sides: list[tuple[int, ...]] = [(number,) for number in cell]
    for index in sorted(range(len(sides)), key=lambda n: grid.axes[n].ordered):
        axis = grid.axes[index]
        for piece in _outwards(axis, cell[index]):
            if axis.ordered and not _touches(axis, sides[index], piece):
                continue
            grown = [*sides[:index], (piece,), *sides[index + 1 :]]
            if all(other in among for other in product(*grown)):
                sides[index] = tuple(sorted((*sides[index], piece)))
    return Box(grid, tuple(sides))


def _outwards(axis: Axis, start: int) -> list[int]:
    return sorted((n for n in range(len(axis.pieces)) if n != start), key=lambda n: (abs(n - start), n))


def _touches(axis: Axis, side: tuple[int, ...], piece: int) -> bool:
    """Whether no value lies between; being unset lies beside everything."""
    return any(abs(n - piece) == 1 for n in side) or axis.pieces[piece].witness is None


def _middle(axis: Axis, side: tuple[int, ...]) -> int:
    """An interval before a bound, a value before none."""
    return min(side, key=lambda n: (axis.pieces[n].witness is None, axis.pieces[n].is_point, n))


def _side(axis: Axis, side: tuple[int, ...]) -> str:
    pieces = [axis.pieces[n] for n in side if axis.pieces[n].witness is not None]
    parts = [f"!has({axis.text})"] if len(pieces) < len(side) else []
    if pieces and axis.ordered:
        valued = [piece for piece in axis.pieces if piece.witness is not None]
        parts.append(_interval(axis.text, pieces, first=valued[0], last=valued[-1]))
    elif pieces:
        parts.append(_words(axis, pieces))
    return parts[0] if len(parts) == 1 else f"({' || '.join(parts)})"


def _interval(text: str, pieces: list[Piece], *, first: Piece, last: Piece) -> str:
    low, high = pieces[0], pieces[-1]
    if low.is_point and low is high:
        return f"{text} == {_literal(low)}"
    under = "" if low is first else f"{_bound(low, low.low)} {'<=' if low.is_point else '<'} "
    over = "" if high is last else f" {'<=' if high.is_point else '<'} {_bound(high, high.high)}"
    if under and not over:
        return f"{text} {'>=' if low.is_point else '>'} {_bound(low, low.low)}"
    return f"{under}{text}{over}" if under or over else f"has({text})"


def _words(axis: Axis, pieces: list[Piece]) -> str:
    if pieces[0].witness is True:
        return axis.text if len(pieces) == 1 else f"has({axis.text})"
    if pieces[0].witness is False:
        return f"!({axis.text})" if " " in axis.text else f"!{axis.text}"
    words = [_literal(piece) for piece in pieces if piece.low != "" or piece.high is not None]
    if len(words) < len(pieces):
        others = [_literal(piece) for piece in axis.pieces if piece not in pieces]
        return f"!({axis.text} in [{', '.join(others)}])"
    return f"{axis.text} == {words[0]}" if len(words) == 1 else f"{axis.text} in [{', '.join(words)}]"


def _literal(piece: Piece) -> str:
    if isinstance(piece.low, Fraction) and not isinstance(piece.witness, date):
        return str(present(piece.low))
    return unparse(Literal(piece.witness))  # type: ignore[arg-type]  # a value of the file


def _bound(piece: Piece, bound: object) -> str:
    if piece.is_point:
        return _literal(piece)
    assert isinstance(bound, Fraction)  # words have no bounds
    day = isinstance(piece.witness, date)
    return unparse(Literal(date.fromordinal(int(bound)))) if day else str(present(bound))
