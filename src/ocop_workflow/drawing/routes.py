"""How the main way goes from one column to the next: below rows, down margins and beside cells, over nothing else.

A way is planned before anything has its place, so that there is room for every lane; a frame is left through its
bottom, and entered from its left.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from .cells import Inside, Laid, Rows, Spot, columns, frames
from .dot import IN, OUT


@frozen
class Lane:
    """Room for lines in a frame ("" for the picture): above its row of that number, the last one being its bottom."""

    frame: str
    row: int


@frozen
class Beside:
    """Room for lines in a frame, left of a cell; left of the first one of each row runs one margin."""

    frame: str
    row: int = 0
    place: int = 0


Turn = Lane | Beside


@frozen
class Plan:
    """The way of an edge, by its place in the graph: from and to a column, and the lanes that it takes by turns."""

    edge: int
    source: Inside
    target: Inside
    turns: tuple[Turn, ...]


def planned(rows: Rows, laid: Laid) -> tuple[Plan, ...]:
    """Of every edge that leaves a column for another one."""
    spots = {column.inside: way for column, way in columns(rows)}
    counts = {"": len(rows)} | {frame.stage.name: len(frame.rows) for frame in frames(rows)}
    outs, ins = (_ends(spots, laid, word) for word in (OUT, IN))
    return tuple(
        Plan(edge, outs[edge], ins[edge], tuple(_turns(spots[outs[edge]], spots[ins[edge]], counts)))
        for edge in sorted(outs.keys() & ins.keys())
    )


def _ends(parts: Iterable[Inside], laid: Laid, word: str) -> dict[int, Inside]:
    return {
        int(name.removeprefix(word)): inside
        for inside in parts
        for name in laid(inside).boxes
        if name.startswith(word)
    }


def _turns(source: tuple[Spot, ...], target: tuple[Spot, ...], rows: Mapping[str, int]) -> Iterator[Turn]:
    """Lanes and what is beside cells, one after the other; the first and the last one are lanes."""
    shared = 0
    while source[shared] == target[shared]:
        shared += 1
    for spot in reversed(source[shared + 1 :]):
        if spot.row + 1 != rows[spot.frame]:  # else straight down
            yield Lane(spot.frame, spot.row + 1)
            yield Beside(spot.frame)
    here, (there, *within) = source[shared], target[shared:]
    yield Lane(here.frame, here.row + 1)
    if there.row == here.row:
        yield _beside(there)
    elif there.row != here.row + 1:
        yield Beside(here.frame)
        if there.place or not within:
            yield Lane(there.frame, there.row)
            if within:
                yield _beside(there)
    elif within:
        yield _beside(there)
    if not within and there.row == here.row:
        yield Lane(there.frame, there.row)
    for spot in within:
        yield Lane(spot.frame, spot.row)
        if spot != within[-1]:
            yield _beside(spot)


def _beside(spot: Spot) -> Beside:
    return Beside(spot.frame, spot.row if spot.place else 0, spot.place)
