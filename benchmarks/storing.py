"""What storing an event costs beside the driver alone writing the same rows, in one run.

    python benchmarks/storing.py [--rounds N] [--only TEXT]

Both sides have files, or schemas, of their own that are alike before and after, byte for byte: the same statements
and as many transactions. What the floor does not do is to decide, and to put together what is written. The exit code
is 1 if a ratio is below what is aimed at.
"""

import argparse
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import psycopg
from attrs import evolve, field, frozen

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from floors import JOURNAL, SYNCHRONOUS, Floor, PostgresFloor, SQLiteFloor
from journeys import Journey, lap, product
from sides import Sides, Work, held, many, opened, together
from store.server import running, schema_of
from turns import Times, in_turn

Way = Callable[[Sides], AbstractContextManager[tuple[Work, Work]]]


@frozen
class Measured:
    """One line of the table; a round takes so many cases. `aim`: the least ratio, None where none is aimed at."""

    name: str
    way: Way
    journey: Journey
    databases: Callable[[], AbstractContextManager[tuple[Floor, Floor]]] = field(repr=False)
    cases: int = 1
    aim: float | None = None

    def measure(self, rounds: int) -> tuple[Times, Times]:
        with self.databases() as (ours, floor):
            sides = Sides.begun(self.journey, ours, floor, rounds, self.cases)
            with self.way(sides) as (fire, write):
                times = in_turn(fire, write, rounds, sides.events)
            assert sides.alike(), "the floor has not written what the store wrote"
        return times


def main() -> int:
    """Print the figures; 1 if a ratio is below its aim."""
    parser = argparse.ArgumentParser(description="Storing beside the driver alone writing the same rows.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only the lines that have this in their names"
    )
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ocop-storing-")))
        url = stack.enter_context(running())
        _tell_machine(folder, url)
        short = [
            line.name
            for line in _lines(folder, url)
            if given.only in line.name and not _holds(line, given.rounds)
        ]
    return int(bool(short))


def _lines(folder: Path, url: str) -> Iterator[Measured]:
    goods, laps = product(), lap(folder)
    with_keys = evolve(goods, keyed=True)

    @contextmanager
    def files() -> Iterator[tuple[Floor, Floor]]:
        with tempfile.TemporaryDirectory(dir=folder) as inside:
            yield SQLiteFloor(Path(inside) / "ours.db"), SQLiteFloor(Path(inside) / "floor.db")

    @contextmanager
    def schemas() -> Iterator[tuple[Floor, Floor]]:
        with schema_of(url) as ours, schema_of(url) as floor:
            yield PostgresFloor(ours), PostgresFloor(floor)

    yield Measured("SQLite, connection held", held, goods, files, aim=0.7)
    yield Measured("SQLite, connection held, lap", held, laps, files, aim=0.7)
    yield Measured("SQLite, connection held, with keys", held, with_keys, files)
    yield Measured("SQLite, opened for each event", opened, goods, files, aim=0.55)
    yield Measured("SQLite, 100 events in a host's transaction", together, goods, files, cases=5, aim=0.5)
    yield Measured("SQLite, 100 events by fire_many", many, laps, files, cases=5, aim=0.5)
    yield Measured("PostgreSQL, connection held", held, goods, schemas, aim=0.75)
    yield Measured("PostgreSQL, connection held, lap", held, laps, schemas, aim=0.75)
    yield Measured("PostgreSQL, connection held, with keys", held, with_keys, schemas)


def _holds(line: Measured, rounds: int) -> bool:
    ours, floor = line.measure(rounds)
    ratio = floor.median / ours.median
    each = sorted(b / a for a, b in zip(ours.wall, floor.wall, strict=True))
    low, _, high = statistics.quantiles(each, n=4)
    aim = "" if line.aim is None else f", aim {line.aim}: {'held' if ratio >= line.aim else 'SHORT'}"
    print(f"\n{line.name} ({line.journey.name})\n  store  {ours.told()}\n  floor  {floor.told()}")
    print(f"  floor / store  {ratio:.2f} (round by round {low:.2f} to {high:.2f}){aim}", flush=True)
    return line.aim is None or ratio >= line.aim


def _tell_machine(folder: Path, url: str) -> None:
    with psycopg.connect(url) as raw:
        shown = [
            f"{name} {raw.execute(f'SHOW {name}'.encode()).fetchone()[0]}"  # type: ignore[index]  # always one row
            for name in ("server_version", "synchronous_commit", "fsync", "wal_sync_method")
        ]
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    print(f"SQLite {sqlite3.sqlite_version}, journal {JOURNAL}, synchronous {SYNCHRONOUS}")
    print(f"psycopg {psycopg.__version__}, PostgreSQL {', '.join(shown)}")
    print(f"{_file_system(folder)}; writing 4 kB and syncing takes {_sync(folder):.0f} µs")


def _file_system(folder: Path) -> str:
    told = subprocess.run(["df", "-T", str(folder)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
    return f"file system {told.splitlines()[-1].split()[1]}" if told else "file system unknown"


def _sync(folder: Path) -> float:
    """Median of a hundred, in microseconds."""
    found = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(100):
            file.seek(0)
            started = time.perf_counter()
            file.write(os.urandom(4096))
            os.fsync(file.fileno())
            found.append((time.perf_counter() - started) * 1e6)
    return statistics.median(found)


if __name__ == "__main__":
    sys.exit(main())
