"""What a store adds to its statements, and where it goes: the least time of each event of a journey, in memory.

    python benchmarks/adding.py [--cases N] [--beside FOLDER]

Nothing is synced and the least of many is taken, so that these figures hardly depend on what else the machine does.
With a folder in memory (/dev/shm) a store on a file is told beside the driver alone, too, without what a disk takes.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from floors import SQLiteFloor
from journeys import NOW, Journey, lap, product
from sides import Sides, held, hosted, many
from turns import Work

from ocop_workflow.engine import Facts, decide
from ocop_workflow.store.rows import CaseRow, case_values, entry_values, read_case

Way = Callable[[Sides], AbstractContextManager[tuple[Work, Work]]]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="What a store adds to its statements, and where it goes.")
    parser.add_argument("--cases", type=int, default=60, help="how often each event is timed (60)")
    parser.add_argument(
        "--beside", type=Path, metavar="FOLDER", help="and beside the driver alone, on files there"
    )
    given = parser.parse_args()
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        for journey in (product(), lap(Path(folder))):
            print(f"{journey.name}, {len(journey.numbers)} events, µs for one of them")
            print(f"  fire, whole          {_fired(journey, given.cases):4.0f}")
            for name, works in _parts(journey).items():
                print(f"  {name:20} {sum(_least(work, given.cases) for work in works) / len(works):4.0f}")
            alone = len({act.actor for act in journey.acts}) == 1
            for name, way, together in _WAYS if given.beside else ():
                if way is many and not alone:
                    continue
                store, floor = _beside(way, journey, given.beside, given.cases, together)
                print(f"  {name:20} {store:4.0f}, the driver alone {floor:3.0f}: {floor / store:.2f}")
    return 0


_WAYS: tuple[tuple[str, Way, int], ...] = (
    ("a connection held", held, 1),
    ("in a host's hundred", hosted, 100),
    ("a hundred together", many, 100),
)


def _beside(way: Way, journey: Journey, folder: Path, cases: int, together: int) -> tuple[float, float]:
    """µs for an event, of the store and of the driver alone."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        ours, floor = (SQLiteFloor(Path(inside) / f"{name}.db") for name in ("ours", "floor"))
        sides = Sides.begun(journey, ours, floor, cases, together)
        apart = max(1, len(journey.numbers) // together)
        least: tuple[dict[int, float], dict[int, float]] = ({}, {})
        with way(sides) as works:
            for number in range(len(sides.units)):
                for work, found in zip(works, least, strict=True):
                    took = _timed(partial(work, number)) / together
                    found[number % apart] = min(took, found.get(number % apart, took))
    return sum(least[0].values()) / apart, sum(least[1].values()) / apart


def _fired(journey: Journey, cases: int) -> float:
    least = dict.fromkeys(journey.numbers, float("inf"))
    with journey.connect("sqlite:///:memory:") as store:
        for case_id in map(str, range(cases)):
            journey.start(store, case_id)
            for number in journey.numbers:
                least[number] = min(least[number], _timed(partial(journey.fire, store, case_id, number)))
    return sum(least.values()) / len(least)


def _parts(journey: Journey) -> dict[str, list[Callable[[], object]]]:
    machine = journey.workflow.machine
    facts = Facts(now=NOW, case_id="one", salt=bytes(32), cases={}, **journey.inputs)
    parts: dict[str, list[Callable[[], object]]] = {
        "decode the case": [],
        "decide, and seal": [],
        "encode the case": [],
        "encode the entry": [],
    }
    case = None
    for act in journey.acts:
        decision = decide(machine, case, act.event, act.payload, act.actor, act.at, facts)
        assert decision.case is not None, decision.reasons
        if case is not None:
            *values, name = case_values(machine, case)
            row, entry = CaseRow(name, *values), decision.entries[-1]
            works: tuple[Callable[[], object], ...] = (
                partial(read_case, machine, row, ()),
                partial(decide, machine, case, act.event, act.payload, act.actor, act.at, facts),
                partial(case_values, machine, decision.case),
                partial(entry_values, entry, None),
            )
            for found, work in zip(parts.values(), works, strict=True):
                found.append(work)
        case = decision.case
    return parts


def _least(work: Callable[[], object], times: int) -> float:
    return min(_timed(work) for _ in range(times))


def _timed(work: Callable[[], object]) -> float:
    """Microseconds."""
    started = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - started) / 1000


if __name__ == "__main__":
    sys.exit(main())
