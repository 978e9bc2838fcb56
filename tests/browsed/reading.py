"""What a page says in one language, without a browser: the texts of the other are left out."""

from html.parser import HTMLParser

VOID = frozenset({"meta", "input", "br"})


class Said(HTMLParser):
    """`text` is what is said in the language; `ids` and `refers` are what elements are called, and what calls them."""

    def __init__(self, page: str, language: str) -> None:
        super().__init__()
        self._language = language
        self._left_out: list[bool] = []
        self._open: list[str] = []
        self.pieces: list[str] = []
        self.ids: list[str] = []
        self.refers: set[str] = set()
        self.feed(page)
        assert self._open == []

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        for name in ("aria-labelledby", "for"):
            self.refers |= {str(found[name])} if name in found else set()
        if (found.get("href") or "").startswith("#"):
            self.refers.add(str(found["href"])[1:])
        if tag in VOID:
            return
        self._open.append(tag)
        other = found.get("lang") not in {None, self._language} and "only" not in (found.get("class") or "")
        hidden = tag in {"script", "style"} or (other and tag != "html")
        self._left_out.append(hidden or any(self._left_out))
        if tag not in {"span", "b", "a", "text"}:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self._left_out.pop()
        if tag not in {"span", "b", "a"}:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not any(self._left_out):
            self.pieces.append(data)


def said(page: str, language: str) -> str:
    return Said(page, language).text
