"""Histories that were written once are folded and decided to the same bytes, whatever machine it is."""

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from golden.machines import FORMATS, HERE, machine, wrong

from ocop_workflow.case import FORMAT, MOVED

PYTHONS = [sys.executable, *filter(None, os.environ.get("OCOP_WORKFLOW_PYTHONS", "").split(os.pathsep))]
MACHINES = {
    "far east": machine(1, "Pacific/Kiritimati", "tr_TR.UTF-8"),
    "far west": {**machine(2, "America/St_Johns", "C"), "PYTHONOPTIMIZE": "1"},
    "at home": machine(3, "Asia/Ho_Chi_Minh", "vi_VN.UTF-8"),
}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", MACHINES)
@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_a_history_is_the_same_case_and_a_command_the_same_entry_on_every_machine(
    folder: Path, name: str, python: str
) -> None:
    assert wrong(folder, MACHINES[name], python=python) == []


@pytest.mark.parametrize("now", ["1999-12-31T23:59:59+00:00", "2199-01-01T00:00:00+00:00"])
def test_the_machine_s_clock_is_not_looked_at(now: str) -> None:
    assert [told for folder in FORMATS for told in wrong(folder, MACHINES["at home"], now)] == []


@pytest.mark.parametrize("mode", ["unordered", "local"])
def test_a_fold_by_chance_and_days_of_the_machine_s_zone_would_be_caught(mode: str) -> None:
    assert any(wrong(FORMATS[0], each, mode) for each in MACHINES.values())


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_no_golden_file_was_rewritten(folder: Path) -> None:
    found = [
        f"{sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted(folder.iterdir())
        if file.name != "SHA256SUMS"
    ]
    assert "".join(found) == (folder / "SHA256SUMS").read_text("utf-8")


def test_the_formats_that_are_written_have_golden_files() -> None:
    assert [HERE / f"format-{number}" for number in (FORMAT, MOVED)] == FORMATS
