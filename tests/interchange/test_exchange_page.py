"""The page on exchange does as it shows, in both languages."""

import re
import sys
from pathlib import Path

import pytest
from pages import blocks, follow

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (DOCS / "exchange.md", DOCS / "exchange.vi.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"console", "python", "text", "yaml"}


def test_both_languages_tell_of_the_same_attributes() -> None:
    pages = [page.read_text("utf-8").replace("MỤC", "FIELD") for page in PAGES]
    tables = [re.findall(r"^\| (`[a-z].*?`) \|", page, re.MULTILINE) for page in pages]
    assert tables[0] == tables[1]
    assert len(tables[0]) > 8
    assert len(blocks(PAGES[0])) == len(blocks(PAGES[1]))
