"""Text in columns of a terminal: widths of Vietnamese and other letters, wrapping, tables without boxes."""

import re
from collections.abc import Sequence
from unicodedata import category, east_asian_width, normalize

from attrs import frozen

COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # takes no room
GAP = "  "
NARROWEST = 8  # no column is made narrower than this, even if a word has to be cut


def cells(text: str) -> int:
    """How many columns of a terminal the text takes; a combined letter such as ễ takes one in any form."""
    return sum(_cells(letter) for letter in normalize("NFC", COLOUR.sub("", text)))


def _cells(letter: str) -> int:
    if category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(letter) in {"W", "F"} else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with blanks to `width` columns."""
    blanks = " " * max(0, width - cells(text))
    return blanks + text if right else text + blanks


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at blanks, and inside a word only if it must be."""
    lines: list[str] = []
    for paragraph in normalize("NFC", text).split("\n"):
        line = ""
        for word in _words(paragraph, width):
            longer = f"{line} {word}" if line else word
            if cells(longer) <= width:
                line = longer
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return lines


def _words(paragraph: str, width: int) -> list[str]:
    words: list[str] = []
    for word in paragraph.split():
        rest = word
        while cells(rest) > width:
            head = _head(rest, width)
            words.append(head)
            rest = rest[len(head) :]
        words.append(rest)
    return words


def _head(word: str, width: int) -> str:
    taken = 0
    for index, letter in enumerate(word):
        taken += _cells(letter)
        if taken > width:
            return word[: max(1, index)]
    return word


@frozen
class Column:
    """A column of a table; `right` sets numbers to the right."""

    title: str
    right: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The rows as padded lines, one list of lines a row; the first is the header, the second its rule."""
    texts = [[column.title for column in columns], *rows]
    widths = _fit(texts, width - len(GAP) * (len(columns) - 1))
    blocks = [_row(columns, row, widths) for row in texts]
    blocks.insert(1, [GAP.join("─" * each for each in widths)])
    return blocks


def _row(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for index in range(max(map(len, wrapped))):
        parts = [
            pad(cell[index] if index < len(cell) else "", width, right=column.right)
            for cell, width, column in zip(wrapped, widths, columns, strict=True)
        ]
        lines.append(GAP.join(parts).rstrip())
    return lines


def _fit(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of columns: as the longest cell wants, then the widest give way, words kept whole while they can."""
    columns = list(zip(*rows, strict=True))
    widths = [max(cells(line) for cell in column for line in cell.split("\n")) for column in columns]
    words = [max((cells(word) for cell in column for word in cell.split()), default=1) for column in columns]
    for least in (words, [min(NARROWEST, each) for each in words]):
        while sum(widths) > width:
            able = [index for index, each in enumerate(widths) if each > least[index]]
            if not able:
                break
            widths[max(able, key=widths.__getitem__)] -= 1
    return widths
