"""`export` writes a whole store to a file; `import` takes such a file into a store."""

from pathlib import Path

from attrs import asdict

from ..errors import StoreError
from ..messages import say
from ..store import Exported
from ..store.audit.checkpoint import opened
from .databases import open_store, shown
from .newfile import new_file
from .parser import PROGRAM, UsageError
from .screen import Screen


def export(out: Screen, database: str, output: str, *, as_json: bool) -> int:
    """Writes the file and tells what is in it."""
    with new_file(output, private=True) as stream, open_store(database, existing=True) as store:
        made = store.export(stream)
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


def _told(out: Screen, made: Exported, key: str, file: str, database: str, *, as_json: bool) -> int:
    counts = asdict(made)
    if as_json:
        out.json({"file": file, "database": shown(database), **counts})
        return 0
    out.paragraph(say(f"cli.{key}", file=file, database=shown(database), **counts).say(out.language))
    if key == "exported":
        out.paragraph(say("cli.exported_personal").say(out.language), style="dim")
    return 0
