"""A picture as PNG: its letters are really drawn, Vietnamese ones and signs as well, without a font of the machine."""

import struct
import sys
import zlib
from itertools import pairwise

import pytest
from attrs import evolve
from drawing.picture import graph

from ocop_workflow.drawing import ExtraMissing, Graph, png, svg
from ocop_workflow.drawing.labels import CHANGE_SIGNS, CLOCK, GOAL, ONWARD, STAY

LETTERS = "ĂÂĐÊÔƠƯăâđêôơư" + "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
SIGNS = [CLOCK, STAY, GOAL, ONWARD, *CHANGE_SIGNS.values(), "№", "×", "≥"]


def titled(title: str) -> Graph:
    """A picture that shows nothing but a heading and a box without a title."""
    drawn = graph("ocop-round@2021", "vi")
    return evolve(drawn, title=title, inside=drawn.inside[:1], edges=())


def pixels(image: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a PNG of eight bits a colour with transparency, read back by its specification."""
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    place, data, head = 8, b"", b""
    while place < len(image):
        (length,) = struct.unpack(">I", image[place : place + 4])
        kind, body = image[place + 4 : place + 8], image[place + 8 : place + 8 + length]
        head, data = (body, data) if kind == b"IHDR" else (head, data + body * (kind == b"IDAT"))
        place += 12 + length
    width, height, depth, colours = struct.unpack(">IIBB", head[:10])
    assert (depth, colours) == (8, 6)
    rows, raw, before = [], zlib.decompress(data), bytes(4 * width)
    for row in range(height):
        start = row * (4 * width + 1)
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + 4 * width], before)
        rows.append(before)
    return width, height, rows


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    found = bytearray(line)
    for i in range(len(found)):
        left, up = (found[i - 4] if i > 3 else 0), above[i]
        corner = above[i - 4] if i > 3 else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda each: abs(guess - each))
        found[i] = (found[i] + (0, left, up, (left + up) // 2, nearest)[kind]) % 256
    return bytes(found)


def ink(title: str) -> bytes:
    """The pixels of the heading's line."""
    width, _, rows = pixels(png(titled(title)))
    return b"".join(row[: 4 * min(width, 600)] for row in rows[40:80])


def test_every_vietnamese_letter_and_sign_is_drawn_as_itself() -> None:
    """A letter that a font lacks is a box or nothing: both would look like what no font has."""
    lacking = [ink("A\U0010fffd"), ink("A\ue123"), ink("A")]
    seen = {each: ink(f"A{each}") for each in [*LETTERS[::5], *SIGNS]}
    assert [each for each, drawn in seen.items() if drawn in lacking] == []
    assert len(set(seen.values())) == len(seen)


def test_it_is_two_pixels_a_point_and_says_what_the_svg_says() -> None:
    drawn = graph("ocop-round@2021", "vi")
    width, height, rows = pixels(png(drawn))
    whole = svg(drawn).split('width="', 1)[1].split('"', 3)
    assert (width, height) == (2 * int(whole[0]), 2 * int(whole[2]))
    assert any(one != other for one, other in pairwise(rows))


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ExtraMissing, match=r"ocop-workflow\[png\]") as raised:
        png(graph("ocop-round@2021", "vi"))
    assert "cài thêm" in raised.value.text("vi")
