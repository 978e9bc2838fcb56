"""What an arrangement is made of: columns that are laid out at once, and frames that hold rows of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from attrs import frozen

from .graph import Box, Graph, Stage
from .layout import Layout, laid_out
from .parts import Part

Inside = tuple[Box | Stage, ...]
Laid = Callable[[Inside], Layout]


@frozen
class Column:
    """What is laid out at once."""

    inside: Inside


@frozen
class Frame:
    """A stage whose parts are laid out apart, in rows."""

    stage: Stage
    rows: Rows


Cell = Column | Frame
Rows = tuple[tuple[Cell, ...], ...]


@frozen
class Spot:
    """Where a cell stands: the frame that holds it ("" for the picture), its row there, and its place in the row."""

    frame: str
    row: int
    place: int


def columns(
    rows: Rows, frame: str = "", above: tuple[Spot, ...] = ()
) -> Iterator[tuple[Column, tuple[Spot, ...]]]:
    """Every column, with the spots that lead to it, the outer ones first."""
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            spots = (*above, Spot(frame, number, place))
            if isinstance(cell, Column):
                yield cell, spots
            else:
                yield from columns(cell.rows, cell.stage.name, spots)


def frames(rows: Rows) -> Iterator[Frame]:
    """Every frame, the outer ones first."""
    for row in rows:
        for cell in row:
            if isinstance(cell, Frame):
                yield cell
                yield from frames(cell.rows)


def laid_out_once(graph: Graph) -> Laid:
    """The layout of a part of the graph, found once for each part."""
    return cache(lambda inside: laid_out(Part(graph, inside)))
