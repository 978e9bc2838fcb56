# noqa: INP001 - a script
"""Looks at the pages that `make docs` built: every link and picture leads somewhere, anchors included.

    python tools/check_site.py build/docs

It ends with 1 and tells each page that is wrong: a link to no file or to no anchor of a page, an anchor that is there
twice, a page that does not say its language.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from bs4 import BeautifulSoup

MADE = {"genindex.html", "search.html"}  # by Sphinx, in the language of its own words


def main(folder: str) -> int:
    """Tells what is wrong; 1 if anything is."""
    wrong = list(faults(Path(folder)))
    for each in wrong:
        sys.stderr.write(f"{each}\n")
    return 1 if wrong else 0


def faults(folder: Path) -> Iterator[str]:
    """What is wrong on the pages of a folder, in the order of their names."""
    folder = folder.resolve()
    pages = {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in sorted(folder.rglob("*.html"))
    }
    anchors = {path: Counter(tag["id"] for tag in page.find_all(id=True)) for path, page in pages.items()}
    if not pages:
        yield f"{folder}: there are no pages"
    for path, page in pages.items():
        name = path.relative_to(folder).as_posix()
        expected = "vi" if path.name.endswith(".vi.html") else "en"
        if page.html is None or (page.html.get("lang") != expected and path.name not in MADE):
            yield f"{name}: the page does not say that its language is {expected}"
        yield from (
            f"{name}: #{anchor} is there {times} times"
            for anchor, times in anchors[path].items()
            if times > 1
        )
        for tag, attribute in (("a", "href"), ("img", "src"), ("link", "href"), ("script", "src")):
            for link in page.find_all(tag, **{attribute: True}):
                if told := broken(str(link[attribute]), path, anchors):
                    yield f"{name}: {told}"


def broken(link: str, path: Path, anchors: dict[Path, Counter[str]]) -> str | None:
    """Why a link leads nowhere; None if it leads somewhere, or to another site."""
    if urlsplit(link).scheme or link.startswith("//"):
        return None
    address, anchor = urldefrag(link)
    target = path if not address else (path.parent / unquote(address.partition("?")[0])).resolve()
    if not target.exists():
        return f"{link} leads to no file"
    if anchor and target in anchors and unquote(anchor) not in anchors[target]:
        return f"{link} leads to no place of {target.name}"
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
