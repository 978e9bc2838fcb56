"""`run`: the cases of a run file through their steps, into a database."""

from pathlib import Path

from .databases import open_store, shown
from .report import Report, report_document, show_report
from .runfile import read_run_file
from .runner import REFUSED, REPLAYED, WRITTEN, take_steps
from .screen import Progress, Screen
from .shows import DEFAULT, Show


def run(out: Screen, err: Screen, path: str, database: str, *, as_json: bool) -> int:
    """Prints what came of it; returns 1 if something was not as the file expects."""
    report = take(err, Path(path), database)
    words = report.words(out.language)
    if as_json:
        out.json({**report_document(report, words), "database": shown(database)})
    else:
        show_report(out, report)
        show_footer(out, [report], database)
    return 0 if report.holds(words) else 1


def take(err: Screen, path: Path, database: str, show: Show = DEFAULT, *, refused: bool = True) -> Report:
    """Read a run file and take its cases through the store, with progress on a terminal."""
    runs = read_run_file(path)
    runs.workflow.require_parameters()
    outcomes = []
    with open_store(database, runs.inputs) as store, Progress(err, "running", runs.count) as progress:
        for outcome in take_steps(store, runs):
            outcomes.append(outcome)
            progress.step(outcome.case_id)
    return Report(runs, show, tuple(outcomes), refused)


def show_footer(out: Screen, reports: list[Report], database: str) -> None:
    """Where everything is, and what to type next."""
    words = reports[0].words(out.language)
    counts = {kind: sum(report.count(kind) for report in reports) for kind in (WRITTEN, REPLAYED, REFUSED)}
    out.paragraph(words.told("written", **counts))
    out.paragraph(words.told("kept_in", database=out.style(shown(database), "bold")))
    out.line()
    cases = reports[0].cases
    if cases:
        out.line(words.told("next"))
        out.line(f"  ocop-workflow history {cases[0].id} --database {shown(database)}")
        out.line(f"  ocop-workflow check {reports[0].runs.called}")
