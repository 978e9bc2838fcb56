"""The SQLite form of OCEL 2.0: tables `object`, `event`, `event_object`, and one for each type of events."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from .logs import unfit

OWN = "ocel_"  # columns of the standard begin so; `ocel:activity` is what some writers add
OBJECTS = "SELECT ocel_id, ocel_type FROM object"
EVENTS = "SELECT ocel_id, ocel_type FROM event"
KINDS = "SELECT ocel_type, ocel_type_map FROM event_map_type"
TOUCHED = "SELECT ocel_event_id, ocel_object_id, ocel_qualifier FROM event_object"


def read_sqlite(file: Path) -> dict[str, list[dict[str, Any]]]:
    """The log in the shape of its JSON form; the file is opened for reading only."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return _read(connection)
    except (sqlite3.Error, KeyError, IndexError):
        raise unfit(file, "log_not_ocel") from None


def _read(connection: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    connection.row_factory = sqlite3.Row
    objects = [
        dict(zip(("id", "type"), row, strict=True))
        for row in connection.execute("SELECT ocel_id, ocel_type FROM object")
    ]
    events: dict[str, dict[str, Any]] = {
        name: {"id": name, "type": kind, "attributes": [], "relationships": []}
        for name, kind in connection.execute(EVENTS)
    }
    for _, table in connection.execute(KINDS).fetchall():
        quoted = f"event_{table}".replace('"', '""')
        for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - quoted
            event = events[row["ocel_id"]]
            event["time"] = row["ocel_time"]
            event["attributes"] = [
                {"name": name, "value": row[name]}
                for name in row.keys()  # noqa: SIM118 - a row's names
                if not name.startswith(OWN) and row[name] is not None
            ]
    for name, touched, qualifier in connection.execute(TOUCHED):
        events[name]["relationships"].append({"objectId": touched, "qualifier": qualifier})
    return {"objects": objects, "events": list(events.values())}
