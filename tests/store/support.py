"""What the tests of the store share: a workflow, people, a clock that is set, and ways to look into the file."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ocop_workflow import Actor, Case, Store, Workflow, load

HERE = Path(__file__).parent
DOSSIER = HERE / "dossier.yaml"
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
