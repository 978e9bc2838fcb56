"""Two copies of SQLite in one program undo each other's locks; a log is kept only by a copy that is safe with it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store.support import OFFICER, PERSONAL, begun, columns

from ocop_workflow import Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store.sqlite import sqlite_file

pysqlite3 = pytest.importorskip("pysqlite3")

WRITES = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], timeout=0)
raw.execute("BEGIN IMMEDIATE")
"""


@pytest.fixture
def other(path: Path) -> str:
    return f"sqlite+pysqlite3:///{path}"


def refused(*opening: str) -> None:
    for url in opening:
        with pytest.raises(StoreError) as error:
            Store.connect(url)
        assert error.value.code == "two_copies"


def somebody_else_may_write(path: Path) -> bool:
    command = [sys.executable, "-c", WRITES, str(path)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="locks belong to the process on Unix")
def test_a_second_copy_would_undo_the_lock_of_a_transaction(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE t (x)")
        raw.execute("BEGIN IMMEDIATE")
        with closing(sqlite3.connect(path)) as same:
            same.execute("SELECT * FROM t").fetchall()
        assert not somebody_else_may_write(path)
        with closing(pysqlite3.connect(str(path))) as second:
            second.execute("SELECT * FROM t").fetchall()
        assert somebody_else_may_write(path)


def test_a_file_is_not_opened_through_a_second_copy(path: Path, other: str) -> None:
    link = path.with_name("link.db")
    with Store.connect(f"sqlite:///{path}") as store:
        begun(store)
        os.link(path, link)
        refused(other, f"sqlite+pysqlite3:///{link}")
        Store.connect(f"sqlite:///{path}").close()  # the same copy may, as often as it likes
        Store.connect(f"sqlite+pysqlite3:///{path.with_name('another.db')}").close()
    with Store.connect(other) as store:
        assert store.fire("D-1", "remark", actor=OFFICER).seq == 2
        refused(f"sqlite:///{path}")


def test_a_host_s_connection_counts_while_it_is_open(path: Path, other: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        store = Store(raw)
        begun(store)
        raw.commit()
        refused(other)
    with Store.connect(other), closing(sqlite3.connect(path)) as raw:
        with pytest.raises(StoreError) as error:
            Store(raw)
        assert error.value.code == "two_copies"
    with Store.connect(f"sqlite:///{path}") as own:
        assert own.verify("D-1") == ()


def test_a_store_that_was_forgotten_without_being_closed_holds_nothing(path: Path, other: str) -> None:
    store: Store | None = Store.connect(f"sqlite:///{path}")
    refused(other)
    store = None  # noqa: F841 - its last name
    Store.connect(other).close()


def test_without_pysqlite3_the_address_is_told_what_to_install(
    path: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    with pytest.raises(StoreError) as error:
        Store.connect(other)
    assert error.value.code == "sqlite_missing"
    assert "ocop-workflow[sqlite]" in error.value.text("vi")
    assert not path.exists()


def mode(path: Path) -> str:
    return str(columns(path, "PRAGMA journal_mode")[0][0])


def safe_from(monkeypatch: pytest.MonkeyPatch, *version: int) -> None:
    monkeypatch.setattr("ocop_workflow.store.fitness.SAFE_WAL", version)


def test_a_copy_that_is_safe_keeps_a_log_and_syncs_every_commit(path: Path, other: str) -> None:
    with Store.connect(other) as store:
        assert begun(store).seq == 1
        assert store.lacks == ()
        with store._session.reading() as link:  # noqa: SLF001 - settings are a connection's own
            assert link.one("PRAGMA journal_mode") == ("wal",)
            assert link.one("PRAGMA synchronous") == (2,)
        assert path.with_name(f"{path.name}-wal").stat().st_size > 0


def test_an_older_one_puts_the_file_back_into_a_rollback_journal_or_refuses_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe_from(monkeypatch, 3, 0, 0)
    newer = Store.connect(f"sqlite:///{path}")
    begun(newer)
    assert mode(path) == "wal"
    safe_from(monkeypatch, 99, 0, 0)
    with pytest.raises(StoreError) as error:
        Store.connect(f"sqlite:///{path}", timeout=0.1)
    assert error.value.code == "journal_stuck"
    newer.close()
    with Store.connect(f"sqlite:///{path}") as store:
        assert store.fire("D-1", "remark", actor=OFFICER).seq == 2
        assert mode(path) == "delete"  # of which a connection of one's own only knows that it is no log
        assert store.verify("D-1") == ()


def test_a_file_that_comes_to_a_log_while_it_is_open_is_not_written_in_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe_from(monkeypatch, 99, 0, 0)
    with Store.connect(f"sqlite:///{path}", timeout=0.1) as store:
        begun(store)
        with closing(sqlite3.connect(path)) as newer:
            newer.execute("PRAGMA journal_mode = WAL")
            newer.execute("SELECT count(*) FROM workflow_case").fetchall()
            with pytest.raises(StoreError) as error:
                store.fire("D-1", "remark", actor=OFFICER)
            assert error.value.code == "journal_stuck"
        assert store.fire("D-1", "remark", actor=OFFICER).seq == 2
        assert mode(path) == "delete"


def test_where_a_log_cannot_be_a_rollback_journal_serves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    safe_from(monkeypatch, 3, 0, 0)
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("CREATE TABLE t (x)")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM t").fetchall()
        with closing(sqlite_file(f"sqlite:///{path}", 0.1)()) as raw:
            cursor = raw.cursor()
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchall() == [("truncate",)]


def test_a_database_of_no_store_does_not_come_to_a_log(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    safe_from(monkeypatch, 3, 0, 0)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE t (x)")
    before = path.read_bytes()
    with pytest.raises(StoreError) as error:
        Store.connect(f"sqlite:///{path}", existing=True)
    assert error.value.code == "no_store"
    assert path.read_bytes() == before
    Store.connect(f"sqlite:///{path}").close()
    assert mode(path) == "wal"


def test_a_file_in_a_log_is_backed_up_and_vacuumed_as_a_whole(path: Path, other: str) -> None:
    copy = path.with_name("copy.db")
    with Store.connect(other) as store:
        begun(store)
        store.backup(copy)
        store.erase("D-1")
        store.vacuum()
        assert path.with_name(f"{path.name}-wal").stat().st_size == 0
        assert PERSONAL["name"].encode() not in path.read_bytes()
    assert sorted(each.name for each in path.parent.iterdir()) == ["cases.db", "cases.db-turn", "copy.db"]
    with Store.connect(f"sqlite:///{copy}") as store:
        assert store.get("D-1").data["name"] == PERSONAL["name"]
        assert store.verify("D-1") == ()
