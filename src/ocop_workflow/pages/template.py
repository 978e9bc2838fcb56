"""The one template of all pages: a header, a choice of the language, contents, parts, and how it is printed."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from attrs import frozen

from ..messages import day_text
from ..model.text import LANGUAGES, Text
from .markup import both, told

NAMES = {"vi": "Tiếng Việt", "en": "English"}


@frozen
class Part:
    """A part of a page: its anchor, its heading, and its HTML, which is made when it is written.

    One that is `across` is printed on pages of its own that lie across.
    """

    anchor: str
    title: Text
    body: Iterable[str]
    across: bool = False


@frozen
class Page:
    """What a page is of; `code` says which version or case, `day` is the day that it is of, `dated` says so.

    `language` is the one that is shown first, "vi" or "en"; `lead` stands below the title.
    """

    title: Text
    code: Text
    day: date
    dated: Text
    language: str
    parts: Sequence[Part]
    lead: Sequence[str] = ()

    def chunks(self) -> Iterator[str]:
        """The whole document, a piece at a time."""
        yield from self._head()
        yield from self._header()
        yield f'<nav aria-labelledby="contents"><h2 id="contents">{told("contents")}</h2><ul>'
        yield "".join(f'<li><a href="#{part.anchor}">{both(part.title)}</a></li>' for part in self.parts)
        yield '</ul></nav>\n<main id="main" tabindex="-1">\n'
        for part in self.parts:
            across = ' class="across"' if part.across else ""
            yield f'<section id="{part.anchor}"{across} aria-labelledby="of-{part.anchor}">\n'
            yield f'<h2 id="of-{part.anchor}">{both(part.title)}</h2>\n'
            yield from part.body
            yield "</section>\n"
        yield f"</main>\n<script>{_file('page.js')}</script>\n</body>\n</html>\n"

    def _head(self) -> Iterator[str]:
        yield f'<!doctype html>\n<html lang="{self.language}">\n<head><meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        titles = {
            language: f"{self.title.say(language)} – {self.code.say(language)}" for language in LANGUAGES
        }
        named = "".join(f' data-{language}="{escape(title)}"' for language, title in titles.items())
        yield f"<title{named}>{escape(titles[self.language])}</title>\n<style>\n{_file('page.css')}"
        for language in LANGUAGES:
            yield _margins(language, titles[language], day_text(self.day, language))
        yield "</style>\n</head>\n<body>\n"

    def _header(self) -> Iterator[str]:
        yield f'<a class="skip" href="#main">{told("skip")}</a>\n<header>\n'
        yield f'<fieldset class="choices"><legend>{told("language")}</legend>'
        for language in LANGUAGES:
            chosen = " checked" if language == self.language else ""
            yield (
                f'<label class="only" lang="{language}"><input type="radio" name="language" id="{language}"'
                f' value="{language}" autocomplete="off"{chosen}><span>{NAMES[language]}</span></label>'
            )
        yield f"</fieldset>\n<h1>{both(self.title)}</h1>\n"
        yield f'<p class="code">{both(self.code)}</p>\n<p class="code">{both(self.dated)}</p>\n'
        yield from self.lead
        yield "</header>\n"


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


@cache
def _policy() -> str:
    """A browser asks nobody for anything, and runs the page's own script alone."""
    script = b64encode(sha256(_file("page.js").encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _margins(language: str, title: str, day: str) -> str:
    """What stands above every printed page while this language is shown; pictures lie across."""
    above = f"@top-left {{ content: {_string(title)}; }} @top-right {{ content: {_string(day)}; }}"
    return f"@page {language} {{ {above} }}\n@page {language}-wide {{ size: A4 landscape; {above} }}\n"


def _string(text: str) -> str:
    """A string of CSS: whatever could end it, or the style, is written by its number."""
    return (
        '"'
        + "".join(each if each.isalnum() or each in " .,–@()" else f"\\{ord(each):06x}" for each in text)
        + '"'
    )
