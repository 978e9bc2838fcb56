"""A workflow is found by a path, or by its name among the folders that packages offer."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ocop_workflow import load
from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import catalogued, find, load_definition
from ocop_workflow.reading.catalogue import shipped

FILE = """workflow: permit
version: "{version}"
from: {first}
start: {{begin: {{by: officer, to: open}}}}
roles: {{officer: {{}}}}
states: {{open: {{}}, closed: {{final: completed}}}}
events: {{close: {{by: officer, moves: {{open: closed}}}}}}
"""


@pytest.fixture
def permits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "permit"
    folder.mkdir()
    for version, first in (("1", "2019-08-21"), ("2", "2023-02-24"), ("3", "2025-07-01")):
        (folder / f"{version}.yaml").write_text(FILE.format(version=version, first=first), "utf-8")
    (folder / "demo.run.yaml").write_text("run: {}", "utf-8")
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "towns.yaml").write_text("units: towns", "utf-8")
    monkeypatch.setattr("ocop_workflow.reading.offered.folders", lambda: iter((tmp_path,)))
    return folder


def test_the_shipped_folder_holds_a_workflow() -> None:
    assert shipped().is_dir()
    assert list(shipped().glob("*/*.yaml"))


def test_the_shipped_workflows_are_offered_by_an_entry_point() -> None:
    assert "ocop-product" in catalogued()


def test_a_name_with_a_version_is_a_file(permits: Path) -> None:
    assert find("permit@2") == permits / "2.yaml"
    assert load_definition("permit@2").version == "2"


def test_a_path_is_read_as_it_is(permits: Path) -> None:
    assert load_definition(permits / "1.yaml").version == "1"
    assert load_definition(str(permits / "1.yaml")).version == "1"


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2019, 8, 21), "1"),
        (date(2023, 2, 23), "1"),
        (date(2023, 2, 24), "2"),
        (date(2030, 1, 1), "3"),
        (None, "3"),
    ],
)
def test_the_law_of_the_day_is_the_last_that_has_begun(permits: Path, on: date | None, version: str) -> None:
    assert find("permit", on) == permits / f"{version}.yaml"


def test_before_the_first_law_there_is_none(permits: Path) -> None:
    assert permits.is_dir()
    with pytest.raises(DefinitionError, match="no version for 2019-08-20; the first is from 2019-08-21"):
        find("permit", date(2019, 8, 20))


@pytest.mark.usefixtures("permits")
def test_an_unknown_name_or_version_is_told_with_what_is_near() -> None:
    with pytest.raises(DefinitionError, match=r"There is no workflow “permits”.*did you mean “permit”"):
        find("permits@1")
    with pytest.raises(DefinitionError, match=r"has no version “4”; there are: 1, 2, 3"):
        find("permit@4")


@pytest.mark.usefixtures("permits")
def test_runs_units_and_calendars_are_no_workflows() -> None:
    assert catalogued() == {"permit": catalogued()["permit"]}
    assert list(catalogued()["permit"]) == ["1", "2", "3"]


@pytest.mark.parametrize("on", ["2025-07-06", datetime(2025, 7, 6, tzinfo=UTC)])
def test_a_day_is_a_date_and_nothing_else(on: object) -> None:
    with pytest.raises(TypeError, match=r"on must be a datetime\.date"):
        load("ocop-product", on=on)  # type: ignore[arg-type]
