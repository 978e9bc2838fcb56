"""Every block of the READMEs is run as a reader would: in an empty folder, in the order of the page."""

import re
import sys
from pathlib import Path

import pytest
from pages import blocks, follow

ROOT = Path(__file__).parent.parent
PAGES = {
    "annex": (ROOT / "docs" / "annex.md", ROOT / "docs" / "annex.vi.md"),
    "checking": (ROOT / "docs" / "checking.md", ROOT / "docs" / "checking.vi.md"),
    "README": (ROOT / "README.md", ROOT / "README.vi.md"),
    "migration": (ROOT / "docs" / "migration.md", ROOT / "docs" / "migration.vi.md"),
    "mistakes": (ROOT / "docs" / "mistakes.md", ROOT / "docs" / "mistakes.vi.md"),
    "outbox": (ROOT / "docs" / "outbox.md", ROOT / "docs" / "outbox.vi.md"),
    "progress": (ROOT / "docs" / "progress.md", ROOT / "docs" / "progress.vi.md"),
    "properties": (ROOT / "docs" / "properties.md", ROOT / "docs" / "properties.vi.md"),
    "start": (ROOT / "docs" / "start.md", ROOT / "docs" / "start.vi.md"),
    "pictures": (ROOT / "docs" / "pictures.md", ROOT / "docs" / "pictures.vi.md"),
}


@pytest.mark.parametrize("page", PAGES["README"], ids=lambda page: page.name)
def test_every_block_does_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"yaml", "console", "python", "text"}


@pytest.mark.parametrize("page", PAGES["mistakes"], ids=lambda page: page.name)
def test_a_late_paper_is_entered_as_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"console", "python"}


@pytest.mark.parametrize("page", PAGES["checking"], ids=lambda page: page.name)
def test_a_gap_is_found_and_mended_as_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"yaml", "console"}


@pytest.mark.parametrize("page", PAGES["annex"], ids=lambda page: page.name)
def test_steps_are_written_and_an_edit_is_found_as_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"yaml", "console"}


@pytest.mark.parametrize("page", PAGES["progress"], ids=lambda page: page.name)
def test_targets_are_counted_as_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"yaml", "console", "python", "text"}


@pytest.mark.parametrize("page", PAGES["properties"], ids=lambda page: page.name)
def test_what_must_never_happen_is_proved_as_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"yaml", "console"}


@pytest.mark.parametrize("page", PAGES["pictures"], ids=lambda page: page.name)
def test_a_workflow_is_drawn_with_what_cases_did_as_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"yaml", "console", "python"}
    assert {"plan.svg", "plan.png", "P-3.svg", "counts.svg", "changes.svg"} <= {
        file.name for file in tmp_path.iterdir()
    }


@pytest.mark.parametrize("pages", PAGES.values(), ids=PAGES)
def test_the_pages_show_the_same_commands_and_files(pages: tuple[Path, Path]) -> None:
    texts = [page.read_text("utf-8") for page in pages]
    commands = [
        re.findall(
            r"^\$ (.*?)(?: --lang \w\w)?( --save| \| tail -\d+)?$|^    (make \w+|pip .*)", text, re.MULTILINE
        )
        for text in texts
    ]
    files = [[body for language, body in blocks(page) if language == "yaml"] for page in pages]
    assert commands[0] == commands[1]
    assert files[0] == files[1]
