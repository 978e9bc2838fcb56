"""Where the command line writes: width, colours only where they are seen, progress on a terminal."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self, TextIO

from ..messages import say
from .layout import Column, cells, pad, table, wrap
from .visible import visible, visible_json

WIDEST, NARROWEST = 120, 60
STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Screen:
    """Writes lines to a stream in one language; `width` is the terminal's, kept between 60 and 120 columns."""

    def __init__(self, stream: TextIO, language: str, environment: Mapping[str, str] = os.environ) -> None:
        self.stream = stream
        self.language = language
        columns = shutil.get_terminal_size((100, 24)).columns
        self.width = max(NARROWEST, min(WIDEST, columns))
        plain = "NO_COLOR" in environment or environment.get("TERM") == "dumb"
        self.colours = stream.isatty() and not plain

    def style(self, text: str, *styles: str) -> str:
        """The text in colours, if this stream shows them."""
        if not self.colours or not text:
            return text
        return f"\x1b[{';'.join(STYLES[each] for each in styles)}m{text}\x1b[0m"

    def line(self, text: str = "") -> None:
        self.stream.write(self._visible(text) + "\n")

    def json(self, document: object) -> None:
        """For programs: one document, letters as they are."""
        self.stream.write(visible_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n")

    def heading(self, text: str) -> None:
        self.line()
        for line in wrap(self._visible(text), self.width):
            self.line(self.style(line, "bold", "cyan"))
        self.line()

    def paragraph(self, text: str, *, indent: int = 0, first: str = "", style: str | None = None) -> None:
        """Wrapped text, indented; `first` stands before the first line and the others hang below its end."""
        margin = " " * indent
        hang = cells(first)
        for index, line in enumerate(wrap(self._visible(text), self.width - indent - hang)):
            shown = self.style(line, style) if style else line
            self.line(margin + (first if index == 0 else " " * hang) + shown)

    def pairs(self, pairs: Sequence[tuple[str, str]], *, indent: int = 0) -> None:
        """Labels with their texts, the texts under each other."""
        widest = max((cells(label) for label, _ in pairs), default=0)
        for label, text in pairs:
            first = pad(label, widest)
            lines = wrap(self._visible(text), self.width - indent - widest - 2)
            for index, line in enumerate(lines):
                lead = self.style(first, "dim") if index == 0 else " " * widest
                self.line(" " * indent + lead + "  " + line)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        shown = [[self._visible(cell) for cell in row] for row in rows]
        header, rule, *body = table(columns, shown, self.width)
        for line in header:
            self.line(self.style(line, "bold"))
        for line in rule:
            self.line(self.style(line, "dim"))
        for block in body:
            for line in block:
                self.line(line)

    def _visible(self, text: str) -> str:
        return visible(text, coloured=self.colours)


class Progress:
    """A line on a terminal that says how far long work has come; on anything else it is silent."""

    def __init__(self, screen: Screen, label: str, total: int) -> None:
        self._stream = screen.stream
        self._total = total
        self._label = say(f"cli.{label}").say(screen.language)
        self._done = 0
        self._shown = screen.stream.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write("")

    def step(self, what: str) -> None:
        """One more is done; `what` is the one that comes now."""
        self._done += 1
        part = self._done * 20 // max(1, self._total)
        bar = "█" * part + "░" * (20 - part)
        shown = visible(what, coloured=False)
        self._write(f"{self._label} {bar} {self._done}/{self._total} {shown}")

    def _write(self, text: str) -> None:
        if self._shown:
            width = shutil.get_terminal_size((80, 24)).columns - 1
            self._stream.write("\r\x1b[2K" + (wrap(text, width) or [""])[0])
            self._stream.flush()
