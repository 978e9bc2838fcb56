"""The table as Markdown: a heading for each rule, pipe tables with the basis in the last column."""

import re
from collections.abc import Iterator, Sequence

from ...messages import say
from ...model.text import Text
from .build import ADDRESS
from .citing import spelled
from .layout import Block, Group, Row, blocks
from .parts import Annex

_SIGNS = re.compile(r"([\\`*_\[\]<>|{}&~])")
_UNLINKED = frozenset("<>|\\`")  # an address with one of these would end its link, or its cell


def markdown(annex: Annex, languages: Sequence[str]) -> str:
    """The whole document in one or two languages ("vi", "en"), side by side."""
    lines = [f"# {_both(annex.title, languages)}", ""]
    for text in (annex.code, say("annex.about")):
        lines += [part for language in languages for part in (escaped(text.say(language)), "")]
    lines += [f"**{_both(say('annex.marks'), languages)}**", ""]
    for mark in annex.marks:
        lines.append(f"- {mark.label.say('vi')}: {_both(mark.text, languages)}")
    for block in blocks(annex):
        number = f"{block.number}. " if block.number else ""
        lines += ["", f"{'#' * block.depth} {number}{_both(block.title, languages)}"]
        lines += _block(block, annex, languages)
    return "\n".join(lines) + "\n"


def _block(block: Block, annex: Annex, languages: Sequence[str]) -> Iterator[str]:
    if not block.groups:
        return
    yield ""
    if all(
        not row.text for group in block.groups for row in group.rows
    ):  # sources have no text but themselves
        for group in block.groups:
            yield from (f"- {_cell(spelled(annex, row.basis, languages))}" for row in group.rows)
        return
    heads = [
        *(say("annex.language").say(language) for language in languages),
        _both(say("annex.basis"), languages),
    ]
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for group in block.groups:
        yield from _group(group, annex, languages)


def _group(group: Group, annex: Annex, languages: Sequence[str]) -> Iterator[str]:
    if group.title:
        yield _row([*(f"**{escaped(group.title.say(language))}**" for language in languages), ""])
    before: tuple[str, ...] | None = None
    for row in group.rows:
        if row.basis and row.basis == before:
            basis = _both(say("annex.as_above"), languages)
        else:
            basis = _cell(spelled(annex, row.basis, languages))
        before = row.basis
        yield _row([*(_said(row, language) for language in languages), basis])


def _said(row: Row, language: str) -> str:
    text = escaped(row.text.say(language))
    return f"**{escaped(row.label.say(language))}:** {text}" if row.label else text


def _both(text: Text, languages: Sequence[str]) -> str:
    return escaped(" / ".join(text.say(language) for language in languages))


def _cell(lines: Sequence[str]) -> str:
    return "<br>".join(map(escaped, lines))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Signs of Markdown as they are read; addresses as links."""
    found, last = "", 0
    for address in ADDRESS.finditer(text):
        if _UNLINKED & set(address[0]):
            continue
        found += _SIGNS.sub(r"\\\1", text[last : address.start()]) + f"<{address[0]}>"
        last = address.end()
    return found + _SIGNS.sub(r"\\\1", text[last:])
