"""`db`: upkeep of a store's database."""

from pathlib import Path

from ..messages import say
from ..messages.spelling import nearest
from ..store.schema import script
from .databases import open_store, shown
from .parser import PROGRAM, UsageError
from .screen import Screen

ACTIONS = ("upgrade", "backup", "vacuum", "sql")
KINDS = ("sqlite", "postgres")


def db(
    out: Screen, action: str, file: str | None, database: str | None, kind: str | None, *, as_json: bool
) -> int:
    """Does one of the actions and tells what it did; raises UsageError where an argument is missing or too many."""
    _check(action, file, database, kind)
    if action == "sql":
        out.stream.write(script(str(kind)))
        return 0
    told = {"action": action, "database": shown(str(database)), **_done(action, str(database), file)}
    if as_json:
        out.json(told)
    else:
        out.paragraph(say(f"cli.db_{told.pop('outcome')}", **told).say(out.language))
    return 0


def _done(action: str, database: str, file: str | None) -> dict[str, object]:
    if action == "upgrade":
        with open_store(database) as store:
            before, after = store.upgrade()
        outcome = "current" if before == after else "upgraded" if before else "created"
        return {"outcome": outcome, "before": before, "after": after}
    with open_store(database, existing=True) as store:
        if action == "vacuum":
            store.vacuum()
        else:
            store.backup(Path(str(file)))
    return {"outcome": action, "file": file}


def _check(action: str, file: str | None, database: str | None, kind: str | None) -> None:
    where = f"{PROGRAM} db"
    if action not in ACTIONS:
        told = say("cli.db_unknown", action=action, known=", ".join(ACTIONS))
        close = nearest(action, ACTIONS)
        raise UsageError(say("cli.did_you_mean", message=told, close=close) if close else told, where)
    wanted = {"FILE": (file, action == "backup"), "--database": (database, action != "sql"),
              "--kind": (kind, action == "sql")}  # fmt: skip
    for name, (given, needed) in wanted.items():
        if needed and given is None:
            raise UsageError(say("cli.missing_argument", argument=name), where)
        if given is not None and not needed:
            raise UsageError(say("cli.unknown_arguments", arguments=f"{name} {given}"), where)
    if kind is not None and kind not in KINDS:
        raise UsageError(say("cli.unknown_kind", kind=kind, known=", ".join(KINDS)), where)
