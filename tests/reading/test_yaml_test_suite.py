"""Every text that YAML forbids, by the public test suite of YAML, is refused where it breaks the rule.

The place is libyaml's line, or the line before it where what could not be finished began (a key without its colon,
a bracket never closed). What libyaml lets through is listed with what the reader says of it.
"""

import json
from pathlib import Path

import pytest
import yaml

from ocop_workflow.errors import DefinitionError, Problem
from ocop_workflow.reading import read_definition, read_nodes
from ocop_workflow.reading.stream import LOADER

CASES = {
    name: case["text"]
    for name, case in json.loads(
        Path(__file__).with_name("yaml_test_suite").joinpath("must_fail.json").read_text("utf-8")
    ).items()
}
SYNTAX = {
    "bad_indent",
    "closes_nothing",
    "no_colon",
    "not_closed",
    "second_document",
    "tab",
    "tag",
    "text_behind_quote",
    "unquoted_colon",
    "yaml_syntax",
}
# What libyaml 0.2 reads although the suite forbids it → the code with which the reader refuses it, or "" where the
# nodes are read as they were meant: each is a matter of spacing (a comment, a line in brackets or quotes, a dash).
ACCEPTED = {
    "9C9N": "",  # brackets go on at the margin
    "9HCY": "second_document",
    "9JBA": "",  # `]#` without a blank
    "CVW2": "",  # `,#` without a blank
    "DK95/01": "",  # a quoted text goes on behind a tab
    "EB22": "second_document",
    "G5U8": "",  # `[-, -]`
    "MUS6/00": "",  # `%YAML 1.1#...`
    "MUS6/01": "second_document",
    "QB6E": "",  # a quoted text goes on at the margin
    "RHX7": "second_document",
    "S98Z": "",  # the lines of an empty block text are of different lengths
    "SU5Z": "",  # `"value"#` without a blank
    "X4QW": "",  # `>#` without a blank
    "Y79Y/003": "",  # brackets go on behind a tab
    "YJV2": "",  # `[-]`
}


def line_of(text: str) -> int | None:
    """Where libyaml stops; None if it reads the whole text."""
    try:
        list(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line + 1 if error.problem_mark else 0
    return None


def problems_of(text: str) -> list[Problem]:
    try:
        read_nodes("suite.yaml", text)
    except DefinitionError as error:
        return list(error.problems)
    return []


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 94


@pytest.mark.parametrize("name", sorted(CASES.keys() - ACCEPTED))
def test_what_yaml_forbids_is_refused_at_its_line(name: str) -> None:
    line = line_of(CASES[name])
    assert line is not None
    told = [p.position.line for p in problems_of(CASES[name]) if p.code in SYNTAX]
    assert any(line - 1 <= one <= line for one in told), (line, problems_of(CASES[name]))


@pytest.mark.parametrize(("name", "code"), ACCEPTED.items())
def test_what_libyaml_lets_through_is_listed(name: str, code: str) -> None:
    assert line_of(CASES[name]) is None
    assert code in [p.code for p in problems_of(CASES[name])] or (code == "" and not problems_of(CASES[name]))


@pytest.mark.parametrize("name", sorted(CASES))
def test_none_of_them_is_a_workflow(name: str) -> None:
    with pytest.raises(DefinitionError):
        read_definition("suite.yaml", CASES[name])
