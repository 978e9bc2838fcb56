"""Every word of every plan that ships, misspelt: told at its line, with the word that was meant."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from misspelt import slips
from schemas import ROOT

from ocop_workflow.errors import DefinitionError, Problem
from ocop_workflow.migration import read_plan
from ocop_workflow.reading import load_definition
from ocop_workflow.reading.nodes import ListNode, MappingNode, Node, ScalarNode
from ocop_workflow.reading.stream import read_nodes

PLANS = [
    *sorted((ROOT / "workflows" / "ocop-product").glob("*.migration.yaml")),
    ROOT / "tests" / "migration" / "loan.migration.yaml",
]
EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 7
LEAST = 0.95
NAME = re.compile(r"[A-Za-z]\w*")
BEFORE = re.compile(r"before\.(\w+)")
SPOKEN = {"title", "reason", "sources", "migration", "from", "to", "decision", "enum", "value", "type"}
DECLARED = {"parameters", "sources"}  # whose names are the plan's own

Word = tuple[int, int, str]  # where it begins in the file, in which line, and the word


def words(node: Node, inside: str = "") -> Iterator[Word]:
    """Keys, names of either version, titles of claims that are waived, and what stands behind `before.`."""
    match node:
        case MappingNode():
            for key, value in node.entries:
                if inside not in DECLARED:
                    yield _word(key, 0, key.text)
                if key.text not in SPOKEN or (key.text == "to" and inside):
                    yield from words(value, key.text)
        case ListNode():
            for item in node.items:
                yield from words(item, inside)
        case ScalarNode() if not node.empty:
            found = list(BEFORE.finditer(node.text))
            yield from (_word(node, each.start(1), each[1]) for each in found)
            if inside == "property" or (NAME.fullmatch(node.text) and inside != "basis"):
                yield _word(node, 0, node.text)


def _word(node: ScalarNode, start: int, text: str) -> Word:
    place = node.at(start)
    return (
        sum(len(above) + 1 for above in node.source.lines[: place.line - 1]) + place.column - 1,
        place.line,
        text,
    )


def misspellings(path: Path) -> Iterator[tuple[int, int, str, str]]:
    found = list(words(read_nodes(path)))
    known = {word for *_, word in found}
    for number, (start, line, word) in enumerate(found):
        yield from ((start, line, word, slip) for slip in slips(word, number * 7) if slip not in known)


@pytest.fixture(autouse=True)
def versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The versions, which are right, are read once."""
    monkeypatch.setattr("ocop_workflow.migration.reading.load_definition", LOADED)


LOADED = cache(load_definition)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: str(path.stem))
def test_a_slip_of_the_pen_in_a_plan_is_told_at_its_line_with_the_word_that_was_meant(path: Path) -> None:
    text, others, right = path.read_text("utf-8"), [], 0
    for start, line, word, slip in list(misspellings(path))[::EVERY]:
        assert text.startswith(word, start)
        told = problems_of(path, text[:start] + slip + text[start + len(word) :])
        here = [problem for problem in told if problem.position.line == line]
        meant = any(problem.hint.en == f"did you mean “{word}”?" for problem in here)
        right += meant
        if not meant:
            others.append(f"line {line}: “{word}” as “{slip}”: {[p.say('en') for p in here]}")
    assert right >= 10
    assert right >= LEAST * (right + len(others)), "\n".join(others)


def problems_of(path: Path, text: str) -> tuple[Problem, ...]:
    try:
        read_plan(path, text)
    except DefinitionError as error:
        return error.problems
    return ()
