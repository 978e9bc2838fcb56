"""The JSON Schema of workflows: it takes every file that is right, and refuses what a shape can refuse."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from schemas import NAMES, NO_YAML, ROOT, VALUES, YAML, document, errors

from ocop_workflow.reading import read_definition
from ocop_workflow.reading.schema import workflow

WRONG = sorted((Path(__file__).parent / "wrong").glob("*.yaml"))
RIGHT = sorted((Path(__file__).parent / "right").glob("*.yaml"))
VALIDATOR = Draft7Validator(workflow())
CODE = re.compile(r"# expect: (\w+)")

TEXT = "what an expression says: to a schema it is a text"
FLOW = "what may be unset or lost on the way to a state"
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
    **dict.fromkeys(("link_not_case", "link_by_clock", "link_in_property", "case_set"), WHOLE),
    **dict.fromkeys(("written_twice", "personal_set", "collection_set", "barred_and_bound"), WHOLE),
}


def told(path: Path) -> set[str]:
    return set(CODE.findall(path.read_text("utf-8", "replace")))


def test_it_is_a_schema_of_its_draft() -> None:
    Draft7Validator.check_schema(workflow())


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_takes_every_right_file(path: Path) -> None:
    assert errors(workflow(), path.read_bytes()) == []
    assert read_definition(path).workflow


@pytest.mark.parametrize("path", WRONG, ids=lambda path: str(path.stem))
def test_it_refuses_every_wrong_file_that_a_shape_can_tell(path: Path) -> None:
    try:
        read = document(path.read_bytes())
    except NO_YAML:
        return  # no document that a validator could see
    if not told(path) <= CANNOT.keys():
        assert not VALIDATOR.is_valid(read)


def test_what_a_shape_cannot_tell_is_listed_for_a_wrong_file_that_it_takes() -> None:
    taken: set[str] = set()
    for path in WRONG:
        try:
            if VALIDATOR.is_valid(document(path.read_bytes())):
                taken |= told(path)
        except NO_YAML:
            continue
    assert CANNOT.keys() == taken
