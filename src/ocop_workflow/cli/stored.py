"""The commands on a whole database: evidence, moving, upkeep."""

from argparse import Namespace

from .screen import Screen


def stored(given: Namespace, out: Screen) -> int:
    """Run the command; each is imported when it is asked for."""
    match given.command:
        case "checkpoint":
            from .checkpoint import checkpoint

            return checkpoint(out, given.database, given.o, as_json=given.json)
        case "verify":
            from .verify import verify

            return verify(out, given.database, given.against, as_json=given.json)
        case "export":
            from .moving import Wanted, export

            wanted = Wanted(given.format, given.workflow, given.personal)
            return export(out, given.database, given.o, wanted, as_json=given.json)
        case "db":
            from .db import db

            return db(out, given.action, given.file, given.database, given.kind, as_json=given.json)
        case _:
            from .moving import import_

            return import_(out, given.file, given.database, as_json=given.json)
