"""`checkpoint`: where every history ends, into a file, and the one number that stands for all of it."""

from shlex import quote

from ..messages import say
from ..model.canonical import instant_text
from ..store import Checkpoint
from .databases import open_store, shown
from .newfile import new_file
from .screen import Screen


def checkpoint(out: Screen, database: str, output: str, *, as_json: bool) -> int:
    """Writes the file and tells its SHA-256."""
    with new_file(output) as stream, open_store(database, existing=True) as store:
        made = store.checkpoint(stream)
    if as_json:
        out.json(checkpoint_document(output, made))
        return 0
    out.paragraph(say("cli.checkpoint_made", file=output, **counts(made)).say(out.language))
    out.paragraph(say("cli.checkpoint_sum").say(out.language))
    show_sum(out, made, indent=2)
    out.paragraph(say("cli.checkpoint_next").say(out.language))
    out.line(f"  ocop-workflow verify --database {quote(shown(database))} --against {quote(output)}")
    return 0


def checkpoint_document(file: str, made: Checkpoint) -> dict[str, object]:
    """For programs: what the file holds."""
    return {
        "file": file,
        "at": instant_text(made.at),
        "cases": made.cases,
        "definitions": made.definitions,
        "sha256": made.sha256,
    }


def counts(made: Checkpoint) -> dict[str, object]:
    """What sentences say of a checkpoint."""
    return {
        "cases": made.cases,
        "definitions": made.definitions,
        "at": f"{made.at:%Y-%m-%d %H:%M:%S} UTC",
    }


def show_sum(out: Screen, made: Checkpoint, *, indent: int) -> None:
    """The SHA-256 in two lines of eight groups, as one reads it aloud."""
    half = len(made.spoken) // 2
    for line in (made.spoken[:half], made.spoken[half:]):
        out.line(" " * indent + out.style(line.strip(), "bold"))
