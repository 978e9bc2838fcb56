"""The pages of a document: A4 across, margins, fonts for letters of any script, numbers in the upper margin."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .word import element, qualified

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Times New Roman"
ACROSS, DOWN = 297, 210  # millimetres
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
WIDTH = ACROSS - MARGINS["left"] - MARGINS["right"]
CULTURES = {"vi": "vi-VN", "en": "en-US"}


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
            fonts.set(qualified(f"w:{script}"), FONT)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1
    heading = document.styles["Heading 1"]
    heading.font.color.rgb, heading.font.bold = RGBColor(0, 0, 0), True
    heading.paragraph_format.space_before = Pt(12)
    heading.paragraph_format.space_after = Pt(6)
    said = document.styles["Normal"].element.get_or_add_rPr()
    said.append(element("w:lang", val=CULTURES[language]))


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
            run.append(element("w:fldChar", fldCharType=kind))
        else:
            code = element("w:instrText")
            code.text = text
            run.append(code)


def undated(document: "Document") -> bytes:
    """The file of a document, which is the same whenever it is made: its parts have no time of day."""
    saved, kept = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(kept, "w", ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return kept.getvalue()
