"""The schema of migration plans: it takes those that are right, and refuses what a shape can refuse."""

from pathlib import Path

import pytest
from schemas import FILES, NAMES, YAML, Kind, Wrong

from ocop_workflow.migration import Composed, read_plan
from ocop_workflow.migration.schema import migration

HERE = Path(__file__).parent
BESIDE = HERE / "any.migration.yaml"  # from where versions are found
EVERY_KEY = """\
migration: card@1-2
title: {vi: Sang mẫu thẻ mới, en: To the new cards}
from: versions/card-1.yaml
to: versions/card-2-few-years.yaml
basis: rules
sources: {rules: {en: The rules}}
parameters: {most: {type: integer, minimum: 1, maximum: 5}}
states:
  valid:
    - {when: before.years > 5, to: same, sets: {years: most}}
    - {else: valid, sets: {years: before.years}}
sets: {}
events: {expire: expire}
scopes: {valid: valid}
drops: [years]
waives: [{property: Never, reason: {en: Old}, decision: "4"}]
properties: [{never: expire, title: {en: Never}}]
units: became
"""
WRONG = [
    Wrong("migration:", "migraton:", "unknown_key", 1, 1),
    Wrong("card@1-2", "1.2", "unquoted_text", 1, 12),
    Wrong("from: versions/card-1.yaml\n", "", "missing_key", 1, 1),
    Wrong("versions/card-1.yaml", "card", "version_unpinned", 3, 7),
    Wrong("versions/card-1.yaml", "versions/card-0.yaml", "cannot_read", 3, 7),
    Wrong("to: same", "too: same", "unknown_key", 10, 32),
    Wrong("valid:\n", "vald:\n", "unknown_state", 9, 3),
    Wrong("{expire: expire}", "[expire]", "mapping_wanted", 13, 9),
    Wrong("{expire: expire}", "{expire: expird}", "unknown_act", 13, 18),
    Wrong("{valid: valid}", "{valid: 3}", "bad_name", 14, 17),
    Wrong("{valid: valid}", "{valid: vald}", "unknown_scope", 14, 17),
    Wrong("[years]", "[years, years]", "repeated", 15, 16),
    Wrong("[years]", "[year]", "unknown_drop", 15, 9),
    Wrong('decision: "4"', "decision: 4", "unquoted_text", 16, 57),
    Wrong('decision: "4"', "decison: x", "unknown_key", 16, 47),
    Wrong("property: Never", "property: Neverr", "unknown_claim", 16, 21),
    Wrong("property: Never", "property: []", "empty_list", 16, 21),
    Wrong("never: expire", "newer: expire", "unknown_template", 17, 15),
    Wrong("units: became", "units: become", "units_word", 18, 8),
    Wrong("scopes:", "events:", "duplicate_key", 14, 1),
]
TEXT = "what an expression says: to a schema it is a text"
CANNOT = {
    **dict.fromkeys(
        ("unknown_state", "unknown_act", "unknown_scope", "unknown_drop", "unknown_claim"), NAMES
    ),
    **dict.fromkeys(("unknown_source", "unknown_data", "unknown_event"), NAMES),
    **dict.fromkeys(("bare_name", "guard_not_boolean", "wrong_store"), TEXT),
    "cannot_read": FILES,
    "duplicate_key": YAML,
}


@pytest.fixture
def kind() -> Kind:
    def read(text: str) -> Composed:
        return read_plan(BESIDE, text)

    return Kind(migration(), read, CANNOT)


def test_a_plan_with_every_key_is_read_and_taken_by_its_schema(kind: Kind) -> None:
    kind.check_right(EVERY_KEY)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_is_located(kind: Kind, wrong: Wrong) -> None:
    kind.check_wrong(EVERY_KEY, wrong)


def test_reading_and_the_schema_agree_on_every_part(kind: Kind) -> None:
    kind.check_shapes(EVERY_KEY)
    kind.check_keys(EVERY_KEY + "zzz: 1\n")
