"""R6: one linear history a case, with eight processes on twenty cases and kills; three bugs are seeded."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen
from judges.linear import Line, Operation, Rules, Violation, violations
from store.mixing import BUGS, CASES, PROCESSES, lines_of
from store.server import running, schema_of
from store.support import HERE, Database, File
from torture.table import Row

from ocop_workflow import Store

COUNT, KILLS = 40, 4
MOVES: dict[tuple[str | None, str], str] = {
    (None, "open"): "idle",
    ("idle", "note"): "idle",
    ("idle", "begin"): "busy",
    ("idle", "grant"): "granted",
    ("busy", "note"): "busy",
    ("busy", "finish"): "idle",
    ("granted", "lapse"): "lapsed",
    ("lapsed", "note"): "lapsed",
    ("lapsed", "renew"): "idle",
}
TABLE = Rules(MOVES, frozenset({"lapse"}))


@frozen
class Mixed:
    """What came of one run: all operations, how many processes were killed, what the judge says."""

    operations: tuple[Operation, ...]
    killed: int
    found: tuple[Violation, ...]
    answers: Counter[str]

    @property
    def caught(self) -> set[str]:
        """The cases in which something does not fit."""
        return {each.case for each in self.found}


def mixed(database: Database, folder: Path, seed: object, mode: str = "own") -> Mixed:
    """Run the processes on an empty database, and judge what they logged and what is there in the end."""
    folder.mkdir()
    Store.connect(database.url).close()
    if mode == "broken":
        unguarded(database)
    done = subprocess.run(
        [sys.executable, HERE / "mixing.py", database.url, folder, str(COUNT), str(KILLS), str(seed), mode],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    operations = [each for log in sorted(folder.iterdir()) for each in operations_of(log)]
    end = 1 + max(each.returned or each.invoked for each in operations)
    with Store.connect(database.url) as store:
        for number in range(CASES):
            case = f"C-{number}"
            lines = tuple(Line(*line) for line in lines_of(store, case))
            operations.append(Operation("the end", case, "read", end, end + 1, lines=lines))
        found = list(violations(operations, TABLE))
        for case_ in store.cases():
            found += [Violation(each.code, case_.id, str(each)) for each in store.verify(case_.id)]
    answers = Counter(each.answer for each in operations if each.kind == "command")
    return Mixed(tuple(operations), int(done.stdout), tuple(found), answers)


def unguarded(database: Database) -> None:
    """Tables that let a history be overwritten: what a store's own care is worth without them."""
    if isinstance(database, File):
        database.tamper()
    else:
        database.execute("ALTER TABLE workflow_entry DISABLE TRIGGER workflow_entry_not_changed")


def operations_of(log: Path) -> Iterator[Operation]:
    """What one process logged; the last line may be torn, or without an answer."""
    asked: dict[str, object] | None = None
    for line in log.read_text().splitlines(keepends=True):
        if not line.endswith("\n"):
            continue
        told = json.loads(line)
        if "invoked" in told:
            if asked is not None:
                yield from _operations(asked, {})
            asked = told
        elif asked is not None:
            yield from _operations(asked, told)
            asked = None
    if asked is not None:
        yield from _operations(asked, {})


def _operations(asked: dict[str, object], told: dict[str, object]) -> Iterator[Operation]:
    names = ("process", "case", "kind", "invoked", "event", "token", "expected")
    said = {name: asked[name] for name in names if name in asked}
    returned = told.get("returned")
    if asked["kind"] == "command":
        answer = {name: told[name] for name in ("seq", "head") if name in told}
        yield Operation(**said, **answer, returned=returned, answer=told.get("answer", "unknown"))  # type: ignore[arg-type]
    elif "lines" in told:
        lines = tuple(Line(*line) for line in told["lines"])  # type: ignore[attr-defined]
        yield Operation(**said, returned=returned, lines=lines)  # type: ignore[arg-type]
    elif "seq" in told:
        yield Operation(**said, returned=returned, seq=told["seq"], head=told["head"])  # type: ignore[arg-type]
    for case, seq, head in told.get("fired", ()):  # type: ignore[attr-defined]
        yield Operation(**{**said, "case": case}, returned=returned, seq=seq, head=head)  # type: ignore[arg-type]


def figures(scale: int) -> Iterator[Row]:
    """Each time on an empty database of either kind."""
    with running() as url, TemporaryDirectory() as folder:
        for kind in ("SQLite", "PostgreSQL"):
            yield _row(kind, url, Path(folder), scale)


def _row(kind: str, url: str, folder: Path, scale: int) -> Row:
    tried = killed = 0
    found: list[Violation] = []
    for number in range(scale):
        outcome = once(kind, url, folder, f"own-{number}", "own")
        tried += len(outcome.operations)
        killed += outcome.killed
        found += outcome.found
    caught = once(kind, url, folder, "broken", "broken").caught
    lost = sum(each.rule in {"lost", "twice", "kept"} for each in found)
    return Row(
        promise="R6",
        what=f"{PROCESSES} processes on {CASES} cases, {killed} of them killed",
        database=kind,
        tried=tried,
        lost=lost,
        corrupted=len(found) - lost,
        control=f"lost update, double fire, stale read: {len(caught)} of {len(BUGS)} caught",
        caught=caught == set(BUGS),
    )


def once(kind: str, url: str, folder: Path, name: str, mode: str) -> Mixed:
    """One run on an empty database of that kind."""
    if kind == "SQLite":
        path = folder / f"{name}.db"
        return mixed(File(f"sqlite:///{path}", path), folder / f"{kind}-{name}", name, mode)
    with schema_of(url) as given:
        return mixed(Database(given), folder / f"{kind}-{name}", name, mode)
