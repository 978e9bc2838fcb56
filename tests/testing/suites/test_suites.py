"""Suites made of a workflow alone hold on it, their files say the same, and a changed law makes them fail."""

import re
from pathlib import Path

import pytest

from ocop_workflow.reading.given import definition_with
from ocop_workflow.testing import read_scenario, run_scenario
from ocop_workflow.testing.suites import sequences
from ocop_workflow.testing.suites.goals import BUDGET, UNREACHABLE
from ocop_workflow.testing.suites.scenarios import scenario_of, write_suite
from ocop_workflow.testing.suites.suite import Suite, generate
from ocop_workflow.workflow import Workflow

ROOT = Path(__file__).parents[3]
PERMIT = ROOT / "examples/construction-permit/permit.yaml"
VALUES = PERMIT.with_name("assumed.parameters.yaml")


@pytest.fixture(scope="module")
def suite() -> Suite:
    return generate(definition_with(str(PERMIT), VALUES))


def test_every_test_holds_on_the_workflow_that_it_was_made_of(suite: Suite) -> None:
    workflow = Workflow(suite.definition)
    wrong = [test.id for test in suite.tests if not run_scenario(scenario_of(workflow, test)).holds]
    assert (wrong, len(suite.tests) > 100, suite.complete) == ([], True, True)


def test_what_has_no_test_says_why(suite: Suite) -> None:
    found = {each.goal.id: each.left.why for each in suite.uncovered}
    below = "boundary/consult/size-taken.asked-gt-0/size-taken.asked-gt-0/below"
    assert found.pop(below) == UNREACHABLE  # no list has less than no agencies
    timed = {name for name in found if "overdue/consulting" in name}  # the agencies' time is over before
    assert set(found) - timed == {"clocks/lapse/pending"}  # a permit that is begun never comes back
    assert len(timed) == 5


def test_files_say_what_was_run_at_once(suite: Suite, tmp_path: Path) -> None:
    files = write_suite(suite.definition, suite.tests, str(PERMIT), tmp_path)
    workflow = Workflow(suite.definition)
    for file, test in list(zip(files, suite.tests, strict=True))[::7]:
        read, made = read_scenario(file), scenario_of(workflow, test)
        assert run_scenario(read).holds
        assert (read.title, read.expected, read.actors) == (made.title, made.expected, made.actors)
        for one, other in zip(read.steps, made.steps, strict=True):
            zone = workflow.definition.timezone
            assert one.moment(zone) == other.moment(zone)
            assert (one.do, one.actors, one.then, one.refused) == (
                other.do,
                other.actors,
                other.then,
                other.refused,
            )
            assert one.happened == other.happened


def test_ids_are_the_same_when_another_event_comes_first(suite: Suite, tmp_path: Path) -> None:
    text = PERMIT.read_text("utf-8")
    more = "  look: {by: officer, moves: {received: stay}}\n"
    file = tmp_path / "permit.yaml"
    file.write_text(text.replace("\nevents:\n", f"\nevents:\n{more}"), "utf-8")
    again = {test.id for test in generate(definition_with(str(file), VALUES)).tests}
    assert {test.id for test in suite.tests} <= again
    assert {name.split("/")[1] for name in again - {test.id for test in suite.tests}} == {"look"}


def test_ids_are_the_same_when_a_state_is_added_and_lines_are_moved(suite: Suite, tmp_path: Path) -> None:
    text = PERMIT.read_text("utf-8")
    head, _, states = text.partition("\nstates:\n")
    states, _, events = states.partition("\nevents:\n")
    events, mark, claims = events.partition("properties:\n")
    acts = re.split(r"(?m)^(?=  \w)", events)
    events = "".join((acts[0], *reversed(acts[1:])))
    moved = f"{head}\n\n# moved\n\nstates:\n{states}\n  archived: {{}}\nevents:\n{events}{mark}{claims}"
    file = tmp_path / "permit.yaml"
    file.write_text(moved, "utf-8")
    again = generate(definition_with(str(file), VALUES))
    ids = {test.id for test in again.tests}
    assert {test.id for test in suite.tests} == ids
    assert {each.goal.id for each in again.uncovered} >= {"all_states/archived"}


def test_numbered_ids_would_be_told_apart(suite: Suite, tmp_path: Path) -> None:
    """The control: ids that count what came before change with a line that is moved."""
    text = PERMIT.read_text("utf-8")
    file = tmp_path / "permit.yaml"
    file.write_text(
        text.replace("\nevents:\n", "\nevents:\n  look: {by: officer, moves: {received: stay}}\n"), "utf-8"
    )
    again = generate(definition_with(str(file), VALUES), ["all_transitions"])
    counted = {f"{number}/{test.id}" for number, test in enumerate(again.tests)}
    before = [test.id for test in suite.tests if test.goal.criterion == "all_transitions"]
    assert not {f"{number}/{name}" for number, name in enumerate(before)} <= counted


@pytest.mark.parametrize(
    ("wrote", "becomes", "caught"),
    [
        ("moves: {received: consulting}", "moves: {received: deciding}", "all_transitions/consult/"),
        (", when: all_agree,", ",", "refusals/grant/guard_unmet/all_agree"),
        (", not_by: [consult, gather]", "", "refusals/grant/not_by/gather"),
        ("not_by: [consult, gather]", "not_by: [consult]", "refusals/grant/not_by/gather"),
        ("not_by: [consult, gather]", "not_by: [gather]", "refusals/grant/not_by/consult"),
        ("floors < fire_floors", "floors <= fire_floors", "boundary/consult/"),
        ("sets: {late: true}", "sets: {late: false}", "all_transitions/overdue/"),
    ],
)
def test_a_change_of_the_law_is_told_by_the_suite_of_the_old_one(
    suite: Suite, tmp_path: Path, wrote: str, becomes: str, caught: str
) -> None:
    text = PERMIT.read_text("utf-8")
    assert wrote in text
    file = tmp_path / "permit.yaml"
    file.write_text(text.replace(wrote, becomes), "utf-8")
    changed = Workflow(definition_with(str(file), VALUES))
    wrong = [test.id for test in suite.tests if not run_scenario(scenario_of(changed, test)).holds]
    assert any(name.startswith(caught) for name in wrong), wrong


def test_sequences_that_are_not_told_are_counted_as_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    definition = definition_with(str(PERMIT), VALUES)
    whole = generate(definition, ["n_switch:1"])
    monkeypatch.setattr(sequences, "MOST", len(whole.tests) + len(whole.uncovered))
    assert {each.goal.name for each in generate(definition, ["n_switch:1"]).uncovered}.isdisjoint({"others"})
    monkeypatch.setattr(sequences, "MOST", 5)
    cut = generate(definition, ["n_switch:1"])
    (others,) = (each for each in cut.uncovered if each.goal.name == "others")
    assert (others.left.why, others.left.bound, cut.complete) == (BUDGET, "5", False)
    assert len(cut.tests) + len(cut.uncovered) == 6


COURSES = """
workflow: courses
version: "1"
roles: {trainer: {}}
types: {attendance: {course: {type: string}}}
data:
  needed: {type: list, items: {type: string}, max: 4}
  attended: {collect: attendance, per: course, max: 4}
start: {enrol: {by: trainer, to: learning, takes: [needed]}}
states: {learning: {}, trained: {goal: true}}
events:
  attend: {by: trainer, takes: attendance, collects: attended, when: taken.course in needed, moves: {learning: stay}}
  confirm: {by: trainer, when: "size(needed) > 0 && needed.all(c, c in attended)", moves: {learning: trained}}
"""


def test_texts_that_are_compared_with_each_other_are_the_same_in_some_story_and_not_in_another(
    tmp_path: Path,
) -> None:
    file = tmp_path / "courses.yaml"
    file.write_text(COURSES, "utf-8")
    found = generate(definition_with(str(file), None))
    assert found.complete
    told = {test.id.split("/", 1)[0] + "/" + test.id.split("/")[1] for test in found.tests}
    assert told >= {
        "all_transitions/attend",
        "all_transitions/confirm",
        "refusals/attend",
        "refusals/confirm",
    }
