"""S5: whoever changes the database is found out, by the store and by a verifier that knows the documented format alone.

Each change is made in a transaction on a connection of somebody who has the database's tools, without triggers and
foreign keys; both verifiers look at what it left; then it is taken back. The small verifier is handed an export that
was made after the change, with a right seal, so that the seal is no help to it.
"""

import io
import json
import sqlite3
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
from attrs import define, field, frozen
from store.server import running, schema_of
from store.support import CITIZEN, Clock, approved, begun, member
from torture.table import Row

from ocop_workflow import Store

STEP = 89  # every so many-th character of the short form
VERIFIER = Path(__file__).parents[2] / "examples" / "verify" / "verify.py"
CHAIN = '!= (before["seq"] + 1, before["hash"])'
UNCHAINED = '!= (before["seq"] + 1, said["previous"])'
TEXTS = ("document", "hash", "event", "at", "recorded")  # of an entry; `key` and `position` are not sealed
COLUMNS = (
    "definition",
    "workflow",
    "version",
    "state",
    "seq",
    "due",
    "unit",
    "document",
    "head",
)  # of a case
OWN = {"event", "at", "recorded"}  # columns that repeat the document, which exports leave out

Statement = tuple[str, tuple[object, ...]]


@frozen
class Change:
    """What somebody does. `small`: whether the small verifier can see it; `needed`: only a checkpoint finds it."""

    what: str
    statements: Sequence[Statement]
    small: bool = True
    needed: bool = False


@define
class Bench:
    """A database with some cases, its checkpoint, and somebody's connection to it."""

    raw: Any
    mark: str
    checkpoint: Path
    folder: Path
    before: list[tuple[Any, ...]]  # the row of the first case, before its last entry
    tried: int = 0
    lost: list[str] = field(factory=list)
    unneeded: int = 0

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.raw.execute(query).fetchall()]

    def made(self, change: Change, *looks: Callable[["Bench"], bool]) -> list[bool]:
        """What each look finds after the change, which is taken back."""
        try:
            for statement, values in change.statements:
                self.raw.execute(statement.replace("?", self.mark), values)
            return [look(self) for look in looks]
        finally:
            self.raw.rollback()
            self._begin()

    def _begin(self) -> None:
        if self.mark == "?":
            self.raw.execute("BEGIN")

    def store_finds(self) -> bool:
        """With the checkpoint."""
        return any(True for _ in self._store().verify(against=[self.checkpoint]))

    def store_finds_alone(self) -> bool:
        return any(True for _ in self._store().verify())

    def small_finds(self, verifier: ModuleType, *files: Path) -> bool:
        path = self.folder / "export.jsonl"
        with path.open("wb") as stream:
            self._store().export(stream)
        try:
            with redirect_stdout(io.StringIO()):
                return bool(list(verifier.verify(str(path), *map(str, files))))
        except Exception:  # noqa: BLE001 - what it cannot read does not fit, as its last lines say
            return True

    def _store(self) -> Store:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Store(self.raw)

    def take(self, change: Change, verifier: ModuleType) -> None:
        """One change: it has to be found by the store, and by the small verifier."""
        self.tried += 1
        store, alone, small = self.made(
            change,
            Bench.store_finds,
            Bench.store_finds_alone if change.needed else lambda _: True,
            (lambda bench: bench.small_finds(verifier, bench.checkpoint)) if change.small else lambda _: True,
        )
        if not store:
            self.lost.append(f"store: {change.what}")
        if not small:
            self.lost.append(f"small verifier: {change.what}")
        if change.needed:
            self.unneeded += alone or self.made(change, lambda bench: bench.small_finds(verifier))[0]


def loaded(text: str) -> ModuleType:
    """The small verifier, from its text."""
    spec = spec_from_file_location("small_verifier", VERIFIER)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    exec(compile(text, str(VERIFIER), "exec"), module.__dict__)  # noqa: S102 - a file of ours, or its mutant
    return module


def bench(url: str, folder: Path) -> Bench:
    """Three cases of one to five entries; personal values, some of them corrected and erased."""
    clock = Clock()
    checkpoint = folder / "heads.jsonl"
    with Store.connect(url, clock=clock) as store:
        begun(store, "D-1")
        store.fire("D-1", "submit", actor=CITIZEN, key="k")
        clock.forward(hours=1)
        store.fire("D-1", "mark", {"points": "49.995"}, actor=member(1))
        store.fire("D-1", "mark", {"points": "50.005001"}, actor=member(2))
        raw, mark = connected(url)
        query = f"SELECT {', '.join(COLUMNS)} FROM workflow_case WHERE id = 'D-1'"  # noqa: S608
        before = [tuple(row) for row in raw.execute(query).fetchall()]
        raw.close()
        store.fire("D-1", "mark", {"points": "60"}, actor=member(3))
        begun(store, "Đ-2")
        store.erase("Đ-2", ("phone",))
        approved(store, clock, "D-3", until="2020-09-01")
        with checkpoint.open("wb") as stream:
            store.checkpoint(stream)
        assert list(store.verify(against=[checkpoint])) == []
    raw, mark = connected(url)
    if mark == "?":
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("BEGIN")
    else:
        raw.execute("SET session_replication_role = replica")
        raw.commit()
    return Bench(raw, mark, checkpoint, folder, before)


def connected(url: str) -> tuple[Any, str]:
    """Somebody's own connection, and how its parameters are marked."""
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None), "?"
    return psycopg.connect(url), "%s"


def changes(on: Bench, scale: int) -> Iterator[Change]:
    """Every change that there is; of flipped characters, in the short form, one in so many."""
    entries = on.rows("SELECT case_id, seq, document, hash FROM workflow_entry ORDER BY position")
    by_case: dict[str, list[tuple[Any, ...]]] = {}
    for row in entries:
        by_case.setdefault(row[0], []).append(row)
    yield from islice(flips(on), 0, None, max(1, STEP // scale))
    for case, rows in by_case.items():
        yield from of_rows(case, rows)
        yield Change(f"{case} vanished", gone(case), needed=True)
        for number in range(len(rows)):
            yield Change(
                f"{case} written anew from entry {number + 1}", rewritten(case, rows, number), needed=True
            )
    sets = ", ".join(f"{name} = ?" for name in COLUMNS)
    yield Change(
        "D-1 put back to what it was before its last entry",
        [
            ("DELETE FROM workflow_entry WHERE case_id = 'D-1' AND seq = 5", ()),
            (f"UPDATE workflow_case SET {sets} WHERE id = 'D-1'", on.before[0]),  # noqa: S608
        ],
        needed=True,
    )


def flips(on: Bench) -> Iterator[Change]:
    """Every character of every sealed text made another one."""
    for case, seq, *texts in on.rows(f"SELECT case_id, seq, {', '.join(TEXTS)} FROM workflow_entry"):  # noqa: S608
        for column, text in zip(TEXTS, texts, strict=True):
            for place in range(len(text)):
                statement = f"UPDATE workflow_entry SET {column} = ? WHERE case_id = ? AND seq = ?"  # noqa: S608
                what = f"{column} of {case}, entry {seq}, character {place}"
                values = (flipped(text, place), case, seq)
                yield Change(what, [(statement, values)], small=column not in OWN)
    for digest, text in on.rows("SELECT digest, document FROM workflow_definition"):
        for place in range(len(text)):
            statement = "UPDATE workflow_definition SET document = ? WHERE digest = ?"
            yield Change(f"definition, character {place}", [(statement, (flipped(text, place), digest))])


def flipped(text: str, place: int) -> str:
    return text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]


def of_rows(case: str, rows: list[tuple[Any, ...]]) -> Iterator[Change]:
    """Entries deleted, swapped, inserted, cut off; with and without the numbers and hashes that would fit."""
    setting = "UPDATE workflow_entry SET document = ?, hash = ? WHERE case_id = ? AND seq = ?"
    for number, (_, seq, *_) in enumerate(rows):
        one = "DELETE FROM workflow_entry WHERE case_id = ? AND seq = ?"
        yield Change(f"{case}: entry {seq} deleted", [(one, (case, seq))])
        if number:
            rest = "DELETE FROM workflow_entry WHERE case_id = ? AND seq >= ?"
            yield Change(f"{case}: cut off from entry {seq}", [(rest, (case, seq))])
        shift = "UPDATE workflow_entry SET seq = -seq - 1 WHERE case_id = ? AND seq >= ?"
        back = "UPDATE workflow_entry SET seq = -seq WHERE case_id = ? AND seq < 0"
        insert = (
            "INSERT INTO workflow_entry (case_id, seq, event, at, recorded, document, hash)"
            " SELECT case_id, ?, event, at, recorded, document, hash FROM workflow_entry WHERE case_id = ? AND seq = ?"
        )
        statements = [(shift, (case, seq + 1)), (back, (case,)), (insert, (seq + 1, case, seq))]
        yield Change(f"{case}: entry {seq} once more", statements)
    for (_, one_seq, one_text, one_hash), (_, seq, text, hash_) in pairwise(rows):
        swapped = [(setting, (text, hash_, case, one_seq)), (setting, (one_text, one_hash, case, seq))]
        yield Change(f"{case}: entries {one_seq} and {seq} swapped", swapped)
        sealed = swapped_and_sealed(case, one_seq, one_text, text)
        yield Change(f"{case}: entries {one_seq} and {seq} swapped and sealed", sealed)


def swapped_and_sealed(case: str, seq: int, one: str, other: str) -> list[Statement]:
    """Their contents change places, each with its new number and a right hash; only the chain is not mended."""
    setting = "UPDATE workflow_entry SET document = ?, hash = ? WHERE case_id = ? AND seq = ?"
    first, second = json.loads(one), json.loads(other)
    first["seq"], second["seq"] = second["seq"], first["seq"]
    made = [(written(second), seq), (written(first), seq + 1)]
    return [(setting, (text, sha256(text.encode()).hexdigest(), case, number)) for text, number in made]


def written(document: object) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def gone(case: str) -> list[Statement]:
    """The case with all that belongs to it."""
    return [
        ("DELETE FROM workflow_personal WHERE case_id = ?", (case,)),
        ("DELETE FROM workflow_link WHERE case_id = ?", (case,)),
        ("DELETE FROM workflow_entry WHERE case_id = ?", (case,)),
        ("DELETE FROM workflow_case WHERE id = ?", (case,)),
    ]


def rewritten(case: str, rows: list[tuple[Any, ...]], first: int) -> list[Statement]:
    """Another time of writing from that entry on, every hash made anew, and the case as it follows from it."""
    setting = "UPDATE workflow_entry SET document = ?, hash = ?, recorded = ? WHERE case_id = ? AND seq = ?"
    statements: list[Statement] = []
    previous = rows[first - 1][3] if first else None
    for _, seq, text, _ in rows[first:]:
        document = json.loads(text) | {"previous": previous, "recorded": "2020-02-03T23:00:00.000000Z"}
        previous = sha256(written(document).encode()).hexdigest()
        statements.append((setting, (written(document), previous, document["recorded"], case, seq)))
    mended = "UPDATE workflow_case SET document = replace(document, ?, ?), head = ? WHERE id = ?"
    return [*statements, (mended, (rows[-1][3], previous, previous, case))]


def figure(url: str, folder: Path, scale: int) -> Row:
    """All changes on one database."""
    verifier = loaded(VERIFIER.read_text("utf-8"))
    on = bench(url, folder)
    try:
        nothing = Change("nothing", [])
        false_alarm = any(
            on.made(nothing, Bench.store_finds, lambda b: b.small_finds(verifier, b.checkpoint))
        )
        for change in changes(on, scale):
            on.take(change, verifier)
        mutant = loaded(VERIFIER.read_text("utf-8").replace(CHAIN, UNCHAINED))
        rows = on.rows(
            "SELECT case_id, seq, document, hash FROM workflow_entry WHERE case_id = 'D-3' ORDER BY seq"
        )
        swap = Change("", swapped_and_sealed("D-3", rows[2][1], rows[2][2], rows[3][2]))
        (missed,) = on.made(swap, lambda b: not b.small_finds(mutant, b.checkpoint))
    finally:
        on.raw.close()
    for each in on.lost[:20]:
        print(f"not found: {each}")
    return Row(
        "S5",
        "one change to a database: flipped, deleted, swapped, inserted, cut off, vanished, written anew",
        "SQLite" if url.startswith("sqlite") else "PostgreSQL",
        on.tried,
        len(on.lost),
        int(false_alarm),
        "no checkpoint; a verifier that skips the chain",
        caught=missed and not on.unneeded,
    )


def figures(scale: int) -> Iterator[Row]:
    """Both databases; from scale 89 on every character is flipped."""
    with tempfile.TemporaryDirectory() as folder:
        yield figure(f"sqlite:///{Path(folder, 'cases.db')}", Path(folder), scale)
        with running() as url, schema_of(url) as schema:
            yield figure(schema, Path(folder), scale)
