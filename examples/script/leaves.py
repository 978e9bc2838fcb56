"""A script over its own SQLite file: its row and the case's event are kept together, or neither is.

python leaves.py binh ask 3        asks for three days, and says the number of the leave
python leaves.py an grant NUMBER   an is the head of the office, who may; all others are told why not
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ocop_workflow import Actor, Conflict, Refused, Store, StoreError, load

LAW = load(Path(__file__).parent.parent / "fastapi" / "leave.yaml")
ARGUMENTS = ("name", "event", "days or number")
ROLES = {"an": ["head"]}  # everybody else is staff


def main(words: Sequence[str], file: str = "leaves.db") -> int:
    """0 if it is done, 1 if it was refused, with the reasons; 2 if it is not said what to do."""
    if len(words) != len(ARGUMENTS):
        print(__doc__)
        return 2
    name, event, what = words
    actor = Actor(name, roles=ROLES.get(name, ["staff"]))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS leave (case_id TEXT PRIMARY KEY, days INT, decided_by TEXT)"
        )
        try:
            with connection:  # commits both, or rolls both back
                print(done(connection, actor, event, what))
        except (Refused, Conflict, StoreError) as told:
            print(told.text("vi"))
            return 1
    return 0


def done(connection: sqlite3.Connection, actor: Actor, event: str, what: str) -> str:
    """The event first: it waits for whoever writes at the moment. Gives the number of the leave."""
    store = Store(connection)
    if event == "ask":
        case = store.start(LAW, actor=actor)
        connection.execute("INSERT INTO leave VALUES (?, ?, NULL)", [case.id, int(what)])
        return case.id
    store.fire(what, event, actor=actor)
    connection.execute("UPDATE leave SET decided_by = ? WHERE case_id = ?", [actor.id, what])
    return what


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
