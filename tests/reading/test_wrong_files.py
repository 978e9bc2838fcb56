"""Each file in wrong/ says in its first lines what must be told about it: code, line, column, English text."""

import re
import time
from pathlib import Path

import pytest

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_definition

WRONG = sorted((Path(__file__).parent / "wrong").glob("*.yaml"))
EXPECTED = re.compile(rb'# expect: (\w+) (\d+):(\d+) "(.*)"')


def expected(raw: bytes) -> list[tuple[str, int, int, str]]:
    found = [EXPECTED.fullmatch(line) for line in raw.split(b"\n") if line.startswith(b"# expect:")]
    return [(m[1].decode(), int(m[2]), int(m[3]), m[4].decode()) for m in found if m is not None]


@pytest.mark.parametrize("file", WRONG, ids=lambda file: str(file.stem))
def test_a_wrong_file_is_told_by_code_place_and_sentence_in_both_languages(file: Path) -> None:
    started = time.perf_counter()
    with pytest.raises(DefinitionError) as raised:
        read_definition(file)
    took = time.perf_counter() - started
    told = [(p.code, p.position.line, p.position.column, p.message.en) for p in raised.value.problems]
    assert told == expected(file.read_bytes())
    assert told
    assert all(p.position.file == str(file) for p in raised.value.problems)
    assert all(p.message.vi and p.message.vi != p.message.en for p in raised.value.problems)
    assert took < 0.5, "0.1 s on a quiet machine"


def test_there_are_many_wrong_files_and_they_cover_the_codes() -> None:
    assert len(WRONG) >= 60


def test_problems_are_told_in_the_order_of_the_file() -> None:
    for file in WRONG:
        with pytest.raises(DefinitionError) as raised:
            read_definition(file)
        places = [problem.position for problem in raised.value.problems]
        assert places == sorted(places)
