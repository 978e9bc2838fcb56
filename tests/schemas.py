"""Files as the validator in an editor sees them, and one slip of the pen after another in a file that is right."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import frozen
from jsonschema import Draft202012Validator

from ocop_workflow import DefinitionError

ROOT = Path(__file__).parents[1]
KNOWN = re.compile(r"keys are: (.*)")

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
    found = Draft202012Validator(schema).iter_errors(document(text))
    return [f"{list(error.absolute_path)}: {error.message}" for error in found]


@frozen
class Wrong:
    """A change that makes a right text wrong, and what reading must tell of it, where."""

    before: str
    after: str
    code: str
    line: int
    column: int

    def of(self, right: str) -> str:
        assert right.count(self.before), self.before
        return right.replace(self.before, self.after, 1)

    def __str__(self) -> str:
        return f"{self.code}-{self.after.strip()[:30]}"


def located(read: Callable[[str], object], right: str, wrong: Wrong) -> None:
    """Reading tells this one thing at its place, in both languages, and says what to do about it.

    A key that is not known may be one that is missed as well.
    """
    with pytest.raises(DefinitionError) as raised:
        read(wrong.of(right))
    problems = raised.value.problems
    if wrong.code == "unknown_key":
        problems = tuple(problem for problem in problems if problem.code != "missing_key")
    told = [(p.code, p.position.line, p.position.column) for p in problems]
    assert told == [(wrong.code, wrong.line, wrong.column)], raised.value.text("en")
    (problem,) = problems
    assert problem.message.vi
    assert problem.message.vi != problem.message.en or wrong.code == "value_unfit"
    assert problem.hint.vi or wrong.code in SPEAKS_FOR_ITSELF, problem
    assert bool(problem.hint.vi) == bool(problem.hint.en)


# Sentences that say themselves what is to be written, or which two things do not agree.
SPEAKS_FOR_ITSELF = {
    *("unknown_code", "unknown_clock", "unknown_assumption", "unknown_level", "unknown_weekday"),
    *("unknown_state", "unknown_event", "unknown_data", "unknown_parameter", "moment_wanted", "value_unfit"),
    *("parameter_unfit", "role_unit_wanted", "day_outside", "days_crossed", "level_not_below"),
    *("unknown_unit", "workday_is_holiday", "repeated", "empty_list", "unknown_workflow", "unknown_version"),
}


def refused(schema: dict[str, Any], right: str, wrong: Wrong) -> bool:
    """Whether the schema refuses it, or it is no YAML for a validator to see."""
    try:
        return bool(errors(schema, wrong.of(right)))
    except NO_YAML:
        return True


def taken(schema: dict[str, Any], wrongs: Sequence[tuple[str, Wrong]]) -> set[str]:
    """The codes of the wrong files that the schema takes."""
    return {wrong.code for right, wrong in wrongs if not refused(schema, right, wrong)}


def keys_read(read: Callable[[str], object], text: str) -> set[str]:
    """The keys that reading knows at the place where the text has one that is called `zzz`."""
    with pytest.raises(DefinitionError) as raised:
        read(text)
    (told,) = [problem for problem in raised.value.problems if "zzz" in problem.message.say("en")]
    found = KNOWN.search(told.message.say("en"))
    assert found
    return set(found[1].split(", "))


def objects(shape: object) -> Iterator[dict[str, Any]]:
    """Every object inside a schema."""
    if isinstance(shape, dict):
        yield shape
        for inner in shape.values():
            yield from objects(inner)
    elif isinstance(shape, list):
        for inner in shape:
            yield from objects(inner)
