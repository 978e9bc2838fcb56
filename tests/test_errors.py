"""The pages of errors have every code, with an example or where it comes from, and are what the code says."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def errors() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_errors", ROOT / "tools" / "make_errors.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_code_has_an_example_or_says_why_there_is_none(errors: ModuleType) -> None:
    assert errors.lacking() == []
    shown = [example for example in errors.examples().values() if example.lines]
    assert len(shown) >= 250
    assert all((ROOT / each.file).is_file() for each in errors.examples().values() if each.file)


def test_a_code_that_nothing_shows_is_told(errors: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = dict(errors.examples())
    del kept["reading", "alias"]
    monkeypatch.setattr(errors, "examples", lambda: kept)
    assert errors.lacking() == [("reading", "alias")]


def test_an_example_that_is_told_otherwise_is_refused(
    errors: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("directory: {file: 'directory: hall', role_or_party: ''}", "utf-8")
    monkeypatch.setattr(errors, "OWN", own)
    with pytest.raises(ValueError, match=r"directory\.role_or_party is told otherwise"):
        list(errors.own_files())


def test_there_are_enough_wrong_files(errors: ModuleType) -> None:
    assert len(errors.WRONG) >= 120


@pytest.mark.parametrize("language", [0, 1])
def test_the_pages_are_what_the_code_says(errors: ModuleType, language: int) -> None:
    name = [*errors.PAGES][language]
    assert (ROOT / name).read_text("utf-8") == errors.page(language), (
        f"{name} is out of date: python tools/make_errors.py"
    )


@pytest.mark.parametrize("language", [0, 1])
def test_the_page_says_each_code_once_a_room(errors: ModuleType, language: int) -> None:
    text = errors.page(language)
    assert text.count("\n### `") == sum(len(errors.codes(room)) for room in errors.ROOMS)
    assert str(ROOT) not in text
