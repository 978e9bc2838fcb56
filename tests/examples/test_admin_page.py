"""The admin's page of the Django example in a browser: buttons with reasons, refusals as messages, in Vietnamese."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from browser import WIDE, chromium, violations
from examples.pressing import django
from playwright.sync_api import Browser, Page
from store.support import File

__all__ = ["chromium"]  # a fixture


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("admin")
    with django(File(f"sqlite:///{folder / 'leaves.db'}", folder / "leaves.db"), folder) as address:
        yield address


@contextmanager
def at(browser: Browser, site: str, name: str, locale: str = "vi-VN") -> Iterator[Page]:
    """Somebody's browser, signed in, at the list of leaves."""
    context = browser.new_context(viewport=WIDE, locale=locale)  # type: ignore[arg-type]  # a mapping
    page = context.new_page()
    page.goto(f"{site}/admin/login/?next=/admin/leaves/leave/")
    page.fill("#id_username", name)
    page.fill("#id_password", name)
    page.click("[type=submit]")
    page.wait_for_url("**/leaves/leave/")
    yield page
    context.close()


def ask(page: Page) -> None:
    """A new leave, whose page is open then."""
    page.goto(page.url + "add/")
    page.fill("#id_days", "3")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")


def told(page: Page) -> str:
    return page.locator(".messagelist li").last.inner_text().strip()


def press(page: Page, event: str) -> None:
    with page.expect_navigation():
        page.click(f"[data-event={event}] button")


def why(page: Page, event: str) -> list[str]:
    assert page.locator(f"[data-event={event}] button").is_disabled()
    return page.locator(f"[data-event={event}] li").all_inner_texts()


def test_a_leave_from_asking_to_deciding(chromium: Browser, site: str) -> None:
    with at(chromium, site, "binh") as binh, at(chromium, site, "an") as an:
        ask(binh)
        binh.click("#result_list tbody a")
        binh.wait_for_selector("#history")
        assert why(binh, "grant") == [
            "“Duyệt” chỉ dành cho: Trưởng phòng",
            "Người đã thực hiện “Nộp đơn” không được thực hiện “Duyệt”",
        ]
        an.goto(binh.url)
        assert why(an, "remind") == ["“Nhắc” chỉ dành cho: Nhân viên"]
        an.fill("[data-event=decline] [name=reason]", "Tháng này bận")
        press(an, "decline")
        assert told(an) == "Đã thực hiện"
        assert why(an, "grant") == [
            "Hồ sơ đang ở “Không duyệt” nên chưa làm được việc “Duyệt”; việc này làm ở: Chờ duyệt"
        ]
        press(binh, "remind")  # whose page is from before
        number = binh.url.split("/")[-3]
        assert told(binh) == f"Hồ sơ “{number}” vừa được người khác xử lý; hãy đọc lại rồi quyết định"
        rows = binh.locator("#history tbody tr").all_inner_texts()
        assert [row.split("\t")[0] for row in rows] == ["1", "2"]
        assert [row.split("\t")[2:] for row in rows] == [
            ["binh", "Nộp đơn", "Chờ duyệt"],
            ["an", "Không duyệt", "Không duyệt"],
        ]
        ours = [each for each in violations(binh) if "events" in each or "history" in each or "why" in each]
        assert not ours


def test_who_may_not_ask_is_told(chromium: Browser, site: str) -> None:
    with at(chromium, site, "an") as an:
        ask(an)
        assert told(an) == "“Nộp đơn” chỉ dành cho: Nhân viên"
        an.goto(f"{site}/admin/leaves/leave/")
        assert "“" not in an.locator("#changelist").inner_text()


def test_in_english(chromium: Browser, site: str) -> None:
    with at(chromium, site, "binh", "en-GB") as binh:
        ask(binh)
        binh.goto(f"{site}/admin/leaves/leave/")
        with binh.expect_navigation():
            binh.locator("#result_list tbody tr", has_text="Asked").locator("a").first.click()
        assert why(binh, "decline")[0] == "Only these may do “Decline”: Head of office"
        assert "What can be done" in binh.locator("#events").inner_text()


def test_a_page_that_is_pressed_by_a_stranger_is_refused(site: str) -> None:
    """Without a session, and without the page's token."""
    answer = httpx.post(f"{site}/admin/leaves/leave/x/fire/grant/", trust_env=False)
    assert answer.status_code == 403
    shown = httpx.get(f"{site}/admin/leaves/leave/x/change/", trust_env=False)
    assert shown.headers["Location"].startswith("/admin/login/")
