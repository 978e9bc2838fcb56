"""A report of progress as one HTML page that needs nothing else: readable on a telephone, printable on A4."""

from collections.abc import Iterator, Sequence
from html import escape

from .progress import SHORT, Count, Listed, Progress, Result
from .targets import Split
from .telling import ADDRESS, Telling

MOST = 50  # cases of a list that are shown
WIDTH, HEIGHT = 120, 28  # of a drawn trend
STYLE = """\
body { font: 15px/1.5 "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif; color: #1b1f24; margin: 2rem auto;
  max-width: 76rem; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin-bottom: .25rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; color: #0b4a8f; } h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p.note { color: #57606a; margin: .4rem 0; }
ol.targets { list-style: none; padding: 0; display: grid; gap: .9rem;
  grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); }
ol.targets > li { border: 1px solid #d0d7de; border-left: 6px solid #57606a; border-radius: 6px; padding: .7rem .9rem; }
ol.targets > li.met { border-left-color: #2f7d3b; } ol.targets > li.short { border-left-color: #9a6700; }
ol.targets > li.missed { border-left-color: #b42318; } ol.targets > li.over { border-left-color: #6d28d9; }
li h3 { margin: 0; font-size: 1rem; } li p { margin: .2rem 0; } li p.figure { font-size: 1.5rem; font-weight: 700; }
li p.basis { font-size: .8rem; color: #57606a; overflow-wrap: anywhere; }
b.met { color: #22602d; } b.short { color: #7d5200; } b.missed { color: #b42318; } b.over { color: #6d28d9; }
svg.bar { display: block; width: 100%; height: 12px; } svg.trend { display: block; margin-left: auto; }
.track { fill: #e3e7ec; } .met .reached { fill: #2f7d3b; } .short .reached { fill: #9a6700; }
.missed .reached { fill: #b42318; } .over .reached { fill: #6d28d9; } .reached { fill: #2563a8; }
ul.sources { font-size: .9em; overflow-wrap: anywhere; } a { color: #0b4a8f; }
div.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #d0d7de; padding: .35rem .6rem; text-align: left; vertical-align: top; }
thead th { background: #0b4a8f; color: #fff; font-weight: 600; }
tbody tr:nth-child(even) { background: #f6f8fa; } th.number, td.number { text-align: right; white-space: nowrap; }
@media screen and (max-width: 50rem) { body { font-size: 13px; padding: 0 .5rem; }
  ol.targets { grid-template-columns: 1fr; } }
@media print { body { font-size: 9pt; max-width: none; margin: 0; } thead { display: table-header-group; }
  ol.targets { grid-template-columns: repeat(3, 1fr); }
  tr, ol.targets > li { break-inside: avoid; } h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } @page { size: A4 landscape; margin: 12mm; } }
"""


def page(progress: Progress, language: str) -> str:
    """The whole document in one language ("vi" or "en")."""
    telling = Telling(progress.targets, language)
    title = escape(telling.title(progress.targets.title, progress.targets.name))
    lines = [
        "<!doctype html>",
        f'<html lang="{language}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{STYLE}</style></head>",
        "<body>",
        f"<h1>{title}</h1>",
        f'<p class="note">{escape(telling.told("as_of", day=progress.on))}</p>',
        f"<h2>{escape(telling.told('results'))}</h2>",
        '<ol class="targets">',
    ]
    for number, result in enumerate(progress.results, 1):
        lines += _result(number, result, telling)
    lines += ["</ol>", f"<h2>{escape(telling.told('trend'))}</h2>", *_trend(progress, telling)]
    for split in progress.targets.splits.values():
        lines += _split(split, progress, telling)
    if any(result.splits for result in progress.results):
        lines.append(f'<p class="note">{escape(telling.told("columns"))}</p>')
    if progress.risks:
        lines.append(f"<h2>{escape(telling.told('risks'))}</h2>")
    for listed in progress.risks:
        lines += _listed(listed, telling)
    if progress.stuck:
        lines.append(f'<p class="note">{escape(telling.told("stuck", cases=", ".join(progress.stuck)))}</p>')
    if progress.targets.sources:
        lines += [f"<h2>{escape(telling.told('sources'))}</h2>", *_sources(progress, telling)]
    return "\n".join([*lines, "</body>", "</html>"]) + "\n"


def _result(number: int, result: Result, telling: Telling) -> Iterator[str]:
    measure, looks = result.measure, _looks(result)
    yield f'<li class="{looks}"><h3>{number}. {escape(telling.title(measure.title, measure.name))}</h3>'
    yield f'<p class="figure">{escape(telling.count(result.count) if result.known else "–")}</p>'
    if result.part is not None:
        yield _bar(result)
    if not result.known:
        yield f'<p class="note">{escape(telling.told("unknown", workflow=measure.of))}</p>'
    verdict = telling.verdict(result)
    said = escape(
        telling.told("goal", goal=telling.goal(measure)) if measure.target else telling.goal(measure)
    )
    yield f"<p>{said}</p>" + (f'<p><b class="{looks}">{escape(verdict)}</b></p>' if verdict else "")
    if since := telling.since(result):
        yield f"<p>{escape(since)}</p>"
    if measure.basis:
        yield f'<p class="basis">{escape(telling.told("basis", basis=telling.basis(measure.basis)))}</p>'
    yield "</li>"


def _looks(result: Result) -> str:
    if result.standing == SHORT:
        return "missed" if result.final else "short"
    return result.standing or "none"


def _bar(result: Result) -> str:
    """The part that is reached; the words beside it say the same."""
    assert result.part is not None  # asked before
    width = f"{float(result.part) * 100:.1f}"
    return (
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="12"/><rect class="reached" width="{width}" height="12"/></svg>'
    )


def _trend(progress: Progress, telling: Telling) -> Iterator[str]:
    heads = [
        (telling.told("measure"), False),
        *((telling.year(day), True) for day in progress.days),
        (telling.told("drawn"), True),
    ]
    rows = []
    for number, result in enumerate(progress.results, 1):
        title = f"{number}. {telling.title(result.measure.title, result.measure.name)}"
        counts = [telling.then(result, day) for day in progress.days]
        rows.append([*map(escape, (title, *counts)), _drawn(result, progress)])
    yield from _table(heads, rows)


def _drawn(result: Result, progress: Progress) -> str:
    """Columns as high as the counts, of a share as its part."""
    values = [_value(result.trend[day]) for day in progress.days]
    most = max(values) or 1
    step = WIDTH / len(values)
    columns = "".join(
        f'<rect class="reached" x="{place * step + 1:.1f}" y="{HEIGHT - value / most * HEIGHT:.1f}" '
        f'width="{max(step - 2, 1):.1f}" height="{value / most * HEIGHT:.1f}"/>'
        for place, value in enumerate(values)
    )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg class="trend" {size} aria-hidden="true">{columns}</svg>'


def _value(count: Count) -> float:
    return float(count.cases) if count.among is None else float(count.percent or 0)


def _split(split: Split, progress: Progress, telling: Telling) -> Iterator[str]:
    title = telling.title(split.title, split.name)
    yield f"<h2>{escape(telling.told('by_split', split=title))}</h2>"
    found = progress.divided(split)
    if not found:
        yield f'<p class="note">{escape(telling.told("no_part", split=title))}</p>'
        return
    heads = [(telling.head(split), False), *((f"({number})", True) for number, _ in found)]
    rows = [list(map(escape, row)) for row in telling.parts([each for _, each in found])]
    yield from _table(heads, rows)


def _listed(listed: Listed, telling: Telling) -> Iterator[str]:
    title = telling.title(listed.risk.title, listed.risk.name)
    count = telling.number(len(listed.cases))
    yield f"<h3>{escape(telling.told('how_many', title=title, count=count))}</h3>"
    if not listed.cases:
        return
    rows = [list(map(escape, telling.at_risk(each, listed))) for each in listed.cases[:MOST]]
    yield from _table(telling.heads(listed), rows)
    if len(listed.cases) > MOST:
        yield f'<p class="note">{escape(telling.told("more", count=len(listed.cases) - MOST))}</p>'


def _sources(progress: Progress, telling: Telling) -> Iterator[str]:
    """With their addresses, which the bases leave out."""
    yield '<ul class="sources">'
    for name, text in progress.targets.sources.items():
        yield f"<li>{_linked(telling.title(text, name))}</li>"
    yield "</ul>"


def _linked(text: str) -> str:
    found, last = "", 0
    for address in ADDRESS.finditer(text):
        url = escape(address[0])
        found += f'{escape(text[last : address.start()])}<a href="{url}">{url}</a>'
        last = address.end()
    return found + escape(text[last:])


def _table(heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Cells are HTML; each head says whether its column has numbers."""
    looks = [' class="number"' if number else "" for _, number in heads]
    yield '<div class="wide"><table><thead><tr>'
    yield "".join(
        f'<th scope="col"{look}>{escape(head)}</th>' for (head, _), look in zip(heads, looks, strict=True)
    )
    yield "</tr></thead><tbody>"
    for row in rows:
        cells = "".join(f"<td{look}>{cell}</td>" for cell, look in zip(row, looks, strict=True))
        yield f"<tr>{cells}</tr>"
    yield "</tbody></table></div>"
