"""`export` writes a whole store to a file, or its histories as a log; `import` takes a whole store."""

from pathlib import Path

from attrs import asdict, frozen

from ..errors import StoreError
from ..interchange import LogWritten, write_log
from ..interchange.eventlog import FORMS
from ..messages import say
from ..store import Exported
from ..store.audit.checkpoint import opened
from .databases import open_store, shown
from .newfile import new_file
from .parser import PROGRAM, UsageError
from .screen import Screen
from .writing import chosen_format

WHOLE = "jsonl"
SUFFIXES = {".xes": "xes", ".ocel.json": "ocel", ".jsonocel": "ocel"}  # anything else is a whole store


@frozen
class Wanted:
    """In which format; of a log the cases of which workflow (None: all), and whether with personal values."""

    format: str | None = None
    workflow: str | None = None
    personal: bool = False


def export(out: Screen, database: str, output: str, wanted: Wanted, *, as_json: bool) -> int:
    """Writes the file and tells what is in it."""
    form = chosen_format(wanted.format, output, (WHOLE, *FORMS), SUFFIXES, WHOLE)
    if form == WHOLE and (wanted.workflow is not None or wanted.personal):
        raise UsageError(say("cli.export_whole"), f"{PROGRAM} export")
    with new_file(output, private=True) as stream, open_store(database, existing=True) as store:
        if form != WHOLE:
            log = write_log(store, stream, form, workflow=wanted.workflow, personal=wanted.personal)
        else:
            made = store.export(stream)
    if form != WHOLE:
        return _told_log(out, log, output, database, personal=wanted.personal, as_json=as_json)
    return _told(out, made, "exported", output, database, as_json=as_json)


def import_(out: Screen, file: str, database: str, *, as_json: bool) -> int:
    """Takes all of the file or nothing, and tells what was new."""
    try:
        stream = opened(Path(file))
    except StoreError as error:
        raise UsageError(error.told, f"{PROGRAM} import") from None
    with stream, open_store(database) as store:
        made = store.import_(stream, file)
    return _told(out, made, "imported", file, database, as_json=as_json)


def _told_log(
    out: Screen, log: LogWritten, file: str, database: str, *, personal: bool, as_json: bool
) -> int:
    counts = asdict(log)
    if as_json:
        out.json({"file": file, "database": shown(database), **counts})
        return 0
    out.paragraph(say("cli.exported_log", file=file, **counts).say(out.language))
    left = "exported_personal" if personal else "exported_log_left"
    out.paragraph(say(f"cli.{left}", **counts).say(out.language), style="dim")
    return 0


def _told(out: Screen, made: Exported, key: str, file: str, database: str, *, as_json: bool) -> int:
    counts = asdict(made)
    if as_json:
        out.json({"file": file, "database": shown(database), **counts})
        return 0
    out.paragraph(say(f"cli.{key}", file=file, database=shown(database), **counts).say(out.language))
    if key == "exported":
        out.paragraph(say("cli.exported_personal").say(out.language), style="dim")
    return 0
