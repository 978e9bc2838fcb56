"""Plain pytest collects scenarios and tells a failure as a story; without one the plugin costs nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from testing.test_scenarios import RANKED, SHORTCUT, break_plan, folder, write

__all__ = ["folder"]  # a fixture


def run_pytest(folder: Path, *arguments: str, language: str = "C.UTF-8") -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "LC_", "LANG"))}
    environment |= {"LANG": language, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, env=environment
    )
    return done.returncode, done.stdout + done.stderr


def test_a_scenario_is_a_test(folder: Path) -> None:
    write(folder, RANKED)
    code, said = run_pytest(folder, "-q")
    assert code == 0, said
    assert "1 passed" in said


@pytest.mark.parametrize("how", [[], ["-n", "2"], ["--import-mode=importlib"]])
def test_a_counterexample_fails_until_the_workflow_is_mended(folder: Path, how: list[str]) -> None:
    intact = (folder / "plan.yaml").read_text("utf-8")
    break_plan(folder)
    write(folder, SHORTCUT)
    code, said = run_pytest(folder, *how)
    assert code == 1
    assert "   3. 2024-03-03  Officer (o) – skip → Production" in said
    assert "a.scenario.yaml:11: this story must not happen" in said
    assert "Traceback" not in said
    (folder / "plan.yaml").write_text(intact, "utf-8")
    code, said = run_pytest(folder, *how)
    assert code == 0, said


def test_a_failure_is_told_in_vietnamese_where_the_machine_speaks_it(folder: Path) -> None:
    write(folder, RANKED.replace("points: 50", "points: 40"))
    code, said = run_pytest(folder, language="vi_VN.UTF-8")
    assert code == 1
    assert "✗  7. 09/03/2024  Hội đồng – Xếp hạng: bị từ chối (guard_unmet)" in said
    assert "a.scenario.yaml:16: phải được phép nhưng bị từ chối (guard_unmet)" in said
    assert "guard_unmet: Chưa đủ 50 điểm" in said


def test_what_is_wrong_in_the_file_is_told_with_its_place(folder: Path) -> None:
    write(folder, RANKED.replace("as: minh, then", "as: mih, then"))
    code, said = run_pytest(folder)
    assert code == 1
    assert "a.scenario.yaml:12:38: unknown_actor: “actors” has nobody called “mih”" in said


def test_without_scenarios_nothing_heavy_is_imported(tmp_path: Path) -> None:
    heavy = ("yaml", "attrs", "sqlite3", "transitions")
    test = f"""
import sys
def test_nothing():
    assert "ocop_workflow.testing.plugin" in sys.modules
    assert not {{name for name in {heavy!r} if name in sys.modules}}
    assert not [name for name in sys.modules if name.startswith("ocop_workflow.")
                and not name.startswith("ocop_workflow.testing")]
"""
    (tmp_path / "test_nothing.py").write_text(test, "utf-8")
    code, said = run_pytest(tmp_path, "-p", "no:hypothesispytest", "-p", "no:xdist")
    assert code == 0, said
