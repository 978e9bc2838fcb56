"""`progress`: how far the targets are met, from the cases of a database, for officials and for programs."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from io import StringIO

from attrs import frozen

from ..engine import local_date
from ..measures import Progress, Targets, load_targets, measure
from ..measures.catalogue import offered
from ..measures.document import document, table
from ..messages import say
from ..pages import programme_page
from ..store import Store
from ..workflow import utc_now
from .databases import open_store
from .days import day_of
from .parser import PROGRAM, UsageError
from .progressed import show, show_file
from .screen import Screen
from .writing import chosen_format, write_out

COMMAND = f"{PROGRAM} progress"
TEXT, HTML = "text", "html"


def as_json(progress: Progress, language: str) -> str:  # noqa: ARG001 - it has both
    """For programs, whatever language is asked for."""
    return json.dumps(document(progress), ensure_ascii=False, indent=2) + "\n"


WRITTEN: Mapping[str, Callable[[Progress, str], str]] = {"json": as_json, "csv": table}
FORMATS = (TEXT, *WRITTEN, HTML)
SUFFIXES = {".json": "json", ".csv": "csv", ".html": HTML, ".htm": HTML, ".txt": TEXT}


@frozen
class Reported:
    """Which targets, of which database (without one they are only read), on which day, as what, and where to."""

    what: str | None = None
    database: str | None = None
    on: str | None = None
    format: str | None = None
    output: str | None = None


def progress(out: Screen, asked: Reported) -> int:
    """Prints the report or writes it."""
    name = asked.what or _only()
    if asked.database is None:
        show_file(out, load_targets(name))
        return 0
    shape = chosen_format(asked.format, asked.output, FORMATS, SUFFIXES, TEXT)
    with open_store(asked.database, existing=True) as store:
        targets = load_targets(name, store)
        on = _today(store, targets) if asked.on is None else day_of(asked.on, COMMAND)
        found = measure(store, targets, on=on)
        if shape == HTML:
            page = programme_page(store, found, language=out.language)
            write_out(out, page, asked.output, "cli.progress_written")
            return 0
    if shape == TEXT and asked.output is None:
        show(out, found)
        return 0
    text = _plain(out, found) if shape == TEXT else WRITTEN[shape](found, out.language)
    write_out(out, text, asked.output, "cli.progress_written")
    return 0


def _only() -> str:
    """The targets that ship, where there is no choice; raises UsageError with those that there are."""
    known = offered()
    if len(known) != 1:
        raise UsageError(say("cli.progress_which", known=", ".join(known) or "–"), COMMAND)
    return next(iter(known))


def _today(store: Store, targets: Targets) -> date:
    """The present day where the workflows are that the store keeps."""
    zones = [each.definition.timezone for name in targets.workflows for each in store.versions(name).values()]
    return local_date(utc_now(), next(filter(None, zones), None))


def _plain(out: Screen, found: Progress) -> str:
    """As it is shown, without colours."""
    written = StringIO()
    show(Screen(written, out.language), found)
    return written.getvalue()
