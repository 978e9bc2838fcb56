"""What moving cases to the next version costs beside the driver alone writing the same rows, in one run.

    python benchmarks/moving.py [--cases N] [--times N] [--strict]

Cases of a small desk and OCOP products move by their plans, a hundred in a transaction. The floor has the same file
as it was before, and writes the rows that came of it, a hundred cases in a transaction: it neither reads a history, nor
decides, nor judges a claim. The least of some times on either side. With --strict the exit code is 1 below the aim.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from migration import desk_cases as desk

from ocop_workflow import Actor, Store, load
from ocop_workflow.access.any_units import AnyUnits
from ocop_workflow.migration import Composed, load_plan, migrate
from ocop_workflow.store import Command

AIM = 0.5
TOGETHER = 100
PRODUCT = {
    "product": "Nước mắm", "producer": "Hợp tác xã Một", "owner": "htx", "kind": "cooperative",
    "place": "commune@commune", "group": "food", "stars": 3, "decision": "1/QĐ", "decided_on": "2025-11-01",
}  # fmt: skip


def products(store: Store, count: int) -> None:
    """Certificates that were taken over, each with one more entry."""
    values = {"quorum": 5, "rounding": "none", "max_spread": 10}
    workflow, authority = (
        load("ocop-product@1048", parameters=values),
        Actor("a", [("authority", "commune@city")]),
    )
    ids = [f"P-{number:05}" for number in range(count)]
    for case_id in ids:
        store.start(workflow, PRODUCT, actor=authority, id=case_id, event="adopt", at=desk.BEGUN)
    told = [Command(case_id, "promote", {"activity": "Hội chợ"}) for case_id in ids]
    store.fire_many(told, actor=Actor("o", [("officer", "commune@city")]), at=desk.BEGUN)


def product_plan() -> Composed:
    """The shipped plan, with values for its parameters."""
    given = {"quorum": 5, "rounding": "none", "max_spread": 10, "dossiers": "again"}
    return load_plan("ocop-product@1048-148", given)


LINES: dict[str, tuple[Callable[[Store, int], object], Callable[[], Composed]]] = {
    "desk, all its states": (desk.file, desk.plan),
    "OCOP products with a certificate": (products, product_plan),
}


def opened(path: Path) -> Store:
    """A store in that file, in which every id is a unit."""
    return Store.connect(f"sqlite:///{path}", clock=desk.Clock(), units=AnyUnits())


def moved(path: Path, plan: Composed) -> float:
    """Seconds that moving all cases takes."""
    with opened(path) as store:
        begun = perf_counter()
        told = list(migrate(store, plan, actor=Actor("mover"), proved=True))
        taken = perf_counter() - begun
    assert any(each.verdict == "moved" for each in told)
    return taken


def rows(path: Path, before: Path) -> list[tuple[list[tuple[object, ...]], tuple[object, ...]]]:
    """Of each case that moved the entries that are new, and the row of the case."""
    with sqlite3.connect(path) as raw:
        raw.execute("ATTACH ? AS was", (str(before),))
        entries: dict[str, list[tuple[object, ...]]] = {}
        for row in raw.execute(
            "SELECT e.case_id, e.seq, e.key, e.event, e.at, e.recorded, e.document, e.hash FROM workflow_entry e"
            " JOIN was.workflow_case c ON c.id = e.case_id WHERE e.seq > c.seq ORDER BY e.case_id, e.seq"
        ):
            entries.setdefault(row[0], []).append(row)
        cases = {
            row[-2]: row
            for row in raw.execute(
                "SELECT n.definition, n.workflow, n.version, n.state, n.seq, n.due, n.unit, n.document, n.head, n.id,"
                " o.seq FROM workflow_case n JOIN was.workflow_case o ON o.id = n.id WHERE n.seq > o.seq"
            )
        }
        definitions = raw.execute(
            "SELECT * FROM workflow_definition WHERE digest NOT IN (SELECT digest FROM was.workflow_definition)"
        )
        _kept.extend(definitions.fetchall())
    return [(entries[case_id], cases[case_id]) for case_id in sorted(cases)]


_kept: list[tuple[object, ...]] = []


def written(path: Path, new: list[tuple[list[tuple[object, ...]], tuple[object, ...]]]) -> float:
    """The driver alone, on the file as it was, in the store's own journal mode and with its `synchronous`."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = FULL")
    begun = perf_counter()
    for first in range(0, len(new), TOGETHER):
        some = new[first : first + TOGETHER]
        raw.execute("BEGIN IMMEDIATE")
        if not first:
            raw.executemany("INSERT INTO workflow_definition VALUES (?, ?, ?, ?, ?, ?)", _kept)
        raw.executemany(
            "INSERT INTO workflow_entry (case_id, seq, key, event, at, recorded, document, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [row for entries, _ in some for row in entries],
        )
        raw.executemany(
            "UPDATE workflow_case SET definition = ?, workflow = ?, version = ?, state = ?, seq = ?, due = ?,"
            " unit = ?, document = ?, head = ? WHERE id = ? AND seq = ?",
            [case for _, case in some],
        )
        raw.execute("COMMIT")
    taken = perf_counter() - begun
    raw.close()
    return taken


def main() -> int:
    """Print the figures; 1 if a ratio is below its aim and that is asked for."""
    parser = argparse.ArgumentParser(
        description="Moving cases beside the driver alone writing the same rows."
    )
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=3, help="of which the least counts (3)")
    parser.add_argument("--strict", action="store_true", help="fail where a ratio is below its aim")
    given = parser.parse_args()
    short = 0
    with tempfile.TemporaryDirectory(prefix="ocop-moving-") as name:
        folder = Path(name)
        print(
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors"
        )
        for line, (fill, plan) in LINES.items():
            begun = folder / "begun.db"
            begun.unlink(missing_ok=True)
            with opened(begun) as store:
                fill(store, given.cases)
            ours, floor, count = [], [], 0
            composed = plan()
            for turn in range(given.times):
                mine, theirs = folder / f"mine-{turn}.db", folder / f"theirs-{turn}.db"
                for copy in (mine, theirs):
                    shutil.copyfile(begun, copy)
                ours.append(moved(mine, composed))
                _kept.clear()
                new = rows(mine, begun)
                floor.append(written(theirs, new))
                count = len(new)
                for copy in (mine, theirs):
                    copy.unlink()
            ratio = min(floor) / min(ours)
            short += ratio < AIM
            each = 1e6 / max(count, 1)
            print(
                f"{line}: {count} moved, {min(ours) * each:.0f} µs a case, floor {min(floor) * each:.0f} µs,"
                f" {ratio:.2f} of the floor (aim {AIM})"
            )
    return int(given.strict and short > 0)


if __name__ == "__main__":
    sys.exit(main())
