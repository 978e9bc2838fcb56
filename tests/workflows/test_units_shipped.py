"""The shipped list of Hải Phòng's units: its four maps, the places of 2019, what became of them."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from workflows.life import DISTRICT, UNITS

from ocop_workflow.access.names import unit_named, units_named
from ocop_workflow.errors import UnitNameError

FIRST, OF_2021 = UNITS.start, date(2021, 3, 9)
LAST_OF_217, FIRST_OF_167 = date(2024, 12, 31), date(2025, 1, 1)
LAST_OF_167, FIRST_OF_114 = date(2025, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 9, 20)
PLACES = {
    ("xã Đại Hà", "huyện Kiến Thụy"): ("hp/kien-thuy/dai-ha", ("hp/xa-kien-thuy", "hp/xa-kien-hung")),
    ("xã Thụy Hương", "huyện Kiến Thụy"): (
        "hp/kien-thuy/thuy-huong",
        ("hp/xa-kien-thuy", "hp/xa-kien-hung"),
    ),
    ("xã Tây Hưng", "huyện Tiên Lãng"): ("hp/tien-lang/tay-hung", ("hp/xa-chan-hung",)),
    ("xã Vĩnh Phong", "huyện Vĩnh Bảo"): ("hp/vinh-bao/vinh-phong", ()),
    ("xã An Hòa", "huyện Vĩnh Bảo"): ("hp/vinh-bao/an-hoa", ()),
    ("phường Bàng La", "quận Đồ Sơn"): ("hp/do-son/bang-la", ("hp/phuong-nam-do-son",)),
    ("xã Nam Sơn", "huyện An Dương"): ("hp/an-duong/nam-son", ("hp/phuong-an-duong",)),
}


def published() -> list[dict[str, str]]:
    with (Path(__file__).parent / "published-2019.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def kinds(level: str, on: date) -> Counter[str]:
    """How many units of a level there were, by the words that their names begin with."""
    found: Counter[str] = Counter()
    for unit in UNITS.units:
        if UNITS.level(unit, on) == level:
            title = UNITS.title(unit, on).say("vi")
            found[next(word for word in UNITS.words if title.startswith(f"{word} "))] += 1
    return found


@pytest.mark.parametrize(
    ("days", "communes", "districts"),
    [
        ((FIRST, date(2020, 1, 31)), 223, {"Huyện": 8, "Quận": 7}),
        ((date(2020, 2, 1), OF_2021, LAST_OF_217), 217, {"Huyện": 8, "Quận": 7}),
        ((FIRST_OF_167, LAST_OF_167), 167, {"Huyện": 6, "Quận": 8, "Thành phố": 1}),
        ((FIRST_OF_114, TODAY), 114, {}),
    ],
)
def test_each_map_has_as_many_units_as_was_published(
    days: tuple[date, ...], communes: int, districts: dict[str, int]
) -> None:
    for day in days:
        assert kinds("commune", day).total() == communes
        assert kinds("district", day) == districts
        assert all(
            "hp" in UNITS.upward(unit, day) for unit in UNITS.units if UNITS.level(unit, day) == "commune"
        )


def test_communes_wards_and_townships_are_as_many_as_was_published() -> None:
    assert kinds("commune", OF_2021) == {"Xã": 141, "Phường": 66, "Thị trấn": 10}
    assert kinds("commune", LAST_OF_167) == {"Xã": 81, "Phường": 79, "Thị trấn": 7}
    assert kinds("commune", FIRST_OF_114) == {"Xã": 67, "Phường": 45, "Đặc khu": 2}


def test_one_rural_district_had_no_commune() -> None:
    for day in (FIRST, OF_2021, LAST_OF_167):
        above = {
            UNITS.at_level(unit, "district", day)
            for unit in UNITS.units
            if UNITS.level(unit, day) == "commune"
        }
        districts = {unit for unit in UNITS.units if UNITS.level(unit, day) == "district"}
        assert districts - above == {"hp/bach-long-vi"}
    assert UNITS.successors("hp/bach-long-vi", FIRST_OF_114) == ("hp/dac-khu-bach-long-vi",)


def test_the_places_of_2019_are_the_seven_that_were_published() -> None:
    places = {(row["place"], row["district"]) for row in published() if row["place"]}
    assert places == set(PLACES)


@pytest.mark.parametrize(("place", "district"), PLACES)
@pytest.mark.parametrize("day", [date(2019, 12, 31), OF_2021])
def test_a_published_place_is_found_within_its_district(place: str, district: str, day: date) -> None:
    unit, _ = PLACES[place, district]
    assert unit_named(UNITS, f"{place}, {district}", day) == unit
    assert UNITS.title(UNITS.at_level(unit, "district", day) or "", day).say("vi").lower() == district.lower()


@pytest.mark.parametrize(("unit", "successors"), PLACES.values(), ids=[unit for unit, _ in PLACES.values()])
def test_a_published_place_is_followed_to_what_it_became_where_that_is_public(
    unit: str, successors: tuple[str, ...]
) -> None:
    assert UNITS.successors(unit, OF_2021) == (unit,)
    assert UNITS.successors(unit, TODAY) == successors
    assert all(UNITS.at_level(successor, "city", TODAY) == "hp" for successor in successors)


def test_product_8_has_no_published_place() -> None:
    (row,) = [row for row in published() if row["source_order"] == "8"]
    assert (row["product"], row["place"], row["district"]) == ("Mật ong hoa rừng Cát Bà", "", "")
    with pytest.raises(UnitNameError):
        unit_named(UNITS, row["place"], OF_2021)


def test_nam_son_stands_twice_on_the_map_of_2021() -> None:
    assert units_named(UNITS, "Nam Sơn", OF_2021) == ("hp/kien-an/nam-son", "hp/an-duong/nam-son")
    with pytest.raises(
        UnitNameError, match=r"Nam Son Ward, Kien An District.*Nam Son Commune, An Duong"
    ) as told:
        unit_named(UNITS, "Nam Sơn", OF_2021)
    vietnamese = (
        "Phường Nam Sơn, Quận Kiến An, Thành phố Hải Phòng; Xã Nam Sơn, Huyện An Dương, Thành phố Hải Phòng"
    )
    assert told.value.text("vi").endswith(vietnamese)
    assert unit_named(UNITS, "Nam Sơn, Kiến An", OF_2021) == "hp/kien-an/nam-son"


def test_a_commune_that_went_to_another_district_is_found_in_it_from_that_day() -> None:
    assert unit_named(UNITS, "xã Đại Bản, huyện An Dương", LAST_OF_217) == "hp/an-duong/dai-ban"
    assert unit_named(UNITS, "phường Đại Bản, quận Hồng Bàng", FIRST_OF_167) == "hp/an-duong/dai-ban"
    assert units_named(UNITS, "Đại Bản, An Dương", FIRST_OF_167) == ()


def test_no_district_is_known_any_more_on_1_july_2025() -> None:
    districts = [unit for unit in UNITS.units if UNITS.level(unit, LAST_OF_167) == "district"]
    assert len(districts) == 15
    assert not any(UNITS.known(unit, FIRST_OF_114) for unit in districts)
    assert units_named(UNITS, "huyện Kiến Thụy", FIRST_OF_114) == ()
    assert unit_named(UNITS, "Kiến Thụy", FIRST_OF_114) == "hp/xa-kien-thuy"
    (_, district), *_ = DISTRICT.roles
    assert not UNITS.known(district or "", FIRST_OF_114)


def test_everything_is_in_one_city_without_a_day_missing() -> None:
    ends = sorted({unit.end for unit in UNITS.units.values()} - {date.max})
    assert ends == [date(2020, 1, 31), LAST_OF_217, LAST_OF_167]
    assert UNITS.gaps == ()
    assert UNITS.silent(FIRST - timedelta(days=1))


def test_what_is_not_known_of_successors_is_said_in_the_file() -> None:
    ended = [unit for unit in UNITS.units.values() if unit.level == "commune" and unit.end < date.max]
    unknown = [unit.id for unit in ended if not unit.became]
    assert all(UNITS.units[unit].end == LAST_OF_217 for unit in unknown)
    assert UNITS.assumed.vi
    assert UNITS.assumed.en
    assert f"{len(unknown)} đơn vị chưa rõ" in UNITS.assumed.vi
    assert f"what {len(unknown)} of them became" in UNITS.assumed.en
