"""What the same work costs in a store with a short past and in one with a long past, in one run.

    python benchmarks/growing.py [--large] [--turns N]

Two stores are filled with 10,000 and 100,000 entries (--large: a million) and worked on in turn. The exit code is 1
if something takes more than 1.3 times as long in the larger one.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from attrs import frozen

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from filling import fill, name_of
from floors import Floor, PostgresFloor, SQLiteFloor
from journeys import NOW, Journey, lap
from machine import tell
from store.server import running, schema_of
from turns import Work, in_turn

from ocop_workflow import Store

SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
MOST = 1.3
CASES, DUE, PAGE, RARE = 20, 5, 100, 300
AFTER = "01234567"  # ids are hexadecimal


@frozen
class Past:
    """A store with so many entries behind it, and the day that its clock shows."""

    journey: Journey
    store: Store
    day: list[int]

    @classmethod
    def of(cls, journey: Journey, database: Floor, entries: int, turns: int) -> "Past":
        day = [0]
        past = cls(journey, Store.connect(database.url, clock=lambda: NOW + timedelta(days=day[0])), day)
        for each in range(CASES):
            past.begin(f"probe {each}")
        for number in range(turns):
            until = (NOW + timedelta(days=number + 1)).date().isoformat()
            for each in range(DUE):
                past.begin(f"due {number} {each}", until=until)
        fill(database, journey, (4, 5, 6), entries)
        fill(database, journey, (2,), RARE * 3)
        return past

    def begin(self, name: str, **given: str) -> None:
        first = self.journey.acts[0]
        payload = {**first.payload, **given}
        self.store.start(self.journey.workflow, payload, actor=first.actor, id=name_of(name), at=NOW)

    def fire(self, number: int) -> None:
        """One event of one of the cases that the store has started."""
        self.journey.fire(self.store, name_of(f"probe {number % CASES}"), number // CASES + 1)

    def get(self, number: int) -> None:
        self.store.get(name_of(f"probe {number % CASES}"))

    def page(self, state: str) -> Work:
        """A page of the cases in a state, from another place on each time."""

        def work(number: int) -> None:
            found = list(self.store.cases("lap", state, after=AFTER[number % len(AFTER)], limit=PAGE))
            assert len(found) == PAGE, len(found)

        return work

    def fire_due(self, number: int) -> None:
        """A day later some more cases are due."""
        self.day[0] = number + 1
        entries = self.store.fire_due()
        assert len(entries) == DUE, len(entries)


def main() -> int:
    """Print the figures; 1 if something became too dear."""
    parser = argparse.ArgumentParser(description="The same work after a short and after a long past.")
    parser.add_argument("--turns", type=int, default=100, help="at most 400")
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} entries instead of {MIDDLE:,}")
    given = parser.parse_args()
    entries = LARGE if given.large else MIDDLE
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ocop-growing-")))
        url = stack.enter_context(running())
        tell(folder, url)
        print(f"{SMALL:,} entries and {entries:,}")
        journey = lap(folder)
        ratios = list(_files(journey, folder, entries, given.turns))
        with schema_of(url) as small, schema_of(url) as large:
            databases = (PostgresFloor(small), PostgresFloor(large))
            ratios += _ratios("PostgreSQL", journey, databases, entries, given.turns)
    return int(max(ratios) > MOST)


def _files(journey: Journey, folder: Path, entries: int, turns: int) -> Iterator[float]:
    files = folder / "small.db", folder / "large.db"
    yield from _ratios("SQLite", journey, (SQLiteFloor(files[0]), SQLiteFloor(files[1])), entries, turns)
    sizes = " and ".join(f"{file.stat().st_size / 1e6:,.0f} MB" for file in files)
    print(f"the files have {sizes}")


def _ratios(
    name: str, journey: Journey, databases: tuple[Floor, Floor], entries: int, turns: int
) -> Iterator[float]:
    small = Past.of(journey, databases[0], SMALL, turns)
    large = Past.of(journey, databases[1], entries, turns)
    works: dict[str, tuple[Callable[[Past], Work], int]] = {
        "fire, an event": (lambda past: past.fire, 1),
        "get, a case": (lambda past: past.get, 1),
        "cases, a page of a common state": (lambda past: past.page("s5"), 1),
        "cases, a page of a rare state": (lambda past: past.page("s2"), 1),
        "fire_due, an entry": (lambda past: past.fire_due, DUE),
    }
    for what, (work, events) in works.items():
        later, earlier = in_turn(work(large), work(small), turns, events, warming=turns // 10)
        each = [b / a for a, b in zip(earlier.wall, later.wall, strict=True)]
        low, _, high = statistics.quantiles(each, n=4)
        ratio = later.median / earlier.median
        print(f"\n{name}: {what}\n  short past  {earlier.told()}\n  long past   {later.told()}")
        held = "held" if ratio <= MOST else "EXCEEDED"
        print(f"  long / short  {ratio:.2f} (turn by turn {low:.2f} to {high:.2f}), at most {MOST}: {held}")
        yield ratio
    for past in (small, large):
        past.store.close()


if __name__ == "__main__":
    sys.exit(main())
