"""`verify`: whether everything in a store is what it was, by itself and against checkpoints."""

from collections.abc import Sequence
from pathlib import Path

from ..errors import StoreError
from ..interchange.documents import text_document
from ..messages import say, sentences
from ..store import Checkpoint, Finding, read_checkpoint
from .checkpoint import checkpoint_document, counts, show_sum
from .databases import open_store, shown
from .parser import PROGRAM, UsageError
from .screen import Screen


def verify(out: Screen, database: str, against: Sequence[str], *, as_json: bool) -> int:
    """Prints what is wrong; returns 1 if anything is."""
    read = {file: _read(file) for file in against}
    with open_store(database, existing=True) as store:
        look = store.verify(against=[Path(file) for file in against])
        findings = list(look)
    known = {file: made for file, made in read.items() if made}
    if as_json:
        out.json(
            {
                "holds": not findings,
                "database": shown(database),
                "cases": look.cases,
                "entries": look.entries,
                "checkpoints": [checkpoint_document(file, made) for file, made in known.items()],
                "findings": [finding_document(each) for each in findings],
            }
        )
        return 1 if findings else 0
    out.heading(say("cli.verify_title", database=shown(database)).say(out.language))
    out.line(say("cli.verify_counts", cases=look.cases, entries=look.entries).say(out.language))
    for file, made in known.items():
        out.paragraph(say("cli.verify_file", file=file, **counts(made)).say(out.language))
        out.paragraph(say("cli.verify_sum").say(out.language), indent=2)
        show_sum(out, made, indent=4)
    out.line()
    show_findings(out, findings)
    if not against:
        out.paragraph(say("cli.verify_alone").say(out.language), style="dim")
    return 1 if findings else 0


def _read(file: str) -> Checkpoint | None:
    """What the file holds, None if it was damaged, which the store tells; raises UsageError if it is not there."""
    try:
        return read_checkpoint(Path(file))
    except StoreError as error:
        if error.code == "cannot_read":
            raise UsageError(error.told, f"{PROGRAM} verify") from None
        return None


def finding_document(finding: Finding) -> dict[str, object]:
    """For programs."""
    return {
        "code": finding.code,
        "case": finding.case,
        "seq": finding.seq,
        "message": text_document(finding.message),
    }


def show_findings(out: Screen, findings: Sequence[Finding]) -> None:
    """Each finding, and what to do about its kind, once."""
    if not findings:
        out.paragraph(say("cli.verify_holds").say(out.language), first=out.style("✓ ", "green"))
        return
    out.paragraph(say("cli.verify_wrong", count=len(findings)).say(out.language), style="bold")
    for finding in findings:
        out.paragraph(finding.message.say(out.language), first=out.style("  ✗ ", "red"))
    hints = {sentences("store")[f"{each.code}_hint"].say(out.language) for each in findings}
    for hint in sorted(hints):
        out.paragraph(say("cli.hint", hint=hint).say(out.language), style="green")
