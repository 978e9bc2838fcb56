"""Tables of an HTML page, and the text around them; as programs for offices save them, too."""

from html.parser import HTMLParser
from pathlib import Path

from attrs import define, field

from ...reading.source import read_source
from .found import Found, FoundCell, FoundRow

_UNSEEN = frozenset(("style", "script", "title", "del"))
_BLOCKS = frozenset(("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "body"))
_LONGEST = 9  # digits of a span
_WIDEST = 1000  # columns that one cell may go over: that many are told to be too many


def read_html(file: Path) -> Found:
    """Raises DefinitionError where it cannot be read as text."""
    reader = _Reader()
    reader.feed(read_source(file).text)
    reader.close()
    reader.paragraph()
    return Found(tuple(reader.paragraphs), tuple(tuple(table.rows) for table in reader.tables))


@define
class _Table:
    """A table so far; `hanging` are cells of rows above that go on, by column: how many rows more, and the text."""

    rows: list[FoundRow] = field(factory=list)
    cells: list[FoundCell] = field(factory=list)
    hanging: dict[int, tuple[int, FoundCell]] = field(factory=dict)
    next: dict[int, tuple[int, FoundCell]] = field(factory=dict)
    line: int = 0

    def fill(self) -> None:
        """Cells from above that stand where the row has come to."""
        while (place := sum(cell.span for cell in self.cells)) in self.hanging:
            more, cell = self.hanging.pop(place)
            self.add(cell, more)

    def add(self, cell: FoundCell, rows: int) -> None:
        """A cell, over so many rows."""
        if rows > 1:
            self.next[sum(each.span for each in self.cells)] = (rows - 1, cell)
        self.cells.append(cell)

    def end(self) -> None:
        """The row is over; nothing happens where none has begun."""
        if not self.cells:
            return
        self.fill()
        self.rows.append(FoundRow(tuple(self.cells), self.line))
        self.cells, self.hanging, self.next = [], self.next, {}


class _Reader(HTMLParser):
    """Tables inside tables count as text of the cell that they stand in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.tables: list[_Table] = []
        self._depth = 0
        self._unseen = 0
        self._text: list[str] = []
        self._spans: tuple[int, int] | None = None  # of the cell that is open: columns, rows

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            if self._depth == 0:
                self.paragraph()
                self.tables.append(_Table())
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self.tables[-1].line = self.getpos()[0]
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            given = dict(attributes)
            self._spans = _number(given.get("colspan")), _number(given.get("rowspan"))
        elif tag in _BLOCKS:
            self._block()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif tag in _BLOCKS:
            self._block()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(data)

    def paragraph(self) -> None:
        """What was read outside of tables since the last one."""
        if text := "".join(self._text).strip():
            self.paragraphs.append(text)
        self._text = []

    def _block(self) -> None:
        if self._depth:
            self._text.append(" ")
        else:
            self.paragraph()

    def _end_cell(self) -> None:
        if self._spans is not None:
            columns, rows = self._spans
            table = self.tables[-1]
            table.fill()
            table.add(FoundCell("".join(self._text), columns), rows)
        self._text, self._spans = [], None

    def _end_row(self) -> None:
        self._end_cell()
        self.tables[-1].end()


def _number(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 1
    return max(1, min(number, _WIDEST))
