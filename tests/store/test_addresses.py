"""What an address may be, what is told of one, and databases that are already somebody else's."""

import traceback
from pathlib import Path
from typing import Any

import pytest
from store.support import Database, File, begun, host

from ocop_workflow import Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store import address, sqlite

SECRETS = [
    "postgresql://me:s3cret@[broken/cases",
    "postgresql://me:s3cret@127.0.0.1:1/cases",
    "postgresql://me:s3cret/@127.0.0.1:1/cases",
    "postgresql://me:x@s3cret@127.0.0.1:1/cases",
    "postgresql://127.0.0.1:1/cases?password=s3cret&bad=1",
    "postgresql+psycopg://me:s3cret@host/cases",
    "mysql://me:s3cret@host/cases",
]


def told(url: Any, **how: Any) -> StoreError:
    with pytest.raises(StoreError) as error:
        Store.connect(url, **how)
    assert error.value.text("vi") != error.value.text("en")
    return error.value


@pytest.mark.parametrize("url", SECRETS)
def test_no_password_is_told_nor_logged(url: str) -> None:
    error = told(url, timeout=2)
    logged = "".join(traceback.format_exception(error))
    said = error.text("vi") + error.text("en") + logged.replace(url, "")
    assert "s3cret" not in said
    assert "s3cret" not in address.shown(url)


def test_an_address_that_is_quoted_whole_would_be_found() -> None:
    """The control: what the driver says of the first address has the password in it."""
    psycopg = pytest.importorskip("psycopg")
    with pytest.raises(psycopg.Error) as error:
        psycopg.connect(SECRETS[0])
    assert "s3cret" in str(error.value)


@pytest.mark.parametrize("given", [Path("cases.db"), None, 5], ids=str)
def test_what_is_no_address_is_told(given: Any) -> None:
    assert told(given).code == "url_unknown"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite+pysqlite3:///"])
def test_an_address_without_a_file_is_none_and_not_a_store_in_memory(url: str) -> None:
    """As it is where the name of the file was left out by mistake."""
    assert told(url).code == "url_unknown"


@pytest.mark.parametrize("name", ["a\0b.db", "\ud800.db"])
def test_a_path_that_no_file_has_is_told(name: str) -> None:
    assert told(f"sqlite:///{name}").code == "cannot_open"


@pytest.mark.parametrize("options", ["?mode=ro", "?timeout=5", "?"])
def test_options_in_an_address_make_no_new_file(path: Path, options: str) -> None:
    with Store.connect(f"sqlite:///{path}") as store:
        begun(store)
    there = sorted(path.parent.iterdir())
    assert told(f"sqlite:///{path}{options}").code == "url_options"
    assert sorted(path.parent.iterdir()) == there


@pytest.mark.parametrize("timeout", [-1, float("nan"), float("inf"), 1e9])
def test_a_timeout_that_is_none_is_told(database: Database, timeout: float) -> None:
    """An endless one made SQLite's turnstile wait for ever."""
    assert told(database.url, timeout=timeout).code == "timeout"


FOREIGN = [
    "CREATE TABLE workflow_schema (number TEXT)",
    "CREATE TABLE workflow_schema (version TEXT); INSERT INTO workflow_schema VALUES ('two')",
    "CREATE TABLE workflow_case (id TEXT)",
    "CREATE TABLE workflow_entry (id TEXT)",
    "CREATE VIEW workflow_definition AS SELECT 1 AS digest",
]


@pytest.mark.parametrize("hosted", [False, True], ids=["own", "host's"])
@pytest.mark.parametrize("theirs", FOREIGN)
def test_another_program_s_tables_are_told_and_left_as_they_are(
    database: Database, theirs: str, *, hosted: bool
) -> None:
    for statement in theirs.split("; "):
        database.execute(statement)
    before = _names(database)
    if hosted:
        connection = host(database)
        with pytest.raises(StoreError) as error:
            begun(Store(connection))
        connection.rollback()
        connection.close()
        assert error.value.code == "foreign_tables"
    else:
        assert told(database.url).code == "foreign_tables"
    assert _names(database) == before


@pytest.mark.parametrize(
    "theirs", ["CREATE TABLE workflow_schema (version INTEGER)", "CREATE TABLE Workflow_Case (a)"]
)
def test_a_file_with_tables_that_look_like_ours_is_told(file: File, theirs: str) -> None:
    file.execute(theirs)
    assert told(file.url).code == "foreign_tables"


def test_letters_are_kept_whatever_the_environment_says(
    schema: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with Store.connect(schema.url) as store:
        assert begun(store).data["name"] == "Nguyễn Thị Bưởi"
        assert store.get("D-1").data["name"] == "Nguyễn Thị Bưởi"


def _names(database: Database) -> list[Any]:
    if isinstance(database, File):
        return sorted(database.columns("SELECT type, name, sql FROM sqlite_master"))
    return sorted(
        database.columns(
            "SELECT relname, relkind::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        )
    )


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+pysqlite3"])
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_is_gone_or_another_one_is_told_and_nothing_is_acknowledged(
    path: Path, scheme: str, how: str
) -> None:
    other = path.with_name("other.db")
    with Store.connect(f"{scheme}:///{other}") as store:
        begun(store)
    with Store.connect(f"{scheme}:///{path}") as store:
        begun(store)
        path.unlink()
        if how == "replaced":
            other.rename(path)
        for use in (lambda: begun(store, "D-2"), lambda: store.get("D-1"), store.vacuum, store.fire_due):
            with pytest.raises(StoreError) as error:
                use()
            assert error.value.code == "file_moved"
    assert path.exists() == (how == "replaced")
    if how == "replaced":
        with Store.connect(f"{scheme}:///{path}") as store:
            assert [case.id for case in store.cases()] == ["D-1"]
            assert list(store.verify()) == []


def test_without_being_looked_for_what_is_acknowledged_would_be_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a write-ahead log: in a rollback journal SQLite itself refuses to write."""
    monkeypatch.setattr(sqlite.File, "moved", lambda _: None)
    with Store.connect(f"sqlite+pysqlite3:///{path}") as store:
        begun(store)
        path.unlink()
        assert begun(store, "D-2").seq == 1
    assert not path.exists()


def test_a_process_that_goes_to_another_folder_has_its_file_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.connect("sqlite:///cases.db") as store:
        begun(store)
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        assert store.get("D-1").seq == 1
