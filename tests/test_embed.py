"""The guide for hosts is followed as it is printed, on SQLite and with the lines that it gives for PostgreSQL."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest
from pages import blocks, follow

DOCS = Path(__file__).parent.parent / "docs"
PAGES = (DOCS / "embed.md", DOCS / "embed.vi.md")
OTHER = "# on PostgreSQL: "


@pytest.fixture
def yours(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A new database that is called so on the tests' server, which is the one that libpq finds."""
    given = psycopg.conninfo.conninfo_to_dict(server)
    for name in ("host", "port", "user", "password"):
        if given.get(name):
            monkeypatch.setenv(f"PG{name.upper()}", unquote(str(given[name])))
    with psycopg.connect(server, autocommit=True) as raw:
        raw.execute("CREATE DATABASE yours")
    yield
    with psycopg.connect(server, autocommit=True) as raw:
        raw.execute("DROP DATABASE yours WITH (FORCE)")


@pytest.mark.usefixtures("yours")
def test_every_program_does_what_the_page_shows_on_sqlite(tmp_path: Path) -> None:
    assert follow(PAGES[0], tmp_path, Path(sys.executable).parent) == {"yaml", "python", "text"}


@pytest.mark.usefixtures("yours")
def test_and_in_vietnamese_on_postgresql_with_the_lines_that_the_page_gives(tmp_path: Path) -> None:
    text = PAGES[1].read_text("utf-8")
    assert text.count(OTHER) == 2
    page = tmp_path / "page.md"
    page.write_text(text.replace(OTHER, ""), "utf-8")
    follow(page, tmp_path, Path(sys.executable).parent)
    with psycopg.connect("postgresql:///yours") as raw:
        ids = raw.execute("SELECT id FROM workflow_case ORDER BY id").fetchall()
    assert ids == [("L-1",), ("L-2",), ("L-3",), ("L-4",)]


def test_both_languages_have_the_same_programs() -> None:
    """But for the language that is asked for, and what is said in it."""
    programs = [
        [
            re.sub(r'"(en|vi)"|\n# sqlite3 .*|\'(en|vi)\'|  #.*', "", body)
            for language, body in blocks(page)
            if language == "python"
        ]
        for page in PAGES
    ]
    assert programs[0] == programs[1]
    tables = [re.findall(r"^\| `?(\w+)`? ", page.read_text("utf-8"), re.MULTILINE) for page in PAGES]
    assert tables[0][-7:] == tables[1][-7:]
