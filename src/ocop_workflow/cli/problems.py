"""Problems of a file as people and programs read them: the line itself, with a caret under the place."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from ..errors import DefinitionError, Problem
from ..messages import say
from ..model.position import Position
from ..reading.source import Source, read_source
from .layout import cells
from .screen import Screen

BEFORE = 60  # of a long line, the characters shown before the place


def problems_document(problems: Sequence[Problem]) -> dict[str, object]:
    """All problems as JSON."""
    return {
        "holds": not problems,
        "problems": [
            {
                "code": problem.code,
                "file": problem.position.file,
                "line": problem.position.line,
                "column": problem.position.column,
                "message": {"vi": problem.message.vi, "en": problem.message.en},
                "hint": {"vi": problem.hint.vi, "en": problem.hint.en},
            }
            for problem in problems
        ],
    }


def show_problems(screen: Screen, problems: Sequence[Problem]) -> None:
    """Each problem with its place, its line and what to do; then how many there are."""
    for file, group in groupby(problems, key=lambda problem: problem.position.file):
        source = source_of(file)
        found = list(group)
        for problem in found:
            _show(screen, problem, source)
        if len(found) == 1:
            screen.line(say("cli.one_problem", file=file).say(screen.language))
        else:
            screen.line(say("cli.problems", file=file, count=len(found)).say(screen.language))


def _show(screen: Screen, problem: Problem, source: Source | None) -> None:
    place = screen.style(str(problem.position), "bold")
    code = screen.style(problem.code, "red")
    screen.line(f"{place}: {code}")
    screen.paragraph(problem.message.say(screen.language), indent=2)
    if source is not None:
        for line in excerpt(source, problem.position, screen.width - 4):
            screen.line(f"    {line}")
    if problem.hint:
        hint = say("cli.hint", hint=problem.hint).say(screen.language)
        screen.paragraph(hint, indent=2, style="green")
    screen.line()


def excerpt(source: Source, position: Position, width: int) -> tuple[str, ...]:
    """The line with its number and a caret below; a long line is cut around the place."""
    if position.line > len(source.lines):
        return ()
    line = source.lines[position.line - 1].replace("\t", " ")
    number = f"{position.line} │ "
    start = max(0, position.column - 1 - BEFORE) if cells(line) + len(number) > width else 0
    cut = ("…" if start else "") + line[start:]
    room = width - len(number)
    while cells(cut) > room:
        cut = cut[: room - 1] + "…" if len(cut) > room else cut[:-2] + "…"
    before = cells(("…" if start else "") + line[start : position.column - 1])
    return (number + cut, " " * (len(number) - 2) + "│ " + " " * before + "^")


def source_of(file: str) -> Source | None:
    """The file's lines; None where it cannot be read."""
    if not Path(file).is_file():
        return None
    try:
        return read_source(file)
    except DefinitionError:
        return None
