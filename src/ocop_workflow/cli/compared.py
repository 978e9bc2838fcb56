"""`table --check`: a table of steps, perhaps edited since, held against the workflow and told row by row."""

from pathlib import Path

from ..drawing.procedure import Difference, Procedure, differences, read_table
from ..messages import say
from ..model.text import Text
from .screen import Screen

HOLDS, FALLS_SHORT = 0, 1


def compare(out: Screen, file: Path, workflow: str, procedure: Procedure, *, as_json: bool) -> int:
    """Tells everything that does not agree; returns 1 if there is anything."""
    found = differences(procedure, read_table(file, procedure))
    if as_json:
        told = [_document(file, each) for each in found]
        out.json({"holds": not found, "file": str(file), "differences": told})
        return FALLS_SHORT if found else HOLDS
    for each in found:
        _show(out, file, each)
    if not found:
        out.paragraph(say("cli.table_agrees", file=file, workflow=workflow).say(out.language), style="green")
        return HOLDS
    key = "cli.table_differs_once" if len(found) == 1 else "cli.table_differs"
    out.paragraph(say(key, file=file, workflow=workflow, count=len(found)).say(out.language), style="red")
    return FALLS_SHORT


def sentence(each: Difference) -> Text:
    """What does not agree, without the texts."""
    key = each.code if each.column is None else "cell"
    column = each.column or Text()
    return say(f"procedure.differs_{key}", sheet=each.sheet, row=each.row, column=column)


def _show(out: Screen, file: Path, each: Difference) -> None:
    place = f"{file}:{each.line}" if each.line else str(file)
    out.line(f"{out.style(place, 'bold')}: {out.style(each.code, 'red')}")
    out.paragraph(sentence(each).say(out.language), indent=2)
    sides = (("written", each.written), ("declared", each.declared))
    labels = [
        (say(f"procedure.side_{side}").say(out.language), text) for side, text in sides if text is not None
    ]
    out.pairs([(label, text or "–") for label, text in labels], indent=4)
    out.line()


def _document(file: Path, each: Difference) -> dict[str, object]:
    text = sentence(each)
    return {
        "code": each.code,
        "file": str(file),
        "line": each.line,
        "row": each.row or None,
        "message": {"vi": text.vi, "en": text.en},
        "written": each.written,
        "declared": each.declared,
    }
