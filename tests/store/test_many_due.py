"""Ten thousand cases fall due on one day: fired in one call, killed in the middle, finished by the next, each once.

The call is killed three times; OCOP_WORKFLOW_KILLS=200 makes it the long form.
"""

import logging
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store.support import HERE, OFFICER, Clock, columns, dossier, tamper

from ocop_workflow import Store

CASES = 10_000
KILLS = int(os.environ.get("OCOP_WORKFLOW_KILLS", "3"))
LAPSED = "SELECT count(*), count(DISTINCT case_id) FROM workflow_entry WHERE event = 'lapse'"


def filled(path: Path, clock: Clock, cases: int) -> None:
    """So many cases that end on 1 March 2020, written as a host writes them: in one transaction."""
    workflow = dossier()
    with closing(sqlite3.connect(path)) as raw:
        store = Store(raw, clock=clock)
        for number in range(cases):
            given = {"valid_until": "2020-03-01"}
            store.start(workflow, given, actor=OFFICER, id=f"D-{number:05}", event="adopt")
        raw.commit()
    clock.forward(days=60)


def killed(path: Path, clock: Clock, number: int, mode: str) -> None:
    process = subprocess.run(
        [sys.executable, HERE / "firing_due.py", path, str(number), mode, clock.now.isoformat()],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert process.returncode == -9, "it was killed, and did not end by itself"


def fired(path: Path) -> int:
    ((entries, cases),) = columns(path, LAPSED)
    assert entries == cases, "twice"
    return int(cases)


def shortfalls(path: Path, clock: Clock, cases: int) -> list[str]:
    """What is wrong after the next call has finished, in words; nothing if each was fired once."""
    with Store.connect(f"sqlite:///{path}", clock=clock) as store:
        before = fired(path)
        entries = store.fire_due()
        found = []
        if len(entries) + before != cases or fired(path) != cases:
            found.append("not each once")
        if list(store.due(clock.now)) or store.fire_due():
            found.append("still due")
        if columns(path, "SELECT DISTINCT state, seq FROM workflow_case") != [("lapsed", 2)]:
            found.append("not as it should stand")
        if any(store.verify(f"D-{number:05}") for number in range(0, cases, max(1, cases // 100))):
            found.append("not whole")
    return found


def test_ten_thousand_are_fired_in_one_call_that_is_killed_and_finished_by_the_next(
    path: Path, clock: Clock
) -> None:
    filled(path, clock, CASES)
    chance = random.Random(CASES)  # noqa: S311 - moments, not secrets
    before = 0
    for turn in range(KILLS):
        left = CASES - before
        killed(path, clock, chance.randint(1, max(1, left // (KILLS - turn + 1))), "own")
        assert before <= fired(path) < CASES, "what was fired is kept"
        before = fired(path)
    assert before > 0
    assert shortfalls(path, clock, CASES) == []


def test_the_check_has_teeth(path: Path, clock: Clock) -> None:
    filled(path, clock, 20)
    killed(path, clock, 7, "apart")
    assert fired(path) == 7
    assert {"still due", "not as it should stand"} <= set(shortfalls(path, clock, 20))


def test_a_case_that_cannot_be_written_is_left_and_told_and_the_others_are_fired(
    path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    filled(path, clock, 10)
    tamper(path, "UPDATE workflow_entry SET seq = 2 WHERE case_id = 'D-00004'")
    with caplog.at_level(logging.WARNING), Store.connect(f"sqlite:///{path}", clock=clock) as store:
        assert [entry.case for entry in store.fire_due()] == [f"D-{n:05}" for n in range(10) if n != 4]
        assert [each.case for each in store.due(clock.now)] == ["D-00004"]
    assert [record.getMessage()[:8] for record in caplog.records] == ["D-00004:"]


def test_a_case_that_cannot_be_read_is_raised_and_those_before_it_are_kept(path: Path, clock: Clock) -> None:
    filled(path, clock, 10)
    tamper(path, "UPDATE workflow_case SET document = '{}' WHERE id = 'D-00004'")
    with Store.connect(f"sqlite:///{path}", clock=clock) as store:
        with pytest.raises(KeyError):
            store.fire_due()
        assert [store.get(f"D-{n:05}").state for n in range(4)] == ["lapsed"] * 4
