"""A report of progress on a screen: each target with a bar, year by year, by units, and the cases to look after."""

from ..measures import Listed, Progress, Result, Split, Targets
from ..measures.progress import MET, SHORT
from ..measures.telling import Telling
from ..messages import say
from .layout import Column
from .screen import Screen

BAR = 24  # columns
MOST = 10  # cases of a list that are shown
PARTS = 20  # rows of a split


def show(out: Screen, progress: Progress) -> None:
    """Prints it."""
    telling = Telling(progress.targets, out.language)
    out.heading(telling.title(progress.targets.title, progress.targets.name))
    out.paragraph(telling.told("as_of", day=progress.on))
    _heading(out, telling.told("results"))
    for number, result in enumerate(progress.results, 1):
        _result(out, number, result, telling)
    _trend(out, progress, telling)
    for split in progress.targets.splits.values():
        _split(out, split, progress, telling)
    if any(result.splits for result in progress.results):
        out.line()
        out.paragraph(telling.told("columns"), style="dim")
    if progress.risks:
        _heading(out, telling.told("risks"))
    for listed in progress.risks:
        _listed(out, listed, telling)
    if progress.stuck:
        out.line()
        told = telling.told("stuck", cases=", ".join(progress.stuck))
        out.paragraph(told, first=out.style("! ", "yellow"))


def show_file(out: Screen, targets: Targets) -> None:
    """What was read where no cases are counted."""
    read = {"measures": len(targets.measures), "risks": len(targets.risks)}
    out.paragraph(say("cli.progress_read", file=targets.file, **read).say(out.language))
    for each in targets.unfound:
        told = say("cli.progress_unfound", place=each.position or targets.file, workflow=each.workflow)
        out.paragraph(told.say(out.language), first=out.style("! ", "yellow"))


def _heading(out: Screen, text: str) -> None:
    out.line()
    out.paragraph(text, style="bold")


def _result(out: Screen, number: int, result: Result, telling: Telling) -> None:
    measure = result.measure
    first, hang = f"{number:>2}. ", 4
    out.paragraph(out.style(telling.title(measure.title, measure.name), "bold"), first=first)
    if result.known:
        out.paragraph(_bar(out, result) + telling.count(result.count), indent=hang)
    else:
        out.paragraph(telling.told("unknown", workflow=measure.of), indent=hang, style="yellow")
    said = [telling.goal(measure)]
    if verdict := telling.verdict(result):
        said.append(out.style(verdict, _colour(result)))
    out.paragraph(" – ".join(said), indent=hang)
    for more in (
        telling.since(result),
        measure.basis and telling.told("basis", basis=telling.basis(measure.basis)),
    ):
        if more:
            out.paragraph(more, indent=hang, style="dim")


def _bar(out: Screen, result: Result) -> str:
    """As long as the part of the target that is reached; none where there is no target."""
    part = result.part
    if part is None:
        return ""
    filled = int(part * BAR)
    return out.style("█" * filled, _colour(result)) + out.style("░" * (BAR - filled), "dim") + " "


def _colour(result: Result) -> str:
    if result.standing == MET:
        return "green"
    return "red" if result.standing == SHORT and result.final else "yellow"


def _trend(out: Screen, progress: Progress, telling: Telling) -> None:
    _heading(out, telling.told("trend"))
    days = progress.days
    columns = [Column(telling.told("measure")), *(Column(telling.year(each), right=True) for each in days)]
    rows = []
    for number, result in enumerate(progress.results, 1):
        title = f"{number}. {telling.title(result.measure.title, result.measure.name)}"
        rows.append([title, *(telling.then(result, day) for day in days)])
    out.table(columns, rows)


def _split(out: Screen, split: Split, progress: Progress, telling: Telling) -> None:
    title = telling.title(split.title, split.name)
    _heading(out, telling.told("by_split", split=title))
    found = progress.divided(split)
    if not found:
        out.paragraph(telling.told("no_part", split=title))
        return
    rows = telling.parts([each for _, each in found])
    columns = [Column(telling.head(split)), *(Column(f"({number})", right=True) for number, _ in found)]
    out.table(columns, rows[:PARTS])
    if len(rows) > PARTS:
        out.paragraph(telling.told("more_parts", count=len(rows) - PARTS))


def _listed(out: Screen, listed: Listed, telling: Telling) -> None:
    risk = listed.risk
    title = telling.title(risk.title, risk.name)
    out.line()
    out.paragraph(telling.told("how_many", title=title, count=telling.number(len(listed.cases))))
    if not listed.cases:
        return
    columns = [Column(head, right=right) for head, right in telling.heads(listed)]
    rows = [telling.at_risk(each, listed) for each in listed.cases[:MOST]]
    out.table(columns, rows)
    if len(listed.cases) > MOST:
        out.paragraph(telling.told("more", count=len(listed.cases) - MOST))
