"""`conform`: the log of another system beside a workflow; what most often deviates comes first."""

from pathlib import Path

from ..engine.reasons import event_title, listed
from ..interchange.conform import Conformance, conform, read_log
from ..interchange.documents import text_document
from ..messages import say
from ..wording import Words
from ..workflow import Workflow
from .inputs import workflow_with
from .screen import Screen
from .sources import Sources


def conform_log(
    out: Screen, log: str, name: str, object_type: str | None, parameters: str | None, *, as_json: bool
) -> int:
    """Prints what deviates, by frequency; returns 1 where something does."""
    workflow = workflow_with(name, Path(parameters) if parameters else None)
    found = conform(workflow, read_log(log, object_type))
    if as_json:
        out.json(_document(found))
    else:
        _show(out, log, workflow, found)
    return 0 if found.holds else 1


def _document(found: Conformance) -> dict[str, object]:
    return {
        "holds": found.holds,
        "cases": found.cases,
        "events": found.events,
        "fitting": found.fitting,
        "clock_events_logged": not found.silent,
        "deviations": [
            {
                "code": each.code,
                "event": each.event,
                "states": list(each.leaves),
                "other": each.other,
                "cases": each.cases,
                "example": {"case": each.example, "place": each.place},
                "message": text_document(each.text),
                "basis": list(each.basis),
            }
            for each in found.groups
        ],
    }


def _show(out: Screen, log: str, workflow: Workflow, found: Conformance) -> None:
    language = out.language
    title = say(
        "cli.conform_title",
        log=log,
        workflow=f"{workflow.name}@{workflow.version}",
        fitting=found.fitting,
        cases=found.cases,
        events=found.events,
    )
    out.heading(title.say(language))
    definition = workflow.definition
    clocks = listed(event_title(definition, clock.name) for clock in workflow.machine.table.clocks)
    if found.silent and clocks:
        out.paragraph(say("cli.conform_silent", clocks=clocks).say(language))
    out.paragraph(say("cli.conform_guards").say(language))
    out.line()
    if found.holds:
        out.paragraph(say("cli.conform_holds").say(language), first="✓ ", style="green")
    sources, words = Sources(), Words(language, definition, workflow.machine.table.tree)
    for group in found.groups:
        told = say(
            "cli.conform_group", count=group.cases, text=group.text, case=group.example, place=group.place
        )
        marks = sources.marks(group.basis, words)
        out.paragraph(f"{told.say(language)} {marks}".rstrip(), first="✗ ")
    sources.show(out, say("cli.conform_basis").say(language))
