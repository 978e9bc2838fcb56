"""Files meant to break a reader end in a located error, in a process that lives on."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_definition
from ocop_workflow.reading.source import BYTES
from ocop_workflow.reading.stream import DEPTH, NODES

READ = """
import resource, sys
from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_definition
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_definition(sys.argv[1])
except DefinitionError as error:
    print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    "text",
    ["[" * 60_000, "{a: " * 15_000, "- " * 30_000, "? " * 30_000, "[{" * 30_000, "a:\n" + "- - " * 15_000],
    ids=["brackets", "braces", "dashes", "questions", "both", "nested dashes"],
)
def test_sixty_kilobytes_of_nesting_are_a_located_error_and_no_crash(text: str, tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text(text)
    run = subprocess.run(
        [sys.executable, "-c", READ, str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    told, megabytes = run.stdout.strip().rsplit("\n", 1)
    assert told.startswith(f"{file}:")
    assert f"too_deep: Nested more than {DEPTH} deep" in told
    assert int(megabytes) < 50


def problem_of(text: str | bytes) -> tuple[str, int, int]:
    with pytest.raises(DefinitionError) as raised:
        read_definition("hostile.yaml", text)
    first = raised.value.problems[0]
    return first.code, first.position.line, first.position.column


def test_a_file_is_measured_before_it_is_read() -> None:
    assert problem_of("a: " + "x" * BYTES) == ("file_too_large", 1, 1)


def test_an_endless_file_is_not_read() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no endless file here")
    with pytest.raises(DefinitionError, match="cannot_read"):
        read_definition("/dev/zero")


def test_a_file_that_is_not_there_is_a_problem_of_its_own() -> None:
    with pytest.raises(DefinitionError, match="cannot_read: Cannot read the file nowhere"):
        read_definition("nowhere.yaml")


def test_too_many_nodes_end_the_reading() -> None:
    code, line, column = problem_of("[" + "a," * (NODES + 10) + "]")
    assert (code, line) == ("too_many_nodes", 1)
    assert column == 2 + 2 * (NODES - 1)


def test_events_that_apply_almost_everywhere_are_counted_before_they_are_checked() -> None:
    states = ", ".join(f"s{n}: {{}}" for n in range(500))
    events = "".join(f"  e{n}: {{by: o, moves: {{all: stay}}}}\n" for n in range(500))
    head = "workflow: p\nversion: '1'\nroles: {o: {}}\nstart: {b: {by: o, to: s0}}\n"
    code, line, column = problem_of(f"{head}states: {{all: {{states: {{{states}}}}}}}\nevents:\n{events}")
    assert (code, line, column) == ("too_many_moves", 207, 3)


def test_an_endless_choice_of_words_is_refused() -> None:
    words = ", ".join(f"w{n}" for n in range(201))
    with pytest.raises(DefinitionError, match="too_many_words: There are more than 200 words"):
        read_definition("words.yaml", f"data: {{kind: {{enum: [{words}]}}}}")


def test_a_file_of_wrong_keys_is_not_told_to_its_end() -> None:
    with pytest.raises(DefinitionError) as raised:
        read_definition("many.yaml", "".join(f"k{n}: {{}}\n" for n in range(5_000)))
    assert 100 <= len(raised.value.problems) <= 300


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\u2028", "\ufeff"])
def test_marks_that_turn_or_hide_text_are_refused_where_they_stand(sign: str) -> None:
    assert problem_of(f"workflow: permit\ntitle: {{en: ab{sign}c}}\n")[1:] == (2, 15)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000 + ": b",
        "a: '" + "''" * 100_000 + "'",
        'a: "' + "\\u0041" * 50_000 + '"',
        "a: |\n" + " x\n" * 50_000,
        "\n" * 200_000,
        "#" * 500_000,
        "a: " + "x " * 200_000,
        "%YAML 1.1\n%TAG ! tag:x,2000:\n---\n!a b",
        "&" + "a" * 10_000,
        "[" + ", " * 50_000 + "]",
        "{" + "a b c: d, " * 10_000 + "}",
        "{" + ",".join(f"k{n}: [" for n in range(20_000)),
    ],
    ids=range(12),
)
def test_long_and_odd_files_are_refused_quickly(text: str) -> None:
    started = time.perf_counter()
    problem_of(text)
    assert time.perf_counter() - started < 2, "0.1 s each on a quiet machine"


YAML_SIGNS = st.text(st.sampled_from("ab:,-?{}[]&*!|>'\"%@`#\\ \n\t012.~é\u202e\0\x85"), max_size=60)


@given(
    st.binary(max_size=200) | st.text(max_size=200) | YAML_SIGNS | YAML_SIGNS.map(lambda s: f"workflow: {s}")
)
@example("!")
@example("!<a> b")
@example("? ")
@example("- !!str\n")
@example("\ud800")
@example("---")
@example("%TAG ! a\n---\n- !x y")
@settings(max_examples=300, deadline=None)
def test_no_text_raises_anything_but_a_definition_error(text: str | bytes) -> None:
    with pytest.raises(DefinitionError) as raised:
        read_definition("any.yaml", text)
    for problem in raised.value.problems:
        assert problem.position.line >= 1
        assert problem.position.column >= 1
        assert problem.say("vi")
        assert problem.say("en")
