"""The JSON Schema of the language: it takes every file that is right, and refuses what a shape can refuse."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ocop_workflow.cli import main
from ocop_workflow.messages import sentences
from ocop_workflow.reading import read_definition
from ocop_workflow.reading.schema import schema

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "workflows" / "workflow.schema.json"
WRONG = sorted((Path(__file__).parent / "wrong").glob("*.yaml"))
IS_WORKFLOW = re.compile(r"^workflow: \S+\n(?:.*\n)*states:", re.MULTILINE)
LAW = [
    path
    for folder in ("workflows", "examples")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if IS_WORKFLOW.search(path.read_text("utf-8"))
]
RIGHT = [*LAW, *sorted((Path(__file__).parent / "right").glob("*.yaml"))]
VALIDATOR = Draft202012Validator(schema())
CODE = re.compile(r"# expect: (\w+)")

# What no shape of single values can tell, and why.
NAMES = "whether a name that is used is declared, and as what"
TEXT = "what an expression says: to a schema it is a text"
FLOW = "what may be unset or lost on the way to a state"
VALUES = "how values compare with each other"
YAML = "how a value was written: a validator sees it after YAML"
WHOLE = "what stands elsewhere in the file"
CANNOT = {
    **dict.fromkeys(
        ("unknown_name", "unknown_source", "unknown_event", "unknown_role", "unknown_state"), NAMES
    ),
    **dict.fromkeys(("unknown_type", "unknown_data", "unknown_record", "unknown_collection_key"), NAMES),
    **dict.fromkeys(("unknown_field", "unknown_value", "unknown_taken", "initial_not_inside"), NAMES),
    **dict.fromkeys(("name_taken", "target_is_composite", "target_is_tag", "source_tie"), NAMES),
    **dict.fromkeys(
        (
            "not_a_level",
            "not_levels",
            "unknown_level",
            "not_a_collection",
            "collection_taken",
            "role_not_party",
        ),
        NAMES,
    ),
    **dict.fromkeys(("key_type", "unit_not_unit", "collects_other_record", "unknown_timezone"), NAMES),
    **dict.fromkeys(("always_empty", "too_costly", "no_underscore", "no_powers", "use_equals"), TEXT),
    **dict.fromkeys(("division_by_variable", "incomparable", "guard_not_boolean", "personal"), TEXT),
    **dict.fromkeys(("no_taken", "clock_reads_today", "time_not_date", "needs_round", "wrong_store"), TEXT),
    **dict.fromkeys(("never_in_range", "let_cycle", "unit_not_whole"), TEXT),
    **dict.fromkeys(("maybe_unset_in_state", "maybe_unset_at_start", "maybe_unset_in_state_let"), FLOW),
    **dict.fromkeys(("maybe_unset_at_start_let", "write_lost", "collects_outside", "final_left"), FLOW),
    **dict.fromkeys(("clock_cycle", "clock_never_armed", "clock_sets_anchor", "within_misses_source"), FLOW),
    **dict.fromkeys(("bound_unfit", "bounds_crossed", "date_wanted", "repeated"), VALUES),
    **dict.fromkeys(("boolean_word", "duplicate_key", "integer_wanted", "number_wanted"), YAML),
    "unquoted_comma": YAML,
    **dict.fromkeys(("level_without_unit", "start_without_unit", "unit_cleared", "timezone_missing"), WHOLE),
    **dict.fromkeys(("written_twice", "personal_set", "collection_set"), WHOLE),
}


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


def document(path: Path) -> Any:
    return yaml.load(path.read_bytes(), _Core)  # noqa: S506 - a safe loader


def told(path: Path) -> set[str]:
    return set(CODE.findall(path.read_text("utf-8", "replace")))


def test_it_is_a_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_takes_every_right_file(path: Path) -> None:
    errors = [f"{list(e.absolute_path)}: {e.message}" for e in VALIDATOR.iter_errors(document(path))]
    assert errors == []
    assert read_definition(path).workflow


@pytest.mark.parametrize("path", WRONG, ids=lambda path: str(path.stem))
def test_it_refuses_every_wrong_file_that_a_shape_can_tell(path: Path) -> None:
    try:
        read = document(path)
    except (yaml.YAMLError, ValueError, RecursionError):
        return  # no document that a validator could see
    if not told(path) <= CANNOT.keys():
        assert not VALIDATOR.is_valid(read)


def test_what_a_shape_cannot_tell_is_listed_for_a_wrong_file_that_it_takes() -> None:
    taken: set[str] = set()
    for path in WRONG:
        try:
            if VALIDATOR.is_valid(document(path)):
                taken |= told(path)
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
    assert CANNOT.keys() == taken


def test_the_command_prints_what_lies_beside_the_workflows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed) == schema()
    assert SHIPPED.read_text("utf-8") == printed, (
        "make it anew: ocop-workflow schema > workflows/workflow.schema.json"
    )


@pytest.mark.parametrize("path", LAW, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_workflow_names_the_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve() == SHIPPED


def _objects(shape: object) -> Iterator[dict[str, Any]]:
    if isinstance(shape, dict):
        yield shape
        for inner in shape.values():
            yield from _objects(inner)
    elif isinstance(shape, list):
        for inner in shape:
            yield from _objects(inner)


def test_every_key_is_explained_in_both_languages_and_no_sentence_is_left_over() -> None:
    said = {f"{text.en}\n\n{text.vi}" for text in sentences("schema").values()}
    shown = {each["description"] for each in _objects(schema()) if isinstance(each.get("description"), str)}
    assert shown == said
    for each in _objects(schema()):
        if each.get("additionalProperties") is False:
            keys = each["properties"]
            assert all("description" in inner for inner in keys.values() if isinstance(inner, dict))
