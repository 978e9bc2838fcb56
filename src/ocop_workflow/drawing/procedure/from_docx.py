"""Tables of a DOCX document, and its other paragraphs, as they read once every tracked change is accepted."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from ...messages.system import cause
from .found import Found, FoundCell, FoundRow, unfit
from .word import require_docx

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

LARGEST = 50_000_000  # bytes of all that a document unpacks to
_SPACE = ("tab", "br", "cr", "ptab")
_GONE = ("del", "moveFrom")  # what tracked changes take away
_FAULTS = (
    BadZipFile,
    KeyError,
    ValueError,
    SyntaxError,
    EOFError,
    OSError,
)  # of python-docx and its XML parser


def read_docx(file: Path) -> Found:
    """Raises DefinitionError for what is no such document, and ExtraMissing without the extra [docx]."""
    require_docx()
    body = _body(file)
    tables = [each for each in body.iter(_w("tbl")) if not _inside(each, "tbl")]
    paragraphs = (_text(each) for each in body.iter(_w("p")) if not _inside(each, "tbl"))
    return Found(tuple(filter(None, paragraphs)), tuple(tuple(_rows(table)) for table in tables))


def _body(file: Path) -> "BaseOxmlElement":
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        file.open("rb").close()
    except OSError as error:
        raise unfit(file, "unreadable", reason=cause(error)) from None
    try:
        with ZipFile(file) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > LARGEST:
            raise unfit(file, "document_too_large", size=size, limit=LARGEST)
        body: BaseOxmlElement = Document(str(file)).element.body
    except (OpcError, *_FAULTS):
        raise unfit(file, "no_document") from None
    return body


def _rows(table: "BaseOxmlElement") -> Iterator[FoundRow]:
    above: dict[int, str] = {}
    for number, row in enumerate((each for each in table.iter(_w("tr")) if _nearest(each) is table), 1):
        if row.find(f"{_w('trPr')}/{_w('del')}") is not None:
            continue
        place, cells = 0, []
        for cell in (each for each in row.iter(_w("tc")) if _nearest(each) is table):
            span = _value(cell, "gridSpan") or "1"
            merged = cell.find(f"{_w('tcPr')}/{_w('vMerge')}")
            goes_on = merged is not None and merged.get(_w("val")) != "restart"
            text = above.get(place, "") if goes_on else _text(cell)
            above[place] = text
            cells.append(FoundCell(text, int(span) if span.isdecimal() else 1))
            place += cells[-1].span
        yield FoundRow(tuple(cells), number)


def _text(element: "BaseOxmlElement") -> str:
    """All text inside, a space between paragraphs."""
    found: list[str] = []
    for part in element.iter():
        name = str(part.tag).rpartition("}")[2]
        if name == "t" and not any(_inside(part, gone) for gone in _GONE):
            found.append(part.text or "")
        elif name in _SPACE or name == "p":
            found.append(" ")
    return "".join(found).strip()


def _inside(element: "BaseOxmlElement", name: str) -> bool:
    return next(element.iterancestors(_w(name)), None) is not None


def _nearest(element: "BaseOxmlElement") -> object:
    """The table that a row or a cell belongs to."""
    return next(element.iterancestors(_w("tbl")), None)


def _value(cell: "BaseOxmlElement", name: str) -> str | None:
    found = cell.find(f"{_w('tcPr')}/{_w(name)}")
    return None if found is None else found.get(_w("val"))


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")
