"""`table` prints the rules of a workflow or writes them, in one language or both, as pages or for programs."""

import json
import sys
from pathlib import Path

import pytest
from cli.support import Command


def test_it_prints_markdown_and_writes_what_the_files_name_asks_for(
    command: Command, permit: Path, tmp_path: Path
) -> None:
    assert command("table", permit).out.startswith("# ")
    for name, first in (("p.md", "# "), ("p.html", "<!doctype html>"), ("p.json", "{")):
        said = command("table", permit, "-o", name)
        assert (said.code, name in said.out) == (0, True)
        assert (tmp_path / name).read_text("utf-8").startswith(first)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_both_languages_stand_beside_each_other_where_that_is_asked_for(
    command: Command, permit: Path, form: str
) -> None:
    vietnamese, english = (
        command("table", permit, "--format", form, "--lang", each).out for each in ("vi", "en")
    )
    both = command("table", permit, "--format", form, "--lang", "both").out
    assert ("Tiếng Việt" in vietnamese, "English" in vietnamese) == (True, False)
    assert ("Tiếng Việt" in english, "English" in english) == (False, True)
    assert "Tiếng Việt" in both
    assert "English" in both


def test_a_page_needs_nothing_from_elsewhere(command: Command) -> None:
    page = command("table", "ocop-product@148-1489", "--format", "html", "--lang", "both").out
    assert not [sign for sign in ("<script", "<link", "src=", "@import", "url(") if sign in page]


def test_json_has_both_languages_whatever_is_asked_for(command: Command, permit: Path) -> None:
    document = json.loads(command("table", permit, "--format", "json").out)
    codes = {reason["code"] for rule in document["rules"] for reason in rule["refusals"]}
    assert {"wrong_state", "not_permitted"} <= codes
    assert all(
        set(reason["text"]) == {"vi", "en"} for rule in document["rules"] for reason in rule["refusals"]
    )


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--format", "pdf"], "there is no format “pdf”: choose markdown, html, json"),
        (["-o", "no/such/folder/p.md"], "cannot be written"),
    ],
)
def test_what_cannot_be_written_so_is_wrong_usage(
    command: Command, permit: Path, more: list[str], sentence: str
) -> None:
    said = command("table", permit, "--lang", "en", *more)
    assert said.code == 2
    assert sentence in said.err


def test_both_is_a_language_of_tables_only(command: Command, permit: Path) -> None:
    assert "vi|en|both" in command("table", "--help").out
    assert command("draw", permit, "--lang", "both").code == 2


def test_the_steps_are_written_as_what_the_files_name_asks_for(
    command: Command, permit: Path, tmp_path: Path
) -> None:
    assert "Bước" in command("table", permit, "--steps").out
    for name, first in (("s.md", b"# "), ("s.html", b"<!doctype html>"), ("s.docx", b"PK"), ("s.json", b"{")):
        said = command("table", permit, "--steps", "-o", name)
        assert (said.code, name in said.out) == (0, True)
        assert (tmp_path / name).read_bytes().startswith(first)
    document = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert {"stage", "step", "who", "time", "product", "basis"} == set(document["steps"][0])


@pytest.mark.parametrize("language", ["vi", "en", "both"])
@pytest.mark.parametrize("name", ["s.md", "s.html", "s.docx"])
def test_a_table_that_was_just_written_agrees(
    command: Command, permit: Path, name: str, language: str
) -> None:
    command("table", permit, "--steps", "-o", name, "--lang", language)
    said = command("table", permit, "--check", name, "--lang", "en")
    assert (said.code, said.out.split()) == (0, f"{name} agrees with {permit}".split())


@pytest.fixture
def edited(command: Command, permit: Path, tmp_path: Path) -> str:
    """A table in which somebody wrote another target."""
    command("table", permit, "--steps", "-o", "s.md")
    text = (tmp_path / "s.md").read_text("utf-8")
    assert "→ Đang lấy phiếu" in text
    (tmp_path / "s.md").write_text(text.replace("→ Đang lấy phiếu", "→ Đã ký"), "utf-8")
    return "s.md"


def test_what_does_not_agree_is_told_with_its_line_and_both_texts(
    command: Command, permit: Path, edited: str
) -> None:
    said = command("table", permit, "--check", edited, "--lang", "en")
    assert said.code == 1
    words = " ".join(said.out.split())
    assert "s.md:" in words
    assert ": product" in words
    assert "column “Product (result)” does not agree" in words
    assert "table: → Đã ký" in words
    assert "workflow: → Đang lấy phiếu" in words
    assert "1 place does not agree with" in words
    assert "1 chỗ không khớp với" in " ".join(command("table", permit, "--check", edited).out.split())


def test_programs_read_what_does_not_agree_as_json(command: Command, permit: Path, edited: str) -> None:
    said = command("table", permit, "--check", edited, "--json")
    document = json.loads(said.out)
    (told,) = document["differences"]
    assert (said.code, document["holds"], told["code"], told["written"]) == (1, False, "product", "→ Đã ký")
    assert set(told["message"]) == {"vi", "en"}


def test_a_file_that_is_no_table_falls_short_with_its_code(command: Command, permit: Path) -> None:
    said = command("table", permit, "--check", permit, "--lang", "en")
    assert said.code == 1
    assert "table_form" in said.err
    told = json.loads(command("table", permit, "--check", permit, "--json").out)
    assert [each["code"] for each in told["problems"]] == ["table_form"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--check", "s.md", "--steps"], "--check only reads a table"),
        (["--check", "s.md", "-o", "x.md"], "--check only reads a table"),
        (["--json"], "--json goes with --check"),
        (["-o", "x.docx"], "DOCX is for the table of steps: add --steps"),
        (["--format", "docx"], "DOCX is for the table of steps: add --steps"),
        (["--steps", "--format", "docx"], "this format is not printed: add -o FILE"),
        (["--steps", "--format", "pdf"], "choose markdown, html, docx, json"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(
    command: Command, permit: Path, more: list[str], sentence: str
) -> None:
    said = command("table", permit, "--lang", "en", *more)
    assert (said.code, said.out) == (2, "")
    assert sentence in " ".join(said.err.split())


def test_without_the_extra_no_document_is_written_and_one_is_read_all_the_same(
    command: Command, permit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("table", permit, "--steps", "-o", "before.docx")
    monkeypatch.setitem(sys.modules, "docx", None)
    said = command("table", permit, "--steps", "-o", "s.docx", "--lang", "en")
    assert (said.code, said.out, (tmp_path / "s.docx").exists()) == (1, "", False)
    assert "ocop-workflow[docx]" in said.err
    assert command("table", permit, "--check", "before.docx").code == 0


def test_values_that_are_assumed_are_told_above_the_steps(command: Command) -> None:
    folder = Path(__file__).parents[2] / "examples" / "construction-permit"
    given = ["--steps", "--parameters", folder / "assumed.parameters.yaml", "--lang", "en"]
    text = command("table", folder / "permit.yaml", *given).out
    assert "The values of the parameters are assumed: " in text
    assert "not decided yet" not in text
