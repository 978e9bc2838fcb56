"""What is typed wrongly is told in the chosen language and ends with 2; help speaks both."""

import pytest
from cli.support import Command

from ocop_workflow.cli.language import language

WRONG = [
    ([], "chưa cho biết phải làm gì", "no command was given"),
    (["chekc"], "có phải ý muốn nói “check”?", "did you mean “check”?"),
    (["check"], "còn thiếu FILE|NAME", "FILE|NAME is missing"),
    (["run", "x.yaml"], "còn thiếu --database", "--database is missing"),
    (["run", "x.yaml", "--databse", "y"], "có phải ý muốn nói “--database”?", "did you mean “--database”?"),
    (["run", "x.yaml", "--database"], "sau --database phải có một giá trị", "must be followed by a value"),
    (["check", "x", "y"], "không hiểu: y", "not understood: y"),
    (["demo", "--json=1"], "--json không nhận giá trị", "--json takes no value"),
]


@pytest.mark.parametrize(("arguments", "vi", "en"), WRONG)
def test_wrong_usage_ends_with_2_and_is_told_in_the_chosen_language(
    command: Command, arguments: list[str], vi: str, en: str
) -> None:
    for spoken, sentence in (("vi", vi), ("en", en)):
        said = command("--lang", spoken, *arguments)
        assert (said.code, said.out) == (2, "")
        assert sentence in said.err
        assert "ocop-workflow" in said.err  # the command whose help tells more


def test_a_language_that_is_not_spoken_is_wrong_usage(command: Command) -> None:
    said = command("demo", "--lang", "fr")
    assert said.code == 2
    assert "“fr”" in said.err


@pytest.mark.parametrize(
    "name", ["check", "run", "history", "due", "demo", "verify", "checkpoint", "export", "import", "db"]
)
def test_every_command_has_help_in_both_languages(command: Command, name: str) -> None:
    vi, en = command(name, "--help"), command("--lang", "en", name, "-h")
    assert (vi.code, en.code) == (0, 0)
    assert vi.out.startswith(f"Cách dùng: ocop-workflow {name}")
    assert en.out.startswith(f"Usage: ocop-workflow {name}")
    assert "Tùy chọn:" in vi.out
    assert "Options:" in en.out
    assert "usage:" not in vi.out
    assert "show this help message" not in en.out


def test_the_language_may_stand_before_or_after_the_command(command: Command) -> None:
    assert command("--lang", "en", "demo", "--help").out == command("demo", "--help", "--lang=en").out


def test_the_version_is_told(command: Command) -> None:
    said = command("--version")
    assert said.code == 0
    assert said.out.startswith("ocop-workflow 0.")


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LC_ALL": "C", "LANG": "en_US"}, "vi"),
        ({"LC_ALL": "", "LANG": "en"}, "en"),
    ],
)
def test_the_locale_chooses_the_language_and_vietnamese_is_the_default(
    environment: dict[str, str], spoken: str
) -> None:
    assert language(["check", "x"], environment) == spoken
    assert language(["check", "x", "--lang", "en"], environment) == "en"
