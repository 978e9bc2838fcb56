"""How far targets are met: each with its count, bar, verdict and basis; year by year, by parts, cases at risk."""

from collections.abc import Iterator

from ..measures import Count, Listed, Progress, Result, Split
from ..measures.progress import SHORT
from ..measures.telling import Telling
from ..messages import say
from ..model.text import Text
from .markup import Both, Column, both, table, told, with_links
from .template import Part

MOST = 50  # cases of a list that are shown
WIDTH, HEIGHT = 120, 28  # of a drawn trend
LOOKS = {"met": "good", "short": "open", "over": "over"}


def parts(progress: Progress, telling: Both[Telling]) -> Iterator[Part]:
    """Results by their targets, the trend, splits, cases at risk, sources."""
    yield Part("results", say("progress.results"), _results(progress, telling))
    yield Part("trend", say("progress.trend"), _trend(progress, telling))
    for split in progress.targets.splits.values():
        title = say("progress.by_split", split=telling(Telling.title, split.title, split.name))
        yield Part(f"by-{split.name}", title, _split(split, progress, telling))
    if progress.risks or progress.stuck:
        yield Part("risks", say("progress.risks"), _risks(progress, telling))


def sources(progress: Progress, telling: Both[Telling]) -> Iterator[str]:
    """With their addresses, which the bases leave out."""
    yield '<ul class="small">'
    for name, text in progress.targets.sources.items():
        yield f"<li>{with_links(telling(Telling.title, text, name))}</li>"
    yield "</ul>"


def _results(progress: Progress, telling: Both[Telling]) -> Iterator[str]:
    yield '<ol class="targets">\n'
    for number, result in enumerate(progress.results, 1):
        yield from _result(number, result, telling)
    yield "</ol>"


def _result(number: int, result: Result, telling: Both[Telling]) -> Iterator[str]:
    measure, looks = result.measure, _looks(result)
    title = both(telling(Telling.title, measure.title, measure.name))
    yield f'<li class="card {looks}"><h3>{number}. {title}</h3>'
    yield f'<p class="figure">{both(telling(Telling.count, result.count)) if result.known else "–"}</p>'
    if result.part is not None:
        yield _bar(result)
    if not result.known:
        yield f'<p class="note">{both(say("progress.unknown", workflow=measure.of))}</p>'
    goal = telling(Telling.goal, measure)
    yield f"<p>{both(say('progress.goal', goal=goal) if measure.target else goal)}</p>"
    if verdict := telling(Telling.verdict, result):
        yield f'<p><b class="{looks}">{both(verdict)}</b></p>'
    if since := telling(Telling.since, result):
        yield f"<p>{both(since)}</p>"
    if measure.basis:
        named = telling(Telling.basis, measure.basis)
        yield f'<p class="basis">{both(say("progress.basis", basis=named))}</p>'
    yield "</li>\n"


def _looks(result: Result) -> str:
    if result.standing == SHORT and result.final:
        return "bad"
    return LOOKS.get(result.standing or "", "none")


def _bar(result: Result) -> str:
    """The part that is reached; the words beside it say the same."""
    assert result.part is not None  # asked before
    width = f"{float(result.part) * 100:.1f}"
    return (
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="12"/><rect class="reached" width="{width}" height="12"/></svg>'
    )


def _trend(progress: Progress, telling: Both[Telling]) -> Iterator[str]:
    columns = [
        Column(say("progress.measure")),
        *(Column(telling(Telling.year, day), number=True) for day in progress.days),
        Column(say("progress.drawn"), number=True),
    ]
    rows = (
        [
            f"{number}. {both(telling(Telling.title, result.measure.title, result.measure.name))}",
            *(both(telling(Telling.then, result, day)) for day in progress.days),
            _drawn(result, progress),
        ]
        for number, result in enumerate(progress.results, 1)
    )
    yield from table(columns, rows, "of-trend")


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


def _split(split: Split, progress: Progress, telling: Both[Telling]) -> Iterator[str]:
    found = progress.divided(split)
    if not found:
        title = telling(Telling.title, split.title, split.name)
        yield f'<p class="note">{both(say("progress.no_part", split=title))}</p>'
        return
    numbers = (Text(vi=f"({number})", en=f"({number})") for number, _ in found)
    columns = [Column(telling(Telling.head, split)), *(Column(each, number=True) for each in numbers)]
    divided = [each for _, each in found]
    rows = zip(telling.vi.parts(divided), telling.en.parts(divided), strict=True)
    yield from table(columns, (_cells(vi, en) for vi, en in rows), f"of-by-{split.name}")
    yield f'<p class="note">{both(say("progress.columns"))}</p>'


def _risks(progress: Progress, telling: Both[Telling]) -> Iterator[str]:
    for listed in progress.risks:
        yield from _listed(listed, telling)
    if progress.stuck:
        yield f'<p class="note">{both(say("progress.stuck", cases=", ".join(progress.stuck)))}</p>'


def _listed(listed: Listed, telling: Both[Telling]) -> Iterator[str]:
    anchor = f"risk-{listed.risk.name}"
    title = telling(Telling.title, listed.risk.title, listed.risk.name)
    count = telling(Telling.number, len(listed.cases))
    yield f'<h3 id="{anchor}">{both(say("progress.how_many", title=title, count=count))}</h3>'
    if not listed.cases:
        return
    heads = zip(telling.vi.heads(listed), telling.en.heads(listed), strict=True)
    columns = [Column(Text(vi=vi, en=en), number=number) for (vi, number), (en, _) in heads]
    rows = (
        _cells(telling.vi.at_risk(each, listed), telling.en.at_risk(each, listed))
        for each in listed.cases[:MOST]
    )
    yield from table(columns, rows, anchor)
    if len(listed.cases) > MOST:
        yield f'<p class="note">{told("more", count=len(listed.cases) - MOST)}</p>'


def _cells(vi: list[str], en: list[str]) -> list[str]:
    return [both(Text(vi=one, en=other)) for one, other in zip(vi, en, strict=True)]
