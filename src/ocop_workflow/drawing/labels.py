"""What stands in boxes, at edges and on stages: rows of text with their looks and sizes."""

from collections.abc import Iterable

from attrs import evolve, frozen

from ..messages import say
from .graph import ADDED, CHANGED, REMOVED, Box, Change, Edge, Graph, Line, Stage
from .looks import CHANGES, CONDITION, ENDED, INK, MAIN, SOFT, WALKED
from .measure import UNBROKEN, width, wrapped

CLOCK, STAY, GOAL, ONWARD, BROKEN, ANYWHERE = "◷", "↻", "★", "→", "×", "□"
CHANGE_SIGNS = {ADDED: "+", REMOVED: "−", CHANGED: "△"}
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 13.0, 11.5, 11.0
BOX_WIDTH, EDGE_WIDTH, SIGN_WIDTH, NOTE_WIDTH, BAND_WIDTH = 150.0, 132.0, 132.0, 122.0, 320.0
BETWEEN = 9.0  # the size of the empty row between signs
LEADING = 1.25  # lines' distance, in sizes of the font


@frozen
class Row:
    """A text with its looks; wrapped, it takes several rows of the table."""

    text: str
    size: float = TEXT_SIZE
    colour: str = INK
    bold: bool = False
    italic: bool = False
    struck: bool = False

    @property
    def height(self) -> float:
        return self.size * LEADING


@frozen
class Block:
    """Rows under each other, wrapped already; sizes in points."""

    rows: tuple[Row, ...]

    @property
    def width(self) -> float:
        return max((width(row.text, row.size, bold=row.bold) for row in self.rows), default=0.0)

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)


def block(rows: list[Row], widest: float) -> Block:
    """The rows, each wrapped to lines of at most `widest` points."""
    return Block(
        tuple(
            evolve(row, text=line)
            for row in rows
            for line in wrapped(_held(row, widest), widest, row.size, bold=row.bold)
        )
    )


def _held(row: Row, widest: float) -> str:
    """Names in a list are not broken where a line has room for a whole one."""
    parts = row.text.split("; ")
    return "; ".join(
        part.replace(" ", UNBROKEN)
        if len(parts) > 1 and width(part, row.size, bold=row.bold) < widest
        else part
        for part in parts
    )


def box(shown: Box, graph: Graph) -> Block:
    """A leaf: its title, the numbers of a case's steps, its level, what is done in place."""
    mark = f"{GOAL} " if shown.goal else ""
    never = shown.times == 0
    rows = [
        Row(
            mark + shown.title, TITLE_SIZE, bold=not never, colour=SOFT if never else INK, struck=_gone(shown)
        )
    ]
    rows += _changed(shown.change, graph)
    if shown.marks:
        rows.append(_marks(shown.marks))
    if shown.now:
        rows.append(Row(shown.now, SMALL_SIZE, INK, bold=True))
    rows += [Row(told, SMALL_SIZE, INK) for told in waited(shown, graph)]
    if shown.level:
        rows.append(_level(shown.level, graph))
    rows += _stays(shown.stays, graph)
    return block(rows, BOX_WIDTH)


def note(shown: Stage, graph: Graph, widest: float = NOTE_WIDTH) -> Block:
    """A composite: its title, its level, and what is done in place wherever a case is in it."""
    rows = [Row(shown.title, TITLE_SIZE, bold=True, struck=_gone(shown)), *_changed(shown.change, graph)]
    if shown.level:
        rows.append(_level(shown.level, graph))
    rows += _stays(shown.stays, graph)
    return block(rows, widest)


def lines(shown: tuple[Line, ...], graph: Graph) -> Block:
    """The events of an edge."""
    return block(_lines(shown, graph), EDGE_WIDTH)


def changed(change: Change | None, graph: Graph) -> list[str]:
    """What became of a part: a sign and words; nothing where nothing did."""
    if change is None:
        return []
    said = say(f"drawing.change_{change.kind}").say(graph.language)
    return [f"{CHANGE_SIGNS[change.kind]} {said}{f': {change.told}' if change.told else ''}"]


def waited(shown: Box, graph: Graph) -> list[str]:
    """How long cases were in a state."""
    wait = shown.wait
    if wait is None:
        return []
    said = say("drawing.waited", median=wait.median, ninth=wait.ninth, visits=wait.visits)
    return said.say(graph.language).split("; ")


def over(graph: Graph) -> list[str]:
    """Of which case the picture is, what is counted, or since when what changed."""
    told = []
    if graph.case:
        told.append(say("drawing.case", case=graph.case).say(graph.language))
    if graph.heat and graph.heat.told:
        told.append(graph.heat.told)
    if graph.against:
        told.append(say("drawing.against", old=graph.against).say(graph.language))
    return told


def sign(shown: Edge, target: Box, graph: Graph) -> Block:
    """The events of an edge that is not drawn, and the state that they lead to."""
    mark = f"{GOAL} " if target.goal else ""
    text = f"{BROKEN} {target.title}" if target.aborted else f"{ONWARD} {mark}{target.title}"
    never = target.times is not None and not shown.taken
    colour = SOFT if never else ENDED if target.aborted else MAIN
    onward = Row(text, TEXT_SIZE, bold=not never, colour=colour)
    return block([*_lines(shown.lines, graph), onward], SIGN_WIDTH)


def below_each_other(blocks: Iterable[Block]) -> Block:
    """Several signs, with a row between them."""
    rows: list[Row] = []
    for each in blocks:
        rows += [Row("", BETWEEN), *each.rows] if rows else each.rows
    return Block(tuple(rows))


def _lines(shown: tuple[Line, ...], graph: Graph) -> list[Row]:
    rows: list[Row] = []
    for line in shown:
        never = line.times == 0
        colour = WALKED if line.marks else SOFT if never else INK
        rows.append(Row(_titled(line), bold=not never, colour=colour, struck=_gone(line)))
        rows += _changed(line.change, graph)
        if line.roles:
            rows.append(Row(line.roles, SMALL_SIZE, SOFT))
        if line.guard:
            rows.append(Row(f"[{line.guard}]", SMALL_SIZE, CONDITION, italic=True))
        if line.marks:
            rows.append(_marks(line.marks))
    return rows


def heading(graph: Graph) -> Block:
    """What the picture shows, and of which case."""
    rows = [Row(graph.title, 15, bold=True)]
    rows += [Row(told, TITLE_SIZE, WALKED) for told in over(graph)]
    return block(rows, 700)


def _gone(shown: Box | Stage | Line) -> bool:
    return shown.change is not None and shown.change.kind == REMOVED


def _changed(change: Change | None, graph: Graph) -> list[Row]:
    return [
        Row(told, SMALL_SIZE, CHANGES[change.kind][0], bold=True) for told in changed(change, graph) if change
    ]


def _titled(line: Line) -> str:
    return f"{CLOCK} {line.title}" if line.clock else line.title


def _level(level: str, graph: Graph) -> Row:
    return Row(say("drawing.level", level=level).say(graph.language), SMALL_SIZE, SOFT)


def _marks(said: str) -> Row:
    return Row(said, SMALL_SIZE, WALKED, bold=True)


def _stays(shown: tuple[Line, ...], graph: Graph) -> list[Row]:
    rows: list[Row] = []
    for line in shown:
        who = f" ({line.roles})" if line.roles else ""
        when = f" [{line.guard}]" if line.guard else ""
        text = f"{CLOCK if line.clock else STAY} {line.title}{who}{when}"
        colour = WALKED if line.marks else SOFT
        rows.append(Row(text, SMALL_SIZE, colour, bold=bool(line.marks), struck=_gone(line)))
        rows += _changed(line.change, graph)
        if line.marks:
            rows.append(_marks(line.marks))
    return rows
