"""Ten thousand cases: written in the memory that a thousand take, and found, sorted and turned over in a browser."""

import sqlite3
import tracemalloc
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from browser import opened
from measures.market import OFFICER, PLACES, stall, targets
from playwright.sync_api import Browser, Page

from ocop_workflow import Store
from ocop_workflow.measures import Progress, measure
from ocop_workflow.pages import programme_page

MANY, FEW = 10_000, 1_000
ON = date(2024, 12, 31)


def filled(file: Path, cases: int) -> None:
    """Cases in one transaction."""
    with closing(sqlite3.connect(file)) as connection, connection:
        store = Store(connection, clock=lambda: datetime(2024, 12, 1, tzinfo=UTC))
        for number in range(cases):
            at = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(hours=number)
            payload = {
                "name": f"Bà {number}",
                "place": PLACES[number % 3],
                "group": ("food", "craft")[number % 2],
            }
            store.start(stall(), payload, actor=OFFICER, id=f"S-{number:05d}", event="ask", at=at)
            if number % 4 == 0:
                store.fire(f"S-{number:05d}", "file", actor=OFFICER, at=at + timedelta(hours=1))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("many")
    files = {cases: folder / f"{cases}.db" for cases in (FEW, MANY)}
    for cases, file in files.items():
        filled(file, cases)
    return files


@pytest.fixture(scope="module")
def page_of_many(stores: dict[int, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "many.html"
    with (
        Store.connect(f"sqlite:///{stores[MANY]}", existing=True) as store,
        file.open("w", encoding="utf-8") as out,
    ):
        out.writelines(programme_page(store, measure(store, targets(), on=ON)))
    return file


def peak(file: Path, progress: Progress) -> tuple[int, int]:
    """Bytes held at most while the page is written, and the bytes of the page; what runs once has run before."""
    with Store.connect(f"sqlite:///{file}", existing=True) as store:
        for _ in zip(range(200), programme_page(store, progress), strict=False):
            pass
        tracemalloc.start()
        size = sum(len(chunk) for chunk in programme_page(store, progress))
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return held, size


def test_ten_times_as_many_cases_take_no_more_memory(stores: dict[int, Path]) -> None:
    with Store.connect(f"sqlite:///{stores[FEW]}", existing=True) as store:
        progress = measure(store, targets(), on=ON)
    (few, small), (many, large) = (peak(stores[cases], progress) for cases in (FEW, MANY))
    print(f"{FEW}: {few} bytes held, page of {small}; {MANY}: {many} bytes held, page of {large}")  # noqa: T201
    assert large > 8 * small
    assert many < 1.3 * few


def visible(page: Page) -> list[str]:
    found = page.evaluate(
        "[...document.querySelectorAll('table.cases tbody tr')].filter((each) => each.checkVisibility())"
        ".map((each) => each.cells[0].textContent)"
    )
    assert isinstance(found, list)
    return found


def test_a_case_is_found_sorted_and_turned_to(chromium: Browser, page_of_many: Path) -> None:
    with opened(chromium) as page:
        page.goto(page_of_many.as_uri())
        status, back, onward = page.get_by_role("status"), page.locator(".back"), page.locator(".onward")
        assert len(visible(page)) == 50
        assert status.inner_text() == "1–50 / 10000"
        assert back.is_disabled()
        onward.click()
        assert visible(page)[0] == "S-00050"
        assert status.inner_text() == "51–100 / 10000"
        page.get_by_role("button", name="Hồ sơ").click()
        assert visible(page)[0] == "S-00000"
        page.get_by_role("button", name="Hồ sơ").click()
        assert visible(page)[0] == "S-09999"
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
        find = page.get_by_role("searchbox")
        find.fill("s-00123")
        assert visible(page) == ["S-00123"]
        assert onward.is_disabled()
        find.fill("cho duyet")  # without accents
        assert status.inner_text() == "1–50 / 2500"
        find.fill("under review")  # in the other language
        assert status.inner_text() == "1–50 / 2500"
        find.fill("nothing of that kind")
        assert visible(page) == []
        assert status.inner_text() == "0–0 / 0"
        find.fill("")
        page.get_by_role("button", name="Từ ngày").click()
        days = page.locator("table.cases tbody tr:not(.other) td:nth-of-type(4)").all_inner_texts()
        assert days[0] == "01/01/2022"
        assert days == sorted(days, key=lambda day: day.split("/")[::-1])
        assert len(set(days)) > 2


def test_without_a_script_it_is_a_table_of_all(chromium: Browser, page_of_many: Path) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto(page_of_many.as_uri())
        assert len(visible(page)) == MANY
        assert not page.locator(".find").is_visible()


def test_what_is_filtered_is_what_is_printed(chromium: Browser, page_of_many: Path) -> None:
    """All pages of it, not only the one that is turned to."""
    with opened(chromium) as page:
        page.goto(page_of_many.as_uri())
        page.get_by_role("searchbox").fill("S-001")
        assert len(visible(page)) == 50
        page.emulate_media(media="print")
        assert len(visible(page)) == 100


def test_the_rows_say_what_the_store_says(page_of_many: Path) -> None:
    text = page_of_many.read_text("utf-8")
    rows = text.partition('<table class="cases"')[2].partition("</table>")[0].split("<tr>")[2:]
    assert len(rows) == MANY
    assert '<th scope="row">S-00004</th>' in rows[4]
    for said in (
        "Chờ duyệt",
        "Under review",
        "Xã Y",
        "Commune Y",
        '<time datetime="2022-01-01">',
        "01/01/2022",
    ):
        assert said in rows[4], said
