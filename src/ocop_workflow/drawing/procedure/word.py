"""What python-docx has no words for: rows that stay whole, heads that come again, room inside cells."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ..layout import ExtraMissing

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

ROOM = {"top": 30, "left": 85, "bottom": 30, "right": 85}  # inside a cell, in twentieths of a point


@frozen
class Style:
    """How a paragraph looks; `kept` ones stay on the page of the next one, `size` and `after` are points."""

    bold: bool = False
    italic: bool = False
    centred: bool = False
    kept: bool = False
    size: int | None = None
    after: int = 0
    shade: str | None = None

    def slanted(self, *, slanted: bool) -> "Style":
        """The same in italics, if so."""
        return evolve(self, italic=True) if slanted else self

    def write(self, paragraph: "Paragraph", text: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        run = paragraph.add_run(text)
        run.bold, run.italic = self.bold or None, self.italic or None
        if self.size is not None:
            run.font.size = Pt(self.size)
        if self.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if self.kept:
            paragraph.paragraph_format.keep_with_next = True
        if self.after:
            paragraph.paragraph_format.space_after = Pt(self.after)


def require_docx() -> None:
    """Raises ExtraMissing without the extra [docx]."""
    if find_spec("docx") is None:
        raise ExtraMissing("procedure.extra_missing")


def fixed(table: "Table", widths: Sequence[float]) -> None:
    """Columns as wide as they are said to be, in millimetres, whatever stands in them."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    room = element("w:tblCellMar")
    for side, twips in ROOM.items():
        room.append(element(f"w:{side}", w=str(twips), type="dxa"))
    about = table._tbl.tblPr  # noqa: SLF001 - python-docx has no words for it
    after = about.find(qualified("w:tblLook"))  # the order of these is fixed
    about.insert(len(about) if after is None else about.index(after), room)


def unbroken(row: "_Row", *, repeated: bool = False) -> None:
    """A row that no page break divides; a `repeated` one stands at the head of each page."""
    about = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no words for these
    about.append(element("w:cantSplit"))
    if repeated:
        about.append(element("w:tblHeader"))


def cell_of(row: "_Row", number: int, width: float, shade: str | None = None) -> "_Cell":
    """A cell of its width, on grey if it is shaded."""
    from docx.shared import Mm

    cell = row.cells[number]
    cell.width = Mm(width)
    about = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the same
    if shade and about.find(qualified("w:shd")) is None:
        about.append(element("w:shd", val="clear", color="auto", fill=shade))
    return cell


def element(tag: str, **attributes: str) -> "BaseOxmlElement":
    """An element of the document's own language."""
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qualified(f"w:{name}"), value)
    return made


def qualified(tag: str) -> str:
    """A name with its name space."""
    from docx.oxml.ns import qn

    return qn(tag)
