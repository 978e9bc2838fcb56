"""Colours and strokes by meaning, the same in every rendering."""

from attrs import evolve, frozen

from .graph import Box, Edge, Graph

INK, SOFT, CONDITION, WALKED = "#1f2937", "#5b6472", "#6d28d9", "#b93d0b"
MAIN, MOVE, BACK, CLOCK, PALE = "#0b5cad", "#374151", "#6b7280", "#9a6700", "#c4c9d1"
REACHED, ENDED = "#2f7d3b", "#b42318"
STAGE_BORDER = "#9aa8ba"
STAGES = ("#f3f6fa", "#e8eef6", "#dde6f2", "#d2deee")  # a stage inside a stage is darker


HEAT = ((1, "#d07a3f", 1.8), (2, WALKED, 3.0), (10, "#5c1a02", 4.6))
"""From so many times on: a colour and a width, the more the darker, so that a copy in grey can be read as well."""
WARM = ("#fff4e8", "#fde0c2", "#f6c08f")  # the same for boxes, under dark letters


@frozen
class Stroke:
    """A line's colour and width in points."""

    colour: str
    width: float
    dashed: bool = False


@frozen
class Fill:
    """A box's background and border; an end has two borders."""

    background: str
    border: Stroke
    double: bool = False


def stroke(edge: Edge, graph: Graph) -> Stroke:
    """The main way is thick and blue, time's moves are dashed; with a case over it, only its way has colour."""
    if graph.counted:
        return (
            Stroke(PALE, 1, dashed=edge.clock)
            if not edge.times
            else warm(heat(edge.times), dashed=edge.clock)
        )
    if graph.case:
        return Stroke(WALKED, 2.8, edge.clock) if edge.taken else Stroke(PALE, 1, edge.clock)
    if edge.main:
        return Stroke(MAIN, 2.8)
    return Stroke(CLOCK if edge.clock else BACK if edge.back else MOVE, 1.3, edge.clock)


def heat(times: int) -> int:
    """The place in HEAT of what was taken so often; once at least."""
    return max(place for place, (least, _, _) in enumerate(HEAT) if times >= least)


def warm(place: int, *, dashed: bool = False) -> Stroke:
    """The stroke at that place of HEAT."""
    _, colour, width = HEAT[place]
    return Stroke(colour, width, dashed)


def sign(edge: Edge, target: Box) -> Fill:
    """A sign of an edge's target: as the target, but a case visited only the one by which it came."""
    times = None if target.times is None else edge.times
    looks = fill(evolve(target if edge.taken else evolve(target, steps=(), current=False), times=times))
    return evolve(looks, border=Stroke(looks.border.colour, 1), double=False)


def fill(box: Box) -> Fill:
    """Goals and completed ends are green, broken-off ends red, what a case visited orange.

    Where many were counted, colour says how many came, and nothing else.
    """
    ends = bool(box.final)
    if box.current:
        return Fill("#ffd9b8", Stroke(WALKED, 3), ends)
    if box.times:
        place = heat(box.times)
        return Fill(WARM[place], Stroke(HEAT[place][1], 1.2 + place), ends)
    if box.times is not None:
        return Fill("#ffffff", Stroke(PALE, 1), ends)
    if box.marks:
        return Fill("#fff4e8", Stroke(WALKED, 1.5), ends)
    if box.goal:
        return Fill("#dcf2e0", Stroke(REACHED, 2.2), ends)
    if box.final:
        return (
            Fill("#fde8e8", Stroke(ENDED, 1.2), double=True)
            if box.aborted
            else Fill("#dcf2e0", Stroke(REACHED, 1.2), double=True)
        )
    return Fill("#ffffff", Stroke("#4b5563", 1.1))
