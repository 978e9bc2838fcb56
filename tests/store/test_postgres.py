"""What PostgreSQL alone can do to a store: hosts' transactions, failed commits, servers that drop a connection."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from store.support import CITIZEN, Database, begun

from ocop_workflow import Refused, Store, UnknownOutcome
from ocop_workflow.errors import StoreError
from ocop_workflow.store.postgres import PostgresLink

MINE = "INSERT INTO mine VALUES ('my row')"


@pytest.fixture
def host(schema: Database) -> Database:
    schema.execute("CREATE TABLE mine (text TEXT)")
    return schema


def kept(host: Database) -> tuple[int, int]:
    """How many rows of the host's, and how many entries, somebody else sees."""
    ((mine, table),) = host.columns("SELECT count(*), to_regclass('workflow_entry') FROM mine")
    return mine, host.columns("SELECT count(*) FROM workflow_entry")[0][0] if table else 0


@contextmanager
def connection(host: Database, **how: Any) -> Iterator[psycopg.Connection[Any]]:
    raw = psycopg.connect(host.url, **how)
    try:
        yield raw
    finally:
        raw.close()


def test_with_psycopg_as_it_comes_both_are_kept_or_neither(host: Database) -> None:
    with connection(host) as raw:
        store = Store(raw)
        begun(store)
        raw.execute(MINE)
        assert kept(host) == (0, 0)
        raw.rollback()
        assert kept(host) == (0, 0)
        raw.execute(MINE)
        begun(store)
        with pytest.raises(Refused):
            store.fire("D-1", "approve", actor=CITIZEN)
        raw.commit()
        assert kept(host) == (1, 1)
        with pytest.raises(ZeroDivisionError), raw.transaction():  # noqa: PT012 - the whole block is undone
            raw.execute(MINE)
            store.fire("D-1", "submit", actor=CITIZEN)
            raise ZeroDivisionError
        assert kept(host) == (1, 1)
        assert store.verify("D-1") == ()


def test_a_savepoint_of_the_host_s_takes_our_event_back_with_it(host: Database) -> None:
    with connection(host, autocommit=True) as raw, raw.transaction():
        store = Store(raw)
        begun(store)
        with pytest.raises(ZeroDivisionError), raw.transaction():  # noqa: PT012 - the whole block is undone
            raw.execute(MINE)
            store.fire("D-1", "submit", actor=CITIZEN)
            raise ZeroDivisionError
        raw.execute(MINE)
        assert store.get("D-1").seq == 1
    assert kept(host) == (1, 1)


def test_what_the_database_refuses_of_ours_leaves_the_host_s_transaction_usable(host: Database) -> None:
    with connection(host) as raw:
        store = Store(raw)
        begun(store)
        raw.execute(MINE)
        with pytest.raises(StoreError) as error:
            begun(store, "NUL \0")
        assert error.value.code == "text_unfit"
        raw.execute(MINE)
        raw.commit()
    assert kept(host) == (2, 1)


def test_asking_and_being_refused_leave_no_transaction_behind(host: Database) -> None:
    with connection(host) as raw:
        idle = psycopg.pq.TransactionStatus.IDLE
        store = Store(raw)
        assert raw.info.transaction_status == idle
        assert list(store.cases()) == []
        assert raw.info.transaction_status == idle
        begun(store)
        raw.commit()
        with pytest.raises(Refused):
            store.fire("D-1", "approve", actor=CITIZEN)
        assert raw.info.transaction_status == idle


def test_in_autocommit_mode_without_a_transaction_writing_is_refused_and_reading_is_not(
    host: Database,
) -> None:
    with connection(host, autocommit=True) as raw:
        store = Store(raw)
        with pytest.raises(StoreError) as error:
            begun(store)
        assert error.value.code == "autocommit"
        assert "BEGIN" in error.value.text("vi")
        assert list(store.cases()) == []
    assert kept(host) == (0, 0)


def test_rows_and_cursors_of_the_host_s_own_kind_do_not_matter(host: Database) -> None:
    for kind in (psycopg.ClientCursor, psycopg.RawCursor):
        with connection(host, row_factory=dict_row, cursor_factory=kind) as raw:
            store = Store(raw)
            case = begun(store)
            assert store.get("D-1") == case
            assert raw.execute("SELECT 1 AS one").fetchone() == {"one": 1}


def test_a_host_is_told_what_its_connection_lacks(host: Database) -> None:
    with connection(
        host, options=f"{psycopg.conninfo.conninfo_to_dict(host.url)['options']} -csynchronous_commit=off"
    ) as raw:
        with pytest.warns(UserWarning, match="synchronous_commit is off"):
            store = Store(raw)
        assert "tắt synchronous_commit" in store.lacks[0].say("vi")


def test_a_commit_that_the_server_turns_into_a_rollback_is_not_taken_for_one(schema: Database) -> None:
    """The COMMIT of a failed transaction is answered without an error."""
    with Store.connect(schema.url) as store:
        begun(store)
        with pytest.raises(StoreError) as error, store._session.writing() as link:  # noqa: SIM117, SLF001 - swallowed
            with pytest.raises(psycopg.Error):
                link.run("SELECT broken")
        assert error.value.code == "database_failed"
        assert store.fire("D-1", "submit", actor=CITIZEN).seq == 2


def backend(store: Store) -> int:
    with store._session.reading() as link:  # noqa: SLF001 - to know whom to drop
        row = link.one("SELECT pg_backend_pid()")
        assert row is not None
        return int(row[0])


def test_a_connection_that_was_dropped_while_idle_is_made_anew(schema: Database) -> None:
    with Store.connect(schema.url) as store:
        begun(store)
        schema.execute(f"SELECT pg_terminate_backend({backend(store)}, 10000)")
        assert store.fire("D-1", "submit", actor=CITIZEN).seq == 2


def test_a_connection_that_is_dropped_at_the_commit_is_an_unknown_outcome(
    schema: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.connect(schema.url) as store:
        begun(store)
        commit, pid = PostgresLink.commit, backend(store)

        def dropped(link: PostgresLink) -> None:
            schema.execute(f"SELECT pg_terminate_backend({pid}, 10000)")
            commit(link)

        with monkeypatch.context() as patched:
            patched.setattr(PostgresLink, "commit", dropped)
            with pytest.raises(UnknownOutcome):
                store.fire("D-1", "submit", actor=CITIZEN, key="k")
        assert store.get("D-1").seq == 1
        assert not store.fire("D-1", "submit", actor=CITIZEN, key="k").replayed


def test_another_writer_is_waited_for_no_longer_than_said(schema: Database) -> None:
    with Store.connect(schema.url, timeout=0.05) as store, connection(schema) as other:
        begun(store)
        other.execute("UPDATE workflow_case SET seq = seq")
        with pytest.raises(StoreError) as error:
            store.fire("D-1", "submit", actor=CITIZEN)
        assert error.value.code == "busy"
        other.rollback()
        assert store.fire("D-1", "submit", actor=CITIZEN).seq == 2


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Any) -> None:
    with pytest.raises(StoreError) as error:
        Store.connect(f"postgresql://me:secret@/cases?host={tmp_path}")
    assert error.value.code == "cannot_connect"
    assert "secret" not in error.value.text("vi") + error.value.text("en")


def test_without_psycopg_the_extra_is_named() -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from ocop_workflow import Store\n"
        "from ocop_workflow.errors import StoreError\n"
        "try: Store.connect('postgresql://x/y')\n"
        "except StoreError as error: print(error.code, error.text('vi'), error.text('en'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.startswith("driver_missing PostgreSQL cần psycopg 3")
    assert done.stdout.count('pip install "ocop-workflow[postgres]"') == 2
