"""Files with values for parameters: what is wrong in one is located, and its schema tells what a shape can."""

from pathlib import Path

import pytest
from schemas import FILES, YAML, Kind, Wrong

from ocop_workflow.model.definition import Definition
from ocop_workflow.reading.given import definition_with
from ocop_workflow.reading.schema import parameters

PERMIT = Path(__file__).parent / "right" / "permit.yaml"
VALUES = """\
parameters: town
workflow: permit@1
assumed: {vi: Giả định, en: Assumed}
values:
  review_days: 10
  judge: officer
  judges_at: region
"""
WRONG = [
    Wrong("values:", "value:", "unknown_key", 4, 1),
    Wrong("values:", "valuess:", "unknown_key", 4, 1),
    Wrong("review_days: 10", "revew_days: 10", "unknown_parameter", 5, 15),
    Wrong("review_days: 10", "review_days: ten", "parameter_unfit", 5, 16),
    Wrong("judge: officer", "judge: king", "parameter_unfit", 6, 10),
    Wrong("judge: officer", "judge: [officer, officer]", "parameter_unfit", 6, 10),
    Wrong(VALUES[VALUES.index("values") :], "values: [10, officer]\n", "mapping_wanted", 4, 9),
    Wrong(VALUES[VALUES.index("values") :], "values:\n", "empty_value", 4, 8),
    Wrong("{vi: Giả định, en: Assumed}", "yes", "bilingual_wanted", 3, 10),
    Wrong("permit@1", "[permit, 1]", "text_wanted", 2, 11),
    Wrong("  judge:", "\tjudge:", "tab", 6, 1),
    Wrong("  judge:", "  review_days:", "duplicate_key", 6, 3),
    Wrong(VALUES, "", "empty_file", 1, 1),
]
CANNOT = {
    **dict.fromkeys(("unknown_parameter", "parameter_unfit"), FILES),
    "duplicate_key": YAML,
}


@pytest.fixture
def kind(tmp_path: Path) -> Kind:
    def read(text: str) -> Definition:
        file = tmp_path / "town.parameters.yaml"
        file.write_text(text, "utf-8")
        return definition_with(str(PERMIT), file)

    return Kind(parameters(), read, CANNOT)


def test_a_file_with_every_key_is_read_and_taken_by_its_schema(kind: Kind) -> None:
    kind.check_right(VALUES)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_is_located(kind: Kind, wrong: Wrong) -> None:
    kind.check_wrong(VALUES, wrong)


def test_reading_and_the_schema_agree_on_every_part(kind: Kind) -> None:
    kind.check_shapes(VALUES)
    assert CANNOT.keys() <= {wrong.code for wrong in WRONG}
    kind.check_keys(VALUES + "zzz: 1\n")
