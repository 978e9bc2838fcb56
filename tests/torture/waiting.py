"""Writers wait in turn: several processes fire as fast as they can, and the longest wait of one command is told."""

import os
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import frozen
from torture.letters import CLERK, letter
from torture.table import Row

from ocop_workflow import Store
from ocop_workflow.store.owned import Owned
from ocop_workflow.store.sqlite import sqlite_file

PROCESSES = 4
SECONDS = 1.5  # of the short form
STALL = 3.0  # seconds more than the whole burst: then it was no other writer that was waited for


@frozen
class Burst:
    """How long each command took, in seconds, over all processes, and how many each of them got done."""

    waits: list[float]
    shares: list[int]

    @property
    def longest(self) -> float:
        return max(self.waits)

    @property
    def starved(self) -> int:
        """The processes that got less than a quarter of what the busiest one got."""
        return sum(4 * share < max(self.shares) for share in self.shares)

    def within(self, part: float) -> float:
        """The wait that this part of all commands stayed within."""
        return sorted(self.waits)[int(part * (len(self.waits) - 1))]


def burst(opened: Callable[[], Store], seconds: float, processes: int = PROCESSES) -> Burst:
    """Each process has a case of its own, as they would have to wait for one another's otherwise, too."""
    with opened() as store:
        for number in range(processes):
            store.start(letter(), {"number": number}, actor=CLERK, id=f"W-{number}")
    pipes = []
    begin = time.monotonic() + 0.5
    for number in range(processes):
        reading, writing = os.pipe()
        if os.fork() == 0:
            try:
                os.close(reading)
                _fire(opened, f"W-{number}", begin, seconds, writing)
            finally:
                os._exit(0)
        os.close(writing)
        pipes.append(reading)
    waits, shares = [], []
    for reading in pipes:
        with open(reading, "rb") as pipe:  # noqa: PTH123 - a pipe has no path
            mine = [each for (each,) in struct.iter_unpack("d", pipe.read())]
        waits += mine
        shares.append(len(mine))
    for _ in pipes:
        os.wait()
    return Burst(waits, shares)


def _fire(opened: Callable[[], Store], case_id: str, begin: float, seconds: float, pipe: int) -> None:
    took = []
    with opened() as store:
        store.fire(case_id, "write", {"text": "a", "number": 1}, actor=CLERK)
        time.sleep(max(0.0, begin - time.monotonic()))
        while (now := time.monotonic()) < begin + seconds:
            store.fire(case_id, "write", {"text": "a", "number": 1}, actor=CLERK)
            took.append(time.monotonic() - now)
    data = struct.pack(f"{len(took)}d", *took)
    while data:
        data = data[os.write(pipe, data) :]


def turned(url: str) -> Store:
    return Store.connect(url)


def unturned(url: str) -> Store:
    """As SQLite lets writers wait by itself."""
    return Store(Owned(sqlite_file(url, 10)))


def figure(folder: Path, seconds: float) -> Row:
    """A burst in turn, and bursts without, of which one must starve somebody. While the disk stands still all wait."""
    for number in range(3):
        url = f"sqlite:///{folder / f'turns-{number}.db'}"
        fair = burst(lambda url=url: turned(url), seconds)  # type: ignore[misc]
        if fair.longest < seconds + STALL:
            break
    for number in range(3):
        url = f"sqlite:///{folder / f'none-{number}.db'}"
        control = burst(lambda url=url: unturned(url), seconds)  # type: ignore[misc]
        if control.starved:
            break
    return Row(
        "fair",
        f"{PROCESSES} processes write at once, {seconds:g} s: a command waits {fair.longest:.2f} s at most",
        "SQLite",
        len(fair.waits),
        fair.starved,
        0,
        f"SQLite's own waiting: {control.longest:.2f} s, {control.starved} starved",
        caught=control.starved > 0,
    )


def figures(scale: int) -> Iterator[Row]:
    """Once, for longer."""
    with tempfile.TemporaryDirectory() as folder:
        yield figure(Path(folder), min(30.0, SECONDS * scale))
