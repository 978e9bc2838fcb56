"""What a report of progress takes, as a whole process: products of five years, under three versions of their law.

    python benchmarks/counting.py [--cases N] [--entries N] [--keep FILE]

The cases go the way of the 12 real products, take part in trade promotion until each has so many entries, and go on
under the next law on its day, by the plans that ship.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from ocop_workflow import Actor, Case, Store
from ocop_workflow.cli.runfile import RunFile, Steps, read_run_file
from ocop_workflow.migration import load_plan, migrate, with_written
from ocop_workflow.reading import Problems
from ocop_workflow.reading.given import values_of
from ocop_workflow.store import Command

SHIPPED = Path(__file__).parents[1] / "workflows" / "ocop-product"
LAWS: tuple[tuple[str, str, dict[str, object], datetime], ...] = (
    ("1048-148", "hai-phong-1048-148", {}, datetime(2023, 2, 24, 2, tzinfo=UTC)),
    ("148-148-1489", "hai-phong-148-1489", {"district_files": "city"}, datetime(2025, 7, 6, 2, tzinfo=UTC)),
)
ON = "2026-03-05"


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2022, 12, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="What a report of progress takes.")
    parser.add_argument("--cases", type=int, default=335, help="products (335)")
    parser.add_argument("--entries", type=int, default=60, help="entries of each, about (60)")
    parser.add_argument("--keep", metavar="FILE", help="make the database here and leave it there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(given.keep or Path(folder) / "cases.db")
        entries = fill(file, given.cases, given.entries)
        print(f"{given.cases} products, {entries} entries, {file.stat().st_size / 1e6:.0f} MB")
        for shape in ("text", "json", "html"):
            processor, lasted = min(took(file, shape) for _ in range(5))
            print(f"  progress --format {shape:4}  {processor:.2f} s of the processor, {lasted:.2f} s in all")
    return 0


def fill(file: Path, cases: int, entries: int) -> int:
    """The database; gives how many entries it has."""
    runs = read_run_file(SHIPPED / "hai-phong-2019.run.yaml")
    clock, inputs = Clock(), runs.inputs
    connected = Store.connect("sqlite:///:memory:", units=inputs.units, calendar=inputs.calendar, clock=clock)
    with connected as store:
        ids = [_taken(store, runs, runs.cases[n % len(runs.cases)], f"HP-{n:05}") for n in range(cases)]
        _promoted(store, ids, entries)
        for name, parameters, more, moment in LAWS:
            clock.now = moment
            problems = Problems()
            values = values_of(SHIPPED / f"{parameters}.parameters.yaml", problems)
            problems.check()
            plan = with_written(load_plan(f"ocop-product@{name}", more), values)
            moved = Counter(each.verdict for each in migrate(store, plan, actor=Actor("hp"), proved=True))
            print(f"{name}: {dict(moved)}")
        store.backup(file)
        return sum(map(len, store.histories()))


def _taken(store: Store, runs: RunFile, steps: Steps, case_id: str) -> str:
    zone = runs.workflow.definition.timezone
    begun = False
    for step in steps.steps:
        for actor in step.actors:
            person, at = runs.actors[actor], step.moment(zone)
            if step.refused:
                continue
            if begun:
                store.fire(case_id, step.do, step.payload, actor=person, at=at)
            else:
                store.start(runs.workflow, step.payload, actor=person, id=case_id, event=step.do, at=at)
            begun = True
    return case_id


def _promoted(store: Store, ids: Sequence[str], entries: int) -> None:
    officer = Actor("hp-officer", roles=[("officer", "hp")])
    done = min(len(store.history(case_id)) for case_id in ids)
    for number in range(entries - done):
        at = datetime(2020, 3, 1, tzinfo=UTC) + timedelta(days=20 * number)
        commands = [Command(case_id, "promote", {"activity": f"Hội chợ {number}"}) for case_id in ids]
        answers = store.fire_many(commands, actor=officer, at=at)
        assert all(isinstance(answer, Case) for answer in answers), answers[0]


def took(file: Path, shape: str) -> tuple[float, float]:
    """Seconds of the processor that one process takes, and how long it lasts."""
    program = [str(Path(sys.executable).with_name("ocop-workflow")), "progress", "hai-phong"]
    before, begun = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [*program, "--database", str(file), "--on", ON, "--format", shape],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    lasted, after = time.perf_counter() - begun, getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, lasted


if __name__ == "__main__":
    raise SystemExit(main())
