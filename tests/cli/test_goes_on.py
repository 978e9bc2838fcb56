"""A case of one run file goes on in another one: opened in January, closed in June."""

from pathlib import Path

import pytest
from cli.support import Command

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
OPENED = """\
run: {vi: Mở đợt, en: A round is opened}
workflow: WORKFLOW
actors: {secretary: {roles: [secretary]}}
cases:
  R-1:
    steps:
      - {at: 2024-01-10, do: open_round, as: secretary, with: {year: 2024}, then: open}
"""
CLOSED = """\
run: {vi: Đóng đợt, en: A round is closed}
workflow: WORKFLOW
actors: {secretary: {roles: [secretary]}}
cases:
  R-1:
    goes_on: true
    steps:
      - {at: 2024-06-01, do: close, as: secretary, links: {undecided: 3}, refused: [guard_unmet]}
      - {at: 2024-07-01, do: close, as: secretary, then: closed}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    found = []
    for name, text in (("open", OPENED), ("close", CLOSED)):
        found.append(tmp_path / f"{name}.run.yaml")
        found[-1].write_text(text.replace("WORKFLOW", str(ROUNDS / "round.yaml")), "utf-8")
    return found[0], found[1]


def test_a_case_goes_on_in_another_run_file_and_a_second_run_tells_the_same(
    command: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    database = tmp_path / "rounds.db"
    opened, closed = files
    assert command("run", opened, "--database", database, "--lang", "en").code == 0
    first = command("run", closed, "--database", database, "--json")
    again = command("run", closed, "--database", database, "--json")
    assert (first.code, again.code) == (0, 0)
    assert '"written":1,"replayed":0,"refused":1' in first.out.replace(" ", "").replace("\n", "")
    assert '"written":0,"replayed":1,"refused":1' in again.out.replace(" ", "").replace("\n", "")
    history = command("history", "R-1", "--database", database, "--lang", "en")
    assert "2 entries, and they fold to the stored case" in history.out


def test_a_case_that_nobody_has_begun_does_not_go_on(
    command: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    said = command("run", files[1], "--database", tmp_path / "rounds.db", "--lang", "en")
    assert said.code == 1
    assert "R-1" in said.err


def test_a_case_does_not_go_on_under_another_workflow_than_its_own(
    command: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    opened, closed = files
    database = tmp_path / "rounds.db"
    other = tmp_path / "round.yaml"
    other.write_text((ROUNDS / "round.yaml").read_text("utf-8").replace("max: 1000", "max: 999"), "utf-8")
    assert command("run", opened, "--database", database).code == 0
    closed.write_text(closed.read_text("utf-8").replace(str(ROUNDS / "round.yaml"), "round.yaml"), "utf-8")
    said = command("run", closed, "--database", database, "--lang", "en")
    assert said.code == 1
    assert "R-1 does not run on" in said.err
    assert command("history", "R-1", "--database", database, "--json").out.count('"open_round"') == 1


def test_what_goes_on_need_not_begin_with_a_start_and_the_mark_says_so(
    command: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    closed = files[1]
    closed.write_text(closed.read_text("utf-8").replace("    goes_on: true\n", ""), "utf-8")
    said = command("run", closed, "--database", tmp_path / "rounds.db", "--lang", "en")
    assert said.code == 1
    assert "start_wanted" in said.err
