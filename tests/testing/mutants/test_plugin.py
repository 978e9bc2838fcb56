"""`pytest --workflow-mutants` tells which tests notice which mistake, and leaves nothing of it in the file."""

import subprocess
import sys
from pathlib import Path

import pytest

LAW = """
workflow: errand
version: "1"
roles: {clerk: {}}
start: {begin: {by: clerk, to: asked}}
states: {asked: {}, done: {}}
events: {finish: {by: clerk, moves: {asked: done}}}
"""
STORY = """
scenario: {vi: Xong việc, en: Done}
workflow: law.yaml
actors: {an: {roles: [clerk]}}
steps: [{at: 2026-03-02, do: begin, as: an}, {at: 2026-03-03, do: finish, as: an, then: done}]
"""
EARLY = """
from pathlib import Path
from ocop_workflow import load
LAW = load(Path(__file__).parent / "law.yaml")
"""
SEES = "from conftest import LAW\ndef test_it_begins():\n    assert LAW.definition.start['begin'].to == 'asked'\n"


def said_of(folder: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_each_mistake_has_the_test_that_notices_it_or_a_story(tmp_path: Path) -> None:
    (tmp_path / "law.yaml").write_text(LAW, "utf-8")
    (tmp_path / "law.scenario.yaml").write_text(STORY.replace(", then: done", ""), "utf-8")
    (tmp_path / "conftest.py").write_text(EARLY, "utf-8")  # imported before any test, with the mistake in it
    (tmp_path / "test_begin.py").write_text(SEES, "utf-8")
    code, said = said_of(tmp_path, "--workflow-mutants", "law.yaml", "--workflow-mutants-min", "90")
    assert code == 1, said
    assert "“begin” begins in “done” – killed by" in said
    survivors = [line for line in said.splitlines() if line.startswith("✗ law.yaml:7")]
    assert len(survivors) == 2, said
    assert all("begin → finish" in line for line in survivors)
    assert "1 of 3 mistakes" in said
    assert (tmp_path / "law.yaml").read_text("utf-8") == LAW


def test_tests_that_fail_without_a_mistake_are_not_asked(tmp_path: Path) -> None:
    (tmp_path / "law.yaml").write_text(LAW, "utf-8")
    (tmp_path / "law.scenario.yaml").write_text(STORY.replace("then: done", "then: asked"), "utf-8")
    code, said = said_of(tmp_path, "--workflow-mutants", "law.yaml")
    assert code == 1
    assert "no mistake was put in" in said


def test_a_file_that_is_no_workflow_is_told_in_time(tmp_path: Path) -> None:
    (tmp_path / "law.yaml").write_text(LAW.replace("done: {}", "don: {}"), "utf-8")
    code, said = said_of(tmp_path, "--workflow-mutants", "law.yaml")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "law.yaml:7" in said
