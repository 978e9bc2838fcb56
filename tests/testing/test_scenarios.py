"""A scenario is run as it is told; what does not fit is told at its line."""

from pathlib import Path

import pytest
from testing.notebook import Notebook

from ocop_workflow import DefinitionError, Store
from ocop_workflow.testing import Outcome, read_scenario, run_scenario, story

HERE = Path(__file__).parent
RANKED = (HERE / "ranked.scenario.yaml").read_text("utf-8")
SHORTCUT = """\
scenario: {vi: Đi tắt, en: A shortcut}
workflow: plan.yaml
actors:
  p: {roles: [producer]}
  o: {roles: [officer]}
  c: {roles: [council]}
steps:
  - {at: 2024-03-01, do: begin, as: p, with: {name: x}, then: planning}
  - {at: 2024-03-02, do: submit, as: p, then: review}
  - {at: 2024-03-03, do: skip, as: o, then: production}
  - {at: 2024-03-04, do: rank, as: c, with: {points: 80, valid_until: 2024-06-01}, then: ranked}
must_not_happen: {vi: Chưa duyệt phương án thì không xếp hạng, en: No ranking before the plan is approved}
"""
SKIP = "  skip: {by: officer, moves: {review: production}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text((HERE / "plan.yaml").read_text("utf-8"), "utf-8")
    return tmp_path


def write(folder: Path, text: str) -> Path:
    file = folder / "a.scenario.yaml"
    file.write_text(text, "utf-8")
    return file


def break_plan(folder: Path) -> None:
    """Somebody's shortcut, and no check that the plan was approved."""
    plan = folder / "plan.yaml"
    text = plan.read_text("utf-8").replace("    requires: [approve]\n", "")
    plan.write_text(text.replace("events:\n", "events:\n" + SKIP), "utf-8")


def ran(folder: Path, text: str) -> Outcome:
    return run_scenario(read_scenario(write(folder, text)))


def test_a_scenario_holds_when_everything_goes_as_it_is_told() -> None:
    outcome = run_scenario(read_scenario(HERE / "ranked.scenario.yaml"))
    assert outcome.holds, story(outcome)
    assert len(outcome.happenings) == 9


def test_a_scenario_holds_in_a_store_as_it_does_by_deciding(tmp_path: Path) -> None:
    scenario = read_scenario(HERE / "ranked.scenario.yaml")
    with Store.connect(f"sqlite:///{tmp_path / 'cases.db'}") as store:
        outcome = run_scenario(scenario, store, case_id="HP-1")
        assert outcome.holds, story(outcome)
        assert store.get("HP-1").state == "lapsed"
    last = max(h.at for h in outcome.happenings)
    assert run_scenario(scenario, Notebook.open(tmp_path, None, None, lambda: last)).holds


UNEXPECTED = [
    ("refused: [guard_unmet]", "refused: [not_permitted]", 15, "is refused with guard_unmet, should be"),
    ("points: 49", "points: 50", 15, "should be refused (guard_unmet) but is allowed"),
    ("points: 50", "points: 40", 16, "should be allowed but is refused (guard_unmet)"),
    ("then: production", "then: planning", 14, "led to “Production”, should be “Planning”"),
    ("happened: [], then: ranked", "happened: [expire], then: ranked", 17, "–; expected: expire"),
    ("expect: {state: lapsed", "expect: {state: ranked", 19, "led to “Lapsed”, should be “Ranked”"),
    ("name: Cá mòi kho}, unset", "name: Mắm}, unset", 19, "“name” is Cá mòi kho, should be Mắm"),
    ("unset: [points,", "unset: [name, points,", 19, "“name” is Cá mòi kho, should not be set"),
    ("data: {name: Cá mòi kho}", "data: {points: 50}", 19, "“points” is not set, should be 50"),
]


@pytest.mark.parametrize(("before", "after", "line", "told"), UNEXPECTED)
def test_what_is_not_as_it_is_told_is_said_at_its_line(
    folder: Path, before: str, after: str, line: int, told: str
) -> None:
    assert before in RANKED
    outcome = ran(folder, RANKED.replace(before, after))
    assert not outcome.holds
    said = story(outcome)
    assert f"a.scenario.yaml:{line}: " in said
    assert told in said


def test_the_story_is_told_in_either_language_with_every_reason(folder: Path) -> None:
    outcome = ran(folder, RANKED.replace("points: 50", "points: 40"))
    vietnamese = story(outcome, "vi").splitlines()
    assert vietnamese[0] == "Phương án được duyệt rồi mới xếp hạng; giấy chứng nhận tự hết hạn"
    assert "   1. 01/03/2024  Hợp tác xã giả định – Đăng ký → Lập phương án" in vietnamese
    assert "✗  7. 09/03/2024  Hội đồng – Xếp hạng: bị từ chối (guard_unmet)" in vietnamese
    assert "  (các bước sau không thực hiện nữa)" in vietnamese
    assert vietnamese[-2:] == ["  guard_unmet: Chưa đủ 50 điểm", "    taken.points = 40"]
    english = story(outcome, "en").splitlines()
    assert "   5. 2024-03-05 09:30  Officer (lan) – Approve → Production" in english
    assert english[-2] == "  guard_unmet: Fewer than 50 points"


def test_a_story_that_must_not_happen_fails_while_it_does(folder: Path) -> None:
    break_plan(folder)
    outcome = ran(folder, SHORTCUT)
    assert not outcome.holds
    said = story(outcome, "vi")
    assert "a.scenario.yaml:11: chuyện này không được phép xảy ra" in said
    assert "Trái với: Chưa duyệt phương án thì không xếp hạng" in said


def test_it_holds_once_the_workflow_does_not_know_a_step_or_refuses_it(folder: Path) -> None:
    unknown = ran(folder, SHORTCUT)
    assert unknown.holds
    assert unknown.stopped
    assert unknown.stopped.step.number == 3
    assert "it stops at step 3" in story(unknown)
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("events:\n", "events:\n" + SKIP), "utf-8")
    refused = ran(folder, SHORTCUT)
    assert refused.holds
    assert refused.stopped
    assert [reason.code for reason in refused.stopped.reasons] == ["requires_unmet"]


def test_it_holds_where_its_last_step_leads_elsewhere(folder: Path) -> None:
    break_plan(folder)
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("{production: ranked}", "{production: review}"), "utf-8")
    assert ran(folder, SHORTCUT).holds


def test_a_mere_renaming_on_the_way_does_not_make_it_hold(folder: Path) -> None:
    break_plan(folder)
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("planning", "drafting"), "utf-8")
    assert not ran(folder, SHORTCUT).holds


def test_an_open_parameter_is_told_with_its_basis(folder: Path) -> None:
    text = SHORTCUT.replace("workflow: plan.yaml", "workflow: ocop-product@1048").replace(
        "council", "authority"
    )
    with pytest.raises(DefinitionError, match="parameter_open"):
        read_scenario(write(folder, text))
