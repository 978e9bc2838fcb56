"""What python-docx has no words for: rows that stay whole, heads that come again, page numbers, fonts of any script."""

from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ..layout import ExtraMissing

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
ACROSS, DOWN = 297, 210  # millimetres
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
WIDTH = ACROSS - MARGINS["left"] - MARGINS["right"]
ROOM = {"top": 30, "left": 85, "bottom": 30, "right": 85}  # inside a cell, in twentieths of a point
CULTURES = {"vi": "vi-VN", "en": "en-US"}


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


def styled(document: "Document", size: int, language: str) -> None:
    """The page, and the font of text and headings."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt, RGBColor

    (section,) = document.sections
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(ACROSS), Mm(DOWN)
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = Mm(10)
    for name in ("Normal", "Heading 1", "Header"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in list(fonts.attrib):
            if "heme" in theme:
                del fonts.attrib[theme]
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(_name(f"w:{script}"), FONT)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1
    heading = document.styles["Heading 1"]
    heading.font.color.rgb, heading.font.bold = RGBColor(0, 0, 0), True
    heading.paragraph_format.space_before = Pt(12)
    heading.paragraph_format.space_after = Pt(6)
    said = document.styles["Normal"].element.get_or_add_rPr()
    said.append(_element("w:lang", val=CULTURES[language]))


def nameless(document: "Document", title: str) -> None:
    """What a document says of itself: its title, and of whoever made it nothing, nor when."""
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title[:255], "", "", ""
    about.created = about.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx writes it as UTC


def numbered(document: "Document") -> None:
    """The number of the page in the middle of the upper margin, but for the first page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    (section,) = document.sections
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r  # noqa: SLF001 - python-docx has no fields
        if kind:
            run.append(_element("w:fldChar", fldCharType=kind))
        else:
            code = _element("w:instrText")
            code.text = text
            run.append(code)


def fixed(table: "Table", widths: Sequence[float]) -> None:
    """Columns as wide as they are said to be, in millimetres, whatever stands in them."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    room = _element("w:tblCellMar")
    for side, twips in ROOM.items():
        room.append(_element(f"w:{side}", w=str(twips), type="dxa"))
    about = table._tbl.tblPr  # noqa: SLF001 - python-docx has no words for it
    after = about.find(_name("w:tblLook"))  # the order of these is fixed
    about.insert(len(about) if after is None else about.index(after), room)


def unbroken(row: "_Row", *, repeated: bool = False) -> None:
    """A row that no page break divides; a `repeated` one stands at the head of each page."""
    about = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no words for these
    about.append(_element("w:cantSplit"))
    if repeated:
        about.append(_element("w:tblHeader"))


def cell_of(row: "_Row", number: int, width: float, shade: str | None = None) -> "_Cell":
    """A cell of its width, on grey if it is shaded."""
    from docx.shared import Mm

    cell = row.cells[number]
    cell.width = Mm(width)
    about = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the same
    if shade and about.find(_name("w:shd")) is None:
        about.append(_element("w:shd", val="clear", color="auto", fill=shade))
    return cell


def _element(tag: str, **attributes: str) -> "BaseOxmlElement":
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_name(f"w:{name}"), value)
    return element


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)
