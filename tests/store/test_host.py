"""In the host's transaction: the host's own row and our event are kept together or not at all."""

import sqlite3
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store.support import CITIZEN, OFFICER, begun, columns, dossier

from ocop_workflow import Refused, Store
from ocop_workflow.errors import StoreError

MINE = "INSERT INTO mine VALUES ('my row')"


@pytest.fixture
def host(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE mine (text TEXT)")
        raw.commit()
    return path


def kept(path: Path) -> tuple[int, int]:
    """How many rows of the host's, and how many entries, somebody else sees."""
    (mine,) = columns(path, "SELECT count(*) FROM mine")[0]
    if not columns(path, "SELECT 1 FROM sqlite_master WHERE name = 'workflow_entry'"):
        return mine, 0
    return mine, columns(path, "SELECT count(*) FROM workflow_entry")[0][0]


def test_with_sqlite3_as_it_comes_both_are_kept_or_neither(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        store = Store(raw)
        raw.execute(MINE)
        begun(store)
        assert kept(host) == (0, 0)  # nothing was committed behind the host's back
        raw.rollback()
        assert kept(host) == (0, 0)
        raw.execute(MINE)
        begun(store)
        store.fire("D-1", "submit", actor=CITIZEN)
        raw.commit()
        assert kept(host) == (1, 2)
        raw.execute(MINE)
        store.fire("D-1", "remark", actor=OFFICER)
        raw.rollback()
        assert kept(host) == (1, 2)
        assert store.get("D-1").seq == 2
        assert store.verify("D-1") == ()


def test_where_our_event_comes_first_the_transaction_is_left_open_for_the_host(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        store = Store(raw)
        begun(store)  # a leading SAVEPOINT with its RELEASE would have committed
        assert raw.in_transaction
        raw.execute(MINE)
        raw.rollback()
        assert kept(host) == (0, 0)


def test_the_host_s_context_manager_keeps_both_though_a_refusal_was_caught(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        with raw:
            store = Store(raw)
            raw.execute(MINE)
            begun(store)
            with pytest.raises(Refused):
                store.fire("D-1", "approve", actor=CITIZEN)
        assert kept(host) == (1, 1)


def test_a_refusal_leaves_a_connection_without_transaction_as_it_was_found(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        store = Store(raw)
        begun(store)
        raw.commit()
        with pytest.raises(Refused):
            store.fire("D-1", "approve", actor=CITIZEN)
        assert not raw.in_transaction  # no lock is left behind


def test_what_the_host_wrote_before_a_refusal_stays_in_its_transaction(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        store = Store(raw)
        raw.execute(MINE)
        with pytest.raises(Refused):
            store.start(dossier(), {}, actor=CITIZEN, event="register")
        raw.commit()
        assert kept(host) == (1, 0)


def test_in_autocommit_mode_a_transaction_of_the_host_s_is_joined(host: Path) -> None:
    with closing(sqlite3.connect(host, isolation_level=None)) as raw:
        store = Store(raw)
        for ending, rows in (("ROLLBACK", (0, 0)), ("COMMIT", (1, 1))):
            raw.execute("BEGIN")
            raw.execute(MINE)
            begun(store)
            assert kept(host) == (0, 0)
            raw.execute(ending)
            assert kept(host) == rows


def test_in_autocommit_mode_without_a_transaction_writing_is_refused_and_reading_is_not(host: Path) -> None:
    with closing(sqlite3.connect(host, isolation_level=None)) as raw:
        store = Store(raw)
        with pytest.raises(StoreError) as error:
            begun(store)
        assert error.value.code == "autocommit"
        assert "BEGIN" in error.value.text("vi")
        assert kept(host) == (0, 0)
        assert list(store.cases()) == []


class Modern:
    """The connection of Python 3.12 with its `autocommit` attribute, as far as the store can see it."""

    def __init__(self, raw: sqlite3.Connection, *, autocommit: bool) -> None:
        self._raw = raw
        self.autocommit = autocommit
        self.isolation_level = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


def test_the_autocommit_attribute_of_later_pythons_is_heeded(host: Path) -> None:
    with closing(sqlite3.connect(host, isolation_level=None)) as raw:
        with pytest.raises(StoreError, match="commits every statement"):
            begun(Store(Modern(raw, autocommit=True)))
        raw.execute("BEGIN")  # as autocommit=False keeps one open at all times
        begun(Store(Modern(raw, autocommit=False)))
        assert raw.in_transaction
        assert kept(host) == (0, 0)


def test_rows_and_text_of_the_host_s_own_kind_do_not_matter(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        raw.row_factory = lambda _, row: {"row": row}
        raw.text_factory = bytes
        store = Store(raw)
        case = begun(store)
        raw.commit()
        assert store.get("D-1") == case
        assert store.verify("D-1") == ()


def test_a_database_without_the_tables_has_no_cases(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        store = Store(raw)
        assert list(store.cases()) == []
        assert store.fire_due() == ()
        with pytest.raises(StoreError, match="no case"):
            store.get("D-1")
        assert not raw.in_transaction


def test_a_busy_database_is_told_and_nothing_is_kept(host: Path) -> None:
    with closing(sqlite3.connect(host)) as other, closing(sqlite3.connect(host, timeout=0.05)) as raw:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as error:
            begun(Store(raw))
        assert error.value.code == "busy"
        other.rollback()
        begun(Store(raw))


def lacking(raw: sqlite3.Connection) -> str:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        store = Store(raw)
    assert [str(each.message) for each in warned] == [text.say("en") for text in store.lacks]
    return "; ".join(text.say("en") for text in store.lacks)


def test_a_host_is_told_what_its_connection_lacks(host: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(host)) as raw:
        assert lacking(raw) == ""
        raw.execute("PRAGMA synchronous = NORMAL")
        assert "power cut" in lacking(raw)
        raw.execute("PRAGMA journal_mode = MEMORY")
        assert "in memory only" in lacking(raw)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA journal_mode = WAL")
        monkeypatch.setattr("ocop_workflow.store.fitness.SAFE_WAL", (99, 0, 0))
        assert "use 99.0.0 or later" in lacking(raw)
        monkeypatch.setattr("ocop_workflow.store.fitness.SAFE_WAL", (3, 0, 0))
        assert lacking(raw) == ""
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        assert lacking(raw) == ""  # nothing outlives the process anyhow
        begun(Store(raw))


def test_a_connection_on_which_nothing_could_be_undone_is_refused(host: Path) -> None:
    with closing(sqlite3.connect(host)) as raw:
        assert raw.execute("PRAGMA journal_mode = OFF").fetchone() == ("off",)
        with pytest.raises(StoreError, match="nothing could be undone"):
            Store(raw)


def test_an_unknown_connection_is_refused() -> None:
    with pytest.raises(StoreError, match=r"builtins\.object"):
        Store(object())
