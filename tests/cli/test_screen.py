"""Colours and progress are for terminals only."""

from io import StringIO

import pytest

from ocop_workflow.cli.layout import wrap
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
    with Progress(Screen(terminal, "vi", {}), "progress", 2) as progress:
        progress.step("P-1")
        progress.step("P-2")
    assert "Đang chạy ██████████░░░░░░░░░░ 1/2 P-1" in terminal.getvalue()
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_progress_is_silent_elsewhere() -> None:
    stream = StringIO()
    with Progress(Screen(stream, "vi", {}), "progress", 1) as progress:
        progress.step("P-1")
    assert stream.getvalue() == ""


def test_the_width_is_the_terminals_within_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, width in (("40", 60), ("100", 100), ("300", 120)):
        monkeypatch.setenv("COLUMNS", columns)
        assert Screen(StringIO(), "vi", {}).width == width
