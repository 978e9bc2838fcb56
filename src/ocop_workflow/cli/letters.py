"""`outbox redeliver` and `outbox dismiss`: somebody decides about what could not be delivered to a consumer."""

from attrs import frozen

from ..messages import say
from ..messages.spelling import nearest
from ..model.text import Text
from ..store import Store
from .databases import open_store, shown
from .parser import PROGRAM, UsageError
from .screen import Screen

WHERE = f"{PROGRAM} outbox"
REDELIVER, DISMISS = "redeliver", "dismiss"
ACTIONS = (REDELIVER, DISMISS)
DIGITS = 18  # that a database's integer has room for


@frozen
class Decided:
    """What was typed: one of the actions, for a consumer, about the entry at a position or all dead letters."""

    action: str
    database: str
    consumer: str | None
    position: str | None


def decide(out: Screen, asked: Decided, *, as_json: bool) -> int:
    """Does it, and tells what becomes of the entries; raises UsageError before anything is changed."""
    name, position = _named(asked), _numbered(asked)
    with open_store(asked.database, existing=True) as store:
        _require_known(store, name)
        consumer = store.consumer(name)
        if asked.action == DISMISS and position is not None:
            consumer.dismiss(position)
            count = 1
        else:
            count = consumer.redeliver(position)
    told: dict[str, object] = {"consumer": name, "position": position, "count": count}
    if as_json:
        out.json({"action": asked.action, "database": shown(asked.database), **told})
    else:
        every = asked.action == REDELIVER and position is None
        key = "outbox_redelivered_all" if every else f"outbox_{asked.action}ed"
        out.paragraph(say(f"cli.{key}", **told).say(out.language))
    return 0


def require_nothing_more(consumer: str | None, position: str | None) -> None:
    """Without an action there is nothing to decide; raises UsageError."""
    for flag, given in (("--consumer", consumer), ("--position", position)):
        if given is not None:
            raise UsageError(say("cli.outbox_no_action", argument=flag, known=", ".join(ACTIONS)), WHERE)


def _named(asked: Decided) -> str:
    if asked.action not in ACTIONS:
        told = say("cli.db_unknown", action=asked.action, known=", ".join(ACTIONS))
        raise UsageError(_close(told, asked.action, ACTIONS), WHERE)
    if asked.consumer is None:
        raise UsageError(say("cli.missing_argument", argument="--consumer"), WHERE)
    if asked.action == DISMISS and asked.position is None:
        raise UsageError(say("cli.missing_argument", argument="--position"), WHERE)
    return asked.consumer


def _numbered(asked: Decided) -> int | None:
    given = asked.position
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and 0 < len(given) <= DIGITS):
        raise UsageError(say("cli.outbox_position_wanted", given=given), WHERE)
    return int(given)


def _require_known(store: Store, name: str) -> None:
    known = [each.name for each in store.consumers()]
    if name not in known:
        told = say("cli.outbox_unknown", consumer=name, known=", ".join(known) or "–")
        raise UsageError(_close(told, name, known), WHERE)


def _close(message: Text, word: str, known: tuple[str, ...] | list[str]) -> Text:
    close = nearest(word, known)
    return say("cli.did_you_mean", message=message, close=close) if close else message
