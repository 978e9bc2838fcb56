"""Which tables of a file are which sheets, in which language, and what their rows are."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from ...model.text import LANGUAGES
from .found import Found, FoundRow, unfit
from .from_docx import read_docx
from .from_html import read_html
from .from_markdown import read_markdown
from .layout import heads
from .letters import compared
from .parts import Procedure, Sheet

READERS: Mapping[str, Callable[[Path], Found]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
}
SPOKEN = (*((language,) for language in LANGUAGES), LANGUAGES)


@frozen
class WrittenRow:
    """A row of a file, its text fit to be compared. `stage` is the heading above it; `line` where it stands."""

    cells: tuple[str, ...]
    stage: str
    line: int


@frozen
class WrittenStage:
    """The heading of a stage: its title and its basis."""

    title: str
    basis: str
    line: int


@frozen
class WrittenSheet:
    """What a file has of one sheet."""

    rows: tuple[WrittenRow, ...]
    stages: tuple[WrittenStage, ...]


@frozen
class WrittenTable:
    """What a file has: sheets by their names, in which languages, and the text beside them."""

    languages: tuple[str, ...]
    paragraphs: frozenset[str]
    sheets: Mapping[str, WrittenSheet]


def read_table(file: Path, procedure: Procedure) -> WrittenTable:
    """The tables of a file that have the columns of a procedure's sheets; raises DefinitionError for an unfit file."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise unfit(file, "table_form", name=file.name)
    found = reader(file)
    paragraphs = frozenset(map(compared, found.paragraphs))
    for languages in SPOKEN:
        sheets = {sheet.name: _sheet(file, found, sheet, languages) for sheet in procedure.sheets}
        known = {name: sheet for name, sheet in sheets.items() if sheet is not None}
        if "steps" in known:
            return WrittenTable(languages, paragraphs, known)
    steps = next(sheet for sheet in procedure.sheets if sheet.name == "steps")
    raise unfit(file, "no_steps", columns=" · ".join(heads(steps, LANGUAGES[:1])))


def _sheet(file: Path, found: Found, sheet: Sheet, languages: Sequence[str]) -> WrittenSheet | None:
    """All tables under these columns, one after the other: some programs divide a long one."""
    wanted = tuple(map(compared, heads(sheet, languages)))
    tables = [table for table in found.tables if table and _texts(table[0]) == wanted]
    if not tables:
        return None
    rows: list[WrittenRow] = []
    stages: list[WrittenStage] = []
    for row in (each for table in tables for each in table[1:]):
        texts = _texts(row)
        if texts == wanted or not any(texts):
            continue
        if heading := _heading(row, len(wanted)):
            stages.append(WrittenStage(*heading, row.line))
        elif len(texts) != len(wanted):
            raise unfit(
                file, "row_cells", row.line, found=len(texts), wanted=len(wanted), first=" | ".join(texts)
            )
        else:
            rows.append(WrittenRow(texts, stages[-1].title if stages else "", row.line))
    return WrittenSheet(tuple(rows), tuple(stages))


def _texts(row: FoundRow) -> tuple[str, ...]:
    """One for each cell, and nothing for the columns that it goes over besides."""
    return tuple(
        text for cell in row.cells for text in (compared(cell.text), *[""] * (min(cell.span, 99) - 1))
    )


def _heading(row: FoundRow, width: int) -> tuple[str, str] | None:
    """A title over all columns but the last, which has the basis."""
    texts = _texts(row)
    if len(texts) != width or width < 3 or any(texts[1:-1]):  # noqa: PLR2004 - a row has something in between
        return None
    return texts[0], texts[-1]
