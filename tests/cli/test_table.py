"""`table` prints the rules of a workflow or writes them, in one language or both, as pages or for programs."""

import json
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
