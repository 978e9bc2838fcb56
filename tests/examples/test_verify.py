"""The small verifier as somebody would run it: on an export, on an SQLite file, with Python alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from store.support import Clock, approved, begun, tamper

from ocop_workflow import Store

VERIFIER = Path(__file__).parents[2] / "examples" / "verify" / "verify.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clock = Clock()
    with Store.connect(f"sqlite:///{tmp_path / 'cases.db'}", clock=clock) as store:
        approved(store, clock)
        begun(store, "Đ-2")
        store.erase("Đ-2", ("phone",))
        with (tmp_path / "heads.jsonl").open("wb") as stream:
            store.checkpoint(stream)
        with (tmp_path / "cases.jsonl").open("wb") as stream:
            store.export(stream)
    return tmp_path


def checked(folder: Path, *names: str) -> tuple[int, str]:
    """Isolated: no library is on the path."""
    command = [sys.executable, "-I", "-S", str(VERIFIER), *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize("name", ["cases.db", "cases.jsonl"])
def test_what_is_whole_fits(folder: Path, name: str) -> None:
    code, said = checked(folder, name, "heads.jsonl")
    assert (code, said.splitlines()[-1]) == (0, "everything fits")
    assert "heads.jsonl: SHA-256 " in said


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE workflow_entry SET document = replace(document, 'm-1', 'm-9')", "not what its hash sealed"),
        ("DELETE FROM workflow_entry WHERE seq = 2", "does not continue the one before"),
        ("DELETE FROM workflow_entry WHERE seq = 5", "does not end where the case says"),
        ("UPDATE workflow_case SET head = 'x'", "does not end where the case says"),
        ("DELETE FROM workflow_case WHERE id = 'D-1'", "there are entries, but no case"),
        ("UPDATE workflow_definition SET document = document || ' '", "was changed"),
        ("UPDATE workflow_personal SET value = '\"x\"' WHERE field = 'name'", "name is not the value"),
        ("UPDATE workflow_personal SET commitment_key = NULL WHERE field = 'name'", "name is not the value"),
        ("DELETE FROM workflow_personal WHERE field = 'name'", "name is not the value"),
        ("INSERT INTO workflow_personal VALUES ('D-1', 2, 'phone', '1', '00')", "nobody handed in phone"),
        ("UPDATE workflow_entry SET document = '[' WHERE seq = 1", "it cannot be read"),
    ],
)
def test_what_was_changed_in_a_file_is_told(folder: Path, statement: str, told: str) -> None:
    tamper(folder / "cases.db", statement)
    code, said = checked(folder, "cases.db", "heads.jsonl")
    assert code == 1
    assert told in said


def test_a_case_that_vanished_is_told_only_with_the_checkpoint(folder: Path) -> None:
    for table, column in (("personal", "case_id"), ("entry", "case_id"), ("case", "id")):
        tamper(folder / "cases.db", f"DELETE FROM workflow_{table} WHERE {column} = 'Đ-2'")  # noqa: S608
    assert checked(folder, "cases.db")[0] == 0
    code, said = checked(folder, "cases.db", "heads.jsonl")
    assert code == 1
    assert "Đ-2: it vanished" in said


@pytest.mark.parametrize("name", ["cases.jsonl", "heads.jsonl"])
def test_a_changed_file_is_told(folder: Path, name: str) -> None:
    raw = (folder / name).read_bytes()
    for place in range(0, len(raw), len(raw) // 12):
        (folder / name).write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        assert checked(folder, "cases.jsonl", "heads.jsonl")[0] == 1


def test_it_is_short_and_imports_nothing_but_python() -> None:
    text = VERIFIER.read_text("utf-8")
    assert len([line for line in text.splitlines() if line.strip()]) < 100
    names = {
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert names <= sys.stdlib_module_names
