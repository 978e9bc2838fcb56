"""Debian's Chromium over pages that were written to files, by Playwright; and axe-core, which judges them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import npm
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",  # root runs it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (  # MPL-2.0: it judges and is never shipped
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    "axe.min.js",
)
WIDE, TELEPHONE = {"width": 1200, "height": 900}, {"width": 400, "height": 800}
PAPER = {"width": 688, "height": 1000}  # of an A4 between its margins, 182 mm


@pytest.fixture(scope="module")  # its loop runs as long as it does: other modules have loops of their own
def chromium() -> Iterator[Browser]:
    """A browser; without one the test is skipped, but fails where CI is set, which leaves nothing out."""
    program = shutil.which("chromium")
    if program is None:
        why = "chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def chromium_page(chromium: Browser) -> Iterator[Page]:
    """An empty page of 1,200 points; that it asks the network for nothing and says no error is held afterwards."""
    with opened(chromium) as page:
        yield page


class opened:  # noqa: N801 - read as a word: with opened(browser) as page
    """A page whose requests and errors are kept; leaving it holds that there were none but for files."""

    def __init__(self, browser: Browser, **settings: Any) -> None:
        self._context = browser.new_context(viewport=WIDE, **settings)  # type: ignore[arg-type]
        self.asked: list[str] = []
        self.said: list[str] = []

    def __enter__(self) -> Page:
        page = self._context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._context.close()
        if kind is None:
            outside = [url for url in self.asked if not url.startswith("file:")]
            assert not outside, f"asked for: {outside}"
            assert not self.said, f"the console says: {self.said}"


def show(page: Page, file: Path, language: str = "vi") -> None:
    """Open a file and choose the language by its label."""
    page.goto(file.resolve().as_uri())
    page.click(f"label[lang={language}]")


def violations(page: Page) -> list[str]:
    """What axe-core finds of any impact, a line each; nothing is left out."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(npm.packed(*AXE).read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {node['html'][:200]} – {node['failureSummary'][:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
