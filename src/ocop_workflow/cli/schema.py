"""`schema`: the JSON Schema of the files that people write, for editors that complete and explain; and of payloads."""

from collections.abc import Callable, Mapping

from ..interchange import payload_schema
from ..measures.schema import targets
from ..messages import say
from ..migration.schema import migration
from ..reading import schema
from ..reading.offered import catalogued, is_path
from ..reading.schema.shapes import Shape
from ..testing.schema import scenario
from . import runschema
from .inputs import workflow_with
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


def print_schema(out: Screen, what: str | None, event: str | None) -> int:
    """That of a kind of file, of workflows if none is named; or, of a workflow, that of an event's payload or of all.

    Descriptions are in both languages.
    """
    wanted = what or "workflow"
    if wanted in KINDS and event is None:
        out.json(KINDS[wanted]())
        return 0
    if event is None and not is_path(wanted) and wanted.partition("@")[0] not in catalogued():
        raise UsageError(say("cli.unknown_kind", kind=wanted, known=", ".join(KINDS)), f"{PROGRAM} schema")
    out.json(payload_schema(workflow_with(wanted, None), event))
    return 0
