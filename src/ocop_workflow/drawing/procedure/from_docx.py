"""Tables of a DOCX document, and its other paragraphs, as they read once every tracked change is accepted.

Only the main part is looked at, element by element; names count without their prefixes, so that the strict form of
the standard is read as well.
"""

import zlib
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from ...messages.system import cause
from .found import Found, FoundCell, FoundRow, unfit

PART = "word/document.xml"
LARGEST = 50_000_000  # bytes of the main part
_DIGITS = 2  # of how many columns a cell goes over
_SPACE = frozenset(("tab", "br", "cr", "ptab", "p"))
_UNREAD = frozenset(("del", "moveFrom", "Fallback"))  # what tracked changes take away, and what is said twice
_DAMAGED = (BadZipFile, KeyError, EOFError, OSError, RuntimeError, ValueError, zlib.error)  # of zipfile


def read_docx(file: Path) -> Found:
    """Raises DefinitionError for what is no such document. A document type is refused: it could swell."""
    reading = _Reading()
    try:
        reading.feed(_part(file))
    except (expat.ExpatError, _Refused):
        raise unfit(file, "no_document") from None
    return Found(tuple(reading.paragraphs), tuple(map(tuple, reading.tables)))


def _part(file: Path) -> bytes:
    try:
        file.open("rb").close()
    except OSError as error:
        raise unfit(file, "unreadable", reason=cause(error)) from None
    try:
        with ZipFile(file) as packed:
            size = packed.getinfo(PART).file_size
            raw = packed.read(PART) if size <= LARGEST else b""
    except _DAMAGED:
        raise unfit(file, "no_document") from None
    if size > LARGEST:
        raise unfit(file, "document_too_large", size=size, limit=LARGEST)
    return raw


class _Refused(Exception):
    """It has a document type."""


class _Reading:
    """The state of the parser; tables inside tables count as text of the cell that they stand in."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.tables: list[list[FoundRow]] = []
        self._open: list[str] = []
        self._tables = 0  # how many are open
        self._unread = 0
        self._text: list[str] = []
        self._row: list[FoundCell] = []
        self._row_number, self._row_gone = 0, False
        self._span, self._merged = 1, False
        self._above: dict[int, str] = {}  # by column: what cells that are merged downwards go on with

    def feed(self, raw: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._said
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(raw, True)  # noqa: FBT003 - expat's

    def _refuse(self, *_: object) -> None:
        raise _Refused

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(":")[2]
        value = next((text for key, text in attributes.items() if key.rpartition(":")[2] == "val"), "")
        inside = self._open[-1] if self._open else ""
        self._open.append(name)
        if name in _UNREAD:
            self._unread += 1
            self._row_gone = self._row_gone or (name == "del" and inside == "trPr" and self._tables == 1)
        elif name == "tbl":
            self._tables += 1
            if self._tables == 1:
                self.tables.append([])
                self._row_number, self._above = 0, {}
        elif name in _SPACE:
            self._text.append(" ")
        elif name == "noBreakHyphen":
            self._text.append("-")
        elif self._tables == 1:
            self._start_in_table(name, value)

    def _start_in_table(self, name: str, value: str) -> None:
        match name:
            case "tr":
                self._row, self._row_gone = [], False
                self._row_number += 1
            case "tc":
                self._text, self._span, self._merged = [], 1, False
            case "gridSpan":
                self._span = (
                    int(value) if value.isascii() and value.isdecimal() and len(value) <= _DIGITS else 1
                )
            case "vMerge":
                self._merged = value != "restart"

    def _end(self, qualified: str) -> None:
        name = qualified.rpartition(":")[2]
        self._open.pop()
        if name in _UNREAD:
            self._unread -= 1
        elif name == "tbl":
            self._tables -= 1
        elif name == "p" and not self._tables:
            if text := "".join(self._text).strip():
                self.paragraphs.append(text)
            self._text = []
        elif self._tables == 1 and name == "tc":
            self._end_cell()
        elif self._tables == 1 and name == "tr" and not self._row_gone:
            self.tables[-1].append(FoundRow(tuple(self._row), self._row_number))

    def _end_cell(self) -> None:
        place = sum(cell.span for cell in self._row)
        text = self._above.get(place, "") if self._merged else "".join(self._text)
        self._above[place] = text
        self._row.append(FoundCell(text, max(1, self._span)))
        self._text = []

    def _said(self, text: str) -> None:
        if not self._unread and self._open[-1] == "t":
            self._text.append(text)
