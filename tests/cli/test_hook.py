"""The hook for pre-commit checks the workflows among the files it is given, and only these."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cli.test_check import BANDS

from ocop_workflow.cli.hook import check_all

ROOT = Path(__file__).parents[2]


def test_a_workflow_with_a_gap_stops_the_commit_and_its_mended_form_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / name for name in ("bands.yaml", "fine.yaml", "other.yaml")]
    files[0].write_text(BANDS, "utf-8")
    files[1].write_text(BANDS.replace("<= 89", "< 90"), "utf-8")
    files[2].write_text("workflow: nothing\nscenario: that is checked here\n", "utf-8")
    assert check_all([str(file) for file in files[1:]]) == 0
    assert "other.yaml" not in capsys.readouterr().out
    assert check_all([str(file) for file in files]) == 1
    assert "bands.yaml:11:7" in "".join(capsys.readouterr().out.split()), "whatever the width of the screen"
    assert check_all([str(files[2])]) == 0


def test_the_definition_names_a_command_that_runs(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {"id", "name", "entry", "language", "types"} <= hook.keys()
    (tmp_path / "bands.yaml").write_text(BANDS, "utf-8")
    command = hook["entry"].replace("python", sys.executable, 1).split()
    done = subprocess.run([*command, "bands.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "decision/gap" in done.stdout
