"""A run that is killed at any moment goes on when it is run again: nothing twice, nothing lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from ocop_workflow import Store

COPIES = 24
SCRIPT = "import sys; from ocop_workflow.cli import main; sys.exit(main())"


def many_cases(permits: Path, folder: Path) -> Path:
    """The run file with each of its cases many times over."""
    head, cases = permits.read_text("utf-8").split("cases:\n")
    copies = [cases.replace("P-1:", f"P-1-{n:02}:").replace("P-2:", f"P-2-{n:02}:") for n in range(COPIES)]
    file = folder / "many.run.yaml"
    file.write_text(head + "cases:\n" + "".join(copies), "utf-8")
    (folder / "permit.yaml").write_bytes((permits.parent / "permit.yaml").read_bytes())
    return file


def start(file: Path, database: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SCRIPT, "run", str(file), "--database", f"sqlite:///{database}"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def written(database: Path, mode: str = "ro") -> int:
    """How many entries there are; only a connection in mode "rw" takes back what a kill left half written."""
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{database}?mode={mode}", uri=True, timeout=0)) as connection:
            return int(connection.execute("SELECT count(*) FROM workflow_entry").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are being made, or a writer is busy
        if mode == "rw":
            raise
        return 0


def killed_after(file: Path, database: Path, entries: int) -> int:
    """Kill the run once it has written so many entries; gives how many there are."""
    running = start(file, database)
    deadline = time.monotonic() + 60
    while written(database) < entries and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    os.kill(running.pid, signal.SIGKILL)
    _, told = running.communicate()
    assert running.returncode == -signal.SIGKILL, (running.returncode, told.decode())
    return written(database, "rw")


def test_a_killed_run_goes_on_with_nothing_twice_and_nothing_lost(permits: Path, tmp_path: Path) -> None:
    file, database, unbroken = many_cases(permits, tmp_path), tmp_path / "killed.db", tmp_path / "whole.db"
    total = 10 * COPIES
    for entries in (1, 25, 26, 70):
        kept = killed_after(file, database, entries)
        assert entries <= kept < total  # what was seen is not lost, and the run was in the middle

    for each in (database, unbroken):
        running = start(file, each)
        _, told = running.communicate(timeout=120)
        assert running.returncode == 0, told
        assert written(each, "rw") == total
    with Store.connect(f"sqlite:///{database}") as store, Store.connect(f"sqlite:///{unbroken}") as whole:
        cases = list(store.cases())
        assert len(cases) == 2 * COPIES
        for case in cases:
            assert store.verify(case.id) == ()
            told_here = [(entry.seq, entry.event, entry.actor, entry.at) for entry in store.history(case.id)]
            assert told_here == [(e.seq, e.event, e.actor, e.at) for e in whole.history(case.id)]
