"""The table as one JSON document, in both languages, for other programs."""

from ...model.text import Text
from .parts import Cell, Procedure, Row, Sheet


def document(procedure: Procedure) -> dict[str, object]:
    """Title, version, and the sheets by their names: rows with their stage, each column by its name."""
    return {
        "title": _text(procedure.title),
        "code": _text(procedure.code),
        "assumed": _text(procedure.assumed) if procedure.assumed else None,
        **{sheet.name: _rows(sheet) for sheet in procedure.sheets},
        "marks": _cell(procedure.marks),
    }


def _rows(sheet: Sheet) -> list[object]:
    return [
        {**({"stage": _text(group.title)} if group.title else {}), **_row(sheet, row)}
        for group in sheet.groups
        for row in group.rows
    ]


def _row(sheet: Sheet, row: Row) -> dict[str, object]:
    columns = zip(sheet.columns, row.cells, strict=True)
    return {column.name: _cell(cell) for column, cell in columns if column.name != "number"}


def _cell(cell: Cell) -> list[object]:
    return [_text(line) for line in cell]


def _text(text: Text) -> dict[str, object]:
    return {"vi": text.say("vi"), "en": text.say("en")}
