"""A store that the first release made is brought to this schema, with its histories whole and in order."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from store.support import CITIZEN, HERE, OFFICER, Clock, Database, File, begun

from ocop_workflow import Store
from ocop_workflow.store.schema import steps

GOLDEN = HERE / "golden" / "schema-2.sql"
ORDER = [("D-1", 1), ("D-1", 2), ("D-1", 3), ("D-1", 4), ("D-1", 5), ("D-2", 1), ("D-1", 6)]


@contextmanager
def opened(database: Database) -> Iterator[Any]:
    raw: Any = sqlite3.connect(database.path) if isinstance(database, File) else psycopg.connect(database.url)
    with closing(raw):
        yield raw


def as_released(database: Database, *, shuffled: bool = False) -> None:
    """The tables of schema 2 with their rows, which a server may have put where there was room."""
    rows = [block for block in GOLDEN.read_text("utf-8").split("\n\n") if "INSERT INTO" in block]
    entries = [row for row in rows if "INSERT INTO workflow_entry" in row]
    first = rows.index(entries[0])
    if shuffled:
        rows[first : first + len(entries)] = entries[::-1]
    kind = "sqlite" if isinstance(database, File) else "postgres"
    with opened(database) as raw:
        for number, statements in enumerate(steps(kind)[:2], 1):
            for statement in (*statements, f"INSERT INTO workflow_schema VALUES ({number})"):  # noqa: S608
                raw.execute(statement)
        for row in rows:
            raw.execute(row)
        raw.commit()


def positions(database: Database) -> list[tuple[str, int]]:
    rows = database.columns("SELECT position, case_id, seq FROM workflow_entry ORDER BY position")
    assert [position for position, _, _ in rows] == list(range(1, len(rows) + 1))
    return [(case, seq) for _, case, seq in rows]


def test_histories_of_the_first_release_verify_stand_in_order_and_go_on(
    database: Database, clock: Clock
) -> None:
    as_released(database)
    hashes = "SELECT hash FROM workflow_entry ORDER BY case_id, seq"
    before = database.columns(hashes)
    clock.forward(days=100)
    with Store.connect(database.url, clock=clock) as store:
        assert [(case.state, store.verify(case.id)) for case in store.cases()] == [
            ("lapsed", ()),
            ("draft", ()),
        ]
        assert database.columns(hashes) == before
        assert positions(database) == ORDER
        store.fire("D-2", "submit", actor=CITIZEN)
        assert positions(database) == [*ORDER, ("D-2", 2)]
        assert store.verify("D-2") == ()


def test_where_rows_lie_in_no_order_a_case_s_entries_keep_theirs_though_clocks_went_back(
    schema: Database,
) -> None:
    as_released(schema, shuffled=True)
    schema.tamper("UPDATE workflow_entry SET recorded = '2020-01-01T00:00:00.000000Z' WHERE seq = 4")
    with Store.connect(schema.url):
        assert positions(schema) == ORDER


@pytest.mark.parametrize("keys", ["ON", "OFF"])
def test_a_host_s_transaction_takes_the_upgrade_back_or_keeps_it(file: File, keys: str) -> None:
    as_released(file)
    with opened(file) as raw:
        raw.execute("CREATE VIEW theirs AS SELECT case_id, event FROM workflow_entry")
        raw.execute(f"PRAGMA foreign_keys = {keys}")
        raw.execute("CREATE TABLE mine (text TEXT)")
        before = file.dump()
        for kept in (False, True):
            raw.execute("INSERT INTO mine VALUES ('my row')")
            store = Store(raw)
            store.fire("D-2", "remark", actor=OFFICER)
            assert store.verify("D-1") == store.verify("D-2") == ()
            assert raw.in_transaction
            raw.commit() if kept else raw.rollback()
            assert (file.dump() == before) is not kept
        assert raw.execute("SELECT count(*) FROM theirs").fetchone() == (8,)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert positions(file) == [*ORDER, ("D-2", 2)]


def test_a_host_on_a_server_takes_the_upgrade_back_or_keeps_it(schema: Database) -> None:
    as_released(schema)
    schema.execute("CREATE VIEW theirs AS SELECT case_id, event FROM workflow_entry")
    before = schema.dump()
    with opened(schema) as raw:
        for kept in (False, True):
            store = Store(raw)
            store.fire("D-2", "remark", actor=OFFICER)
            raw.commit() if kept else raw.rollback()
            assert (schema.dump() == before) is not kept
    assert positions(schema) == [*ORDER, ("D-2", 2)]


def test_positions_outlive_a_vacuum(file: File, clock: Clock) -> None:
    with Store.connect(file.url, clock=clock) as store:
        for number in (1, 2, 3):
            begun(store, f"D-{number}")
        file.tamper("DELETE FROM workflow_personal", "DELETE FROM workflow_entry WHERE case_id = 'D-1'")
    file.execute("VACUUM")
    assert file.columns("SELECT position, case_id FROM workflow_entry") == [(2, "D-2"), (3, "D-3")]


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_row_of_the_history_is_not_replaced_by_its_position(
    file: File, clock: Clock, position: int
) -> None:
    with Store.connect(file.url, clock=clock) as store:
        for number in (1, 2, 3):
            begun(store, f"D-{number}")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            file.execute(
                "INSERT OR REPLACE INTO workflow_entry"  # noqa: S608 - a number
                " (position, case_id, seq, event, at, recorded, document, hash)"
                f" VALUES ({position}, 'D-1', 2, 'x', '', '', '{{}}', '')"
            )
        assert all(store.verify(f"D-{number}") == () for number in (1, 2, 3))


def test_a_server_gives_positions_itself(schema: Database, clock: Clock) -> None:
    with Store.connect(schema.url, clock=clock) as store:
        begun(store)
    with pytest.raises(psycopg.errors.GeneratedAlways):
        schema.execute(
            "INSERT INTO workflow_entry (position, case_id, seq, event, at, recorded, document, hash)"
            " VALUES (9, 'D-1', 2, 'x', '', '', '{}', '')"
        )
