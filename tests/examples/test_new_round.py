"""A new year's round is opened, run and closed with YAML and the command line alone, as the page says."""

import shutil
import sys
from pathlib import Path

import pytest
from pages import blocks, follow

ROOT = Path(__file__).parents[2]
FILES = ROOT / "examples" / "new-round"


@pytest.mark.parametrize("name", ["round.md", "round.vi.md"])
def test_a_round_is_opened_run_and_closed_as_the_page_says(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "examples" / "new-round"
    shutil.copytree(FILES, folder)
    (tmp_path / "workflows").symlink_to(ROOT / "workflows")
    assert follow(ROOT / "docs" / name, folder, Path(sys.executable).parent) == {"console", "yaml"}


@pytest.mark.parametrize("name", ["round.md", "round.vi.md"])
def test_the_file_of_the_page_is_the_one_of_the_example(name: str) -> None:
    (shown,) = [body for language, body in blocks(ROOT / "docs" / name) if language == "yaml"]
    assert shown == "# 1-open.run.yaml\n" + (FILES / "1-open.run.yaml").read_text("utf-8")
