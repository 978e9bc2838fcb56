"""axe-core finds nothing on any page, in either language, on a screen and in print, wide and on a telephone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsed.conftest import CASES, WORKFLOWS, Written
from browser import PAPER, TELEPHONE, WIDE, opened, show, violations
from playwright.sync_api import Browser, Page

ALL = [*WORKFLOWS, *CASES, "programme"]


def looks(page: Page) -> Iterator[str]:
    """The page in every way in which somebody may see it: on a screen, on a telephone, on paper; all of it unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for language in ("vi", "en"):
        page.click(f"label[lang={language}]")
        for media, size in (("screen", WIDE), ("screen", TELEPHONE), ("print", PAPER)):
            page.emulate_media(media=media)  # type: ignore[arg-type]
            page.set_viewport_size(size)  # type: ignore[arg-type]
            yield f"{language}, {media}, {size['width']}"
        page.emulate_media(media="screen")


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing(chromium: Browser, written: Written, name: str) -> None:
    with opened(chromium) as page:
        show(page, written(name))
        found = {look: violations(page) for look in looks(page)}
    assert [f"{look}: {line}" for look, lines in found.items() for line in lines] == []
    assert len(found) == 6


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_wider_than_a_telephone_but_what_scrolls_by_itself(
    chromium_page: Page, written: Written, name: str
) -> None:
    chromium_page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    for language in ("vi", "en"):
        show(chromium_page, written(name), language)
        assert chromium_page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('<main id="main" tabindex="-1">', "<div>", "region"),
        ("--soft: #4d5660", "--soft: #b0b5ba", "color-contrast"),
        ("root.lang = chosen.value", 'root.removeAttribute("lang")', "html-has-lang"),
        ("<span>English</span>", "", "label"),
        ('aria-labelledby="of-results"', 'aria-labelledby="nowhere" role="dialog"', "aria-dialog-name"),
        ('<ol class="targets">', '<ol class="targets"><p>1</p>', "list"),
        ("<dt>", "<span>", "definition-list"),
    ],
)
def test_axe_sees_what_is_broken(
    chromium: Browser, written: Written, tmp_path: Path, old: str, new: str, rule: str
) -> None:
    """Otherwise finding nothing would say nothing."""
    page_of = "HP-2019-01" if old == "<dt>" else "programme"
    text = written(page_of).read_text("utf-8")
    assert old in text
    broken = tmp_path / "broken.html"
    broken.write_text(text.replace(old, new), "utf-8")
    with opened(chromium, bypass_csp=True) as page:
        page.goto(broken.as_uri())
        assert any(line.startswith(f"{rule} (") for line in violations(page))
