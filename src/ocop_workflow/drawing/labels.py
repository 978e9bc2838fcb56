"""Labels in DOT's HTML-like form: rows of one cell, each as wide as its text is."""

from html import escape

from attrs import frozen

from ..messages import say
from .graph import Box, Graph, Line, Stage
from .measure import width, wrapped

CLOCK, STAY, GOAL = "◷", "↻", "★"
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 12.0, 10.5, 9.0
BOX_WIDTH, EDGE_WIDTH, STAGE_WIDTH = 170.0, 150.0, 300.0
INK, SOFT, CONDITION, WALKED = "#1f2937", "#6b7280", "#7c3aed", "#c2410c"


@frozen
class Row:
    """A text with its looks; wrapped, it takes several rows of the table."""

    text: str
    size: float = TEXT_SIZE
    colour: str = INK
    bold: bool = False
    italic: bool = False


def table(rows: list[Row], widest: float, *, align: str = "CENTER", padding: int = 0, fill: str = "") -> str:
    """The rows under each other."""
    inner = "".join(_row(row, line, align) for row in rows for line in wrapped(row.text, widest, row.size, bold=row.bold))
    background = f' BGCOLOR="{fill}"' if fill else ""
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}"{background}>{inner}</TABLE>>'


def _row(row: Row, line: str, align: str) -> str:
    text = escape(line, quote=False)
    if row.bold:
        text = f"<B>{text}</B>"
    if row.italic:
        text = f"<I>{text}</I>"
    points = round(width(line, row.size, bold=row.bold)) + 6
    font = f'<FONT POINT-SIZE="{row.size:g}" COLOR="{row.colour}">{text}</FONT>'
    return f'<TR><TD ALIGN="{align}" WIDTH="{points}" HEIGHT="{round(row.size * 1.25)}">{font}</TD></TR>'


def box(shown: Box, graph: Graph) -> str:
    """A leaf: its title, its level, what is done in place, the numbers of a case's steps."""
    mark = f"{GOAL} " if shown.goal else ""
    rows = [Row(mark + shown.title, TITLE_SIZE, bold=True)]
    if shown.level:
        rows.append(_level(shown.level, graph))
    rows += _stays(shown.stays)
    if shown.steps:
        rows.append(_steps(shown.steps))
    return table(rows, BOX_WIDTH)


def stage(shown: Stage, graph: Graph) -> str:
    """A composite: its title, its level, what is done in place wherever a case is in it."""
    rows = [Row(shown.title, TITLE_SIZE, bold=True)]
    if shown.level:
        rows.append(_level(shown.level, graph))
    return table([*rows, *_stays(shown.stays)], STAGE_WIDTH, align="LEFT", padding=1)


def lines(shown: tuple[Line, ...]) -> str:
    """The events of an edge."""
    rows: list[Row] = []
    for line in shown:
        rows.append(Row(_titled(line), bold=True, colour=WALKED if line.steps else INK))
        if line.roles:
            rows.append(Row(line.roles, SMALL_SIZE, SOFT))
        if line.guard:
            rows.append(Row(f"[{line.guard}]", SMALL_SIZE, CONDITION, italic=True))
        if line.steps:
            rows.append(_steps(line.steps))
    return table(rows, EDGE_WIDTH, fill="white")


def _titled(line: Line) -> str:
    return f"{CLOCK} {line.title}" if line.clock else line.title


def _level(level: str, graph: Graph) -> Row:
    return Row(say("drawing.level", level=level).say(graph.language), SMALL_SIZE, SOFT)


def _steps(steps: tuple[int, ...]) -> Row:
    return Row("№ " + ", ".join(map(str, steps)), SMALL_SIZE, WALKED, bold=True)


def _stays(shown: tuple[Line, ...]) -> list[Row]:
    rows: list[Row] = []
    for line in shown:
        who = f" ({line.roles})" if line.roles else ""
        when = f" [{line.guard}]" if line.guard else ""
        text = f"{CLOCK if line.clock else STAY} {line.title}{who}{when}"
        rows.append(Row(text, SMALL_SIZE, WALKED if line.steps else SOFT, bold=bool(line.steps)))
        if line.steps:
            rows.append(_steps(line.steps))
    return rows
