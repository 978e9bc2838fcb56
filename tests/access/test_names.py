"""Units found by the names that people write."""

from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.access.names import spelling, unit_named, units_named
from ocop_workflow.access.tree import UnitTree
from ocop_workflow.errors import UnitNameError
from ocop_workflow.reading import read_units

LANDS = """units: lands
levels: [country, region, town]
words: [Xã, Phường, Thị trấn, Huyện]
from: 2000-01-01
gaps: [{from: 2010-01-01, to: 2010-12-31, why: {vi: Thất lạc, en: Lost}}]
tree:
  land: {level: country, title: {vi: Đất Nước}}
  thuy: {level: region, in: land, title: {vi: Huyện Thụy Hòa}}
  thuy/son: {level: town, title: {vi: Xã Nam Sơn}, since: {2020-01-01: {title: {vi: Phường Nam Sơn}}}}
  thuy/huong: {level: town, title: {vi: Xã Thụy Hương}, to: 2019-12-31}
  duong: {level: region, in: land, title: {vi: Huyện An Dương}}
  duong/son: {level: town, title: {vi: Xã Nam Sơn}}
  duong/duong: {level: town, title: {vi: Thị trấn An Dương}}
  duong/hoang: {level: town, title: {vi: Xã Hoàng Mỹ}}
"""
DAY, LATER = date(2019, 6, 1), date(2021, 6, 1)


@pytest.fixture(scope="module")
def lands() -> UnitTree:
    return read_units("lands.yaml", LANDS)


@pytest.mark.parametrize(
    "written",
    [
        *("Xã Thụy Hương", "xã Thuỵ Hương", "THỤY HƯƠNG", "  thuỵ   hương ", "thụy hương, huyện thuỵ hoà"),
        *("Thụy Hương, Thụy Hòa", "Thụy Hương, Đất Nước", "Thụy Hương,Thuỵ Hoà,Đất Nước"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_however_it_is_written(lands: UnitTree, written: str, form: str) -> None:
    assert unit_named(lands, normalize(form, written), DAY) == "thuy/huong"  # type: ignore[arg-type]


def test_two_units_of_one_name_are_told_apart_by_the_unit_above(lands: UnitTree) -> None:
    assert unit_named(lands, "Nam Sơn, Thụy Hòa", DAY) == "thuy/son"
    assert unit_named(lands, "xã Nam Sơn, huyện An Dương", DAY) == "duong/son"
    with pytest.raises(UnitNameError) as raised:
        unit_named(lands, "Nam Sơn", DAY)
    assert raised.value.candidates == ("thuy/son", "duong/son")
    assert raised.value.text("vi") == (
        "Ngày 01/06/2019 có nhiều đơn vị tên là “Nam Sơn”, cần ghi thêm đơn vị cấp trên sau dấu phẩy: "
        "Xã Nam Sơn, Huyện Thụy Hòa; Xã Nam Sơn, Huyện An Dương"
    )
    assert "several units were called “Nam Sơn”" in raised.value.text("en")


def test_the_kind_of_unit_tells_two_of_one_name_apart(lands: UnitTree) -> None:
    assert units_named(lands, "An Dương", DAY) == ("duong", "duong/duong")
    assert unit_named(lands, "Thị trấn An Dương", DAY) == "duong/duong"
    assert unit_named(lands, "huyện an dương", DAY) == "duong"


def test_a_name_holds_for_its_days(lands: UnitTree) -> None:
    assert units_named(lands, "xã Nam Sơn", LATER) == ("duong/son",)
    assert unit_named(lands, "phường Nam Sơn", LATER) == "thuy/son"
    with pytest.raises(UnitNameError, match="no unit was called “Thụy Hương”") as raised:
        unit_named(lands, "Thụy Hương", LATER)
    assert raised.value.candidates == ()
    with pytest.raises(UnitNameError, match="says nothing of 2010-01-01 to 2010-12-31: Lost"):
        unit_named(lands, "Thụy Hương", date(2010, 5, 1))


@pytest.mark.parametrize(
    "written",
    [
        *("Thuy Hương", "Thủy Hương", "Phường Thụy Hương", "Hương", "", "xã"),
        *("Thụy Hương, An Dương", "Thụy Hương, Thụy Hương", "Thụy Hương, Đất Nước, Thụy Hòa"),
    ],
)
def test_another_name_is_not_taken_for_it(lands: UnitTree, written: str) -> None:
    assert units_named(lands, written, DAY) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà", "Hòa"), ("Thuỵ", "Thụy"), ("Khoẻ", "Khỏe"), ("NGUYỄN", "nguyễn"), ("Đường", "đường")],
)
def test_tone_marks_may_stand_in_either_place(one: str, other: str) -> None:
    assert spelling(one) == spelling(other)


@given(
    st.text(alphabet="aăâeêioôơuưyđhngAOU ", max_size=12), st.sampled_from("\u0300\u0301\u0303\u0309\u0323")
)
def test_spelling_keeps_letters_and_tones_apart_and_is_its_own(letters: str, tone: str) -> None:
    assert spelling(spelling(letters)) == spelling(letters)
    assert spelling(normalize("NFC", letters + "a" + tone)) != spelling(letters + "a")
    assert spelling(letters + "a" + tone) == spelling(normalize("NFC", letters + "a" + tone))
