"""Lists of units: who lies where, on which day, and what is wrong with a list."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from schemas import NAMES, VALUES, YAML, Kind, Wrong

from ocop_workflow.reading import read_units
from ocop_workflow.reading.schema import units

if TYPE_CHECKING:
    from ocop_workflow.access import Units

TOWNS = """units: towns
levels: [country, region, town]
from: 2000-01-01
to: 2099-12-31
title: {vi: Các thị trấn, en: Towns}
assumed: {vi: Tên gọi là giả định, en: The names are made up}
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


WRONG = [
    Wrong("units: towns", "unit: towns", "unknown_key", 1, 1),
    Wrong("tree:\n", "tree:\n  town: {level: town, levl: town}\n", "unknown_key", 9, 23),
    Wrong("units: towns\n", "", "missing_key", 1, 1),
    Wrong("nor: {level: region, in", "nor: {in", "missing_key", 10, 8),
    Wrong("level: region, in: land", "level: regin, in: land", "unknown_level", 10, 16),
    Wrong("region, in: land", "region, in: lnd", "unknown_unit", 10, 3),
    Wrong("capital: {level: town, in: land", "capital: {level: town, in: nor/new", "level_not_below", 13, 3),
    Wrong("town, to: 2024", "town, from: 2030-01-01, to: 2024", "days_crossed", 11, 48),
    Wrong("2000-01-01", "1/1/2000", "date_wanted", 3, 7),
    Wrong("2000-01-01", "2000-02-30", "date_wanted", 3, 7, VALUES),
    Wrong('code: "01"', "code: 01", "unquoted_text", 13, 42),
    Wrong("  nor: {", "  land: {level: country}\n  nor: {", "duplicate_key", 10, 3),
    Wrong("tree:\n", "tree:\n\tx: {level: town}\n", "tab", 9, 1),
    Wrong("levels: [country, region, town]", "levels: {a: town}", "text_wanted", 2, 9),
    Wrong("region, town]", "region, region, town]", "repeated", 2, 27),
    Wrong("region, town]", "region, thị trấn]", "bad_name", 2, 27),
    Wrong("title: {vi: Các thị trấn, en: Towns}", "title: Towns", "bilingual_wanted", 5, 8),
    Wrong("{level: town, from: 2025-01-01}", "town", "mapping_wanted", 12, 12),
    Wrong("{law: {vi: Nghị quyết}}", "[law]", "mapping_wanted", 7, 10),
    Wrong("in: land}", "in: [land]}", "text_wanted", 10, 28),
    Wrong(TOWNS, "", "empty_file", 1, 1),
]
CANNOT = {
    **dict.fromkeys(("unknown_level", "unknown_unit"), NAMES),
    **dict.fromkeys(("level_not_below", "days_crossed"), VALUES),
    "duplicate_key": YAML,
}


LIST = Kind(units(), lambda text: read_units("towns.yaml", text), CANNOT)


def test_a_list_with_every_key_is_taken_by_its_schema() -> None:
    LIST.check_right(TOWNS)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_with_a_list_is_located(wrong: Wrong) -> None:
    LIST.check_wrong(TOWNS, wrong)


def test_reading_and_the_schema_agree_on_every_part() -> None:
    LIST.check_shapes(TOWNS)
    assert CANNOT.keys() <= {wrong.code for wrong in WRONG}
    LIST.check_keys(TOWNS + "zzz: 1\n")
    unit = TOWNS.replace("{level: region", "{zzz: 1, level: region")
    LIST.check_keys(unit, "properties", "tree", "additionalProperties")
