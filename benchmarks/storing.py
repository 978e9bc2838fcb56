"""What storing an event costs beside the driver alone writing the same rows, in one run.

    python benchmarks/storing.py [--cases N] [--only TEXT] [--strict]

Both sides have files, or schemas, of their own that are alike before and after, byte for byte: the same statements
and as many transactions. What the floor does not do is to decide, and to put together what is written. With
--strict the exit code is 1 if a ratio is below what is aimed at.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from attrs import evolve, field, frozen

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from floors import Floor, PostgresFloor, SQLiteFloor
from journeys import Journey, lap, product
from machine import tell
from sides import Sides, held, hosted, many, opened
from store.server import running, schema_of
from turns import Times, Work, in_turn

TOGETHER = 100  # events

Way = Callable[[Sides], AbstractContextManager[tuple[Work, Work]]]


@frozen
class Measured:
    """One line of the table; so many events are timed together. `aim`: the least ratio, None where none is aimed at."""

    name: str
    way: Way
    journey: Journey
    databases: Callable[[], AbstractContextManager[tuple[Floor, Floor]]] = field(repr=False)
    together: int = 1
    aim: float | None = None

    def measure(self, cases: int) -> tuple[Times, Times]:
        """The first tenth of the events warms up."""
        with self.databases() as (ours, floor):
            enough = max(cases, self.together // 2)  # a batch is timed some times, too
            sides = Sides.begun(self.journey, ours, floor, enough, self.together)
            with self.way(sides) as (fire, write):
                turns = len(sides.units)
                times = in_turn(fire, write, turns, self.together, warming=max(1, turns // 10))
            assert sides.alike(), "the floor has not written what the store wrote"
        return times


def main() -> int:
    """Print the figures; 1 if a ratio is below its aim and that is asked for."""
    parser = argparse.ArgumentParser(description="Storing beside the driver alone writing the same rows.")
    parser.add_argument("--cases", type=int, default=25, help="of twenty events each (25)")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only the lines that have this in their names"
    )
    parser.add_argument("--strict", action="store_true", help="fail where a ratio is below its aim")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ocop-storing-")))
        url = stack.enter_context(running())
        tell(folder, url)
        short = [
            line.name
            for line in _lines(folder, url)
            if given.only in line.name and not _holds(line, given.cases)
        ]
    return int(given.strict and bool(short))


def _lines(folder: Path, url: str) -> Iterator[Measured]:
    goods, laps = product(), lap(folder)
    with_keys = evolve(goods, keyed=True)

    @contextmanager
    def files() -> Iterator[tuple[SQLiteFloor, SQLiteFloor]]:
        with tempfile.TemporaryDirectory(dir=folder) as inside:
            yield SQLiteFloor(Path(inside) / "ours.db"), SQLiteFloor(Path(inside) / "floor.db")

    @contextmanager
    def logs() -> Iterator[tuple[Floor, Floor]]:
        with files() as found:
            ours, floor = (evolve(each, scheme="sqlite+pysqlite3") for each in found)
            yield ours, floor

    @contextmanager
    def schemas() -> Iterator[tuple[Floor, Floor]]:
        with schema_of(url) as ours, schema_of(url) as floor:
            yield PostgresFloor(ours), PostgresFloor(floor)

    yield Measured("SQLite, connection held", held, goods, files, aim=0.7)
    yield Measured("SQLite, connection held, lap", held, laps, files, aim=0.7)
    yield Measured("SQLite, connection held, with keys", held, with_keys, files)
    yield Measured("SQLite with a log, connection held", held, goods, logs, aim=0.7)
    yield Measured("SQLite, opened for each event", opened, goods, files, aim=0.55)
    yield Measured(
        "SQLite, 100 events in a host's transaction", hosted, goods, files, together=TOGETHER, aim=0.5
    )
    yield Measured("SQLite, 100 events by fire_many", many, laps, files, together=TOGETHER, aim=0.5)
    yield Measured("PostgreSQL, connection held", held, goods, schemas, aim=0.75)
    yield Measured("PostgreSQL, connection held, lap", held, laps, schemas, aim=0.75)
    yield Measured("PostgreSQL, connection held, with keys", held, with_keys, schemas)


def _holds(line: Measured, cases: int) -> bool:
    ours, floor = line.measure(cases)
    ratio = floor.median / ours.median
    each = sorted(b / a for a, b in zip(ours.wall, floor.wall, strict=True))
    low, _, high = statistics.quantiles(each, n=4)
    aim = "" if line.aim is None else f", aim {line.aim}: {'held' if ratio >= line.aim else 'SHORT'}"
    print(f"\n{line.name} ({line.journey.name})\n  store  {ours.told()}\n  floor  {floor.told()}")
    print(f"  floor / store  {ratio:.2f} (turn by turn {low:.2f} to {high:.2f}){aim}")
    print(
        f"  a tenth was quicker than {ours.quick:.0f} and {floor.quick:.0f} µs: {floor.quick / ours.quick:.2f}",
        flush=True,
    )
    return line.aim is None or ratio >= line.aim


if __name__ == "__main__":
    sys.exit(main())
