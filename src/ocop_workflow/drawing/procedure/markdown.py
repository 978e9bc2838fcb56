"""The table as Markdown: a pipe table for each sheet, the lines of a cell behind each other."""

from collections.abc import Iterator, Sequence

from ...messages import say
from ..annex.markdown import escaped
from .layout import Lines, heads, joined, notes, rows, spoken
from .parts import Procedure, Sheet


def markdown(procedure: Procedure, languages: Sequence[str]) -> str:
    """The whole document in one or two languages ("vi", "en")."""
    lines = [f"# {escaped(joined(procedure.heading, languages))}", ""]
    for each in (procedure.title,):
        lines += [part for _, line in spoken((each,), languages) for part in (f"**{escaped(line)}**", "")]
    for _, line in spoken((procedure.annexed, procedure.code), languages) + notes(procedure, languages):
        lines += [escaped(line), ""]
    for sheet in procedure.sheets:
        lines += [f"## {escaped(joined(sheet.title, languages))}", "", *_sheet(sheet, languages), ""]
    lines += [f"## {escaped(joined(say('procedure.marks'), languages))}", ""]
    lines += [f"- {escaped(line)}" for _, line in spoken(procedure.marks, languages)]
    return "\n".join(lines) + "\n"


def _sheet(sheet: Sheet, languages: Sequence[str]) -> Iterator[str]:
    yield _row([escaped(head) for head in heads(sheet, languages)])
    yield _row(["---"] * len(sheet.columns))
    for row in rows(sheet, languages):
        if row.heading:
            title, basis = row.cells
            between = [""] * (len(sheet.columns) - 2)
            yield _row([f"**{_cell(title)}**", *between, _cell(basis)])
        else:
            yield _row([_cell(cell) for cell in row.cells])


def _cell(lines: Lines) -> str:
    return "<br>".join(escaped(line) for _, line in lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
