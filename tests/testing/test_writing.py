"""What is written as a scenario is read back as the same story."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st
from testing.test_scenarios import break_plan, folder

from ocop_workflow import Actor, load
from ocop_workflow.model.text import Text
from ocop_workflow.reading import Problems, read_nodes
from ocop_workflow.reading.bind import typed
from ocop_workflow.reading.nodes import MappingNode
from ocop_workflow.testing import read_scenario, run_scenario, write_scenario
from ocop_workflow.testing.writing import Line, _flow

__all__ = ["folder"]  # a fixture

PRODUCER, OFFICER, COUNCIL = (Actor(role[0], roles=[role]) for role in ("producer", "officer", "council"))
PAPER = {"points": 80, "valid_until": date(2024, 6, 1)}
TITLE = Text(vi="Đi tắt: xếp hạng", en="A shortcut, and more")


def at(day: int, hour: int = 1) -> datetime:
    return datetime(2024, 3, day, hour, tzinfo=UTC)


STEPS = [
    Line(at(1), "begin", PRODUCER, {"name": "Nguyễn: “A”, #1"}, "planning"),
    Line(at(2), "submit", PRODUCER, {}, "review"),
    Line(at(3), "skip", OFFICER, {}, "production"),
    Line(at(4), "rank", COUNCIL, PAPER, "ranked"),
    Line(datetime(2024, 5, 31, 17, tzinfo=UTC), "expire", None, {}, "lapsed"),
]


def test_a_counterexample_is_written_with_titles_and_comes_back_as_it_was(folder: Path) -> None:
    break_plan(folder)
    workflow = load(folder / "plan.yaml")
    breaks = workflow.definition.properties[0].title
    text = write_scenario(
        workflow.definition,
        STEPS,
        workflow="plan.yaml",
        title=TITLE,
        breaks=breaks,
        basis=["QĐ 1048/QĐ-TTg"],
        language="vi",
    )
    assert "do: submit, as: p, then: review}  # Nộp phương án\n" in text
    assert "  - {at: 2024-06-01, wait: true, happened: [expire], then: lapsed}  # Hết hạn\n" in text
    assert text.endswith(
        "# QĐ 1048/QĐ-TTg\nmust_not_happen: {vi: Chưa duyệt phương án thì không xếp hạng, "
        "en: No ranking before the plan is approved}\n"
    )
    file = folder / "plan-1.scenario.yaml"
    file.write_text(text, "utf-8")
    scenario = read_scenario(file)
    assert scenario.title == TITLE
    assert scenario.forbidden == breaks
    assert scenario.actors == {"p": PRODUCER, "o": OFFICER, "c": COUNCIL}
    assert [step.do for step in scenario.steps] == ["begin", "submit", "skip", "rank", ""]
    assert scenario.steps[0].payload == STEPS[0].payload
    assert not run_scenario(scenario).holds


def test_units_and_parameters_of_a_made_up_world_are_written_too(tmp_path: Path) -> None:
    workflow = load(
        "ocop-product@1048", parameters={"quorum": 2, "rounding": "none", "max_spread": Decimal("7.5")}
    )
    owner = Actor("owner", parties=["htx-1"])
    about = {
        "product": "Mắm",
        "producer": "x",
        "owner": "htx-1",
        "kind": "household",
        "group": "food",
        "place": "u-1@commune",
    }
    paper = {"form": {"name": "a.pdf", "sha256": "0" * 64}}
    officer = Actor("officer", roles=[("officer", "u-1@district")])
    steps = [
        Line(at(1), "register", owner, about, "guided"),
        Line(at(2), "submit_idea", owner, paper, "idea_review"),
        Line(at(3), "accept_idea", officer, {}, "planning"),
    ]
    text = write_scenario(workflow.definition, steps, workflow="ocop-product@1048", title=TITLE)
    file = tmp_path / "a.scenario.yaml"
    file.write_text(text, "utf-8")
    scenario = read_scenario(file)
    assert dict(scenario.workflow.definition.values) == {
        "quorum": 2,
        "rounding": "none",
        "max_spread": Decimal("7.5"),
    }
    outcome = run_scenario(scenario)
    assert outcome.holds
    assert outcome.happenings[-1].case
    assert outcome.happenings[-1].case.state == "planning"


WORDS = [
    "no",
    "null",
    "~",
    "-",
    "@x",
    "2024-02-30",
    "1_000",
    "1:30",
    "5",
    "- a",
    "a: b",
    "a #b",
    "{a}",
    "*a",
    "&a",
    "!a",
    "a,b",
    "",
]


@given(st.one_of(st.sampled_from(WORDS), st.text(st.characters(codec="utf-8"), max_size=20)))
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    node = read_nodes("x.yaml", "a: {b: " + _flow(text) + "}", Problems())
    assert isinstance(node, MappingNode)
    found = typed(node.entries[0][1], None)
    assert isinstance(found, dict)
    assert normalize("NFC", str(found["b"])) == normalize("NFC", text)


def test_roles_in_somebodys_place_are_read_as_they_are_written(folder: Path) -> None:
    lent = Actor("deputy", ["producer"], delegated=[("officer", None, "an"), ("council", "a/unit", "binh")])
    later = Actor("deputy", ["council"], delegated=[("officer", None, "an")])
    lines = [
        Line(at(1), "begin", lent, {"name": "x"}, "planning"),
        Line(at(2), "submit", later, {}, "review"),
    ]
    definition = load(folder / "plan.yaml").definition
    file = folder / "lent.scenario.yaml"
    file.write_text(write_scenario(definition, lines, workflow="plan.yaml", title=TITLE), "utf-8")
    (read,) = read_scenario(file).actors.values()
    assert read == Actor("deputy", ["producer", "council"], delegated=lent.delegated)
