"""Lists of units: who lies where, on which day, and what is wrong with a list."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from schemas import NAMES, VALUES, YAML, Kind, Wrong

from ocop_workflow.errors import DefinitionError
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
    assert towns.title("nor/old").vi == "Thị trấn Cũ"


def test_a_unit_exists_from_its_first_day_to_its_last() -> None:
    towns = read_units("towns.yaml", TOWNS)
    assert (towns.known("nor/old", BEFORE), towns.known("nor/old", AFTER)) == (True, False)
    assert (towns.known("nor/new", BEFORE), towns.known("nor/new", AFTER)) == (False, True)
    assert towns.level("nor/new", BEFORE) is None


def test_what_stood_above_a_unit_that_is_no_more_still_does() -> None:
    towns = read_units("towns.yaml", TOWNS)
    assert towns.at_level("nor/old", "town", AFTER) is None
    assert towns.at_level("nor/old", "region", AFTER) == "nor"
    assert towns.at_level("nor/new", "region", BEFORE) is None, "before it began it lay nowhere"
    ended = read_units(
        "towns.yaml",
        TOWNS.replace("nor: {level: region", "nor: {level: region, to: 2026-12-31").replace(
            "from: 2025-01-01}", "from: 2025-01-01, to: 2026-12-31}"
        ),
    )
    assert ended.at_level("nor/old", "region", date(2026, 12, 31)) == "nor"
    assert ended.at_level("nor/old", "region", date(2027, 1, 1)) is None
    assert ended.at_level("nor/old", "country", date(2027, 1, 1)) == "land"


def test_a_level_may_be_missing_above_a_unit() -> None:
    assert read_units("towns.yaml", TOWNS).at_level("capital", "region", AFTER) is None


def test_outside_the_days_of_the_list_nothing_is_known() -> None:
    assert not read_units("towns.yaml", TOWNS).known("land", date(1999, 12, 31))


def test_an_unknown_unit_has_its_id_for_a_title() -> None:
    towns = read_units("towns.yaml", TOWNS)
    assert (towns.title("nowhere").en, towns.title("nor").vi, towns.known("nowhere", AFTER)) == (
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


LANDS = """units: lands
levels: [country, region, town]
words: [Làng, Phố]
from: 2000-01-01
to: 2029-12-31
gaps:
  - {from: 2010-01-01, to: 2010-06-30, why: {vi: Sổ sách đã cháy, en: The records burnt}}
tree:
  land: {level: country, title: {vi: Đất nước}}
  east: {level: region, in: land, to: 2019-12-31, became: [west]}
  west: {level: region, in: land}
  moor: {level: town, in: east, title: {vi: Làng Hoang}, since: {2015-01-01: {in: west, title: {vi: Phố Hoang}}}}
  ford: {level: town, in: west, to: 2012-12-31, became: [bridge, moor]}
  bridge: {level: town, in: west, from: 2013-01-01, to: 2020-12-31, became: [moor]}
  mill: {level: town, in: west, to: 2014-12-31}
"""


ON_SOME_DAY = ("above_missing", "successor_missing", "became_without_end", "undeclared_gap", "day_outside")
CANNOT_DATED = {**CANNOT, "unknown_successor": NAMES, **dict.fromkeys(ON_SOME_DAY, VALUES)}
DATED = Kind(units(), lambda text: read_units("lands.yaml", text), CANNOT_DATED)


def test_a_dated_list_with_every_key_is_taken_by_its_schema_and_judged_alike_in_every_part() -> None:
    DATED.check_right(LANDS)
    DATED.check_shapes(LANDS)
    DATED.check_keys(LANDS.replace("- {from", "- {zzz: 1, from"), "properties", "gaps", "items")
    since = ("properties", "tree", "additionalProperties", "properties", "since", "additionalProperties")
    DATED.check_keys(LANDS.replace("01-01: {in", "01-01: {zzz: 1, in"), *since)


def test_a_gap_without_its_first_day_is_told_once() -> None:
    first = Wrong(
        "{from: 2010-01-01, to", "{to", "missing_key", LANDS[: LANDS.index("  - {")].count("\n") + 1, 5
    )
    DATED.check_wrong(LANDS, first)


def test_a_unit_lies_in_one_other_at_a_time_and_may_change_it() -> None:
    lands = read_units("lands.yaml", LANDS)
    before, after = date(2014, 12, 31), date(2015, 1, 1)
    assert lands.upward("moor", before) == ("moor", "east", "land")
    assert lands.upward("moor", after) == ("moor", "west", "land")
    assert (lands.title("moor", before).vi, lands.title("moor", after).vi) == ("Làng Hoang", "Phố Hoang")
    assert lands.title("moor").vi == "Phố Hoang"


def test_a_gap_knows_no_unit_and_says_why() -> None:
    lands = read_units("lands.yaml", LANDS)
    first, last, day = date(2010, 1, 1), date(2010, 6, 30), timedelta(days=1)
    assert [lands.known("west", on) for on in (first - day, first, last, last + day)] == [
        True,
        False,
        False,
        True,
    ]
    told = lands.silent(last)
    assert told
    assert told.vi
    assert told.vi.endswith("từ ngày 01/01/2010 đến ngày 30/06/2010: Sổ sách đã cháy")
    assert told.en == "the list of units “lands” says nothing of 2010-01-01 to 2010-06-30: The records burnt"
    assert lands.silent(last + day) is None


def test_a_list_says_where_it_begins_and_ends() -> None:
    lands = read_units("lands.yaml", LANDS)
    told = [lands.silent(day) for day in (date(1999, 12, 31), date(2030, 1, 1))]
    assert [text.en for text in told if text] == [
        "the list of units “lands” begins on 2000-01-01",
        "the list of units “lands” ends on 2029-12-31",
    ]


def test_what_a_unit_became_is_followed_as_far_as_the_list_tells() -> None:
    lands = read_units("lands.yaml", LANDS)
    assert lands.successors("ford", date(2012, 12, 31)) == ("ford",)
    assert lands.successors("ford", date(2013, 1, 1)) == ("bridge", "moor")
    assert lands.successors("ford", date(2021, 1, 1)) == ("moor",)
    assert lands.successors("mill", date(2015, 1, 1)) == ()
    assert lands.successors("bridge", date(2012, 1, 1)) == ()
    assert lands.successors("nowhere", date(2012, 1, 1)) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("since: {2015-01-01: {in: west,", "since: {2015-01-01: {in: bridge,"),
            "lands.yaml:12:66: level_not_below: “moor” (level town) lies in “bridge” (level town)",
        ),
        (
            ("  west: {level: region, in: land}", "  west: {level: region, in: west}"),
            "lands.yaml:11:3: level_not_below: “west” (level region) lies in “west”",
        ),
        (
            ("since: {2015-01-01: {in: west,", "since: {2015-01-01: {"),
            "lands.yaml:12:66: above_missing: “moor” lies in “east”, which does not exist on 2020-01-01",
        ),
        (
            ("  west: {level: region, in: land}", "  west: {level: region, in: land, from: 2001-01-01}"),
            "lands.yaml:13:3: above_missing: “ford” lies in “west”, which does not exist on 2000-01-01",
        ),
        (
            ("since: {2015-01-01: {in: west,", "since: {2015-01-01: {in: wst,"),
            "lands.yaml:12:66: unknown_unit: “moor” lies in “wst”, which is not in the list (did you mean “west”?)",
        ),
        (("since: {2015-01-01:", "since: {2015-13-01:"), "lands.yaml:12:66: date_wanted"),
        (("in: east, title", "in: east, from: 2015-01-01, title"), "lands.yaml:12:84: day_outside"),
        (("since: {2015-01-01: {in:", "since: {2015-01-01: {level: town, in:"), "unknown_key"),
        (
            ("became: [bridge, moor]", "became: [brige]"),
            "lands.yaml:13:58: unknown_successor: “ford” became “brige”",
        ),
        (
            ("to: 2012-12-31, became", "became"),
            "lands.yaml:13:42: became_without_end: “ford” has “became” but no last day",
        ),
        (
            ("from: 2013-01-01", "from: 2013-01-02"),
            "lands.yaml:13:58: successor_missing: “ford” became “bridge”, which does not exist on 2013-01-01",
        ),
        (("to: 2010-06-30, why: {", "to: 2010-06-30, wy: {"), "unknown_key"),
        (("{from: 2010-01-01, to", "{from: 1999-01-01, to"), "lands.yaml:7:5: day_outside"),
    ],
)
def test_what_is_wrong_with_dated_units_is_located(change: tuple[str, str], told: str) -> None:
    assert change[0] in LANDS
    with pytest.raises(DefinitionError) as raised:
        read_units("lands.yaml", LANDS.replace(*change))
    assert told in raised.value.text("en")


HOLE = """units: hole
levels: [country, town]
from: 2000-01-01
tree:
  land: {level: country}
  old: {level: town, in: land, to: 2024-12-31}
  older: {level: town, in: land, to: 2023-12-31}
  new: {level: town, in: land, from: 2025-07-01}
"""
DECLARED = "gaps: [{from: 2025-01-01, to: 2025-06-30, why: {vi: Không rõ}}]\ntree:"


def test_days_on_which_a_level_has_no_units_must_be_declared() -> None:
    with pytest.raises(DefinitionError) as raised:
        read_units("hole.yaml", HOLE)
    assert (
        "hole.yaml:2:19: undeclared_gap: No unit of level “town” exists from 2025-01-01 to 2025-06-30"
        in str(raised.value)
    )
    with pytest.raises(DefinitionError) as raised:
        read_units("hole.yaml", HOLE.replace("tree:", DECLARED).replace("to: 2025-06-30", "to: 2025-06-29"))
    assert "exists from 2025-06-30 to 2025-06-30" in str(raised.value)
    read_units("hole.yaml", HOLE.replace("tree:", DECLARED))


def test_a_level_that_is_given_up_for_good_is_no_gap() -> None:
    given_up = HOLE.replace("from: 2025-07-01", "to: 2025-12-31").replace("old: ", "rest: ")
    later = DECLARED.replace("2025-01-01, to: 2025-06-30", "2027-01-01, to: 2027-12-31")
    assert not read_units("hole.yaml", given_up).known("new", date(2026, 1, 1))
    assert read_units("hole.yaml", given_up.replace("tree:", later)).known("land", date(2026, 1, 1))
