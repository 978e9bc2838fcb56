"""Logs of other systems: which case, what was done, when, by whom. The form is told by the file's name.

CSV (`.csv`), XES (`.xes`, IEEE 1849), and object-centric logs (OCEL 2.0: `.jsonocel`, `.json`, `.xmlocel`, `.xml`,
`.sqlite`, `.sqliteocel`).
"""

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from ...errors import DefinitionError
from ...messages.system import cause
from ...model.position import Position
from ...reading.problems import Problems

OCEL_JSON = (".jsonocel", ".json")
OCEL_XML = (".xmlocel", ".xml")
OCEL_SQLITE = (".sqlite", ".sqliteocel", ".sqlite3")


@frozen
class Logged:
    """One line of a log: what was done, when (as the log has it), by whom and as what; None where it does not say."""

    activity: str
    at: str | None = None
    actor: str | None = None
    role: str | None = None


@frozen
class Trace:
    """What a log has of one case, in its order."""

    case: str
    events: tuple[Logged, ...]


def read_log(path: Path | str, object_type: str | None = None) -> Iterator[Trace]:
    """The cases of a log. In an object-centric one each object of `object_type` is a case.

    Raises DefinitionError, with file, line and column, for a file of another form and for one that is damaged: at
    once, or when a case that comes later in the file is asked for.
    """
    file = Path(path)
    try:
        file.open("rb").close()
    except OSError as error:
        raise unfit(file, "log_unreadable", detail=cause(error)) from None
    if file.suffix == ".csv":
        from .csv_log import read_csv as read
    elif file.suffix == ".xes":
        from .xes import read_xes as read
    elif file.suffix in (*OCEL_JSON, *OCEL_XML, *OCEL_SQLITE):
        return _object_centric(file, object_type)
    else:
        raise unfit(file, "log_form", name=file.name)
    if object_type is not None:
        raise unfit(file, "log_objects", name=file.name)
    return read(file)


def _object_centric(file: Path, object_type: str | None) -> Iterator[Trace]:
    from .ocel import read_ocel

    if file.suffix in OCEL_XML:
        from .ocel_xml import read_xml

        return read_ocel(file, object_type, read_xml)
    if file.suffix in OCEL_SQLITE:
        from .ocel_sqlite import read_sqlite

        return read_ocel(file, object_type, read_sqlite)
    return read_ocel(file, object_type)


def unfit(file: Path, code: str, line: int = 1, column: int = 1, **values: object) -> DefinitionError:
    """What is wrong with a log at a place."""
    problems = Problems()
    problems.add(code, Position(str(file), line, column), values, room="interchange")
    return DefinitionError(problems.sorted())
