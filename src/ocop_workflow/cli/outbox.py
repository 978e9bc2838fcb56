"""`outbox`: how far those have got who are told what happened, and what could not be delivered to them."""

from ..messages import say
from ..store import DeadLetter, Progress
from .databases import open_store
from .layout import Column
from .screen import Screen

NUMBERS = {f"outbox_{name}" for name in ("position", "lag", "waiting", "dead", "attempts")}
Found = list[tuple[Progress, tuple[DeadLetter, ...]]]


def outbox(out: Screen, database: str, *, as_json: bool) -> int:
    """Prints every consumer with its lag and its dead letters; it delivers nothing."""
    with open_store(database, existing=True) as store:
        found = [(each, store.consumer(each.name).dead_letters()) for each in store.consumers()]
    if as_json:
        out.json({"consumers": [_document(*each) for each in found]})
    else:
        _show(out, found)
    return 0


def _document(progress: Progress, letters: tuple[DeadLetter, ...]) -> dict[str, object]:
    return {
        "name": progress.name,
        "position": progress.position,
        "lag": progress.lag,
        "waiting": progress.waiting,
        "dead": progress.dead,
        "dead_letters": [
            {
                "position": each.position,
                "case": each.case,
                "seq": each.seq,
                "event": each.event,
                "attempts": each.attempts,
                "error": each.error,
            }
            for each in letters
        ],
    }


def _show(out: Screen, found: Found) -> None:
    out.heading(_said(out, "outbox_title" if found else "outbox_none", count=len(found)))
    if not found:
        return
    _table(
        out,
        ("outbox_consumer", "outbox_position", "outbox_lag", "outbox_waiting", "outbox_dead"),
        [[each.name, *map(str, (each.position, each.lag, each.waiting, each.dead))] for each, _ in found],
    )
    letters = [(each.name, letter) for each, dead in found for letter in dead]
    if not letters:
        return
    out.heading(_said(out, "outbox_letters", count=len(letters)))
    _table(
        out,
        ("outbox_consumer", "outbox_position", "case", "outbox_event", "outbox_attempts", "outbox_error"),
        [
            [name, str(each.position), f"{each.case} #{each.seq}", each.event, str(each.attempts), each.error]
            for name, each in letters
        ],
    )
    out.line()
    out.paragraph(_said(out, "outbox_decide"), style="dim")


def _table(out: Screen, headings: tuple[str, ...], rows: list[list[str]]) -> None:
    out.table([Column(_said(out, heading), heading in NUMBERS) for heading in headings], rows)


def _said(out: Screen, key: str, **values: object) -> str:
    return say(f"cli.{key}", **values).say(out.language)
