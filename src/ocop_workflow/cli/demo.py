"""`demo`: the run files that ship, into a database of the current folder. What is shown is data beside them."""

from pathlib import Path

from ..model.text import Text
from ..reading import Fields, Problems, read_nodes, scalars
from ..reading.catalogue import shipped
from ..reading.fields import items
from .databases import shown
from .report import report_document, show_report
from .run import show_footer, take
from .screen import Screen
from .shows import DEFAULT, Show, read_show

DATABASE = "ocop-workflow-demo.db"


def demo(out: Screen, err: Screen, database: str | None, *, as_json: bool) -> int:
    """Runs them; where the database is there already, only what it lacks is written."""
    title, runs = _read(shipped() / "demo.yaml")
    name = database or DATABASE
    reports = [take(err, path, name, show, refused=refused) for path, show, refused in runs]
    holds = all(report.holds(report.words(out.language)) for report in reports)
    if as_json:
        documents = [report_document(report, report.words(out.language)) for report in reports]
        out.json({"holds": holds, "database": shown(name), "runs": documents})
    else:
        out.paragraph(title.say(out.language), style="bold")
        for report in reports:
            show_report(out, report)
        show_footer(out, reports, name)
    return 0 if holds else 1


def _read(path: Path) -> tuple[Text, list[tuple[Path, Show, bool]]]:
    """The title, and for each run its file, what to show, and whether refusals are shown."""
    problems = Problems()
    fields = Fields(read_nodes(path, problems=problems), problems)
    title = scalars.bilingual(fields.need("demo"), problems)
    runs = []
    for item in items(fields.need("runs"), problems):
        each = Fields(item, problems)
        file, table = each.need("run"), each.take("table")
        refused = scalars.boolean(each.take("refused"), problems)
        each.done()
        name = scalars.text(file, problems) if file else None
        runs.append((path.parent / (name or ""), read_show(table, problems) if table else DEFAULT, refused))
    fields.done()
    problems.check()
    return title, runs
