# noqa: INP001 - Sphinx loads this file as an extension, nothing imports it
"""Pages in two languages on one site: each speaks its own around the text, and search knows Vietnamese.

A page `x.vi.md` is Vietnamese. Groups of pages whose first one is Vietnamese stand beside Vietnamese pages alone, the
other groups beside the others.
"""

import unicodedata
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

VIETNAMESE = ".vi"
FIRST = f"index{VIETNAMESE}"
# What the theme says around a page.
WORDS = {
    "Search": "Tìm kiếm",
    "Next": "Trang sau",
    "Previous": "Trang trước",
    "On this page": "Trên trang này",
    "Back to top": "Về đầu trang",
    "Home": "Trang đầu",
    "Made with ": "Làm bằng ",
    "Skip to content": "Đến nội dung",
}


class BothLanguages(SearchEnglish):
    """English, and Vietnamese words as they are and without their marks: `chi tieu` finds `chỉ tiêu`."""

    lang = "vi"

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx calls it so
        words = super().split(unicodedata.normalize("NFC", input))
        return words + [bare for word in words if (bare := unmarked(word)) != word]


def unmarked(word: str) -> str:
    """The word without accents: what is typed on a keyboard that has none."""
    parts = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def said(message: str, **values: object) -> str:
    """A word of the theme in Vietnamese."""
    return WORDS.get(message, message) % values if values else WORDS.get(message, message)


def around(
    _app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """What stands around a page: its language, and the pages of that language at its side."""
    vietnamese = page.endswith(VIETNAMESE)
    context["furo_navigation_tree"] = one_language(context["furo_navigation_tree"], vietnamese=vietnamese)
    for way in ("next", "prev"):  # the order of all pages crosses from one language to the other
        if context.get(way) and (".vi.html" in context[way]["link"]) != vietnamese:
            context[way] = None
    if vietnamese:
        context["language"] = "vi"
        context["_"] = context["gettext"] = said
        context["master_doc"] = FIRST


def one_language(navigation: str, *, vietnamese: bool) -> str:
    """Of the groups of pages those of one language; the first group leads to the other one."""
    soup = BeautifulSoup(navigation, "html.parser")
    for group in soup.find_all("ul", recursive=False)[1:]:
        address = group.find("a")["href"]
        if (vietnamese if address == "#" else ".vi.html" in address) != vietnamese:
            group.find_previous_sibling("p").decompose()
            group.decompose()
    return str(soup)


def setup(app: Sphinx) -> dict[str, bool]:
    """What Sphinx asks an extension for."""
    app.add_search_language(BothLanguages)
    app.connect("html-page-context", around, priority=900)  # after the theme
    return {"parallel_read_safe": True, "parallel_write_safe": True}
