"""What the YAML parser itself refuses, told with the advice that the usual cause needs."""

import re
from collections.abc import Mapping

import yaml

from ..messages.system import yaml_cause
from ..model.position import Position
from .source import Source

TAG_BEFORE = re.compile(r"(?:^|[\s:,\[{-])(!\S*)\s*$")


def syntax_problem(error: yaml.YAMLError, source: Source) -> tuple[str, Position, Mapping[str, object]]:
    """The code, the place and the values of a problem for an error of PyYAML."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return (
            "yaml_syntax",
            Position(source.file, 1, 1),
            {"detail": yaml_cause(" ".join(str(error).split())[:200])},
        )
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    begun = error.context_mark or mark
    place, opening = _place(mark, source), _place(begun, source)
    before = _line(source, opening)[: opening.column - 1]
    if context == "while scanning an anchor" and (tag := TAG_BEFORE.search(before)):
        return "tag", Position(source.file, opening.line, tag.start(1) + 1), {"tag": tag[1]}
    if context in ("while scanning an anchor", "while scanning an alias"):
        return "sign_at_start", opening, {"sign": _line(source, opening)[opening.column - 1 : opening.column]}
    if context.startswith(("while scanning a tag", "while parsing a tag")) or "tag handle" in problem:
        return "tag", opening, {"tag": word_at(source, opening)}
    if "\t" in _line(source, place)[: place.column] and ("token" in problem or "tab" in problem):
        return "tab", place, {}
    if "cannot start any token" in problem:
        return "sign_at_start", place, {"sign": word_at(source, place)[:1]}
    if "found unexpected ':'" in problem:
        return "no_space", opening, {"key": _line(source, opening)[opening.column - 1 : place.column - 1]}
    at_place = _line(source, place)[place.column - 1 : place.column]
    if "mapping values are not allowed" in problem or (at_place == ":" and "expected ','" in problem):
        return "unquoted_colon", place, {}
    if "unexpected end of stream" in problem or ("expected ','" in problem and not at_place):
        return "not_closed", opening, {"sign": word_at(source, opening)[:1]}
    if "could not find expected ':'" in problem:
        return "no_colon", opening, {}
    before_place = _line(source, place)[: place.column - 1]
    if at_place in tuple("[{\"'") and "expected ','" in problem:
        return "unquoted_sign", place, {"sign": at_place}
    if at_place in ("]", "}"):
        return "closes_nothing", place, {"sign": at_place}
    if before_place.rstrip().endswith(("'", '"')) and "did not find expected" in problem:
        return "text_behind_quote", place, {}
    if not before_place.strip() and at_place != "%" and "unexpected document" not in problem:
        return "bad_indent", place, {}
    return "yaml_syntax", place, {"detail": yaml_cause(problem, context)}


def _place(mark: yaml.Mark | None, source: Source) -> Position:
    if mark is None:
        return Position(source.file, 1, 1)
    return Position(source.file, mark.line + 1, mark.column + 1)


def _line(source: Source, position: Position) -> str:
    return source.lines[position.line - 1] if position.line <= len(source.lines) else ""


def word_at(source: Source, position: Position) -> str:
    """The characters up to the next space or closing sign."""
    return re.split(r"[\s,\]}]", _line(source, position)[position.column - 1 :], maxsplit=1)[0][:40]
