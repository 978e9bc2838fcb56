"""The city's targets that ship: each number has its source and mark, and 12 real products are counted by them."""

from datetime import date
from pathlib import Path

import pytest
from cli.conftest import command
from cli.support import Command
from schemas import ROOT

from ocop_workflow import Store
from ocop_workflow.measures import Measure, load_targets, measure
from ocop_workflow.measures.catalogue import find_targets, offered
from ocop_workflow.model.text import LANGUAGES

__all__ = ["command"]  # a fixture

RUN = ROOT / "workflows" / "ocop-product" / "hai-phong-2019.run.yaml"
NUMBERS = {  # of the programme, and how sure each is
    "complete_dossiers": (335, None, "2025-12-31", "A"),
    "organisations": (50, 100, "2025-12-31", "A"),
    "upgraded": (150, 200, "2025-12-31", "A"),
    "officers_trained": (100, None, "2025-12-31", "A"),
    "managers_trained": (100, None, "2025-12-31", "A"),
    "five_stars": (5, None, "2025-12-31", "B"),
    "recognised": (1000, None, "2030-12-31", "B"),
}


def numbers(each: Measure) -> tuple[int | None, int | None, str, str]:
    assert each.target is not None
    mark = next(word for word in each.basis if len(word) == 1)
    return each.target.minimum, each.target.maximum, str(each.target.by), mark


def test_the_targets_are_those_of_the_programme() -> None:
    targets = load_targets("hai-phong")
    assert {name: numbers(each) for name, each in targets.measures.items()} == NUMBERS
    titles = [targets.title, *(each.title for each in targets.measures.values())]
    titles += [each.title for each in targets.splits.values()]
    titles += [each.title for each in targets.risks.values()]
    assert all(getattr(title, language) for title in titles for language in LANGUAGES)
    assert all("https://" in text.say("vi") for name, text in targets.sources.items() if name != "own")


def test_they_are_found_by_name_from_anywhere() -> None:
    assert list(offered()) == ["hai-phong"]
    assert find_targets("hai-phong") == ROOT / "workflows" / "hai-phong" / "hai-phong.targets.yaml"


def test_they_are_no_version_of_a_workflow() -> None:
    from ocop_workflow.reading import catalogued

    assert "hai-phong" not in catalogued()


@pytest.fixture
def products(command: Command, tmp_path: Path) -> Path:
    said = command("run", RUN, "--database", "products.db")
    assert said.code == 0, said.err
    return tmp_path / "products.db"


def test_the_twelve_products_of_2019_are_counted(products: Path) -> None:
    targets = load_targets("hai-phong")
    with Store.connect(f"sqlite:///{products}") as store:
        days = (date(2019, 12, 31), date(2020, 6, 1), date(2022, 12, 20), date(2023, 2, 1))
        found = [measure(store, targets, on=day) for day in days]
    by = [{each.measure.name: each for each in progress.results} for progress in found]
    assert [each["complete_dossiers"].count.cases for each in by] == [12, 12, 12, 12]
    assert [each["recognised"].count.cases for each in by] == [0, 12, 12, 0]  # 36 months later
    assert [len(progress.risks[0].cases) for progress in found] == [0, 0, 12, 0]
    districts = next(each for each in by[1]["recognised"].splits if each.split.name == "district")
    assert {part.key: part.count.cases for part in districts.parts}["hp/an-duong"] == 4


def test_the_only_targets_that_ship_need_no_name(command: Command, products: Path) -> None:
    named, unnamed = (
        command("progress", *name, "--database", products, "--on", "2020-06-01")
        for name in (["hai-phong"], [])
    )
    assert named.code == 0
    assert named.out == unnamed.out
    assert "Chỉ tiêu Chương trình OCOP thành phố Hải Phòng" in named.out
