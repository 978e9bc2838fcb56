"""Each sentence of the city's programme is modelled, shown and guarded; the pages say so and are made anew."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_coverage", ROOT / "tools" / "make_coverage.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("language", "name"), [("en", "coverage.md"), ("vi", "coverage.vi.md")])
def test_the_page_is_what_the_tool_writes(tool: ModuleType, language: str, name: str) -> None:
    again = "make it anew: python tools/make_coverage.py"
    assert (ROOT / "docs" / name).read_text("utf-8") == tool.page(language), again


def test_no_sentence_is_left_out() -> None:
    rows = yaml.safe_load((ROOT / "tools" / "coverage.yaml").read_text("utf-8"))
    said = " ".join(row["says"]["en"] for row in rows)
    for word in (
        "217",
        "335",
        "50–100",
        "150–200",
        "100 %",
        "Six groups",
        "2026–2030",
        *(f"({n})" for n in range(1, 7)),
    ):
        assert word in said


@pytest.mark.parametrize(
    ("key", "wrong", "told"),
    [
        ("model", "ocop-product@1048 no_such_part", "has no part"),
        ("shown", "examples/new-round/1-open.run.yaml no_such_event", "has no step"),
        ("shown", "examples/no-such.yaml open", "there is no"),
        ("guarded", "ocop-product@1048: No such claim", "does not claim"),
        ("guarded", "workflows/hai-phong/hai-phong.targets.yaml: none", "has no target"),
        ("guarded", "tests/workflows/test_coverage.py: test_none", "has no test"),
        ("guarded", "", "nothing under"),
    ],
)
def test_a_row_that_names_what_is_not_there_is_no_row(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, wrong: str, told: str
) -> None:
    rows = yaml.safe_load((ROOT / "tools" / "coverage.yaml").read_text("utf-8"))
    rows[3][key] = [wrong] if wrong else []
    broken = tmp_path / "coverage.yaml"
    broken.write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    monkeypatch.setattr(tool, "ROWS", broken)
    with pytest.raises(tool.LackingError, match=told):
        tool.page("en")
