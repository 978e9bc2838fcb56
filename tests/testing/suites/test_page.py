"""What the page shows of an amendment is what its commands print."""

import re
import sys
from pathlib import Path

import pytest
from pages import follow

DOCS = Path(__file__).parents[3] / "docs"
TITLE = "(?:What an amendment changes|Sửa đổi thay đổi những gì)"
SECTION = re.compile(rf"^## {TITLE}\n(.*?)^## ", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["testing.md", "testing.vi.md"])
def test_suites_of_two_laws_show_what_the_amendment_changed(name: str, tmp_path: Path) -> None:
    section = SECTION.search((DOCS / name).read_text("utf-8"))
    assert section is not None
    page = tmp_path / "section.md"
    page.write_text(section[1], "utf-8")
    assert follow(page, tmp_path, Path(sys.executable).parent) == {"console"}
