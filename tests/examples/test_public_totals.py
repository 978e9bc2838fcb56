"""Folded to its day, the store of the public totals has every figure that Hải Phòng published."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from figures import History, Past, counts, histories
from mornings import Mornings
from public_totals import DAYS, main, public_totals
from world import FOLDER as SHIPPED
from world import document, kept

from ocop_workflow import Store
from ocop_workflow.access.tree import UnitTree
from ocop_workflow.cli import main as command
from ocop_workflow.reading import read_units

FOLDER = Path(__file__).parents[2] / "examples" / "simulation"
Y2019, Y2020, Y2021, Y2024, ANNOUNCED = DAYS


@pytest.fixture(scope="module")
def totals() -> Mornings:
    return public_totals()


@pytest.fixture(scope="module")
def store(totals: Mornings) -> Store:
    return totals.lives.world.store


@pytest.fixture(scope="module")
def units() -> UnitTree:
    return read_units(SHIPPED / "units" / "hai-phong.yaml")


@pytest.fixture(scope="module")
def lives(store: Store) -> list[History]:
    return histories(store, "ocop-product")


def on(day: date, lives: Sequence[History], registered: int | None = None) -> list[Past]:
    """The products as they stood that day: all of them, or those that registered in a year."""
    found = (past for life in lives if (past := life.on(day)) is not None)
    return [past for past in found if registered in {None, past.entries[0].at.year}]


def test_for_2019_the_council_found_one_product_of_four_stars_and_eleven_of_three(
    lives: Sequence[History],
) -> None:
    ranks = Counter(past.case.data["rank"] for past in on(Y2019, lives))
    assert ranks == {4: 1, 3: 11}
    assert {past.case.state for past in on(Y2019, lives)} == {"city_decision"}  # signed in January


def test_for_2020_there_are_33_more(lives: Sequence[History]) -> None:
    valid = Counter(past.case.data["stars"] for past in on(Y2020, lives, 2020))
    assert valid == {4: 20, 3: 13}
    assert counts(lives, Y2020)["valid"] == 12 + 33


def test_of_79_registered_in_2021_60_were_scored_and_54_came_to_the_city(lives: Sequence[History]) -> None:
    of_2021 = on(Y2021, lives, 2021)
    city = [past for past in of_2021 if past.closed("city_scoring")]
    assert len(of_2021) == 79
    assert sum(past.closed("district_scoring") for past in of_2021) == 60
    assert sum(past.came_to("city_review") for past in of_2021) == len(city) == 54
    assert Counter(past.case.data["rank"] for past in city) == {4: 16, 3: 31, 2: 7}
    assert all(Decimal(str(past.case.data["score"])) < 50 for past in city if past.case.data["rank"] == 2)


def test_at_the_end_of_2024_292_were_assessed_287_certified_and_242_are_valid(
    lives: Sequence[History],
) -> None:
    assert counts(lives, Y2024) == {
        "registered": 292,
        "assessed": 292,
        "certified": 287,
        "certified_3": 200,
        "certified_4": 87,
        "certified_5": 0,
        "valid": 242,
        "valid_3": 176,
        "valid_4": 66,
        "valid_5": 0,
    }


def test_in_2024_alone_districts_gave_40_times_three_stars_and_the_city_35_times_four(
    lives: Sequence[History],
) -> None:
    given = [each for past in on(Y2024, lives) for each in past.certificates() if each[0].year == 2024]
    assert Counter((stars, level) for _, stars, level in given) == {(3, "district"): 40, (4, "city"): 35}


def test_what_lapsed_by_the_end_of_2024_are_the_certificates_of_2019_and_2020(
    lives: Sequence[History],
) -> None:
    ended = [past for past in on(Y2024, lives) if past.certificates() and "stars" not in past.case.data]
    assert Counter(past.entries[0].at.year for past in ended) == {2019: 12, 2020: 33}


def test_of_68_files_of_22_producers_in_16_units_58_were_recognised_on_5_march_2026(
    lives: Sequence[History],
) -> None:
    files = [past for past in on(ANNOUNCED, lives) if past.case.id.startswith("HP-2026")]
    given = {past.case.id: past.certificates() for past in files}
    stars = Counter(each[0][1] for each in given.values() if each)
    owners = {
        number: len({past.case.data["owner"] for past in files if past.case.data.get("stars") == number})
        for number in (3, 4, None)
    }
    assert len(files) == 68
    assert len({past.case.data["owner"] for past in files}) == 22
    assert len({past.case.data["place"] for past in files}) == 16
    assert (stars, owners) == ({4: 26, 3: 32}, {3: 13, 4: 7, None: 2})
    assert {each[0][0] for each in given.values() if each} == {date(2026, 3, 5)}
    assert sum(past.case.state == "not_qualified" for past in files) == 10


@pytest.mark.parametrize(
    ("day", "law"),
    [(Y2019, "1048"), (Y2020, "1048"), (Y2021, "1048"), (Y2024, "148"), (ANNOUNCED, "148-1489")],
)
def test_every_product_stands_under_the_law_of_the_day_in_a_commune_that_there_is(
    day: date, law: str, units: UnitTree, lives: Sequence[History]
) -> None:
    assert {past.law.version for past in on(day, lives)} == {law}
    assert [
        past.case.id for past in on(day, lives) if not units.known(str(past.case.data["place"]), day)
    ] == []


def test_where_a_commune_was_divided_the_city_has_said_which_one_the_product_lies_in(
    lives: Sequence[History],
) -> None:
    placed = [
        past for past in on(ANNOUNCED, lives) if any(entry.event == "resettle" for entry in past.entries)
    ]
    assert [past.case.id for past in placed] == ["HP-2019-01", "HP-2019-02", "HP-2019-05", "HP-2019-06"]


def counted(store: Store, url: str, day: date, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `progress` says of the published figures on a day."""
    kept(store, url)
    targets = str(FOLDER / "published.targets.yaml")
    command(["progress", targets, "--on", str(day), "--database", url, "--format", "json"])
    return {each["measure"]: each for each in json.loads(capsys.readouterr().out)["measures"]}


def test_progress_shows_every_published_figure_on_its_day(
    tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    told = counted(store, f"sqlite:///{tmp_path / 'totals.db'}", ANNOUNCED, capsys)
    assert len(told) == 20
    assert {each["target"]["standing"] for each in told.values()} == {"met"}
    files = {each["part"]: each["cases"] for each in told["y2024_assessed"]["splits"]["round"]}
    assert files["R-2025-1"] == 68


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        (Y2019, {"y2019_four": 1, "y2019_three": 11}),
        (Y2021, {"y2021_city": 54, "y2021_four": 16, "y2021_three": 31, "y2021_below": 7}),
        (Y2024, {"y2024_certified": 287, "y2024_valid": 242}),
        (date(2024, 12, 15), {"y2024_certified": 252, "y2024_city": 0}),  # the day before the city decided
    ],
)
def test_progress_of_a_day_knows_nothing_of_later_ones(
    day: date, figures: dict[str, int], tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    told = counted(store, f"sqlite:///{tmp_path / 'totals.db'}", day, capsys)
    assert {name: told[name]["cases"] for name in figures} == figures


def test_nothing_is_wrong_with_the_store(store: Store) -> None:
    assert list(store.verify()) == []


def test_whoever_looks_at_a_product_is_told_what_is_assumed(lives: Sequence[History]) -> None:
    for past in on(ANNOUNCED, lives):
        assert past.case.id.startswith("HP-2019") or "giả định" in str(past.case.data["product"])


def test_every_cohort_names_its_source_or_what_was_assumed() -> None:
    told = document(FOLDER / "totals.yaml")
    for cohort in told["cohorts"]:
        assert cohort.get("source") in told["sources"] or cohort["assumed"] in told["assumed"]
    for said in (*told["sources"].values(), *told["assumed"].values()):
        assert set(said) == {"vi", "en"}


@pytest.mark.parametrize(("language", "sentence"), [("vi", "Giấy còn hiệu lực"), ("en", "Still valid")])
def test_the_script_prints_the_figures_of_each_day_and_keeps_the_store(
    language: str,
    sentence: str,
    tmp_path: Path,
    totals: Mornings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("public_totals.public_totals", lambda: totals)
    url = f"sqlite:///{tmp_path / 'totals.db'}"
    assert main([url, "--lang", language]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith(sentence))
    assert line.split()[-5:] == ["0", "45", "45", "242", "193"]
    with Store.connect(url, existing=True) as kept:
        assert sum(kept.counts("ocop-product").values()) == 360
