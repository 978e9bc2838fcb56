"""`test` makes tests of a workflow, runs or writes them, and says what is not covered."""

import json
from pathlib import Path

from cli.support import Command

from ocop_workflow.testing import read_scenario, run_scenario


def test_it_runs_what_it_makes_and_counts_by_criterion(command: Command, permit: Path) -> None:
    said = command("test", permit, "--criterion", "all_transitions", "--lang", "vi")
    assert said.code == 0
    assert "all_transitions" in said.out
    assert "đều đúng" in said.out


def test_it_writes_scenarios_that_hold(command: Command, permit: Path, tmp_path: Path) -> None:
    law = tmp_path / "law.yaml"
    law.write_text(permit.read_text("utf-8"), "utf-8")
    said = command(
        "test", law, "--criterion", "all_states", "--criterion", "refusals", "-o", "made", "--json"
    )
    document = json.loads(said.out)
    files = sorted((tmp_path / "made").rglob("*.scenario.yaml"))
    assert len(files) == len(document["tests"]) == len(document["written"]) > 10
    assert {"all_states", "refusals"} == {file.relative_to(tmp_path / "made").parts[0] for file in files}
    assert all(run_scenario(read_scenario(file)).holds for file in files)
    law.write_text(permit.read_text("utf-8").replace("when: enough", "when: size(votes) >= 0"), "utf-8")
    assert not all(run_scenario(read_scenario(file)).holds for file in files)


def test_a_criterion_that_there_is_not_is_wrong_usage(command: Command, permit: Path) -> None:
    said = command("test", permit, "--criterion", "all_stats", "--lang", "en")
    assert said.code == 2
    assert "all_states" in said.err


def test_mutants_are_counted_by_kind_and_survivors_told_with_place_and_story(
    command: Command, permit: Path
) -> None:
    said = command("test", permit, "--criterion", "all_states", "--mutants", "--lang", "vi")
    assert "Lỗi mà không bài nào phát hiện" in said.out
    assert "permit.yaml:" in said.out
    assert "khác nhau ở bước cuối" in said.out
    told = command("test", permit, "--criterion", "all_states", "--mutants-min", "95", "--json")
    document = json.loads(told.out)["mutants"]
    assert told.code == 1
    assert 0 < document["percent"] < 95
    survivor = next(each for each in document["all"] if each["verdict"] == "survived")
    assert survivor["story"]
    assert survivor["said"]["en"]
    assert command("test", permit, "--criterion", "all_states", "--mutants-min", "5").code == 0


def test_a_percentage_that_is_none_is_wrong_usage(command: Command, permit: Path) -> None:
    said = command("test", permit, "--mutants-min", "120 %", "--lang", "en")
    assert said.code == 2
    assert "120 %" in said.err
