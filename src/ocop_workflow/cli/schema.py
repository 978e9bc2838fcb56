"""`schema`: the JSON Schema of the files that people write, for editors that complete and explain."""

from collections.abc import Callable, Mapping

from ..measures.schema import targets
from ..messages import say
from ..migration.schema import migration
from ..reading import schema
from ..reading.schema.shapes import Shape
from ..testing.schema import scenario
from . import runschema
from .parser import PROGRAM, UsageError
from .screen import Screen

KINDS: Mapping[str, Callable[[], Shape]] = {
    "workflow": schema.workflow,
    "scenario": scenario,
    "run": runschema.run,
    "parameters": schema.parameters,
    "units": schema.units,
    "directory": schema.directory,
    "calendar": schema.calendar,
    "migration": migration,
    "targets": targets,
}


def print_schema(out: Screen, kind: str | None) -> int:
    """Prints that of workflows if nothing else is asked for; descriptions are in both languages."""
    wanted = kind or "workflow"
    if wanted not in KINDS:
        raise UsageError(say("cli.unknown_kind", kind=wanted, known=", ".join(KINDS)), f"{PROGRAM} schema")
    out.json(KINDS[wanted]())
    return 0
