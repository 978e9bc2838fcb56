"""One file speaks both languages: the choice, by a pointer and by the keyboard, with a script and without."""

import re

import pytest
from browsed.conftest import Written
from browser import opened, show
from playwright.sync_api import Browser, Page

VIETNAMESE = re.compile(r"[ăđĩơưạ-ỹ]", re.IGNORECASE)


def said(page: Page) -> str:
    """What a person sees."""
    text = page.inner_text("body")
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize(
    ("name", "vi", "en"),
    [
        ("ocop-round@2021", "Điều phải luôn đúng với mọi hồ sơ", "What must hold of every case"),
        ("HP-2019-01", "Vì sao được phép", "Why it was allowed"),
        ("programme", "Kết quả so với chỉ tiêu", "Results by their targets"),
    ],
)
def test_the_choice_changes_the_text_the_picture_the_title_and_the_language_that_is_stated(
    chromium_page: Page, written: Written, name: str, vi: str, en: str
) -> None:
    titles = set()
    for language, shown, hidden in (("vi", vi, en), ("en", en, vi), ("vi", vi, en)):
        show(chromium_page, written(name), language)
        assert shown in said(chromium_page)
        assert hidden not in said(chromium_page)
        assert chromium_page.evaluate("document.documentElement.lang") == language
        titles.add(chromium_page.title())
        if name != "programme":
            pictures = chromium_page.locator(".picture svg")
            visible = [each.get_attribute("lang") for each in pictures.all() if each.is_visible()]
            assert visible == [language]
    assert len(titles) == 2


def test_every_text_of_the_other_language_is_out_of_sight(chromium_page: Page, written: Written) -> None:
    for language, other in (("vi", "en"), ("en", "vi")):
        show(chromium_page, written("ocop-product@1048"), language)
        of_other = chromium_page.locator(f"body [lang={other}]:not(.only)")
        assert of_other.count() > 500
        assert not chromium_page.evaluate(
            f"[...document.querySelectorAll('body [lang={other}]:not(.only)')].some((each) => each.checkVisibility())"
        )


def test_no_vietnamese_is_left_where_english_is_chosen_but_names(
    chromium_page: Page, written: Written
) -> None:
    show(chromium_page, written("ocop-round@2021"), "en")
    lines = [line for line in said(chromium_page).splitlines() if VIETNAMESE.search(line)]
    assert [
        line for line in lines if not re.search(r"Tiếng Việt|Hải Phòng|Nhân Dân|QĐ|Đồng Tháp|Hải Dương", line)
    ] == []


@pytest.mark.parametrize("scripted", [True, False])
def test_the_keyboard_is_enough(chromium: Browser, written: Written, *, scripted: bool) -> None:
    with opened(chromium, java_script_enabled=scripted) as page:
        page.goto(written("ocop-round@2021").as_uri())
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        assert skip.evaluate("(each) => each === document.activeElement") if scripted else True
        box = skip.bounding_box()
        assert box is not None
        assert box["x"] >= 0  # it is seen where it has the focus
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        assert page.locator("#en").is_checked()
        assert page.locator("h1 [lang=en]").is_visible()
        assert not page.locator("h1 [lang=vi]").is_visible()
        page.keyboard.press("ArrowLeft")
        assert page.locator("h1 [lang=vi]").is_visible()


def test_the_skip_link_leads_to_the_content(chromium_page: Page, written: Written) -> None:
    chromium_page.goto(written("ocop-round@2021").as_uri())
    chromium_page.keyboard.press("Tab")
    chromium_page.keyboard.press("Enter")
    assert chromium_page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("name", ["ocop-round@2021", "HP-2019-01", "programme"])
def test_the_focus_goes_through_the_page_in_its_order_and_is_always_seen(
    chromium_page: Page, written: Written, name: str
) -> None:
    chromium_page.goto(written(name).as_uri())
    places = []
    for _ in range(60):
        chromium_page.keyboard.press("Tab")
        found = chromium_page.evaluate(
            """() => { const each = document.activeElement;
            if (each === document.body) return null;
            const drawn = each.matches('.choices input') ? each.nextElementSibling : each;
            const looks = getComputedStyle(drawn);
            return [[...document.querySelectorAll('*')].indexOf(each), looks.outlineStyle,
                    parseFloat(looks.outlineWidth), each.outerHTML.slice(0, 80)]; }"""
        )
        if found is None:
            break
        place, style, width, what = found
        assert (style, width >= 2) == ("solid", True), what
        places.append(place)
    assert len(places) >= 8
    assert places == sorted(places)


def test_the_language_that_is_shown_first_is_the_hosts_choice(written: Written) -> None:
    text = written("programme").read_text("utf-8")
    assert '<html lang="vi">' in text
    assert 'value="vi" autocomplete="off" checked' in text


def test_what_has_no_script_looks_the_same(chromium: Browser, written: Written) -> None:
    """But for what finds rows, which only a script can do."""
    for name in ("ocop-round@2021", "HP-2019-01", "programme"):
        with opened(chromium) as page, opened(chromium, java_script_enabled=False) as plain:
            texts = []
            for each in (page, plain):
                show(each, written(name), "en")
                each.add_style_tag(content=".find { display: none !important }") if each is page else None
                texts.append(said(each))
            assert texts[0] == texts[1]
