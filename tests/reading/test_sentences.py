"""Every code that reading can tell has a sentence in both languages, and no sentence is left over."""

import re
from pathlib import Path

import pytest

from ocop_workflow import reading
from ocop_workflow.messages import sentences

SOURCES = sorted(Path(reading.__file__).parent.rglob("*.py"))
HINT = "_hint"


def words_of_the_source() -> set[str]:
    text = "\n".join(file.read_text("utf-8") for file in SOURCES)
    written = set(re.findall(r'"(?:reading\.)?([a-z_0-9]+)"', text))
    written |= set(
        re.findall(r"\(\?P<([a-z_]+)>", text)
    )  # groups of a pattern that are called after their code
    made = {f"{kind}_wanted" for kind in ("mapping", "list", "text")}
    unset = {f"maybe_unset_{where}{let}" for where in ("in_state", "at_start") for let in ("", "_let")}
    return written | made | unset


def codes_of_the_source() -> set[str]:
    text = "\n".join(file.read_text("utf-8") for file in SOURCES)
    calls = r'(?:\badd|_add|_halt|_error)\(\s*(?:context,\s*)?"([a-z_0-9]+)"'
    return set(re.findall(calls, text)) | set(re.findall(r'(?:code|problem) = "([a-z_]+)"', text))


def test_every_code_has_a_sentence() -> None:
    assert codes_of_the_source() - set(sentences("reading")) == set()


def test_every_sentence_is_used() -> None:
    used = words_of_the_source()
    left = {key for key in sentences("reading") if key.removesuffix(HINT) not in used and key not in used}
    assert left == set()


@pytest.mark.parametrize("room", ["reading", "script"])
def test_a_hint_belongs_to_a_sentence(room: str) -> None:
    known = sentences(room)
    assert [key for key in known if key.endswith(HINT) and key.removesuffix(HINT) not in known] == []


@pytest.mark.parametrize("room", ["reading", "script"])
def test_both_languages_fill_the_same_places(room: str) -> None:
    for key, text in sentences(room).items():
        places = [sorted(re.findall(r"(?<!{){(\w+)}", text.say(language))) for language in ("vi", "en")]
        assert set(places[0]) == set(places[1]), key
