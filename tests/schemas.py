"""Files as the validator in an editor sees them, and one slip of the pen after another in a file that is right."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen
from jsonschema import Draft7Validator

from ocop_workflow import DefinitionError
from ocop_workflow.errors import Problem

ROOT = Path(__file__).parents[1]
KNOWN = re.compile(r"keys are: (.*)")

# What stands in place of each part of a right file, for reading and for the schema to judge alike.
OTHERS: tuple[Any, ...] = (None, 5, True, "x", [], {}, ["x"], ["x", "x"], [["x"]], {"x": "y"})

# What no shape of single values can tell, and why.
NAMES = "whether a name that is used is declared, and as what"
VALUES = "how values compare with each other, and which days there are"
YAML = "how a value was written: a validator sees it after YAML"
FILES = "what other files hold"


class _Core(yaml.SafeLoader):
    """YAML 1.2's core types, as editors read them: yes and no are texts, and so are dates."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))

NO_YAML = (yaml.YAMLError, ValueError, RecursionError)  # no document that a validator could see


def document(text: str | bytes) -> Any:
    return yaml.load(text, _Core)  # noqa: S506 - a safe loader


def errors(schema: dict[str, Any], text: str | bytes) -> list[str]:
    found = Draft7Validator(schema).iter_errors(document(text))
    return [f"{list(error.absolute_path)}: {error.message}" for error in found]


@frozen
class Wrong:
    """A change that makes a right text wrong, and what reading must tell of it, where.

    `why` says why a shape cannot tell this one, though it tells others of the code.
    """

    before: str
    after: str
    code: str
    line: int
    column: int
    why: str = ""

    def of(self, right: str) -> str:
        assert right.count(self.before), self.before
        return right.replace(self.before, self.after, 1)

    def __str__(self) -> str:
        return f"{self.code}-{self.after.strip()[:30]}"


@frozen
class Kind:
    """A kind of file: its schema, how a text of it is read, and the codes that no shape can tell, with the reason."""

    schema: dict[str, Any]
    read: Callable[[str], object]
    cannot: Mapping[str, str]

    def check_right(self, text: str) -> None:
        """It is read, and the schema takes it."""
        self.read(text)
        assert errors(self.schema, text) == []

    def check_wrong(self, right: str, wrong: Wrong) -> None:
        """Reading tells this one thing at its place, in both languages, with what to do; so does the schema if it can.

        A key that is not known may be one that is missed as well.
        """
        text = wrong.of(right)
        problems = self._problems(text)
        if wrong.code == "unknown_key":
            problems = tuple(problem for problem in problems if problem.code != "missing_key")
        told = [(p.code, p.position.line, p.position.column) for p in problems]
        assert told == [(wrong.code, wrong.line, wrong.column)], "\n".join(p.say("en") for p in problems)
        (problem,) = problems
        assert problem.message.vi
        assert problem.message.vi != problem.message.en or wrong.code == "value_unfit"
        assert problem.hint.vi or wrong.code in SPEAKS_FOR_ITSELF, problem
        assert bool(problem.hint.vi) == bool(problem.hint.en)
        try:
            refused = bool(errors(self.schema, text))
        except NO_YAML:
            return  # no document that a validator could see
        assert refused == (wrong.code not in self.cannot and not wrong.why)

    def check_shapes(self, right: str) -> None:
        """Whatever stands in place of a part of the text, or is missed or added: reading and the schema agree."""
        whole = [document(right)]
        validator = Draft7Validator(self.schema)
        for what in _changes(whole):
            codes = {problem.code for problem in self._problems(json.dumps(whole[0], ensure_ascii=False))}
            assert validator.is_valid(whole[0]) == (codes <= self.cannot.keys()), (what, codes)

    def check_keys(self, text: str, *place: str) -> None:
        """Reading knows the keys of the schema's shape, and no others, where the text has one that is called `zzz`."""
        shape = self.schema
        for key in place:
            shape = shape[key]
        (told,) = [found for p in self._problems(text) if (found := KNOWN.search(p.message.say("en")))]
        assert set(told[1].split(", ")) == set(shape["properties"])

    def _problems(self, text: str) -> tuple[Problem, ...]:
        try:
            self.read(text)
        except DefinitionError as error:
            return error.problems
        return ()


def _changes(inside: Any) -> Iterator[str]:
    """Changes what is inside in every way, one after the other, and says how; in the end it is as it was."""
    keys = list(inside) if isinstance(inside, dict) else range(len(inside))
    for key in keys:
        was = inside[key]
        for other in OTHERS:
            if other != was:
                inside[key] = other
                yield f"{key}: {other}"
        inside[key] = was
        if isinstance(was, dict | list):
            yield from (f"{key}/{what}" for what in _changes(was))
    if isinstance(inside, dict):
        for key in keys:
            kept = dict(inside)
            del inside[key]
            yield f"no {key}"
            inside.clear()
            inside.update(kept)
        inside["zzz"] = 1
        yield "zzz"
        del inside["zzz"]


# Sentences that say themselves what is to be written, or which two things do not agree.
SPEAKS_FOR_ITSELF = {
    *("unknown_code", "unknown_clock", "unknown_assumption", "unknown_level", "unknown_weekday"),
    *("unknown_state", "unknown_event", "unknown_data", "unknown_parameter", "moment_wanted", "value_unfit"),
    *("parameter_unfit", "role_unit_wanted", "day_outside", "days_crossed", "level_not_below"),
    *("unknown_unit", "workday_is_holiday", "repeated", "unknown_workflow", "unknown_version"),
}


def objects(shape: object) -> Iterator[dict[str, Any]]:
    """Every object inside a schema."""
    if isinstance(shape, dict):
        yield shape
        for inner in shape.values():
            yield from objects(inner)
    elif isinstance(shape, list):
        for inner in shape:
            yield from objects(inner)
