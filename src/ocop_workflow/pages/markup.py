"""Pieces of HTML that say everything in both languages; what comes from outside is escaped here and nowhere else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Concatenate, Generic, ParamSpec, TypeVar

from attrs import frozen

from ..drawing.annex.html import linked
from ..messages import say
from ..model.text import LANGUAGES, Text

T = TypeVar("T")
P = ParamSpec("P")


@frozen
class Both(Generic[T]):
    """Whoever speaks one language, twice: `both_words(Words.event, "rank")` is what both call it."""

    vi: T
    en: T

    def __call__(self, saying: Callable[Concatenate[T, P], str], *given: P.args, **named: P.kwargs) -> Text:
        return Text(vi=saying(self.vi, *given, **named), en=saying(self.en, *given, **named))


@frozen
class Column:
    """The head of a column; whether it has numbers."""

    title: Text
    number: bool = False


def told(key: str, **values: object) -> str:
    """A sentence of the pages, as HTML."""
    return both(say(f"pages.{key}", **values))


def both(text: Text, written: Callable[[str], str] = escape) -> str:
    """The text in both languages, once where they are the same or one is missing: then it says which it is in."""
    vi, en = text.vi, text.en
    if vi and en and vi != en:
        return f'<span lang="vi">{written(vi)}</span><span lang="en">{written(en)}</span>'
    if vi and en:
        return written(vi)
    alone = next((language for language in LANGUAGES if text.say(language)), "")
    only = next((language for language in LANGUAGES if getattr(text, language)), alone)
    return f'<span class="only" lang="{only}">{written(text.say(only))}</span>' if only else ""


def with_links(text: Text) -> str:
    """The same, addresses as links."""
    return both(text, linked)


def sources(basis: Both[list[str]]) -> str:
    """The titles of a legal basis, one after the other."""
    vi, en = ("; ".join(lines) for lines in (basis.vi, basis.en))
    return both(Text(vi=vi, en=en))


def cited(basis: Both[list[str]]) -> str:
    """A legal basis as a paragraph; nothing where there is none."""
    return f'<p class="basis"><b>{told("basis")}:</b> {sources(basis)}</p>' if basis.vi else ""


def pairs(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Labels with their texts, both HTML; nothing where there are none."""
    lines = [f"<div><dt>{label}</dt><dd>{text}</dd></div>" for label, text in found]
    if lines:
        yield "<dl>"
        yield from lines
        yield "</dl>"


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], named: str, looks: str = ""
) -> Iterator[str]:
    """Cells are HTML; `named` is the id of the heading that says what the table is of. Rows are taken one by one."""
    marks = [' class="number"' if column.number else "" for column in columns]
    yield f'<div class="wide" role="group" tabindex="0" aria-labelledby="{named}">'
    yield f'<table{looks and f" class={looks!r}"} aria-labelledby="{named}"><thead><tr>'.replace("'", '"')
    yield "".join(
        f'<th scope="col"{mark}>{both(column.title)}</th>'
        for column, mark in zip(columns, marks, strict=True)
    )
    yield "</tr></thead><tbody>\n"
    for row in rows:
        first, *others = (f"{mark}>{cell}" for cell, mark in zip(row, marks, strict=True))
        yield f'<tr><th scope="row"{first}</th>' + "".join(f"<td{cell}</td>" for cell in others) + "</tr>\n"
    yield "</tbody></table></div>\n"
