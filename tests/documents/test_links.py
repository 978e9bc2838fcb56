"""Links of every page: to files and headings that are there, as GitHub finds them, or to sites that are known."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from documents.support import ROOT, name_of, pages
from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("gfm-like", {"linkify": False})
SITES = Path(__file__).parent / "sites.txt"
PAGES = pages()


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    return tuple(PARSER.parse(page.read_text("utf-8")))


def links(page: Path) -> Iterator[str]:
    """Where the links and pictures of a page lead."""
    for token in tokens(page):
        for child in token.children or ():
            if child.type in {"link_open", "image"}:
                yield str(child.attrs["href" if child.type == "link_open" else "src"])


@cache
def anchors(page: Path) -> frozenset[str]:
    """The headings of a page as GitHub names them: in small letters, without signs, a hyphen for each space."""
    found: Counter[str] = Counter()
    named = set()
    for number, token in enumerate(tokens(page)):
        if token.type == "heading_open":
            text = "".join(child.content for child in tokens(page)[number + 1].children or ())
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            named.add(f"{slug}-{found[slug]}" if found[slug] else slug)
            found[slug] += 1
    return frozenset(named)


def broken(link: str, page: Path) -> str | None:
    """Why a link within the repository leads nowhere, None if it leads somewhere."""
    address, anchor = urldefrag(link)
    target = (page.parent / unquote(address)).resolve() if address else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return f"{link}: there is no such file"
    if anchor and unquote(anchor) not in anchors(target):
        return f"{link}: {target.name} has no such heading"
    return None


def unknown(link: str, known: set[str]) -> str | None:
    """Why a link to a site is none, or to which site that is not on the list it leads."""
    parts = urlsplit(link)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"[\s<>\"{}|\\^`]", link):
        return f"{link}: this is no address"
    return None if parts.hostname in known else f"{link}: {parts.hostname} is not in {SITES.name}"


def outside(page: Path) -> list[str]:
    return [link for link in links(page) if urlsplit(link).scheme]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_within_lead_to_files_and_headings(page: Path) -> None:
    told = [broken(link, page) for link in links(page) if not urlsplit(link).scheme]
    assert not list(filter(None, told))


def test_links_to_other_sites_are_addresses_of_sites_on_the_list_and_no_site_is_listed_in_vain() -> None:
    known = SITES.read_text("utf-8").split()
    assert known == sorted(set(known))
    found = [link for page in PAGES for link in outside(page)]
    assert not list(filter(None, (unknown(link, set(known)) for link in found)))
    assert {urlsplit(link).hostname for link in found} == set(known)


@pytest.mark.parametrize("page", [page for page in PAGES if ".vi." in page.name], ids=name_of)
def test_each_language_leads_to_the_other(page: Path) -> None:
    other = page.with_name(page.name.replace(".vi.md", ".md"))
    assert page.name in links(other)
    assert other.name in links(page)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("docs/nowhere.md", "no such file"),
        ("../elsewhere.md", "no such file"),
        ("docs/start.md#nothing", "no such heading"),
        ("#nothing", "no such heading"),
    ],
)
def test_a_broken_link_is_told(link: str, told: str) -> None:
    assert told in str(broken(link, ROOT / "README.md"))


@pytest.mark.parametrize(
    "link", ["https://", "ftp://example.org", "https://a b.vn/x", "https://example.org/{id}"]
)
def test_what_is_no_address_is_told(link: str) -> None:
    assert "no address" in str(unknown(link, {"example.org"}))
    assert "is not in" in str(unknown("https://example.net/", {"example.org"}))
    assert unknown("https://example.org/x?y=1#z", {"example.org"}) is None
