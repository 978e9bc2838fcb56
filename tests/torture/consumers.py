"""R7: consumers of the history miss nothing and get each case's entries in order, whatever commits or dies."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from unittest.mock import patch

import psycopg
from attrs import frozen
from store.delivering import consumer
from store.server import running, schema_of
from store.support import OFFICER, begun
from torture.table import Row

from ocop_workflow import Store
from ocop_workflow.store import Delivery
from ocop_workflow.store.outbox import fence

DELIVERING = Path(__file__).parents[1] / "store" / "delivering.py"
CASES = 6
WRITERS = 4
TIMES = 4  # at most, until a control is caught: a busy machine may happen to keep the order
Told = list[tuple[str, int]]


@frozen
class Outcome:
    """How many entries there were, how many were never told, and how often one was told before an earlier one."""

    entries: int
    lost: int
    disordered: int


def outcome(store: Store, told: Told) -> Outcome:
    """Entries may be told twice, from some earlier one on again; no entry before those of its case that precede it."""
    kept = {(entry.case, entry.seq) for case in store.cases() for entry in store.history(case.id)}
    reached: dict[str, int] = {}
    disordered = 0
    for case, seq in told:
        disordered += seq > reached.get(case, 0) + 1
        reached[case] = max(seq, reached.get(case, 0))
    return Outcome(len(kept), len(kept - set(told)), disordered)


def _into(told: Told) -> Callable[[Delivery], None]:
    return lambda delivery: told.append((delivery.entry.case, delivery.entry.seq))


def interleaved(url: str, rounds: int, *, fenced: bool) -> Outcome:
    """Writers whose transactions last for a moment each, some of them taken back; a consumer that never rests."""
    told: Told = []
    seeded = patch.object(fence, "writers", fence.writers if fenced else lambda _: [])
    with Store.connect(url, timeout=60) as store, seeded:
        for number in range(CASES):
            begun(store, f"D-{number}")
        reader = store.consumer("letters", wait=timedelta(seconds=30))
        writers = [Thread(target=_write, args=(url, rounds, number)) for number in range(WRITERS)]
        for each in writers:
            each.start()
        while any(each.is_alive() for each in writers):
            reader.deliver(_into(told))
        while reader.deliver(_into(told)).more:
            pass
        return outcome(store, told)


def _write(url: str, rounds: int, number: int) -> None:
    chance = random.Random(number)  # noqa: S311 - moments, not secrets
    with closing(psycopg.connect(url)) as raw:
        store = Store(raw)
        for _ in range(rounds):
            store.fire(f"D-{chance.randrange(CASES)}", "remark", actor=OFFICER)
            time.sleep(chance.choice((0, 0.001, 0.03)))
            raw.rollback() if chance.random() < 0.1 else raw.commit()


def killed(url: str, kills: int, mode: str = "whole") -> Outcome:
    """A consumer that is killed again and again in the middle of a batch, while somebody writes; then one that ends."""
    told, stop = Told(), Event()
    chance = random.Random(mode)  # noqa: S311 - the same
    with Store.connect(url, timeout=60) as store:
        for number in range(CASES):
            begun(store, f"D-{number}")
            for _ in range(4):
                store.fire(f"D-{number}", "remark", actor=OFFICER)
        writer = Thread(target=_remark, args=(url, stop))
        writer.start()
        try:
            for _ in range(kills):
                told += _until_killed(url, mode, chance.randint(5, 30))
        finally:
            stop.set()
            writer.join()
        reader = consumer(store)
        while (done := reader.deliver(_into(told))).more or done.waiting:
            time.sleep(0.02)  # the lease of the last one that was killed, failures that are not due yet
        return outcome(store, told)


def _until_killed(url: str, mode: str, lines: int) -> Told:
    process = subprocess.Popen(
        [sys.executable, DELIVERING, url, mode],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(DELIVERING.parents[1]), "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        found = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        found += process.stdout.readlines()
        wrong = process.stderr.readlines()
    assert process.returncode == -9, f"it was killed, and did not end by itself: {wrong[-1:]}"
    pairs = (line.split() for line in found if line.endswith("\n"))
    return [(case, int(seq)) for case, seq in pairs]


def _remark(url: str, stop: Event) -> None:
    chance = random.Random(url)  # noqa: S311 - the same
    with Store.connect(url, timeout=60) as store:
        while not stop.is_set():
            store.fire(f"D-{chance.randrange(CASES)}", "remark", actor=OFFICER)
            time.sleep(0.004)


def figures(scale: int) -> Iterator[Row]:
    """Commits out of order on PostgreSQL, and killed consumers on both databases, each with its controls."""
    with running() as server:
        yield out_of_order(server, 40 * scale)
        yield of_killed(server, "PostgreSQL", 2 * scale)
    yield of_killed(None, "SQLite", 2 * scale)


def out_of_order(server: str, rounds: int) -> Row:
    """The control does not wait for others."""

    def again(rounds: int, *, fenced: bool) -> Outcome:
        with schema_of(server) as url:
            return interleaved(url, rounds, fenced=fenced)

    found = again(rounds, fenced=True)
    caught = any(again(40, fenced=False).lost for _ in range(TIMES))
    what = f"{WRITERS} writers commit out of order, entries"
    return Row("R7", what, "PostgreSQL", found.entries, found.lost, found.disordered, "no fence", caught)


def of_killed(server: str | None, database: str, kills: int) -> Row:
    """The controls keep progress before they deliver, and try again after the rest of the case."""
    found = _of_killed(server, kills, "whole")
    caught = any(_of_killed(server, 1, "early").lost for _ in range(TIMES)) and any(
        _of_killed(server, 1, "passing").disordered for _ in range(TIMES)
    )
    what = f"consumer killed {kills} times, entries"
    control = "kept before delivered; tried after later ones"
    return Row("R7", what, database, found.entries, found.lost, found.disordered, control, caught)


def _of_killed(server: str | None, kills: int, mode: str) -> Outcome:
    if server is not None:
        with schema_of(server) as url:
            return killed(url, kills, mode)
    with tempfile.TemporaryDirectory() as folder:
        return killed(f"sqlite:///{folder}/cases.db", kills, mode)
