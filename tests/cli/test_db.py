"""`db` upgrades, copies, vacuums, and prints the statements that make the tables."""

import json
import sqlite3
from pathlib import Path

import pytest
from cli.support import Command
from store.support import Clock, begun

from ocop_workflow import Store
from ocop_workflow.store.schema import steps

LAST = len(steps("sqlite"))


@pytest.fixture
def database(command: Command) -> str:
    assert command("--version").code == 0, "the folder of the command is entered"
    with Store.connect("sqlite:///d.db", clock=Clock()) as store:
        begun(store)
    return "d.db"


def test_an_upgrade_tells_from_where_to_where(command: Command, database: str) -> None:
    said = command("db", "upgrade", "--database", "new.db", "--lang", "en")
    assert (said.code, f"were made in sqlite:///new.db: schema {LAST}" in said.out) == (0, True)
    assert "không phải đổi gì" in command("db", "upgrade", "--database", database).out
    told = json.loads(command("db", "upgrade", "--database", database, "--json").out)
    assert (told["outcome"], told["before"], told["after"]) == ("current", LAST, LAST)


def test_a_backup_is_a_store_and_overwrites_nothing(command: Command, database: str) -> None:
    said = command("db", "backup", "copy.db", "--database", database)
    assert (said.code, "copy.db" in said.out) == (0, True)
    assert command("verify", "--database", "copy.db").code == 0
    again = command("db", "backup", "copy.db", "--database", database)
    assert again.code == 1
    assert "không bị ghi đè" in again.err
    assert "chọn tên khác" in again.err


def test_a_vacuum_leaves_no_byte_of_what_was_erased(command: Command, database: str) -> None:
    with Store.connect("sqlite:///d.db") as store:
        store.erase("D-1")
    said = command("db", "vacuum", "--database", database)
    assert (said.code, "nhật ký máy chủ" in said.out) == (0, True)
    assert "Bưởi".encode() not in Path(database).read_bytes()


def test_the_statements_are_printed_and_make_the_tables(command: Command) -> None:
    said = command("db", "sql", "--kind", "sqlite")
    with sqlite3.connect("made.db") as raw:
        raw.executescript(said.out)
    raw.close()
    assert "không phải đổi gì" in command("db", "upgrade", "--database", "made.db").out
    assert "CREATE FUNCTION" in command("db", "sql", "--kind", "postgres").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["upgrad", "--database", "d.db"], "upgrade"),
        (["upgrade"], "--database"),
        (["backup", "--database", "d.db"], "FILE"),
        (["vacuum", "x", "--database", "d.db"], "FILE x"),
        (["vacuum", "--database", "none.db"], "none.db"),
        (["sql"], "--kind"),
        (["sql", "--kind", "oracle"], "oracle"),
        (["sql", "--kind", "sqlite", "--database", "d.db"], "--database d.db"),
    ],
)
def test_what_is_typed_wrongly_is_wrong_usage(command: Command, arguments: list[str], told: str) -> None:
    for spoken in ("vi", "en"):
        said = command("db", *arguments, "--lang", spoken)
        assert (said.code, said.out) == (2, "")
        assert told in said.err
    assert not list(Path().iterdir())
