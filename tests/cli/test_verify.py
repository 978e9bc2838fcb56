"""`checkpoint` writes where every history ends; `verify` tells what is wrong, by itself and against checkpoints."""

import json
import os
import shlex
import sqlite3
import stat
from pathlib import Path

import pytest
from cli.support import Command
from store.support import Clock, approved, begun, tamper

from ocop_workflow import Store
from ocop_workflow.store import read_checkpoint

GONE = [
    "DELETE FROM workflow_personal WHERE case_id = 'D-2'",
    "DELETE FROM workflow_entry WHERE case_id = 'D-2'",
    "DELETE FROM workflow_case WHERE id = 'D-2'",
]


@pytest.fixture
def database(command: Command) -> str:
    assert command("--version").code == 0, "the folder of the command is entered"
    clock = Clock()
    with Store.connect("sqlite:///d.db", clock=clock) as store:
        approved(store, clock)
        begun(store, "D-2")
    return "d.db"


def test_a_whole_store_is_told_to_be_so_and_what_only_a_checkpoint_could_find(
    command: Command, database: str
) -> None:
    vi, en = (command("verify", "--database", database, "--lang", spoken) for spoken in ("vi", "en"))
    assert (vi.code, en.code) == (0, 0)
    assert "✓ Không thấy chỗ nào sai" in vi.out
    assert "2 hồ sơ, 6 dòng lịch sử" in vi.out
    assert "✓ Nothing is wrong" in en.out
    assert "only with a checkpoint (--against)" in " ".join(en.out.split())


def test_a_vanished_case_is_found_by_the_file_alone(command: Command, database: str) -> None:
    made = command("checkpoint", "--database", database, "-o", "heads.jsonl", "--lang", "en")
    assert made.code == 0
    seal = read_checkpoint(Path("heads.jsonl"))
    assert seal.spoken.replace(" ", "") in made.out.replace(" ", "").replace("\n", "")
    assert "verify --database sqlite:///d.db --against heads.jsonl" in made.out
    tamper(Path(database), *GONE)
    assert command("verify", "--database", database).code == 0
    said = command("verify", "--database", database, "--against", "heads.jsonl")
    assert said.code == 1
    assert "✗ Hồ sơ “D-2” có trong “heads.jsonl” nhưng không còn trong kho" in said.out
    assert "tìm ai đã xóa" in said.out
    told = json.loads(command("verify", "--database", database, "--against", "heads.jsonl", "--json").out)
    assert (told["holds"], told["cases"], told["entries"]) == (False, 1, 5)
    assert told["checkpoints"][0]["sha256"] == seal.sha256
    assert [(each["code"], each["case"]) for each in told["findings"]] == [("case_vanished", "D-2")]
    assert set(told["findings"][0]["message"]) == {"vi", "en"}


def test_several_files_are_compared_and_a_changed_one_is_told(command: Command, database: str) -> None:
    for name in ("1", "2"):
        answer = command("checkpoint", "--database", database, "-o", name, "--json")
        assert json.loads(answer.out)["cases"] == 2
    Path("2").write_text(Path("2").read_text("utf-8").replace("D-2", "D-3"), "utf-8")
    said = command("verify", "--database", database, "--against", "1", "--against", "2")
    assert said.code == 1
    assert said.out.count("✗") == 1
    assert "✗ “2”, dòng 5" in said.out


def test_a_file_is_never_overwritten_nor_left_half_written(command: Command, database: str) -> None:
    Path("kept").write_text("mine", "utf-8")
    said = command("checkpoint", "--database", database, "-o", "kept")
    assert (said.code, Path("kept").read_text("utf-8")) == (2, "mine")
    assert "đã có" in said.err
    with sqlite3.connect(database) as raw:
        raw.execute("DROP TABLE workflow_definition")
    raw.close()
    assert command("checkpoint", "--database", database, "-o", "new").code == 1
    assert command("checkpoint", "--database", database, "-o", "no/folder").code == 2
    assert command("checkpoint", "--database", database, "-o", "kept/folder").code == 2
    assert {each.name for each in Path().iterdir()} - {"d.db-turn"} == {"d.db", "kept"}


def test_a_missing_file_or_database_is_wrong_usage(command: Command, database: str) -> None:
    assert command("verify", "--database", "none.db").code == 2
    said = command("verify", "--database", database, "--against", "none", "--lang", "en")
    assert said.code == 2
    assert "none" in said.err
    assert "verify --help" in said.err


@pytest.mark.parametrize("name", ["verify", "history"])
def test_a_database_of_no_store_is_told_and_left_as_it_is(command: Command, name: str) -> None:
    assert command("--version").code == 0
    with sqlite3.connect("mine.db") as raw:
        raw.execute("CREATE TABLE mine (text TEXT)")
    raw.close()
    before = Path("mine.db").read_bytes()
    said = command(name, *(["D-1"] if name == "history" else []), "--database", "mine.db")
    assert said.code == 1
    assert "Không có kho hồ sơ" in said.err
    assert Path("mine.db").read_bytes() == before


def test_the_command_that_is_told_can_be_pasted_whatever_the_file_is_called(
    command: Command, database: str
) -> None:
    said = command("checkpoint", "--database", database, "-o", "heads of é.jsonl").out
    (line,) = (line for line in said.splitlines() if line.startswith("  ocop-workflow verify"))
    program, *arguments = shlex.split(line)
    assert program == "ocop-workflow"
    assert command(*arguments).code == 0


@pytest.mark.skipif(os.name != "posix", reason="folders are synced by the system itself")
@pytest.mark.parametrize(
    "made", [("checkpoint", "-o", "new"), ("export", "-o", "new"), ("db", "backup", "new")]
)
def test_a_file_that_was_told_to_be_written_has_its_name_after_a_power_cut(
    command: Command, database: str, made: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[bool] = []
    sync = os.fsync

    def watched(handle: int) -> None:
        sync(handle)
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            there.append(Path("new").exists())

    monkeypatch.setattr(os, "fsync", watched)
    assert command(*made, "--database", database).code == 0
    assert there == [True]
