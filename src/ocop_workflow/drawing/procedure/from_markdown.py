"""Pipe tables of a Markdown file, and its other lines."""

import re
from pathlib import Path

from ...reading.source import read_source
from .found import Found, FoundCell, FoundRow

_CELL = re.compile(r"(?:\\.|[^|\\])*")
_RULE = re.compile(r"\s*:?-+:?\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"(?<!\\)<(https?://[^<>\s]+)>")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_FRONT = re.compile(r"\A\s*(?:#+|[-*+])\s+")
_STRONG = re.compile(r"(?<!\\)\*\*")


def read_markdown(file: Path) -> Found:
    """Raises DefinitionError where it cannot be read as text."""
    paragraphs: list[str] = []
    tables: list[list[FoundRow]] = []
    inside = False
    for number, line in enumerate(read_source(file).lines, 1):
        if not line.lstrip().startswith("|"):
            inside = False
            if line.strip():
                paragraphs.append(_plain(_FRONT.sub("", line, count=1)))
            continue
        if not inside:
            tables.append([])
        inside = True
        cells = _cells(line)
        if not all(_RULE.fullmatch(cell) for cell in cells):
            tables[-1].append(FoundRow(tuple(FoundCell(_plain(cell)) for cell in cells), number))
    return Found(tuple(paragraphs), tuple(map(tuple, tables)))


def _cells(line: str) -> list[str]:
    """Between the first bar and the last one, if that ends the line."""
    found, rest = [], line.strip()[1:]
    while True:
        cell = _CELL.match(rest)
        assert cell is not None  # it may be empty
        found.append(cell[0])
        rest = rest[cell.end() + 1 :]
        if not rest.strip():
            return found


def _plain(text: str) -> str:
    """As it is read."""
    text = _STRONG.sub("", _LINK.sub(r"\1", _BREAK.sub(" ", text)))
    return _ESCAPED.sub(r"\1", text)
