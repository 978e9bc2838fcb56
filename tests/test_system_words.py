"""What the system, SQLite and the YAML parser say in English reaches people in their own language."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
import yaml

from ocop_workflow.cli import main
from ocop_workflow.errors import DefinitionError
from ocop_workflow.messages import sentences
from ocop_workflow.messages.system import STORED, YAML, cause, yaml_cause
from ocop_workflow.reading import read_definition, stream

BROKEN = {  # a file that YAML itself refuses, and the sentence that tells why; None where a code of its own does
    'a: "\\q"': "yaml_escape",
    'a: "\\xg0"': "yaml_escape_digits",
    'a: "\\ud800"': "yaml_escape_code",
    "a: - b": "yaml_dash",
    "a: ? b": "yaml_question",
    'a: "x\n--- y"': "yaml_document",
    "%FOO bar\n%\n---\na: b": "yaml_directive",
    "%YAML x\n---\na: b": "yaml_version",
    "%YAML 2.0\n---\na: b": "yaml_version",
    "%YAML 1.1\na: b": None,
    "a: |0\n  b": "yaml_block",
    "a: [b, c: ]]": None,
    "a: [b c\nd: e": None,
}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((text, "CSafeLoader") for text in BROKEN),
        *((text, "SafeLoader") for text in BROKEN if "ud800" not in text),  # which that one takes
    ],
)
def test_the_yaml_parsers_english_is_told_in_sentences(
    text: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LOADER", getattr(yaml, name))
    with pytest.raises(DefinitionError) as raised:
        read_definition("broken.yaml", text)
    (problem,) = raised.value.problems
    assert problem.message.vi != problem.message.en
    detail = BROKEN[text]
    assert (problem.code == "yaml_syntax") == (detail is not None)
    if detail:
        assert problem.message.vi == f"YAML viết sai ({sentences('system')[detail].vi})"
        assert problem.hint.vi


def test_what_is_not_known_is_told_as_it_came() -> None:
    told = yaml_cause("found something new", "while scanning")
    assert (told.vi, told.en) == ("while scanning found something new",) * 2
    assert cause(OSError(12345, "out of cheese")).vi == "out of cheese"
    assert cause(sqlite3.OperationalError("no such table: cases")).vi == "no such table: cases"


def test_every_sentence_is_of_an_error_of_the_system_of_sqlite_or_of_yaml() -> None:
    for key in sentences("system"):
        known = key in {"null_byte", *STORED, *(key for _, key in YAML)} or key in errno.errorcode.values()
        assert known or hasattr(sqlite3, key), key
    assert {key for _, key in YAML} <= set(sentences("system"))


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EISDIR, errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_the_systems_own_words_are_not_said(code: int) -> None:
    told = cause(OSError(code, os.strerror(code)))
    assert told.vi != told.en
    assert os.strerror(code) not in told.say("vi")


def test_commands_answer_in_one_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.db").write_text("something else entirely, and long enough to be read", "utf-8")
    answers = {
        "không có tệp": ["check", str(tmp_path / "none.yaml")],
        "đây là thư mục": ["check", f"{tmp_path}.yaml"],
        "một phần của đường dẫn": ["check", str(tmp_path / "no.db" / "x.yaml")],
        "ký tự NUL": ["check", "x\0.yaml"],
        "không phải cơ sở dữ liệu SQLite": ["history", "A-1", "--database", str(tmp_path / "no.db")],
    }
    Path(f"{tmp_path}.yaml").mkdir()
    for part, arguments in answers.items():
        assert main([*arguments, "--lang", "vi"]) == 1
        said = capsys.readouterr()
        assert part in " ".join((said.out + said.err).split())
        assert "o such" not in said.out + said.err
        assert "irectory" not in said.out + said.err
    assert "→" in said.err or "kiểm tra đường dẫn" in said.err, "a store's error says what to do as well"
