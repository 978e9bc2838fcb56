"""Each file in wrong/ says in its first lines what must be told about it: code, line, column, English text."""

import re
import time
from pathlib import Path

import pytest

from ocop_workflow.errors import DefinitionError, Problem
from ocop_workflow.messages import sentences
from ocop_workflow.reading import read_definition

WRONG = sorted((Path(__file__).parent / "wrong").glob("*.yaml"))
EXPECTED = re.compile(rb'# expect: (\w+) (\d+):(\d+) "(.*)"')


def expected(raw: bytes) -> list[tuple[str, int, int, str]]:
    found = [EXPECTED.fullmatch(line) for line in raw.split(b"\n") if line.startswith(b"# expect:")]
    return [(m[1].decode(), int(m[2]), int(m[3]), m[4].decode()) for m in found if m is not None]


# Told by tests of their own: hostile files, parameters, the catalogue, units, calendars, the other side of links.
ELSEWHERE = {
    *("cannot_read", "file_too_large", "too_many_nodes", "too_many_moves", "too_many_words"),
    *("unknown_parameter", "parameter_unfit", "unknown_workflow", "unknown_version", "no_version_on"),
    *("days_crossed", "unknown_unit", "level_not_below"),
    *("above_missing", "unknown_successor", "became_without_end", "successor_missing", "undeclared_gap"),
    *("link_state", "link_field", "link_elsewhere"),
    *("workday_is_holiday", "unknown_weekday", "day_outside", "did_you_mean"),
    # Extensions: every code that only they have.
    *("base_unpinned", "base_missing", "extension_circle", "extension_chain", "extension_base_word"),
    *("extension_redefines", "extension_before_base", "extension_renamed"),
    *("split_composite", "split_final"),
    *("split_entered_again", "split_word", "narrow_must", "narrow_word", "narrow_within", "narrow_by"),
    *("narrow_from", "new_event_moves", "new_event_writes", "new_clock_may_fail", "parameter_settled"),
}


def problems_of(file: Path) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as raised:
        read_definition(file)
    return raised.value.problems


@pytest.mark.parametrize("file", WRONG, ids=lambda file: str(file.stem))
def test_a_wrong_file_is_told_by_code_place_and_sentence_in_both_languages(file: Path) -> None:
    problems = problems_of(file)
    told = [(p.code, p.position.line, p.position.column, p.message.en) for p in problems]
    assert told == expected(file.read_bytes())
    assert told
    assert all(p.position.file == str(file) for p in problems)
    assert all(p.message.vi and p.message.vi != p.message.en for p in problems)
    assert [p.position for p in problems] == sorted(p.position for p in problems)


def test_every_wrong_file_is_told_within_a_tenth_of_a_second() -> None:
    for file in WRONG:
        best = float("inf")
        for _ in range(5):
            started = time.perf_counter()
            problems_of(file)
            best = min(best, time.perf_counter() - started)
            if best < 0.1:
                break
        assert best < 0.1, file.name


def test_every_code_of_reading_has_a_wrong_file_or_a_test_of_its_own() -> None:
    assert len(WRONG) >= 60
    told = {code for file in WRONG for code, *_ in expected(file.read_bytes())}
    codes = {key for key in sentences("reading") if not key.endswith("_hint")}
    assert codes - told - ELSEWHERE == set()
