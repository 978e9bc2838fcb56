"""`due`: what falls due in a database, the earliest first, and what is overdue already."""

from datetime import date, datetime

from ..interchange.documents import due_document
from ..messages import day_text, say
from ..store import DueEvent
from ..workflow import utc_now
from .databases import open_store
from .days import day_of
from .layout import Column
from .screen import Screen


def due(out: Screen, database: str, until: str | None, *, as_json: bool) -> int:
    """Prints what is due by now, or by the end of the local day `until`; it fires nothing."""
    limit = None if until is None else day_of(until, "ocop-workflow due")
    now = utc_now()
    with open_store(database, existing=True) as store:
        found = list(store.due(now if limit is None else limit))
    if as_json:
        out.json({"due": [due_document(each, now) for each in found]})
    else:
        _show(out, found, limit, now)
    return 0


def _show(out: Screen, found: list[DueEvent], limit: date | None, now: datetime) -> None:
    language = out.language
    shown = None if limit is None else day_text(limit, language)
    key = ("none" if not found else "title") + ("_now" if shown is None else "_until")
    out.heading(say(f"cli.due_{key}", day=shown, count=len(found)).say(language))
    if not found:
        return
    columns = [
        Column(say(f"cli.{key}").say(language)) for key in ("due_day", "case", "due_event", "procedure")
    ]
    late = say("cli.due_late").say(language)
    rows = [
        [
            day_text(each.day, language),
            each.case,
            each.title.say(language) + (f" ({late})" if each.at <= now else ""),
            each.workflow,
        ]
        for each in found
    ]
    out.table(columns, rows)
