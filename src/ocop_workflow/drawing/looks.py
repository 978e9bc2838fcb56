"""Colours and strokes by meaning, the same in every rendering."""

from attrs import evolve, frozen

from .graph import ADDED, CHANGED, REMOVED, TIMES, Box, Change, Edge, Graph

INK, SOFT, CONDITION, WALKED = "#1f2937", "#4b5563", "#6d28d9", "#9a3208"
MAIN, MOVE, BACK, CLOCK, PALE = "#0b5cad", "#374151", "#6b7280", "#9a6700", "#c4c9d1"
REACHED, ENDED = "#2f7d3b", "#b42318"
STAGE_BORDER = "#9aa8ba"
STAGES = ("#f3f6fa", "#e8eef6", "#dde6f2", "#d2deee")  # a stage inside a stage is darker


HEAT = (("#c4c9d1", 1.0), ("#d07a3f", 1.8), ("#b93d0b", 3.0), ("#5c1a02", 4.6))
"""A colour and a width for each shade, the more the darker, so that a copy in grey can be read as well."""
WARM = ("#ffffff", "#fff4e8", "#fde5cb", "#fad3ad")  # the same for boxes, under dark letters
CHANGES = {ADDED: ("#1b6b2f", "#dcf2e0"), REMOVED: ("#b42318", "#fde8e8"), CHANGED: ("#7a4d00", "#fff0c2")}
"""Ink and paper of what became of a part since another version."""


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
    """The main way is thick and blue, time's moves are dashed.

    With a case over it, only its way has colour; where changes are drawn, only they have; where it is counted how
    often, only that.
    """
    if graph.heat and graph.heat.kind == TIMES:
        return warm(edge.shade or 0, dashed=edge.clock)
    if graph.case:
        return Stroke(WALKED, 2.8, edge.clock) if edge.taken else Stroke(PALE, 1, edge.clock)
    if graph.against:
        return (
            Stroke(CHANGES[edge.change][0], 2.4, edge.clock) if edge.change else Stroke(BACK, 1, edge.clock)
        )
    if edge.main:
        return Stroke(MAIN, 2.8)
    return Stroke(CLOCK if edge.clock else BACK if edge.back else MOVE, 1.3, edge.clock)


def warm(shade: int, *, dashed: bool = False) -> Stroke:
    """The stroke of a shade."""
    colour, width = HEAT[shade]
    return Stroke(colour, width, dashed)


def sign(edge: Edge, target: Box, graph: Graph) -> Fill:
    """A sign of an edge's target: as the target, but a case visited only the one by which it came."""
    shown = target if edge.taken else evolve(target, steps=(), current=False)
    shown = evolve(shown, shade=edge.shade, change=Change(edge.change) if edge.change else None)
    looks = fill(shown, graph)
    return evolve(looks, border=Stroke(looks.border.colour, 1), double=False)


def fill(box: Box, graph: Graph) -> Fill:
    """Goals and completed ends are green, broken-off ends red, what a case visited orange.

    Where many were counted, colour says how many came or how long they stayed; where changes are drawn, what changed;
    and nothing else.
    """
    ends = bool(box.final)
    if box.current:
        return Fill("#ffd9b8", Stroke(WALKED, 3), ends)
    if box.shade is not None:
        colour, _ = HEAT[box.shade]
        return Fill(WARM[box.shade], Stroke(colour, 1 + box.shade), ends)
    if graph.against:
        ink, paper = CHANGES[box.change.kind] if box.change else ("#6b7280", "#ffffff")
        return Fill(paper, Stroke(ink, 2.2 if box.change else 1), ends)
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
