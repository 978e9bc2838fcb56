"""Every word of every workflow that ships, misspelt: told at its line, with the word that was meant.

A name that is misspelt where it is declared is told where it is used. A name that nothing uses can be called anything,
and so can one that is declared elsewhere as well, as a tag is. The long form takes every word in every way.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import field, frozen
from misspelt import Word, slips, words
from schemas import ROOT

from ocop_workflow.errors import DefinitionError, Problem
from ocop_workflow.messages.spelling import nearest
from ocop_workflow.reading import read_definition
from ocop_workflow.reading.stream import read_nodes

SHIPPED = [
    *(ROOT / "workflows" / "ocop-product" / f"{version}.yaml" for version in ("1048", "148", "148-1489")),
    *(ROOT / "examples" / f"{name}.yaml" for name in ("construction-permit/permit", "rounds/product")),
    *(ROOT / "examples" / f"{name}.yaml" for name in ("rounds/round", "tour/tour")),
]
EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 97
LEAST = 0.95


@frozen
class Figures:
    """By kind of word: how many were misspelt, told at their line, and told with the word that was meant."""

    tried: Counter[str] = field(factory=Counter)
    at_line: Counter[str] = field(factory=Counter)
    right: Counter[str] = field(factory=Counter)
    others: list[str] = field(factory=list)

    def __str__(self) -> str:
        rows = [f"{k:22}{n:6}{self.at_line[k]:6}{self.right[k]:6}" for k, n in sorted(self.tried.items())]
        sums = "".join(f"{count.total():6}" for count in (self.tried, self.at_line, self.right))
        return "\n".join([f"{'':22} tried  line right", *rows, f"{'in all':22}{sums}", *self.others])


def misspellings(found: list[Word]) -> Iterator[tuple[Word, str, list[int]]]:
    """A word, how it is misspelt, and the lines where that may be told."""
    known = {word.text for word in found}
    declared = Counter((word.kind, word.text) for word in found if word.defines)
    for number, word in enumerate(found):
        lines = [word.line]
        if word.defines:
            same = (word.kind, word.text)
            lines = [use.line for use in found if not use.defines and (use.kind, use.text) == same]
            if not lines or declared[same] > 1:
                continue
        yield from ((word, slip, lines) for slip in slips(word.text, number * 7) if slip not in known)


def problems_of(path: Path, text: str) -> tuple[Problem, ...]:
    try:
        read_definition(path, text)
    except DefinitionError as error:
        return error.problems
    return ()


def judge(path: Path, every: int) -> Figures:
    figures, text = Figures(), path.read_text("utf-8")
    for word, slip, lines in list(misspellings(list(words(read_nodes(path)))))[::every]:
        kind = f"{word.kind} declared" if word.defines else word.kind
        problems = problems_of(path, text[: word.start] + slip + text[word.start + len(word.text) :])
        here = [problem for problem in problems if problem.position.line in lines]
        meant = slip if word.defines else word.text
        right = any(problem.hint.en == f"did you mean “{meant}”?" for problem in here)
        figures.tried[kind] += 1
        figures.at_line[kind] += bool(here)
        figures.right[kind] += right
        if not right:
            told = "; ".join(problem.say("en") for problem in here) or "nothing"
            figures.others.append(f"line {word.line}: “{word.text}” as “{slip}”: {told}")
    return figures


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_slip_of_the_pen_is_told_at_its_line_with_the_word_that_was_meant(path: Path) -> None:
    figures = judge(path, EVERY)
    sys.stdout.write(f"{path.stem}\n{figures}\n")
    assert figures.at_line.total() >= LEAST * figures.tried.total(), str(figures)
    assert figures.right.total() >= LEAST * figures.tried.total(), str(figures)


def test_every_word_is_found_where_it_stands() -> None:
    for path in SHIPPED:
        text, found = path.read_text("utf-8"), list(words(read_nodes(path)))
        assert all(text.startswith(word.text, word.start) for word in found)
        assert {word.kind for word in found} >= {"keyword", "state", "role"}


@pytest.mark.parametrize(
    ("wrong", "names", "meant"),
    [
        ("yb", ["at", "by"], "by"),
        ("ag", ["at", "tag"], "tag"),
        ("ta", ["tag", "at"], "at"),
        ("Officer", ["official", "officer"], "officer"),
        ("approve_the_plan", ["reject_plan", "approve_plan"], "approve_plan"),
        ("q", ["A", "B"], None),
        ("zebra", ["officer"], None),
    ],
)
def test_the_likeliest_name_is_suggested(wrong: str, names: list[str], meant: str | None) -> None:
    assert nearest(wrong, names) == meant
