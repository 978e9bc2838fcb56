"""Killed at any moment and run again: what was acknowledged is there, nothing is there twice, the chain is whole.

Ten kills a mode; OCOP_WORKFLOW_KILLS=200 makes it the long form.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store.support import HERE, columns

from ocop_workflow import Store

KILLS = int(os.environ.get("OCOP_WORKFLOW_KILLS", "10"))
BACK = 3  # each run begins some commands before the last acknowledged one


def acknowledged(path: Path, mode: str, kills: int) -> dict[int, int]:
    """Number of the command → seq it was told, over so many runs that were killed."""
    told: dict[int, int] = {}
    chance = random.Random(mode)  # noqa: S311 - moments, not secrets
    for _ in range(kills):
        first = max([1, *(number - BACK for number in told)])
        process = subprocess.Popen(
            [sys.executable, HERE / "firing.py", path, str(first), mode],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(BACK + chance.randint(2, 9))]  # some of it is new
        time.sleep(chance.uniform(0, 0.005))
        process.kill()
        lines += process.stdout.readlines()
        process.stdout.close()
        assert process.wait() == -9, "it was killed, and did not end by itself"
        for line in lines:
            if line.endswith("\n"):
                number, seq = map(int, line.split())
                assert told.setdefault(number, seq) == seq, "a replay gives the answer it gave"
    return told


def shortfalls(path: Path, told: dict[int, int], mode: str) -> list[str]:
    """What is wrong after the kills, in words; nothing if all promises were kept."""
    with Store.connect(f"sqlite:///{path}") as store:
        found = [finding.code for finding in store.verify("D-1")]
        case = store.get("D-1")
    entries = columns(path, "SELECT seq, key, event FROM workflow_entry ORDER BY seq")
    if [seq for seq, _, _ in entries] != list(range(1, case.seq + 1)):
        found.append("gap")
    kept = {key: seq for seq, key, _ in entries}
    found += ["lost" for number, seq in told.items() if mode != "keyless" and kept.get(f"k-{number}") != seq]
    remarks = len([number for number in told if number % 3])
    done = case.data["remarks"]
    assert isinstance(done, int)
    if done - remarks > 1:  # the last one may have been kept without having been told
        found.append("twice")
    if mode == "host":
        mine = columns(path, "SELECT number FROM mine ORDER BY number")
        if [number for (number,) in mine] != list(range(1, case.seq)):
            found.append("host's rows differ")
    return found


@pytest.mark.parametrize("mode", ["own", "host"])
def test_what_was_acknowledged_survives_a_kill_and_nothing_is_done_twice(path: Path, mode: str) -> None:
    told = acknowledged(path, mode, KILLS)
    assert len(told) > KILLS
    assert shortfalls(path, told, mode) == []


@pytest.mark.parametrize(("mode", "shortfall"), [("early", "lost"), ("keyless", "twice")])
def test_the_check_has_teeth(path: Path, mode: str, shortfall: str) -> None:
    try:
        told = acknowledged(path, mode, 5)
    except AssertionError as error:
        assert "a replay gives the answer" in str(error)  # noqa: PT017 - one of two ways to be caught
        return
    assert shortfall in shortfalls(path, told, mode)
