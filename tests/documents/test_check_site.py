"""What `make docs` asks of the built pages: each fault is told, and pages without one pass."""

from pathlib import Path

import pytest
from release.support import tool

WHOLE = '<html lang="{}"><body id="top"><a href="{}">x</a><img src="p.svg"></body></html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(WHOLE.format("en", "a.vi.html#top"), "utf-8")
    (tmp_path / "a.vi.html").write_text(WHOLE.format("vi", "a.html"), "utf-8")
    (tmp_path / "p.svg").write_text("<svg/>", "utf-8")
    return tmp_path


def test_pages_without_a_fault_pass(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool("check_site").main(str(site)) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a.vi.html#top", "b.html", "b.html leads to no file"),
        ("a.vi.html#top", "a.vi.html#end", "leads to no place of a.vi.html"),
        ("a.vi.html#top", "#end", "#end leads to no place of a.html"),
        ("p.svg", "q.svg", "q.svg leads to no file"),
        ("<img", '<p id="top"></p><img', "#top is there 2 times"),
        ('lang="en"', 'lang="vi"', "does not say that its language is en"),
    ],
)
def test_a_fault_is_told(
    site: Path, old: str, new: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = site / "a.html"
    text = page.read_text("utf-8")
    assert old in text
    page.write_text(text.replace(old, new), "utf-8")
    assert tool("check_site").main(str(site)) == 1
    assert told in capsys.readouterr().err


def test_a_folder_without_pages_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool("check_site").main(str(tmp_path)) == 1
    assert "there are no pages" in capsys.readouterr().err
