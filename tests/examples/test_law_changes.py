"""The page on changed laws has the example's files as they are, and does as it shows, in both languages."""

import shutil
import sys
from pathlib import Path

import pytest
from pages import blocks, follow, run

from ocop_workflow.testing import read_scenario, run_scenario

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "law-changes"
PAGES = ("migration.md", "migration.vi.md")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_does_what_it_shows_and_leaves_the_files_of_the_example(name: str, tmp_path: Path) -> None:
    seen = follow(ROOT / "docs" / name, tmp_path, Path(sys.executable).parent)
    assert seen == {"yaml", "console", "python", "text"}
    files = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.yaml")}
    assert {file.name: file.read_text("utf-8") for file in tmp_path.glob("*.yaml")} == files


def test_the_readme_s_commands_do_what_they_say(tmp_path: Path) -> None:
    for file in FOLDER.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    ((_, body),) = blocks(FOLDER / "README.md")
    commands = [line.removeprefix("$ ") for line in body.splitlines()]
    shown = [run(command, tmp_path, Path(sys.executable).parent) for command in commands]
    assert shown[0].endswith("Cases may be moved by this plan.\n")
    assert len((tmp_path / "moved.csv").read_text("utf-8").splitlines()) == 6


def test_whoever_checked_is_told_that_they_may_not_permit_what_they_visited() -> None:
    outcome = run_scenario(read_scenario(FOLDER / "moved.scenario.yaml"))
    assert outcome.holds
    reasons = [reason for each in outcome.happenings for reason in each.reasons]
    assert [reason.code for reason in reasons] == ["wrong_state", "not_permitted"]
    assert "Visit" in reasons[1].text.say("en")
