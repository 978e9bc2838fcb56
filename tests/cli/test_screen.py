"""Colours and progress are for terminals only."""

import json
from io import StringIO

import pytest

from ocop_workflow.cli.layout import COLOUR, Column, wrap
from ocop_workflow.cli.screen import Progress, Screen


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (StringIO(), {}, False),
    ],
)
def test_colours_are_seen_on_terminals_that_want_them(
    stream: StringIO, environment: dict[str, str], *, coloured: bool
) -> None:
    assert ("\x1b[" in Screen(stream, "vi", environment).style("x", "red")) is coloured


def test_colours_take_no_room_when_text_is_wrapped() -> None:
    screen = Screen(Terminal(), "vi", {})
    assert wrap(screen.style("Cấp phép", "bold") + " xây dựng", 17) == ["\x1b[1mCấp phép\x1b[0m xây dựng"]


def test_progress_is_one_line_on_a_terminal_that_is_gone_at_the_end() -> None:
    terminal = Terminal()
    with Progress(Screen(terminal, "vi", {}), "running", 2) as progress:
        progress.step("P-1")
        progress.step("P-2")
    assert "Đang chạy ██████████░░░░░░░░░░ 1/2 P-1" in terminal.getvalue()
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_progress_is_silent_elsewhere() -> None:
    stream = StringIO()
    with Progress(Screen(stream, "vi", {}), "running", 1) as progress:
        progress.step("P-1")
    assert stream.getvalue() == ""


def test_the_width_is_the_terminals_within_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, width in (("40", 60), ("100", 100), ("300", 120)):
        monkeypatch.setenv("COLUMNS", columns)
        assert Screen(StringIO(), "vi", {}).width == width


HOSTILE = "\x1b[2J\x1b]0;title\x07 a\x9b31mb \u202eesrever\u2069 \x1b[8mhidden \x1b[31mred\r\b end"


@pytest.mark.parametrize("stream", [StringIO, Terminal], ids=["file", "terminal"])
def test_what_others_wrote_steers_no_terminal(stream: type[StringIO]) -> None:
    shown = stream()
    screen = Screen(shown, "vi", {})
    screen.line(HOSTILE)
    screen.heading(HOSTILE)
    screen.paragraph(HOSTILE, style="bold")
    screen.pairs([("x", HOSTILE)])
    screen.table([Column("x")], [[HOSTILE]])
    with Progress(screen, "running", 1) as progress:
        progress.step(HOSTILE)
    said = COLOUR.sub("", shown.getvalue()).replace("\r\x1b[2K", "")
    assert "esrever" in said
    assert "\\x1b[2J" in said
    assert not set(said) & set("\x1b\x07\x9b\r\b\u202e\u2069")
    colours = set(COLOUR.findall(shown.getvalue()))
    assert "\x1b[8m" not in colours
    assert colours == set() or stream is Terminal


def test_json_says_the_same_and_steers_no_terminal_either() -> None:
    shown = StringIO()
    Screen(shown, "vi", {}).json({"said": HOSTILE, "Đ": "ễ"})
    assert json.loads(shown.getvalue()) == {"said": HOSTILE, "Đ": "ễ"}
    assert not set(shown.getvalue()) & set("\x1b\x07\x9b\r\b\u202e\u2069")
    assert "ễ" in shown.getvalue()


def test_letters_of_every_script_stay_as_they_are() -> None:
    shown = StringIO()
    text = "Nguyễn Thị Bưởi · 日本 · नमस्ते · שלום · 👩‍🌾"
    Screen(shown, "vi", {}).line(text)
    assert shown.getvalue() == text + "\n"
