"""The table as one HTML page that needs nothing else: readable on a telephone, printable on A4."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from ...messages import say
from ...model.text import Text
from .build import ADDRESS
from .citing import spelled
from .layout import Block, Group, Row, blocks
from .parts import Annex

STYLE = """\
body { font: 15px/1.5 "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif; color: #1b1f24; margin: 2rem auto;
  max-width: 76rem; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; color: #0b4a8f; }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
h1 [lang=en], h2 [lang=en], h3 [lang=en] { display: block; font-weight: 500; font-size: .8em; color: #57606a; }
p.note { color: #57606a; max-width: 60rem; margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #d0d7de; padding: .4rem .6rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { background: #0b4a8f; color: #fff; font-weight: 600; }
th.code { background: #fff3e6; font-weight: 600; color: #8a3b00; }
td.basis { font-size: .85em; color: #3d444d; background: #f6f8fa; }
td.basis span { display: block; margin-bottom: .3rem; }
ul.sources span { display: block; overflow-wrap: anywhere; }
b.label, a { color: #0b4a8f; }
ol.contents { columns: 2; font-size: .95em; }
@media (max-width: 50rem) { body { font-size: 13px; padding: 0 .5rem; } ol.contents { columns: 1; } }
@media print { body { font-size: 9pt; max-width: none; margin: 0; } thead { display: table-header-group; }
  tr { break-inside: avoid; } h2, h3 { break-after: avoid; } @page { size: A4 landscape; margin: 12mm; } }
"""


def html(annex: Annex, languages: Sequence[str]) -> str:
    """The whole document in one or two languages ("vi", "en"), side by side."""
    shown = list(blocks(annex))
    marks = "; ".join(
        f"{mark.label.say('vi')}: {' / '.join(mark.text.say(language) for language in languages)}"
        for mark in annex.marks
    )
    lines = [
        "<!doctype html>",
        f'<html lang="{languages[0]}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(annex.title.say(languages[0]))}</title>",
        f"<style>\n{STYLE}</style></head>",
        "<body>",
        f"<h1>{_titled(annex.title, languages)}</h1>",
    ]
    for text in (annex.code, say("annex.about")):
        lines += [f'<p class="note" lang="{each}">{escape(text.say(each))}</p>' for each in languages]
    lines.append(
        f'<p class="note">{escape(" / ".join(say("annex.marks").say(each) for each in languages))}: '
    )
    lines.append(f"{escape(marks)}.</p>")
    lines += ['<ol class="contents">']
    lines += [
        f'<li><a href="#{block.anchor}">{escape(block.title.say(languages[0]))}</a></li>'
        for block in shown
        if block.number
    ]
    lines.append("</ol>")
    for block in shown:
        title = (f"{block.number}. " if block.number else "") + _titled(block.title, languages)
        lines.append(f'<h{block.depth} id="{block.anchor}">{title}</h{block.depth}>')
        lines += _block(block, annex, languages)
    return "\n".join([*lines, "</body>", "</html>"]) + "\n"


def _block(block: Block, annex: Annex, languages: Sequence[str]) -> Iterator[str]:
    if not block.groups:
        return
    if all(not row.text for group in block.groups for row in group.rows):
        rows = (_cited(row.basis, annex, languages) for group in block.groups for row in group.rows)
        yield f'<ul class="sources">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'
        return
    widths = (36, 36, 28) if len(languages) > 1 else (64, 36)
    yield "<table><colgroup>" + "".join(f'<col style="width: {width}%">' for width in widths) + "</colgroup>"
    heads = [say("annex.language").say(language) for language in languages]
    heads.append(" / ".join(say("annex.basis").say(language) for language in languages))
    yield "<thead><tr>" + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr></thead>"
    for group in block.groups:
        yield "<tbody>"
        yield from _group(group, annex, languages)
        yield "</tbody>"
    yield "</table>"


def _group(group: Group, annex: Annex, languages: Sequence[str]) -> Iterator[str]:
    if group.title:
        said = escape(" / ".join(group.title.say(language) for language in languages))
        yield f'<tr><th class="code" scope="rowgroup" colspan="{len(languages) + 1}">{said}</th></tr>'
    for basis, rows in groupby(group.rows, key=lambda row: row.basis):
        together = list(rows)
        cell = f'<td class="basis" rowspan="{len(together)}">{_cited(basis, annex, languages)}</td>'
        for number, row in enumerate(together):
            texts = "".join(f'<td lang="{language}">{_said(row, language)}</td>' for language in languages)
            yield f"<tr>{texts}{cell if number == 0 else ''}</tr>"


def _said(row: Row, language: str) -> str:
    label = f'<b class="label">{escape(row.label.say(language))}:</b> ' if row.label else ""
    return label + escape(row.text.say(language))


def _cited(basis: tuple[str, ...], annex: Annex, languages: Sequence[str]) -> str:
    return "".join(f"<span>{linked(line)}</span>" for line in spelled(annex, basis, languages))


def _titled(text: Text, languages: Sequence[str]) -> str:
    return " ".join(f'<span lang="{each}">{escape(text.say(each))}</span>' for each in languages)


def linked(text: str) -> str:
    """Addresses as links."""
    found, last = "", 0
    for address in ADDRESS.finditer(text):
        found += (
            f'{escape(text[last : address.start()])}<a href="{escape(address[0])}">{escape(address[0])}</a>'
        )
        last = address.end()
    return found + escape(text[last:])
