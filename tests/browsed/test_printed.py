"""On paper: A4, name, version and day on every page, nothing cut, nothing that only a screen can do."""

import re
from io import BytesIO

import pytest
from browsed.conftest import WORKFLOWS, Written
from browser import PAPER, show
from playwright.sync_api import Page
from pypdf import PdfReader

A4 = (595, 842)


def printed(page: Page) -> PdfReader:
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))


def squeezed(text: str) -> str:
    """Lines are broken otherwise on paper."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", [*WORKFLOWS, "HP-2019-01", "programme"])
def test_all_of_it_is_on_paper(chromium_page: Page, written: Written, name: str, language: str) -> None:
    show(chromium_page, written(name), language)
    pdf = printed(chromium_page)
    pages = [each.extract_text() for each in pdf.pages]
    paper = squeezed(" ".join(pages))
    chromium_page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for selector in ("h1", "h2", "h3", "summary", "dd", "td", "main li", "main p"):
        shown = chromium_page.evaluate(
            f"""[...document.querySelectorAll('{selector}')].filter((each) => each.checkVisibility()
            && !each.closest('.find') && !each.querySelector('li, p, svg')).map((each) => each.innerText)"""
        )
        lacking = [text for text in shown if squeezed(text)[:60] not in paper]
        assert lacking == [], selector


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("ocop-round@2021", {"vi": "phiên bản 2021", "en": "version 2021"}),
        ("HP-2019-01", {"vi": "Hồ sơ HP-2019-01", "en": "Case HP-2019-01"}),
    ],
)
def test_every_page_is_an_a4_with_name_version_day_and_number(
    chromium_page: Page, written: Written, name: str, named: dict[str, str], language: str
) -> None:
    show(chromium_page, written(name), language)
    pdf = printed(chromium_page)
    day = {"ocop-round@2021": ("01/12/2026", "2026-12-01")}.get(name, ("01/01/2024", "2024-01-01"))
    across = 0
    for number, each in enumerate(pdf.pages, 1):
        size = (round(each.mediabox.width), round(each.mediabox.height))
        assert size in {A4, A4[::-1]}
        across += size != A4
        text = each.extract_text()
        assert squeezed(named[language]) in squeezed(text), number
        assert day[language == "en"] in text
        assert squeezed(f"{number} / {len(pdf.pages)}") in squeezed(text)
    assert across == 1  # the picture's


def test_what_only_a_screen_can_do_is_not_printed(chromium_page: Page, written: Written) -> None:
    show(chromium_page, written("programme"))
    chromium_page.emulate_media(media="print")
    for selector in (".choices", ".skip", ".find"):
        assert not chromium_page.locator(selector).first.is_visible()
    chromium_page.emulate_media(media="screen")
    assert chromium_page.locator(".find").is_visible()


@pytest.mark.parametrize("name", [*WORKFLOWS, "HP-2019-01", "programme"])
def test_nothing_is_wider_than_the_paper(chromium_page: Page, written: Written, name: str) -> None:
    """A picture has pages that lie across, and is made as wide as it may be."""
    show(chromium_page, written(name))
    chromium_page.emulate_media(media="print")
    chromium_page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    wide = chromium_page.evaluate(
        """[...document.querySelectorAll('body *')].filter((each) => !each.closest('svg')
        && each.getBoundingClientRect().right > innerWidth + 1 && each.checkVisibility())
        .map((each) => each.outerHTML.slice(0, 90))"""
    )
    assert wide == []


def test_what_is_folded_is_printed_without_a_script_too(written: Written) -> None:
    style = written("ocop-round@2021").read_text("utf-8").partition("<style>")[2].partition("</style>")[0]
    assert "details::details-content { content-visibility: visible; block-size: auto; }" in style
