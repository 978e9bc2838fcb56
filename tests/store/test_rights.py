"""A role that has the rights of docs/keeping.md and no more, and the promises of the store for whoever runs as it."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from pages import blocks
from store.support import CITIZEN, OFFICER, Clock, Database, begun

from ocop_workflow import Store
from ocop_workflow.errors import StoreError
from ocop_workflow.testing.suite.outbox import Outbox
from ocop_workflow.testing.suite.together import Together

PAGES = [Path(__file__).parents[2] / "docs" / name for name in ("keeping.md", "keeping.vi.md")]


def granted() -> str:
    """The statements of the page."""
    (english,), (vietnamese,) = (
        [body.partition("\n")[2] for language, body in blocks(page) if language == "sql"] for page in PAGES
    )
    assert english == vietnamese
    return english


@pytest.fixture
def role(schema: Database) -> Iterator[Callable[[str], str]]:
    """Gives a new role these rights on tables that are there, and its address."""
    made: list[str] = []
    ((name,),) = schema.columns("SELECT current_schema()")

    def with_rights(statements: str) -> str:
        Store.connect(schema.url).close()
        given = f"program_{name}"
        made.append(given)
        schema.execute(f"CREATE ROLE {given} LOGIN")
        renamed = statements.replace("cases.", f"{name}.").replace("SCHEMA cases", f"SCHEMA {name}")
        schema.execute(renamed.replace("TO program", f"TO {given}"))
        mark = "&" if "?" in schema.url else "?"
        return f"{schema.url}{mark}user={given}"

    yield with_rights
    for each in made:
        schema.execute(f"DROP OWNED BY {each}")
        schema.execute(f"DROP ROLE {each}")


class TestLeastRights(Together, Outbox):
    """Those parts of the suite that take every right: links, erasure, consumers that fail."""

    @pytest.fixture(autouse=True)
    def _database(self, role: Callable[[str], str]) -> None:
        self.url = role(granted())

    def open_store(self, clock: Callable[[], datetime]) -> Store:
        return Store.connect(self.url, clock=clock)


def test_whoever_has_them_cannot_change_a_history(role: Callable[[str], str]) -> None:
    url = role(granted())
    with Store.connect(url) as store:
        begun(store)
    for statement in (
        "UPDATE workflow_entry SET event = 'x'",
        "DELETE FROM workflow_entry",
        "TRUNCATE workflow_entry",
        "ALTER TABLE workflow_entry DISABLE TRIGGER ALL",
        "DROP TABLE workflow_personal",
        "SET session_replication_role = replica",
    ):
        with psycopg.connect(url) as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(statement.encode())


def test_who_may_only_read_verifies_and_exports_and_is_told_otherwise(
    role: Callable[[str], str], schema: Database
) -> None:
    url = role(granted().partition("GRANT UPDATE")[0].replace("SELECT, INSERT", "SELECT"))
    with Store.connect(schema.url) as store:
        begun(store)
    before = schema.dump()
    with Store.connect(url) as store:
        assert list(store.verify()) == []
        assert store.export(io.BytesIO()).cases == store.checkpoint(io.BytesIO()).cases == 1
        for write in (
            lambda: store.fire("D-1", "submit", actor=CITIZEN),
            lambda: store.erase("D-1"),
            lambda: store.consumer("letters").deliver(print),
        ):
            with pytest.raises(StoreError) as error:
                write()
            assert error.value.code == "database_failed"
    assert schema.dump() == before


@pytest.mark.parametrize("missing", ["INSERT", "UPDATE", "DELETE"])
def test_with_less_something_is_refused(role: Callable[[str], str], missing: str) -> None:
    """The control: each of the rights is needed."""
    lines = granted().replace(",\n", ", ").splitlines()
    rights = "\n".join(
        line.replace(", INSERT", "") if missing == "INSERT" else line
        for line in lines
        if not line.startswith(f"GRANT {missing}")
    )
    clock = Clock()

    def failing(_: object) -> None:
        raise ConnectionError

    def uses(store: Store) -> None:
        begun(store)
        store.fire("D-1", "remark", actor=OFFICER)
        store.consumer("letters").deliver(failing)
        clock.forward(hours=1)
        store.consumer("letters").deliver(lambda _: None)

    with Store.connect(role(rights), clock=clock) as store:
        with pytest.raises(StoreError) as error:
            uses(store)
        assert error.value.code == "database_failed"


def test_a_vacuum_that_the_server_passes_over_is_told(role: Callable[[str], str], schema: Database) -> None:
    """PostgreSQL itself says nothing but a warning; the control is the owner's."""
    with Store.connect(role(granted())) as store:
        begun(store)
        store.erase("D-1")
        with pytest.raises(StoreError) as error:
            store.vacuum()
        assert error.value.code == "vacuum_refused"
    with Store.connect(schema.url) as owner:
        owner.vacuum()
