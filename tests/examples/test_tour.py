"""The tour uses every word of the language, runs, and is what the reference shows."""

from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from keys import load_reference

from ocop_workflow import Store
from ocop_workflow.cli import main
from ocop_workflow.measures import Count, load_targets, measure
from ocop_workflow.reading import read_directory, read_units

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "examples" / "tour"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    return load_reference()


def test_its_cases_run(tmp_path: Path) -> None:
    assert main(["run", str(TOUR / "tour.run.yaml"), "--database", f"sqlite:///{tmp_path}/tour.db"]) == 0


def test_its_directory_fits_its_workflow_and_its_units() -> None:
    units = read_units(TOUR / "units.yaml")
    people = read_directory(
        TOUR / "directory.yaml", roles=["head", "member", "clerk", "borrower"], units=units.units
    )
    assert [*people.people] == ["an", "binh", "chi", "dung"]


def test_its_targets_are_counted_over_its_cases(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/tour.db"
    assert main(["run", str(TOUR / "tour.run.yaml"), "--database", database]) == 0
    with Store.connect(database) as store:
        targets = load_targets(TOUR / "tour.targets.yaml", store)
        days = (date(2026, 3, 20), date(2026, 3, 22), date(2026, 3, 23))
        found = [measure(store, targets, on=day) for day in days]
    assert [[result.count for result in each.results] for each in found] == [
        [Count(1), Count(1, 1)],
        [Count(1), Count(1, 1)],  # it was to be back on Friday; no working day has passed
        [Count(1), Count(0, 0)],  # and it came on Monday
    ]
    assert [[case.left for case in each.risks[0].cases] for each in found] == [[0], [-2], []]


def test_every_key_has_an_example(reference: ModuleType) -> None:
    assert reference.lacking() == []


def test_a_key_that_no_example_uses_is_told(reference: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reference.FILES, "workflow", ("examples/construction-permit/permit.yaml",))
    assert ("workflow", "start", "attests") in reference.lacking()


def test_the_reference_is_what_the_code_says(reference: ModuleType) -> None:
    for name, language in reference.PAGES.items():
        assert (ROOT / name).read_text("utf-8") == reference.page(language), (
            f"{name} is out of date: python tools/make_reference.py"
        )
