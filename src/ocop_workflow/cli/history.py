"""`history`: every entry of a case, and whether they still add up to the case that is stored; or a page of it."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from ..access.directory import DatedDirectory
from ..case import Case, Entry
from ..drawing import ExtraMissing
from ..interchange.documents import case_document, history_document, text_document
from ..messages import say
from ..pages import case_page
from ..properties import Standing
from ..reading import read_directory
from ..store import Finding, Store
from ..verification.log import Watched, watch
from ..verification.tell import claim_text
from ..wording import Words
from ..wording.entries import content, who
from ..workflow import Workflow
from .databases import open_store
from .days import moment_of
from .inputs import read_inputs
from .parser import PROGRAM, UsageError
from .screen import Screen
from .writing import write_out

COMMAND = f"{PROGRAM} history"


@frozen
class Asked:
    """Of which case of which database; where a page of it goes, and as of when; who is who, which units there are."""

    case: str
    database: str
    output: str | None = None
    at: str | None = None
    directory: str | None = None
    units: str | None = None
    calendar: str | None = None


def history(out: Screen, err: Screen, asked: Asked, *, as_json: bool) -> int:
    """Prints it, or writes the page; returns 1 if the history does not add up, or without what draws a picture."""
    inputs = read_inputs(*(Path(name) if name else None for name in (asked.units, asked.calendar)))
    people = read_directory(Path(asked.directory)) if asked.directory else None
    if asked.at is not None and asked.output is None:
        raise UsageError(say("cli.history_at"), COMMAND)
    with open_store(asked.database, inputs, existing=True) as store:
        findings = store.verify(asked.case)
        if asked.output is not None:
            return _page(out, err, store, asked, people) or int(bool(findings))
        case, entries = store.get(asked.case), store.history(asked.case)
        workflows = store.workflows(asked.case)
    workflow = workflows[case.definition]
    watched = () if findings else watch(workflow.machine, entries)
    if as_json:
        out.json(
            {
                "holds": not findings,
                "case": case_document(case, workflow.definition),
                "definitions": {name: f"{each.name}@{each.version}" for name, each in workflows.items()},
                "history": [
                    history_document(entry, workflows[entry.definition].definition) for entry in entries
                ],
                "properties": [_watched_document(each, workflow) for each in watched],
                "findings": [
                    {"code": finding.code, "seq": finding.seq, "message": text_document(finding.message)}
                    for finding in findings
                ],
            }
        )
    else:
        names = people.people if people else None
        spoken = {
            digest: Words(out.language, each.definition, each.machine.table.tree, inputs.units, names)
            for digest, each in workflows.items()
        }
        _show(out, case, entries, spoken, findings)
        _show_watched(out, watched, workflow)
    return 1 if findings else 0


def _page(out: Screen, err: Screen, store: Store, asked: Asked, people: DatedDirectory | None) -> int:
    timezone = store.workflow(asked.case).definition.timezone
    at = moment_of(asked.at, timezone, COMMAND) if asked.at else None
    try:
        page = case_page(store, asked.case, at=at, directory=people, language=out.language)
    except ExtraMissing as error:
        err.paragraph(error.text(err.language), style="red")
        return 1
    write_out(out, page, asked.output, "cli.page_written")
    return 0


def _show(
    out: Screen,
    case: Case,
    entries: tuple[Entry, ...],
    spoken: Mapping[str, Words],
    findings: tuple[Finding, ...],
) -> None:
    words = spoken[case.definition].on(case.at)
    definition = words.definition
    out.heading(words.told("history_title", case=case.id, workflow=words.whole()))
    out.pairs(
        [
            (words.title(declared.title, name), words.value(case.data[name], declared))
            for name, declared in definition.data.items()
            if name in case.data
        ]
    )
    out.line()
    law = None
    for entry in entries:
        if len(spoken) > 1 and entry.definition != law:  # which law each step was taken under
            law = entry.definition
            out.paragraph(out.style(words.told("under_law", workflow=spoken[law].whole()), "cyan"))
        _show_entry(out, entry, spoken[entry.definition].on(entry.at), widest=len(str(len(entries))))
    out.line()
    out.paragraph(words.told("now_in", state=words.state(case.state)), style="bold")
    _show_due(out, case, words)
    out.line()
    if not findings:
        out.paragraph(words.told("chain_whole", count=len(entries)), first=out.style("✓ ", "green"))
    for finding in findings:
        out.paragraph(words.told("chain_broken", problem=finding.message), first=out.style("✗ ", "red"))


def _show_watched(out: Screen, watched: tuple[Watched, ...], workflow: Workflow) -> None:
    """How many properties hold; those that are violated, and those that wait for something, each by its words."""
    words = Words(out.language, workflow.definition, workflow.machine.table.tree)
    fine = sum(each.standing in (Standing.HOLDS, Standing.SATISFIED) for each in watched)
    if fine:
        out.paragraph(words.told("claims_hold", count=fine), first=out.style("✓ ", "green"))
    for each in watched:
        claim = claim_text(workflow.definition, each.claim)
        if each.standing is Standing.PENDING:
            out.paragraph(words.told("claim_pending", claim=claim), first="· ")
        elif each.broken_by is not None:
            event = words.event(each.broken_by.event)
            told = words.told("claim_violated", claim=claim, seq=each.broken_by.seq, event=event)
            out.paragraph(told, first=out.style("✗ ", "red"))


def _watched_document(watched: Watched, workflow: Workflow) -> dict[str, object]:
    return {
        "claim": text_document(claim_text(workflow.definition, watched.claim)),
        "standing": watched.standing.value,
        "violated_by": watched.broken_by.seq if watched.broken_by else None,
    }


def _show_due(out: Screen, case: Case, words: Words) -> None:
    if not case.due:
        return
    out.line(words.told("due_dates"))
    pairs = [
        (words.event(name), words.day(due.at) if due.at else words.told("due_left", left=due.left))
        for name, due in sorted(case.due.items(), key=lambda item: (item[1].at is None, item[1].at))
    ]
    out.pairs(pairs, indent=2)


def _show_entry(out: Screen, entry: Entry, words: Words, *, widest: int) -> None:
    """When, what and where it led; below it who, and what was handed in."""
    first = f"{entry.seq:>{widest}}  {words.day(entry.at)}  "
    led = "" if entry.stay else f" → {words.state(entry.target)}"
    out.paragraph(out.style(words.event(entry.event), "bold") + led, first=first)
    for text in (who(words, entry), content(words, entry)):
        if text:
            out.paragraph(text, indent=len(first), style="dim")
