"""The table as one HTML page that needs nothing else: readable on a telephone, printable on A4."""

from collections.abc import Iterator, Sequence
from html import escape

from ...messages import say
from ..annex.html import linked
from .layout import Lines, heads, joined, notes, rows, spoken
from .parts import Column, Procedure, Sheet

STYLE = """\
body { font: 16px/1.4 "Times New Roman", "Liberation Serif", Tinos, serif; color: #000; margin: 2rem auto;
  max-width: 76rem; padding: 0 1.25rem; }
h1, p.title, p.code, p.annexed { text-align: center; margin: .25rem 0; }
h1 { font-size: 1.3rem; } p.title { font-weight: bold; font-size: 1.15rem; } p.annexed { font-style: italic; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; break-after: avoid; }
p.note { font-size: .9em; font-style: italic; margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #000; padding: .3rem .45rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
thead th { text-align: center; vertical-align: middle; background: #eee; }
tr.stage th, tr.stage td { background: #f6f6f6; } tr.stage td { font-size: .9em; }
td p, th p { margin: 0 0 .2rem; } td:first-child { text-align: center; }
[lang=en] + [lang=en], [lang=vi] + [lang=vi] { margin-top: 0; }
.second { font-style: italic; color: #333; font-weight: normal; }
@media screen and (max-width: 50rem) { body { font-size: 13px; padding: 0 .4rem; } div.wide { overflow-x: auto; }
  div.wide table { min-width: 56rem; } }
@media print { body { font-size: 11pt; max-width: none; margin: 0; padding: 0 1px; }
  thead { display: table-header-group; } tr { break-inside: avoid; } tr.stage { break-after: avoid; }
  @page { size: A4 landscape; margin: 20mm 15mm 20mm 30mm; } }
"""


MANY = 4  # columns that a telephone has no room for: they are scrolled


def html(procedure: Procedure, languages: Sequence[str]) -> str:
    """The whole document in one or two languages ("vi", "en")."""
    lines = [
        "<!doctype html>",
        f'<html lang="{languages[0]}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(joined(procedure.title, languages))}</title>",
        f"<style>\n{STYLE}</style></head>",
        "<body>",
        f"<h1>{escape(joined(procedure.heading, languages))}</h1>",
    ]
    above = (("title", procedure.title), ("annexed", procedure.annexed), ("code", procedure.code))
    lines += [_paragraphs(spoken((text,), languages), kind) for kind, text in above]
    lines.append(_paragraphs(notes(procedure, languages), "note"))
    for sheet in procedure.sheets:
        lines.append(f"<h2>{escape(joined(sheet.title, languages))}</h2>")
        lines += _sheet(sheet, languages)
    lines.append(f"<h2>{escape(joined(say('procedure.marks'), languages))}</h2>")
    lines.append(
        "<ul>"
        + "".join(f"<li>{escape(line)}</li>" for _, line in spoken(procedure.marks, languages))
        + "</ul>"
    )
    return "\n".join([*lines, "</body>", "</html>"]) + "\n"


def _sheet(sheet: Sheet, languages: Sequence[str]) -> Iterator[str]:
    wide = ' class="wide"' if len(sheet.columns) >= MANY else ""
    yield f"<div{wide}><table><colgroup>"
    yield "".join(f'<col style="width: {_width(column)}">' for column in sheet.columns) + "</colgroup>"
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads(sheet, languages))
    yield f"<thead><tr>{head}</tr></thead><tbody>"
    for row in rows(sheet, languages):
        cells = [_paragraphs(cell, "", languages[0]) for cell in row.cells]
        if row.heading:
            span = len(sheet.columns) - 1
            title = f'<th scope="rowgroup" colspan="{span}">{cells[0]}</th>'
            yield f'<tr class="stage">{title}<td>{cells[1]}</td></tr>'
        else:
            yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</tbody></table></div>"


def _width(column: Column) -> str:
    return f"max({column.width}%, 2.75rem)" if column.name == "number" else f"{column.width}%"


def _paragraphs(lines: Lines, kind: str, first: str | None = None) -> str:
    """A paragraph a line; those of another language than the first one look different."""
    found = []
    for language, line in lines:
        names = [kind] if kind else []
        if first is not None and language != first:
            names.append("second")
        given = f' class="{" ".join(names)}"' if names else ""
        found.append(f'<p{given} lang="{language}">{linked(line)}</p>')
    return "".join(found)
