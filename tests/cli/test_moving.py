"""`export` and `import` move a store, and say what they moved."""

import json
import os
import stat
from pathlib import Path

import pytest
from cli.support import Command
from store.support import Clock, approved, begun

from ocop_workflow import Store


@pytest.fixture
def database(command: Command) -> str:
    assert command("--version").code == 0, "the folder of the command is entered"
    clock = Clock()
    with Store.connect("sqlite:///d.db", clock=clock) as store:
        approved(store, clock)
        begun(store, "D-2")
    return "d.db"


def test_a_store_goes_to_another_database_and_is_the_same(command: Command, database: str) -> None:
    said = command("export", "--database", database, "-o", "d.jsonl")
    assert said.code == 0
    assert "2 hồ sơ, 6 dòng lịch sử, 1 quy trình, 0 liên kết" in " ".join(said.out.split())
    assert "dữ liệu cá nhân" in said.out
    taken = command("import", "d.jsonl", "--database", "other.db", "--lang", "en")
    assert taken.code == 0
    assert "2 cases, 6 entries" in taken.out
    again = json.loads(command("import", "d.jsonl", "--database", "other.db", "--json").out)
    assert (again["cases"], again["entries"], again["database"]) == (0, 0, "sqlite:///other.db")
    made = json.loads(command("export", "--database", "other.db", "-o", "other.jsonl", "--json").out)
    assert made["sha256"] == again["sha256"]
    assert Path("other.jsonl").read_bytes() == Path("d.jsonl").read_bytes()
    assert command("verify", "--database", "other.db").code == 0


def test_damage_is_told_with_its_line_and_nothing_is_taken(command: Command, database: str) -> None:
    command("export", "--database", database, "-o", "d.jsonl")
    lines = Path("d.jsonl").read_text("utf-8").split("\n")
    lines[3] = lines[3].replace("citizen", "officer")
    Path("d.jsonl").write_text("\n".join(lines), "utf-8")
    said = command("import", "d.jsonl", "--database", "other.db")
    assert said.code == 1
    assert "“d.jsonl”, dòng 4: Hồ sơ “D-1”: nội dung dòng lịch sử số 2 đã bị sửa" in " ".join(
        said.err.split()
    )
    assert "chưa nhập gì" in said.err
    assert "bản gốc" in said.err
    told = json.loads(command("verify", "--database", "other.db", "--json").out)
    assert (told["holds"], told["cases"]) == (True, 0)


def test_what_is_typed_wrongly_is_wrong_usage(command: Command, database: str) -> None:
    Path("there").write_text("mine", "utf-8")
    assert command("export", "--database", database, "-o", "there").code == 2
    assert command("import", "none", "--database", database).code == 2
    assert command("export", "--database", "none.db", "-o", "new").code == 2
    assert command("import", "there", "--database", database).code == 1
    assert Path("there").read_text("utf-8") == "mine"


@pytest.mark.parametrize("nowhere", ["", "sqlite://", "sqlite:///", ":memory:", "sqlite:///:memory:"])
def test_a_database_that_would_be_gone_with_the_command_is_wrong_usage(
    command: Command, database: str, nowhere: str
) -> None:
    """As it is where a script's variable is empty: the cases would be told to have been taken."""
    assert command("export", "--database", database, "-o", "e.jsonl").code == 0
    for given in (("import", "e.jsonl"), ("db", "upgrade"), ("verify",)):
        said = command(*given, "--database", nowhere, "--lang", "en")
        assert (said.code, said.out) == (2, "")
        assert "no database file is named" in " ".join(said.err.split())


@pytest.mark.skipif(os.name != "posix", reason="files have no such rights here")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_who_may_not_read_the_database_may_not_read_what_is_made_of_it(
    command: Command, database: str, mode: int
) -> None:
    Path(database).chmod(mode)
    before = os.umask(0)
    try:
        assert command("export", "--database", database, "-o", "e.jsonl").code == 0
        assert command("db", "backup", "copy.db", "--database", database).code == 0
        assert command("checkpoint", "--database", database, "-o", "heads").code == 0
    finally:
        os.umask(before)
    modes = {name: stat.S_IMODE(Path(name).stat().st_mode) for name in ("e.jsonl", "copy.db", "heads")}
    assert modes == {"e.jsonl": 0o600, "copy.db": mode, "heads": 0o666}
