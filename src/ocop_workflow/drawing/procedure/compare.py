"""A table that somebody may have edited, held against the workflow: what no longer agrees, row by row."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from attrs import frozen

from ...model.text import Text
from .layout import checked, spoken
from .letters import compared
from .pairing import Declared, first_rows, pairs, stage_pairs
from .parts import DOTS, Procedure, Sheet
from .recognise import WrittenRow, WrittenSheet, WrittenTable


@frozen
class Difference:
    """One thing that does not agree. `code` says what: missing, added, moved, or the column that differs.

    `row` is the title of the row in words, `line` where it stands (None: nowhere); `written` is what the table has,
    `declared` what the workflow has, each None where there is nothing.
    """

    code: str
    sheet: Text
    row: str
    line: int | None
    column: Text | None = None
    written: str | None = None
    declared: str | None = None


def differences(procedure: Procedure, table: WrittenTable) -> tuple[Difference, ...]:
    """Everything that does not agree, in the order of the document; dots stand for anything that was filled in."""
    return tuple(_differences(procedure, table))


def _differences(procedure: Procedure, table: WrittenTable) -> Iterator[Difference]:
    for _, line in checked(procedure, table.languages):
        if compared(line) not in table.paragraphs:
            yield Difference("title", procedure.heading, "", None, declared=compared(line))
    for sheet in procedure.sheets:
        written = table.sheets.get(sheet.name)
        if written is None:
            yield Difference("sheet_missing", sheet.title, "", None)
        else:
            yield from _sheet(sheet, written, table.languages)


def _sheet(sheet: Sheet, written: WrittenSheet, languages: Sequence[str]) -> Iterator[Difference]:
    declared = [
        Declared(
            tuple(_text(cell, languages) for cell in row.cells),
            _text((row.cells[1][0],), languages),
            _text((group.title,), languages),
        )
        for group in sheet.groups
        for row in group.rows
    ]
    yield from _stages(sheet, declared, written, languages)
    found = pairs(declared, written)
    moved = _moved([place for place in found.places if place is not None])
    whole = not moved and None not in found.places and not found.added
    for row, place in zip(declared, found.places, strict=True):
        if place is None:
            yield Difference("missing", sheet.title, row.title, None, declared=" | ".join(row.cells))
            continue
        there = written.rows[place]
        if place in moved or place in found.elsewhere:
            yield Difference("moved", sheet.title, row.title, there.line, None, there.stage, row.stage)
        yield from _cells(sheet, row, there, numbers=whole)
    for place in found.added:
        there = written.rows[place]
        yield Difference("added", sheet.title, there.cells[1], there.line, written=" | ".join(there.cells))


def _stages(
    sheet: Sheet, declared: Sequence[Declared], written: WrittenSheet, languages: Sequence[str]
) -> Iterator[Difference]:
    column = next((each for each in sheet.columns if each.name == "basis"), None)
    found = stage_pairs(first_rows(declared), written)
    for group in sheet.groups:
        if not group.title:
            continue
        title = _text((group.title,), languages)
        stage = found[title]
        if stage is None:
            yield Difference("stage", sheet.title, title, None, declared=title)
            continue
        if stage.title != title:
            yield Difference("stage", sheet.title, title, stage.line, None, stage.title, title)
        basis = _text(group.basis, languages)
        if column is not None and not agrees(stage.basis, basis):
            yield Difference("basis", sheet.title, title, stage.line, column.title, stage.basis, basis)


def _cells(sheet: Sheet, row: Declared, there: WrittenRow, *, numbers: bool) -> Iterator[Difference]:
    """Numbers are compared where every row has its place: one row more would change all that follow."""
    for column, wanted, written in zip(sheet.columns, row.cells, there.cells, strict=True):
        if not agrees(written, wanted) and (numbers or column.name != "number"):
            yield Difference(column.name, sheet.title, row.title, there.line, column.title, written, wanted)


def agrees(written: str, declared: str) -> bool:
    """Whether the texts are the same, with anything in place of the dots."""
    if written == declared or DOTS not in declared:
        return written == declared
    pattern = ".*".join(re.escape(part) for part in declared.split(DOTS))
    return re.fullmatch(pattern, written) is not None


def _moved(places: Sequence[int]) -> frozenset[int]:
    """The fewest whose taking out leaves the others in order."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for place in places:
        length = bisect_left(ends, place)
        chain = [*(chains[length - 1] if length else ()), place]
        ends[length:] = [place, *ends[length + 1 :]]
        chains[length:] = [chain, *chains[length + 1 :]]
    return frozenset(places) - frozenset(chains[-1] if chains else ())


def _text(cell: tuple[Text, ...], languages: Sequence[str]) -> str:
    return compared(" ".join(line for _, line in spoken(cell, languages)))
