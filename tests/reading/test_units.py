"""Lists of units: who lies where, on which day, and what is wrong with a list."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_units

if TYPE_CHECKING:
    from ocop_workflow.access import Units

TOWNS = """units: towns
levels: [country, region, town]
from: 2000-01-01
sources: {law: {vi: Nghị quyết}}
tree:
  land: {level: country, title: {vi: Đất nước, en: The land}}
  nor: {level: region, in: land}
  nor/old: {level: town, to: 2024-12-31, title: {vi: Thị trấn Cũ}}
  nor/new: {level: town, from: 2025-01-01}
  capital: {level: town, in: land, code: "01"}
"""
BEFORE, AFTER = date(2024, 12, 31), date(2025, 1, 1)


def test_a_list_answers_as_units_do() -> None:
    towns: Units = read_units("towns.yaml", TOWNS)
    assert towns.level("nor/old", BEFORE) == "town"
    assert towns.at_level("nor/old", "region", BEFORE) == "nor"
    assert towns.at_level("nor/old", "country", BEFORE) == "land"
    assert towns.at_level("nor/old", "town", BEFORE) == "nor/old"
    assert towns.title("nor/old") == "Thị trấn Cũ"


def test_a_unit_exists_from_its_first_day_to_its_last() -> None:
    towns = read_units("towns.yaml", TOWNS)
    assert (towns.known("nor/old", BEFORE), towns.known("nor/old", AFTER)) == (True, False)
    assert (towns.known("nor/new", BEFORE), towns.known("nor/new", AFTER)) == (False, True)
    assert towns.at_level("nor/old", "region", AFTER) is None
    assert towns.level("nor/new", BEFORE) is None


def test_a_level_may_be_missing_above_a_unit() -> None:
    assert read_units("towns.yaml", TOWNS).at_level("capital", "region", AFTER) is None


def test_outside_the_days_of_the_list_nothing_is_known() -> None:
    assert not read_units("towns.yaml", TOWNS).known("land", date(1999, 12, 31))


def test_an_unknown_unit_has_its_id_for_a_title() -> None:
    towns = read_units("towns.yaml", TOWNS)
    assert (towns.title("nowhere"), towns.title("nor"), towns.known("nowhere", AFTER)) == (
        "nowhere",
        "nor",
        False,
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("level: region, in: land", "level: regin, in: land"),
            "towns.yaml:7:16: unknown_level: There is no level “regin”",
        ),
        (
            ("nor: {level: region, in: land}", "nor: {level: region, in: lnd}"),
            "towns.yaml:7:3: unknown_unit: “nor” lies in “lnd”",
        ),
        (
            ("capital: {level: town, in: land", "capital: {level: town, in: nor/new"),
            "towns.yaml:10:3: level_not_below",
        ),
        (
            ("nor/old: {level: town, to: 2024", "nor/old: {level: town, from: 2030-01-01, to: 2024"),
            "days_crossed",
        ),
        (('code: "01"', "code: 01"), "towns.yaml:10:42: unquoted_text"),
        (("units: towns", "unit: towns"), "did you mean “units”"),
        (("  nor: {", "  land: {level: country}\n  nor: {"), "towns.yaml:7:3: duplicate_key"),
    ],
)
def test_what_is_wrong_with_a_list_is_located(change: tuple[str, str], told: str) -> None:
    assert change[0] in TOWNS
    with pytest.raises(DefinitionError) as raised:
        read_units("towns.yaml", TOWNS.replace(*change))
    assert told in raised.value.text("en")
