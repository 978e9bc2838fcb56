"""The table as a DOCX document, A4 across, as Decree 30/2020/NĐ-CP has pages: margins, letters, page numbers.

Margins of 20 mm above and below, 30 and 15 mm at the sides; Times New Roman; the number in the middle of the upper
margin from the second page on (appendix I of the decree). The extra [docx] brings python-docx.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...messages import say
from .layout import Lines, heads, joined, notes, rows, spoken
from .page import WIDTH, nameless, numbered, styled, undated
from .parts import Procedure, Sheet
from .word import Style, cell_of, fixed, require_docx, unbroken

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.table import _Row

BODY, SMALL, CELL = 13, 12, 12  # points
STAGE = "F2F2F2"


def docx(procedure: Procedure, languages: Sequence[str]) -> bytes:
    """The whole document in one or two languages ("vi", "en"); raises ExtraMissing without the extra [docx]."""
    require_docx()
    from docx import Document

    document = Document()
    styled(document, BODY, languages[0])
    nameless(document, joined(procedure.title, languages))
    numbered(document)
    _above(document, procedure, languages)
    for sheet in procedure.sheets:
        _heading(document, joined(sheet.title, languages))
        _sheet(document, sheet, languages)
    _heading(document, joined(say("procedure.marks"), languages))
    marks = spoken(procedure.marks, languages)
    for number, (language, line) in enumerate(marks, 1):
        _paragraph(document, line, Style(italic=language != languages[0], kept=number < len(marks)))
    return undated(document)


def _above(document: "Made", procedure: Procedure, languages: Sequence[str]) -> None:
    centred = Style(centred=True, bold=True)
    _paragraph(document, joined(procedure.heading, languages), Style(centred=True, bold=True, size=BODY + 1))
    for _, line in spoken((procedure.title,), languages):
        _paragraph(document, line, centred)
    for _, line in spoken((procedure.annexed,), languages):
        _paragraph(document, line, Style(centred=True, italic=True))
    for _, line in spoken((procedure.code,), languages):
        _paragraph(document, line, Style(centred=True))
    for _, line in notes(procedure, languages):
        _paragraph(document, line, Style(italic=True, size=SMALL, after=6))


def _heading(document: "Made", text: str) -> None:
    document.add_paragraph(text, style="Heading 1")


def _paragraph(document: "Made", text: str, style: Style) -> None:
    style.write(document.add_paragraph(), text)


def _sheet(document: "Made", sheet: Sheet, languages: Sequence[str]) -> None:
    table = document.add_table(rows=0, cols=len(sheet.columns))
    table.style = "Table Grid"
    widths = [WIDTH * column.width / 100 for column in sheet.columns]
    fixed(table, widths)
    top = table.add_row()
    unbroken(top, repeated=True)
    for number, text in enumerate(heads(sheet, languages)):
        style = Style(bold=True, centred=True, size=CELL, kept=True)
        style.write(cell_of(top, number, widths[number]).paragraphs[0], text)
    for row in rows(sheet, languages):
        made = table.add_row()
        unbroken(made)
        if row.heading:
            _stage(made, row.cells, widths, languages)
            continue
        for number, lines in enumerate(row.cells):
            _fill(made, number, widths[number], lines, Style(size=CELL, centred=number == 0), languages)


def _stage(row: "_Row", cells: Sequence[Lines], widths: Sequence[float], languages: Sequence[str]) -> None:
    """A stage stays with its first step."""
    last = len(widths) - 1
    _fill(row, last, widths[last], cells[1], Style(size=CELL - 1, kept=True, shade=STAGE), languages)
    first = cell_of(row, 0, sum(widths[:last]))
    first.merge(row.cells[last - 1])
    _fill(
        row, 0, sum(widths[:last]), cells[0], Style(size=CELL, bold=True, kept=True, shade=STAGE), languages
    )


def _fill(
    row: "_Row", number: int, width: float, lines: Lines, style: Style, languages: Sequence[str]
) -> None:
    cell = cell_of(row, number, width, style.shade)
    for place, (language, line) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        style.slanted(slanted=language != languages[0]).write(paragraph, line)
    if not lines and style.kept:
        style.write(cell.paragraphs[0], "")
