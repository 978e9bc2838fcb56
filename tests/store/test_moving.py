"""A store moves to another database by its export: complete, verified while it is read, all of it or nothing."""

import io
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from sqlite3 import connect
from typing import Any

import psycopg
import pytest
from store.support import CITIZEN, OFFICER, Clock, Database, File, approved, begun

from ocop_workflow import Actor, Store, load
from ocop_workflow.cli.runfile import read_run_file
from ocop_workflow.cli.runner import take_steps
from ocop_workflow.errors import Conflict, StoreError
from ocop_workflow.reading.catalogue import shipped
from ocop_workflow.store import Delivery
from ocop_workflow.store.audit import exporting, paging

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LINKED = """
workflow: part
version: "1"
roles: {officer: {}}
data: {of: {case: part}, size: {type: integer, minimum: 0, maximum: 9}}
start: {begin: {by: officer, to: open}}
states: {open: {}, closed: {final: completed}}
events:
  join: {by: officer, takes: [of], moves: {open: stay}}
  close: {by: officer, moves: {open: closed}}
"""


def filled(store: Store, clock: Clock, folder: Path) -> Store:
    """Keys, corrections, erased values, links backwards and forwards, a case of an older moment beside newer ones."""
    approved(store, clock)
    begun(store, "D-2")
    store.fire("D-2", "correct", {"phone": "0900"}, actor=CITIZEN, key="k-1")
    begun(store, "Đ-3")
    store.erase("Đ-3", ("phone",))
    (folder / "part.yaml").write_text(LINKED, "utf-8")
    part = load(folder / "part.yaml")
    officer = Actor("o", roles=["officer"])
    for name in ("P-2", "P-1", "P-3"):
        store.start(part, actor=officer, id=name)
    store.fire("P-1", "join", {"of": "P-2"}, actor=officer)
    store.fire("P-2", "join", {"of": "P-3"}, actor=officer, key="ghép")
    store.fire("P-3", "join", {"of": "P-3"}, actor=officer)
    store.fire("D-2", "submit", actor=CITIZEN)
    assert list(store.verify()) == []
    return store


@pytest.fixture
def full(store: Store, clock: Clock, tmp_path: Path) -> Store:
    return filled(store, clock, tmp_path)


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of such a store."""
    clock = Clock()
    with Store.connect("sqlite:///:memory:", clock=clock) as store:
        return exported(filled(store, clock, tmp_path_factory.mktemp("filled")))


@pytest.fixture
def other() -> Iterator[Store]:
    with Store.connect("sqlite:///:memory:") as opened:
        yield opened


def exported(store: Store) -> bytes:
    out = io.BytesIO()
    store.export(out)
    return out.getvalue()


def taken(store: Store, raw: bytes) -> tuple[int, int, int, int]:
    made = store.import_(io.BytesIO(raw), "x.jsonl")
    return made.definitions, made.entries, made.cases, made.links


def sealed(lines: list[bytes]) -> bytes:
    """The lines with a right last line of their own: by somebody who knows the format."""
    counts: dict[str, int] = dict.fromkeys(exporting.KINDS, 0)
    for line in lines[1:]:
        counts[json.loads(line)["kind"]] += 1
    end = {"kind": "end", "records": counts, "sha256": sha256(b"".join(lines)).hexdigest()}
    return b"".join(lines) + written(end)


def written(record: dict[str, Any]) -> bytes:
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def test_a_moved_store_is_the_same_in_everything(
    full: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = exported(full)
    for size in (1, 2, 3):
        monkeypatch.setattr(exporting, "TOGETHER", size)
        monkeypatch.setattr(paging, "SIZE", size)
        assert exported(full) == raw
    entries = [
        json.loads(json.loads(line)["document"]) for line in raw.splitlines() if b'"kind":"entry"' in line
    ]
    assert [each["case"] for each in entries][-6:] == ["P-1", "P-3", "P-1", "P-2", "P-3", "D-2"]
    assert taken(other, raw) == (2, 15, 6, 3)
    assert list(other.verify()) == []
    assert exported(other) == raw
    for case in full.cases():
        assert other.get(case.id) == case
        assert other.history(case.id) == full.history(case.id)
        assert [each.personal for each in other.history(case.id)] == [
            each.personal for each in full.history(case.id)
        ]
    assert other.fire("D-2", "correct", {"phone": "0900"}, actor=CITIZEN, key="k-1").replayed
    full_next, other_next = (s.fire("D-2", "remark", actor=OFFICER) for s in (full, other))
    assert (full_next.state, full_next.seq) == (other_next.state, other_next.seq)


def test_the_shipped_products_go_to_postgresql_and_back(file: File, schema: Database, tmp_path: Path) -> None:
    with Store.connect(file.url, clock=lambda: NOW) as store:
        for path in sorted(shipped().rglob("hai-phong-2019.run.yaml")):
            runs = read_run_file(path)
            given = runs.inputs
            with Store.connect(
                file.url, units=given.units, calendar=given.calendar, clock=lambda: NOW
            ) as running:
                assert all(outcome.unexpected is None for outcome in take_steps(running, runs))
        raw = exported(store)
        heads = {case.id: case.head for case in store.cases()}
    assert len(heads) == 12
    with (
        Store.connect(schema.url) as server,
        Store.connect(f"sqlite:///{tmp_path / 'back.db'}") as back,
    ):
        taken(server, raw)
        taken(back, exported(server))
        for moved in (server, back):
            assert exported(moved) == raw
            assert {case.id: case.head for case in moved.cases()} == heads
            assert list(moved.verify()) == []


def test_what_is_there_already_stays_and_the_rest_is_taken(right: bytes, other: Store) -> None:
    begun(other, "Z-1")
    first = taken(other, right)
    assert first == (1, 15, 6, 3)
    assert taken(other, right) == (0, 0, 0, 0)
    other.fire("P-1", "join", {"of": "P-3"}, actor=OFFICER)
    other.erase("D-1")
    before = exported(other)
    assert taken(other, right) == (0, 0, 0, 0), "a case that went on here is further than the file's"
    assert exported(other) == before, "and what was erased here stays erased"


def test_a_case_that_is_otherwise_here_is_refused_and_nothing_is_taken(right: bytes, other: Store) -> None:
    begun(other, "Đ-3")
    before = exported(other)
    with pytest.raises(StoreError) as error:
        taken(other, right)
    assert error.value.code == "import_differs"
    assert "“x.jsonl”, dòng " in error.value.text("vi")
    assert "Đ-3" in error.value.text("en")
    assert exported(other) == before


def test_a_case_that_went_on_in_the_file_is_not_continued(full: Store, other: Store) -> None:
    taken(other, exported(full))
    full.fire("D-2", "remark", actor=OFFICER)
    before = exported(other)
    with pytest.raises(StoreError) as error:
        taken(other, exported(full))
    assert error.value.code == "import_differs"
    assert exported(other) == before


def test_a_version_that_is_kept_with_another_behaviour_is_refused(
    right: bytes, other: Store, tmp_path: Path
) -> None:
    (tmp_path / "part.yaml").write_text(LINKED.replace("maximum: 9", "maximum: 8"), "utf-8")
    other.start(load(tmp_path / "part.yaml"), actor=Actor("o", roles=["officer"]), id="Q-1")
    with pytest.raises(StoreError) as error:
        taken(other, right)
    assert error.value.code == "import_differs"
    assert "part" in error.value.text("vi")


def test_whoever_wrote_the_same_case_meanwhile_is_not_overwritten(
    right: bytes, schema: Database, clock: Clock
) -> None:
    """The import waits for a host that has not committed yet, and then finds that it was second."""
    with Store.connect(schema.url, clock=clock) as store, ThreadPoolExecutor() as threads:
        with psycopg.connect(schema.url) as host:
            begun(Store(host, clock=clock), "D-1")
            importing = threads.submit(taken, store, right)
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%workflow%'"
            until = time.monotonic() + 20
            while time.monotonic() < until and schema.columns(waiting) == [(0,)]:
                time.sleep(0.01)
            host.commit()
        with pytest.raises((Conflict, StoreError)) as error:
            importing.result()
        assert getattr(error.value, "code", "") in {"import_conflict", "import_differs"}
        assert [case.id for case in store.cases()] == ["D-1"]
        assert list(store.verify()) == []


def test_an_import_in_a_hosts_transaction_is_the_hosts_to_keep(right: bytes, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    with closing(connect(mine)) as host:
        store = Store(host)
        taken(store, right)
        host.rollback()
        assert list(store.cases()) == []
        taken(store, right)
        host.commit()
    with Store.connect(f"sqlite:///{mine}") as store:
        assert exported(store) == right


def test_every_kind_of_damage_is_told_with_its_line_and_nothing_is_taken(right: bytes, other: Store) -> None:
    *lines, last = right.splitlines(keepends=True)
    places = range(0, len(right), 97)
    damaged = [
        *(right[:at] + bytes([right[at] ^ 1]) + right[at + 1 :] for at in places),
        *(right[:at] for at in range(0, len(right), 1501)),
        *(b"".join([*lines[:number], *lines[number + 1 :], last]) for number in range(len(lines))),
        *(b"".join([*lines[:number], lines[number], *lines[number:], last]) for number in range(len(lines))),
        right + last,
        right.replace(b"\n", b"\r\n"),
    ]
    for raw in damaged:
        with pytest.raises(StoreError) as error:
            taken(other, raw)
        assert error.value.code.startswith(("file_", "import_"))
        assert "“x.jsonl”" in error.value.text("vi")
    assert list(other.cases()) == []
    assert taken(other, right) == (2, 15, 6, 3)


def changed(
    kind: str, number: int, change: Callable[[dict[str, Any]], None]
) -> Callable[[list[bytes]], None]:
    def apply(lines: list[bytes]) -> None:
        places = [at for at, line in enumerate(lines) if json.loads(line)["kind"] == kind]
        record = json.loads(lines[places[number]])
        change(record)
        lines[places[number]] = written(record)

    return apply


def document(record: dict[str, Any], **values: object) -> None:
    """Another document with a right hash of its own."""
    record["document"] = written(json.loads(record["document"]) | values).decode().rstrip("\n")
    if "hash" in record:
        record["hash"] = sha256(record["document"].encode()).hexdigest()


def without(kind: str, number: int) -> Callable[[list[bytes]], None]:
    def apply(lines: list[bytes]) -> None:
        del lines[[at for at, line in enumerate(lines) if json.loads(line)["kind"] == kind][number]]

    return apply


FORGERIES: dict[str, Callable[[list[bytes]], None]] = {  # by somebody who seals the file anew
    "a definition's document": changed("definition", 0, lambda r: r.update(document=r["document"] + " ")),
    "a definition's version": changed("definition", 0, lambda r: r.update(version="9")),
    "no definition": without("definition", 0),
    "an entry's actor": changed("entry", 2, lambda r: document(r, actor="m-9")),
    "an entry's document without its hash": changed("entry", 2, lambda r: r.update(document=r["document"] + " ")),
    "an entry's hash": changed("entry", 2, lambda r: r.update(hash="0" * 64)),
    "the last entry's actor": changed("entry", 4, lambda r: document(r, actor="m-9")),
    "an entry's number": changed("entry", 4, lambda r: document(r, seq=7)),
    "an enormous number": changed("entry", 4, lambda r: document(r, seq=10**30)),
    "a number that is none": changed("entry", 4, lambda r: document(r, seq="5")),
    "an event that is none": changed("entry", 4, lambda r: document(r, event=None)),
    "an entry of another case": changed("entry", 4, lambda r: document(r, case="D-9", seq=1, previous=None)),
    "no time": changed("entry", 4, lambda r: document(r, at=None)),
    "a part more": changed("entry", 4, lambda r: document(r, more=1)),
    "an entry left out": without("entry", 3),
    "the first entry left out": without("entry", 0),
    "the last entry left out": without("entry", 4),
    "an entry twice": lambda lines: lines.insert(5, lines[4]),
    "entries swapped": lambda lines: lines.insert(4, lines.pop(5)),
    "a case left out": without("case", 1),
    "a case's state": changed("case", 0, lambda r: document(r, state="draft")),
    "a case's due dates": changed("case", 0, lambda r: document(r, due={})),
    "a case's head": changed("case", 0, lambda r: document(r, head="0" * 64)),
    "a case's definition": changed("case", 0, lambda r: document(r, definition="0" * 64)),
    "a case's id": changed("case", 0, lambda r: r.update(id="D-0")),
    "a case that is no object": changed("case", 0, lambda r: r.update(document="[]")),
    "a personal value": changed("entry", 0, lambda r: r["personal"][0].update(value='"x"')),
    "a personal value without its key": changed("entry", 0, lambda r: r["personal"][0].update(key=None)),
    "a personal value left out": changed("entry", 0, lambda r: r["personal"].pop()),
    "a personal value twice": changed("entry", 0, lambda r: r["personal"].append(r["personal"][1])),
    "a personal value more": changed(
        "entry", 1, lambda r: r["personal"].append({"field": "name", "key": "00", "value": '"x"'})
    ),
    "a link left out": without("link", 0),
    "a link elsewhere": changed("link", 0, lambda r: r.update(target="D-1")),
    "a link of nobody": changed("link", 0, lambda r: r.update(case="P-9")),
    "a link twice": lambda lines: lines.append(lines[-1]),
    "a link that is none": changed("link", 0, lambda r: r.update(field="size")),
    "a line of another kind": lambda lines: lines.insert(1, written({"kind": "note", "text": ""})),
    "a line with more": changed("case", 0, lambda r: r.update(more="")),
    "a line with less": changed("case", 0, lambda r: r.pop("document")),
    "a line of another type": changed("entry", 0, lambda r: r.update(key=1)),
    "lines in another order": lambda lines: lines.append(lines.pop(1)),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_a_right_seal_hides_is_found_by_what_the_lines_say(
    right: bytes, other: Store, forgery: str
) -> None:
    *lines, last = right.splitlines(keepends=True)
    assert sealed(lines) == right
    before = list(lines)
    try:
        FORGERIES[forgery](lines)
    except KeyError:
        lines[-1] = b"{}\n"
    assert lines != before
    try:
        raw = sealed(lines)
    except KeyError:
        raw = b"".join([*lines, last])
    with pytest.raises(StoreError) as error:
        taken(other, raw)
    assert error.value.code in {"file_line", "import_damaged"}
    assert "“x.jsonl”, dòng " in error.value.text("vi")
    assert "Error" not in error.value.text("vi")
    assert list(other.cases()) == []


def test_a_key_is_not_sealed_by_the_history_and_only_the_files_seal_keeps_it(
    right: bytes, other: Store
) -> None:
    """The control of the list above, and what docs/format.md says of keys."""
    *lines, _ = right.splitlines(keepends=True)
    number = next(at for at, line in enumerate(lines) if b'"key":"k-1"' in line)
    lines[number] = lines[number].replace(b'"key":"k-1"', b'"key":"k-2"')
    assert taken(other, sealed(lines)) == (2, 15, 6, 3)
    assert list(other.verify()) == []


@pytest.mark.parametrize("from_now", [True, False], ids=["from now on", "from the beginning"])
def test_a_consumer_begins_anew_where_a_store_was_moved(full: Store, other: Store, *, from_now: bool) -> None:
    """As docs/keeping.md tells it: with `from_now`, before anything is written, nothing is told twice nor missed."""
    told: list[tuple[str, int]] = []

    def handle(delivery: Delivery) -> None:
        told.append((delivery.entry.case, delivery.entry.seq))

    full.consumer("letters").deliver(handle)
    (before,) = full.consumers()
    assert (before.lag, before.waiting, before.dead) == (0, 0, 0)
    taken(other, exported(full))
    assert other.consumers() == ()
    other.consumer("letters", from_now=from_now).deliver(handle)
    other.fire("D-2", "remark", actor=OFFICER)
    other.consumer("letters").deliver(handle)
    entries = [(case.id, entry.seq) for case in other.cases() for entry in other.history(case.id)]
    if from_now:
        assert sorted(told) == sorted(entries)
    else:
        assert len(told) == 2 * len(entries) - 1


def test_a_consumer_that_is_there_already_is_told_of_what_was_imported(full: Store, other: Store) -> None:
    told: list[tuple[str, int]] = []
    letters = other.consumer("letters")
    begun(other, "here")
    letters.deliver(lambda each: told.append((each.entry.case, each.entry.seq)))
    assert told == [("here", 1)]
    _, entries, _, _ = taken(other, exported(full))
    letters.deliver(lambda each: told.append((each.entry.case, each.entry.seq)))
    assert len(told) == entries + 1
    assert sorted(told) == sorted(
        (case.id, each.seq) for case in other.cases() for each in other.history(case.id)
    )
