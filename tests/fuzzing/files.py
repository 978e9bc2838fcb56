"""Damaged workflow files, and migration plans, by seed: bytes, lines and whole parts of right and wrong files."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
REFINING = 8  # how many times more often than others: there are few of them
SOURCES = sorted(
    file.read_bytes()
    for pattern in (
        *("tests/reading/extension/*.yaml", "examples/custom-stage/*.yaml", "examples/rounds/*.yaml")
        * REFINING,
        "workflows/ocop-product/1*8*.yaml",
        "examples/*/*.yaml",
        "tests/*/right/*.yaml",
        "tests/reading/wrong/*.yaml",
    )
    for file in ROOT.glob(pattern)
    if file.suffixes == [".yaml"]
)
PLANS = sorted(
    file.read_bytes()
    for pattern in ("workflows/*/*.migration.yaml", *("tests/migration/*.migration.yaml",) * REFINING)
    for file in ROOT.glob(pattern)
)
SIGNS = (
    b"\t",
    b"&a ",
    b"*a",
    b"!x ",
    b": ",
    b"- ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"'",
    b'"',
    b"#",
    b"|\n",
    b">",
    b"%",
    b"\0",
    b"\xff",
    b"---\n",
    b"\xe2\x80\xae",
    b"? ",
    b"9" * 20,
    b"no",
    b"~",
)


def text(seed: int, sources: Sequence[bytes] = SOURCES) -> bytes:
    """One file; few of the damages touch a large file, so that some still load."""
    dice = Random(seed)  # noqa: S311  # nothing secret
    raw = dice.choice(sources)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        raw = dice.choice((_bytes, _lines, _lines, _words, _splice))(dice, raw)
    return raw


def _bytes(dice: Random, raw: bytes) -> bytes:
    at = dice.randrange(len(raw) + 1)
    match dice.randrange(3):
        case 0:
            return raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]
        case 1:
            return raw[:at] + dice.choice(SIGNS) + raw[at:]
        case _:
            return raw[:at] + raw[at + dice.randrange(1, 9) :]


def _lines(dice: Random, raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case _:
            lines[one] = b" " * dice.randrange(9) + lines[one].lstrip()
    return b"".join(lines)


def _words(dice: Random, raw: bytes) -> bytes:
    """A word in the place of another: mostly a name where another name belongs."""
    words = raw.split(b" ")
    words[dice.randrange(len(words))] = dice.choice(words)
    return b" ".join(words)


def _splice(dice: Random, raw: bytes) -> bytes:
    """The beginning of one file and the end of another, at the starts of lines."""
    first, second = raw.splitlines(keepends=True), dice.choice(SOURCES).splitlines(keepends=True)
    return b"".join(first[: dice.randrange(len(first) + 1)] + second[dice.randrange(len(second) + 1) :])
