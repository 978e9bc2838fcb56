"""What the tests of the store share: a workflow, people, a clock that is set, and ways to look into the file."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from attrs import frozen

from ocop_workflow import Actor, Case, Store, Workflow, load
from ocop_workflow.testing import suite

HERE = Path(__file__).parent
DOSSIER = Path(suite.__file__).parent / "dossier.yaml"
CITIZEN = Actor("c-1", roles=["citizen"])
OFFICER = Actor("o-1", roles=["officer"])
PERSONAL = {"name": "Nguyễn Thị Bưởi", "phone": "0912 345 678"}
REGISTRATION = {**PERSONAL, "amount": "1234567.12345678"}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def dossier(quorum: int = 2) -> Workflow:
    return load(DOSSIER, parameters={"quorum": quorum})


def member(number: int) -> Actor:
    return Actor(f"m-{number}", roles=["member"])


def begun(store: Store, case_id: str = "D-1") -> Case:
    return store.start(dossier(), REGISTRATION, actor=CITIZEN, id=case_id, event="register")


def approved(store: Store, clock: Clock, case_id: str = "D-1", until: str = "2020-03-01") -> Case:
    begun(store, case_id)
    store.fire(case_id, "submit", actor=CITIZEN)
    clock.forward(hours=1)
    for number, points in enumerate(("49.995", "50.005001"), 1):
        store.fire(case_id, "mark", {"points": points}, actor=member(number))
    return store.fire(case_id, "approve", {"valid_until": until}, actor=OFFICER)


@frozen
class Database:
    """Where a store keeps its cases, and ways to look into it and to change it as somebody with its tools could."""

    url: str

    def dump(self) -> str:
        """Everything in it, as text."""
        return repr({name: self.columns(f"SELECT * FROM {name} ORDER BY 1, 2") for name in self._tables()})  # noqa: S608

    def tamper(self, *statements: str) -> None:
        """Change it without triggers and foreign keys."""
        with psycopg.connect(self.url, autocommit=True) as raw:
            raw.execute("SET session_replication_role = replica")
            for statement in statements:
                raw.execute(statement.encode())

    def columns(self, query: str) -> list[Any]:
        with psycopg.connect(self.url) as raw:
            return raw.execute(query.encode()).fetchall()

    def execute(self, statement: str) -> None:
        """One statement as anybody may send it, triggers and all."""
        with psycopg.connect(self.url, autocommit=True) as raw:
            raw.execute(statement.encode())

    def _tables(self) -> list[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'workflow_schema'"
        return sorted(name for (name,) in self.columns(query))


@frozen
class File(Database):
    """The same, of an SQLite file."""

    path: Path

    def dump(self) -> str:
        return dump(self.path)

    def tamper(self, *statements: str) -> None:
        tamper(self.path, *statements)

    def columns(self, query: str) -> list[Any]:
        return columns(self.path, query)

    def execute(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as raw:
            raw.execute(statement)


def host(database: Database) -> Any:
    """A connection of a host's own, as its driver gives it."""
    if isinstance(database, File):
        return sqlite3.connect(database.path)
    return psycopg.connect(database.url)


def dump(path: Path) -> str:
    """Everything in the file, as text."""
    with sqlite3.connect(path) as raw:
        lines = "\n".join(raw.iterdump())
    raw.close()
    return lines


def tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody with a database tool could: without triggers and foreign keys."""
    raw = sqlite3.connect(path, isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.close()


def columns(path: Path, query: str) -> list[Any]:
    raw = sqlite3.connect(path)
    rows = raw.execute(query).fetchall()
    raw.close()
    return rows
