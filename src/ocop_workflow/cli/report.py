"""What a person reads after a run: the table, totals beside what was published, refusals, what is assumed."""

from itertools import groupby

from attrs import frozen

from ..case import Case
from ..interchange.documents import case_document, text_document
from ..model.text import Text
from ..wording import Words
from .documents import outcome_document
from .layout import Column
from .reasons import show_reasons
from .runfile import RunFile
from .runner import REFUSED, REPLAYED, WRITTEN, Outcome
from .screen import Screen
from .shows import Show, Shown, cell, counted, header


@frozen
class Report:
    """One run with what came of it."""

    runs: RunFile
    show: Show
    outcomes: tuple[Outcome, ...]
    refused: bool = True

    def words(self, language: str) -> Words:
        tree = self.runs.workflow.machine.table.tree
        return Words(language, self.runs.workflow.definition, tree, self.runs.inputs.units, self.runs.names)

    @property
    def cases(self) -> list[Case]:
        """Every case as it is after its last step, in the order of the file."""
        last = {outcome.case_id: outcome.case for outcome in self.outcomes if outcome.case is not None}
        return list(last.values())

    @property
    def shown(self) -> list[Case]:
        members = self.runs.workflow.machine.table.tree.members
        wanted = {leaf for name in self.show.states for leaf in members.get(name, (name,))}
        return [case for case in self.cases if not wanted or case.state in wanted]

    def count(self, kind: str) -> int:
        return sum(outcome.kind == kind for outcome in self.outcomes)

    def holds(self, words: Words) -> bool:
        """Whether everything went as the file expects and the totals are those that were published."""
        totals = self.show.totals
        equal = totals is None or counted(totals, self.shown, words) == dict(totals.public)
        return equal and not any(outcome.unexpected for outcome in self.outcomes)


def report_document(report: Report, words: Words) -> dict[str, object]:
    """The whole report as JSON."""
    totals = report.show.totals
    return {
        "holds": report.holds(words),
        "run": text_document(report.runs.title),
        "workflow": f"{words.definition.workflow}@{words.definition.version}",
        "definition": report.runs.workflow.digest,
        "written": report.count(WRITTEN),
        "replayed": report.count(REPLAYED),
        "refused": report.count(REFUSED),
        "cases": [case_document(case, words.definition) for case in report.cases],
        "steps": [outcome_document(outcome, words) for outcome in report.outcomes],
        "totals": counted(totals, report.shown, words) if totals else None,
        "published": dict(totals.public) if totals else None,
        "assumed": {name: text_document(text) for name, text in _assumptions(report).items()},
    }


def show_report(out: Screen, report: Report) -> None:
    """Prints it, in the order in which a reader asks."""
    words = report.words(out.language)
    out.heading(report.runs.title.say(out.language) or report.runs.file.name)
    pairs = [(words.told("procedure"), words.whole())]
    if report.runs.source:
        pairs.append((words.told("source"), words.brief(report.runs.source)))
    out.pairs(pairs)
    out.line()
    if report.refused:
        _show_refused(out, report, words)
    _show_table(out, report, words)
    _show_unexpected(out, report, words)
    _show_assumed(out, report, words)


def _show_table(out: Screen, report: Report, words: Words) -> None:
    if not report.shown:
        return
    if report.show.title:
        out.line(out.style(report.show.title.say(out.language), "bold"))
        out.line()
    columns = [Column(words.told("number"), right=True)]
    for shown in report.show.columns:
        column = header(shown, words)
        columns.append(Column(column.title + _mark(shown, report, None), column.right))
    rows = [
        [
            str(number),
            *(cell(shown, case, words) + _mark(shown, report, case.id) for shown in report.show.columns),
        ]
        for number, case in enumerate(report.shown, 1)
    ]
    out.table(columns, rows)
    out.line()
    _show_totals(out, report, words)


def _show_totals(out: Screen, report: Report, words: Words) -> None:
    totals = report.show.totals
    if totals is None:
        return
    found = counted(totals, report.shown, words)
    declared = words.definition.data.get(totals.by)
    title = words.title(declared.title, totals.by) if declared else totals.by
    lines = [(words.told("total"), len(report.shown), sum(totals.public.values()))]
    spoken = next((each.words for each in report.show.columns if each.name == totals.by), {})
    lines += [
        (f"{title} {spoken.get(name, name)}", count, totals.public.get(name, 0))
        for name, count in found.items()
    ]
    for label, count, public in lines:
        key = "total_as_expected" if count == public else "total_unexpected"
        text = words.told(key, title=label, count=count, expected=public)
        sign = out.style("✓ ", "green") if count == public else out.style("✗ ", "red")
        out.paragraph(text, first=sign)
    if totals.source:
        out.paragraph(words.told("published_in", source=words.brief(totals.source)), style="dim")
    out.line()


def _show_refused(out: Screen, report: Report, words: Words) -> None:
    refused = [outcome for outcome in report.outcomes if outcome.kind == REFUSED and outcome.reasons]
    titles = {steps.case: steps.title.say(out.language) for steps in report.runs.cases}
    for case_id, group in groupby(refused, key=lambda outcome: outcome.case_id):
        title = titles.get(case_id)
        out.paragraph(f"{case_id} – {title}" if title else case_id, style="bold")
        for outcome in group:
            out.line()
            then = words.on(outcome.at)
            what = words.told(
                "refused_step",
                actor=then.actor(report.runs.actors[outcome.actor]),
                event=words.event(outcome.step.do),
                day=words.day(outcome.at),
            )
            out.paragraph(what, indent=2, first=out.style("✗ ", "red"))
            show_reasons(out, then, outcome.step.do, outcome.reasons, indent=4)
        out.line()


def _show_unexpected(out: Screen, report: Report, words: Words) -> None:
    wrong = [outcome for outcome in report.outcomes if outcome.unexpected is not None]
    if not wrong:
        return
    out.line(out.style(words.told("unexpected_title"), "red", "bold"))
    for outcome in wrong:
        assert outcome.unexpected is not None
        out.paragraph(outcome.unexpected.say(out.language), indent=2)
        show_reasons(out, words.on(outcome.at), outcome.step.do, outcome.reasons, indent=4)
    out.line()


def _assumptions(report: Report) -> dict[str, Text]:
    """The run's own, then those of the files it uses."""
    return {**report.runs.assumed, **report.runs.inputs.assumed}


def _mark(shown: Shown, report: Report, case_id: str | None) -> str:
    """A footnote sign: on the header where every case rests on the assumption, else on the cell."""
    if shown.assumed not in report.runs.assumed:
        return ""
    resting = {steps.case for steps in report.runs.cases if shown.assumed in steps.assumed}
    general = len(resting) == len(report.runs.cases)
    marked = general if case_id is None else not general and case_id in resting
    return f" ({list(report.runs.assumed).index(str(shown.assumed)) + 1})" if marked else ""


def _show_assumed(out: Screen, report: Report, words: Words) -> None:
    assumptions = _assumptions(report)
    if not assumptions:
        return
    out.line(out.style(words.told("assumed_title"), "bold"))
    for number, (name, text) in enumerate(assumptions.items(), 1):
        resting = [steps.case for steps in report.runs.cases if name in steps.assumed]
        some = name in report.runs.assumed and len(resting) < len(report.runs.cases)
        whose = ", ".join(resting) if some else "" if name in report.runs.assumed else name
        said = text.say(out.language)
        out.paragraph(f"{whose}: {said}" if whose else said, indent=2, first=f"({number}) ")
    out.line()
