"""Thousands of cases fall due on one day: fired in one call, killed in the middle, finished by the next, each once.

Ten thousand in a file, a thousand on a server, which takes longer to fill. The call is killed three times;
OCOP_WORKFLOW_KILLS=200 makes it the long form.
"""

import logging
import os
import random
import subprocess
import sys
from contextlib import closing

import pytest
from store.support import HERE, OFFICER, Clock, Database, File, dossier, host

from ocop_workflow import Store

KILLS = int(os.environ.get("OCOP_WORKFLOW_KILLS", "3"))
LAPSED = "SELECT count(*), count(DISTINCT case_id) FROM workflow_entry WHERE event = 'lapse'"


def filled(database: Database, clock: Clock, cases: int) -> None:
    """So many cases that end on 1 March 2020, written as a host writes them: in one transaction."""
    workflow = dossier()
    with closing(host(database)) as raw:
        store = Store(raw, clock=clock)
        for number in range(cases):
            given = {"valid_until": "2020-03-01"}
            store.start(workflow, given, actor=OFFICER, id=f"D-{number:05}", event="adopt")
        raw.commit()
    clock.forward(days=60)


def killed(database: Database, clock: Clock, number: int, mode: str) -> None:
    process = subprocess.run(
        [sys.executable, HERE / "firing_due.py", database.url, str(number), mode, clock.now.isoformat()],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert process.returncode == -9, "it was killed, and did not end by itself"


def fired(database: Database) -> int:
    ((entries, cases),) = database.columns(LAPSED)
    assert entries == cases, "twice"
    return int(cases)


def shortfalls(database: Database, clock: Clock, cases: int) -> list[str]:
    """What is wrong after the next call has finished, in words; nothing if each was fired once."""
    with Store.connect(database.url, clock=clock) as store:
        before = fired(database)
        entries = store.fire_due()
        found = []
        if len(entries) + before != cases or fired(database) != cases:
            found.append("not each once")
        if list(store.due(clock.now)) or store.fire_due():
            found.append("still due")
        if database.columns("SELECT DISTINCT state, seq FROM workflow_case") != [("lapsed", 2)]:
            found.append("not as it should stand")
        if any(store.verify(f"D-{number:05}") for number in range(0, cases, max(1, cases // 100))):
            found.append("not whole")
    return found


def test_thousands_are_fired_in_one_call_that_is_killed_and_finished_by_the_next(
    database: Database, clock: Clock
) -> None:
    cases = 10_000 if isinstance(database, File) else 1_000
    filled(database, clock, cases)
    chance = random.Random(cases)  # noqa: S311 - moments, not secrets
    before = 0
    for turn in range(KILLS):
        left = cases - before
        killed(database, clock, chance.randint(1, max(1, left // (KILLS - turn + 1))), "own")
        assert before <= fired(database) < cases, "what was fired is kept"
        before = fired(database)
    assert before > 0
    assert shortfalls(database, clock, cases) == []


def test_the_check_has_teeth(database: Database, clock: Clock) -> None:
    filled(database, clock, 20)
    killed(database, clock, 7, "apart")
    assert fired(database) == 7
    assert {"still due", "not as it should stand"} <= set(shortfalls(database, clock, 20))


def test_a_case_that_cannot_be_written_is_left_and_told_and_the_others_are_fired(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    filled(database, clock, 10)
    database.tamper("UPDATE workflow_entry SET seq = 2 WHERE case_id = 'D-00004'")
    with caplog.at_level(logging.WARNING), Store.connect(database.url, clock=clock) as store:
        assert [entry.case for entry in store.fire_due()] == [f"D-{n:05}" for n in range(10) if n != 4]
        assert [each.case for each in store.due(clock.now)] == ["D-00004"]
    assert [record.getMessage()[:8] for record in caplog.records] == ["D-00004:"]


def test_a_case_that_cannot_be_read_is_raised_and_those_before_it_are_kept(
    database: Database, clock: Clock
) -> None:
    filled(database, clock, 10)
    database.tamper("UPDATE workflow_case SET document = '{}' WHERE id = 'D-00004'")
    with Store.connect(database.url, clock=clock) as store:
        with pytest.raises(KeyError):
            store.fire_due()
        assert [store.get(f"D-{n:05}").state for n in range(4)] == ["lapsed"] * 4
