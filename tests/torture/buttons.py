"""R5 where it is met: two people press one button at once, over HTTP, in the sites of the examples."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.pressing import Site, running
from store.server import running as server_running
from store.server import schema_of
from store.support import Database, File

from .table import Row

PRESSES = 30


def figures(scale: int) -> Iterator[Row]:
    """A row a site and database; `lost` are cases with another number of events, rows or answers than one."""
    with server_running() as server:
        for kind in ("fastapi", "django"):
            for where in ("SQLite", "PostgreSQL"):
                with site(kind, where, server) as found:
                    yield pressed(found, f"a button of {kind} pressed twice at once", where, PRESSES * scale)


@contextmanager
def site(kind: str, where: str, server: str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as made, schema_of(server) as url:
        folder = Path(made)
        path = folder / "leaves.db"
        database = File(f"sqlite:///{path}", path) if where == "SQLite" else Database(url)
        with running(kind, database, folder) as found:
            yield found


def pressed(found: Site, what: str, where: str, presses: int) -> Row:
    wrong = 0
    cases = [found.asked() for _ in range(presses)]
    for number, case_id in enumerate(cases):
        key = {"key": "form-7"} if number % 2 else {}
        answers = found.at_once(case_id, "grant", **key)
        wrong += [each.done for each in answers] != [True, bool(key)]
    events, rows = found.kept(cases)
    wrong += sum(events[case_id] != 1 or rows[case_id] != 1 for case_id in cases)
    careless = [found.asked() for _ in range(PRESSES)]
    for case_id in careless:
        found.careless("apart", case_id, "grant")
    caught = found.kept(careless)[1] != Counter(careless)
    broken = found.broken(cases)
    return Row("R5", what, where, presses, wrong, broken, "the row in a transaction of its own", caught)
