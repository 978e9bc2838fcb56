"""The document as every form has it: lines above the sheets, then rows of cells in one language or two."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from ...model.text import Text
from .letters import written
from .parts import Cell, Procedure, Sheet, shown

Lines = list[tuple[str, str]]  # each with its language


@frozen
class Drawn:
    """A row: its cells with their lines. A heading has two, the title of a stage and its basis."""

    cells: tuple[Lines, ...]
    heading: bool = False


def spoken(cell: Cell, languages: Sequence[str]) -> Lines:
    """The lines of a cell, fit for every form."""
    return [(language, written(line)) for language, line in shown(cell, languages)]


def joined(text: Text, languages: Sequence[str]) -> str:
    """A short text in one or two languages, on one line."""
    return " / ".join(line for _, line in spoken((text,), languages))


def heads(sheet: Sheet, languages: Sequence[str]) -> list[str]:
    """The titles of its columns."""
    return [joined(column.title, languages) for column in sheet.columns]


def rows(sheet: Sheet, languages: Sequence[str]) -> Iterator[Drawn]:
    """Its stages and rows, in order."""
    for group in sheet.groups:
        if group.title:
            title, basis = (spoken(cell, languages) for cell in ((group.title,), group.basis))
            yield Drawn((title, basis), heading=True)
        for row in group.rows:
            yield Drawn(tuple(spoken(cell, languages) for cell in row.cells))


def notes(procedure: Procedure, languages: Sequence[str]) -> Lines:
    """What stands small below the title."""
    return spoken(
        (procedure.about, procedure.assumed) if procedure.assumed else (procedure.about,), languages
    )


def checked(procedure: Procedure, languages: Sequence[str]) -> Lines:
    """Title and version: what a table is of."""
    return spoken((procedure.title, procedure.code), languages)
