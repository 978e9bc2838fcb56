"""A file's text, checked before YAML sees it: size, UTF-8, and characters that hide or turn text.

The lines are kept because marks of the C parser carry no text to point into.
"""

import os
import re
from errno import EISDIR, ENODEV
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from attrs import frozen

from ..errors import DefinitionError, Problem
from ..messages import say
from ..messages.system import cause
from ..model.position import Position

BYTES = 1_000_000  # the largest file that is read
BREAK = re.compile(r"\r\n|\r|\n")
CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
# Marks that turn the direction of text, joiners and fillers that nobody sees, letters for machines alone, and
# separators that only YAML takes for line ends.
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\uffa0"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
FORBIDDEN = re.compile(f"(?P<control_character>[{CONTROL}])|(?P<bidi_control>[{HIDDEN}])")


@frozen(eq=False)
class Source:
    """The text of a file and its lines; `file` is the name that problems show."""

    file: str
    text: str
    lines: tuple[str, ...]


def read_source(path: Path | str, text: str | bytes | None = None) -> Source:
    """The text of `path` (or `text`, with `path` as its name); raises DefinitionError where it is unfit."""
    file = str(path)
    given = _bytes(path) if text is None else text
    raw = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    if len(raw) > BYTES:
        raise _error("file_too_large", Position(file, 1, 1), size=len(raw), limit=BYTES)
    decoded = _decoded(raw, file)
    if found := FORBIDDEN.search(decoded):
        raise _error(
            found.lastgroup or "", _place(decoded, found.start(), file), code=f"U+{ord(found[0]):04X}"
        )
    return Source(file, decoded, tuple(BREAK.split(decoded)))


def is_file(path: Path) -> bool:
    """Whether a regular file has that name; no name is too long to be asked for."""
    try:
        return path.is_file()
    except OSError:
        return False


def _opened(path: str, flags: int) -> int:
    """A regular file, and nothing that could be waited for: no pipe, no device."""
    opened = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(opened).st_mode
    if not S_ISREG(mode):
        os.close(opened)
        code = EISDIR if S_ISDIR(mode) else ENODEV
        raise OSError(code, os.strerror(code))
    return opened


def _bytes(path: Path | str) -> bytes:
    try:
        with open(path, "rb", opener=_opened) as stream:
            return stream.read(BYTES + 1)
    except (OSError, ValueError) as error:
        raise _error("cannot_read", Position(str(path), 1, 1), file=str(path), reason=cause(error)) from None


def _decoded(raw: bytes, file: str) -> str:
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        raise _error(
            "not_utf8", _place(before, len(before), file), byte=f"0x{error.object[error.start]:02X}"
        ) from None


def _place(text: str, index: int, file: str) -> Position:
    lines = BREAK.split(text[:index])
    return Position(file, len(lines), len(lines[-1]) + 1)


def _error(problem: str, position: Position, **values: object) -> DefinitionError:
    hint = say(f"reading.{problem}_hint", **values)
    return DefinitionError([Problem(problem, position, say(f"reading.{problem}", **values), hint)])
