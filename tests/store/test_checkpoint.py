# ruff: noqa: S608 - statements are put together on purpose, by whoever tampers
"""A checkpoint finds what no store can find by itself: cases that vanished, and histories written anew."""

import io
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from store.support import CITIZEN, Clock, Database, approved, begun
from store.test_whole import told

from ocop_workflow import Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store import Checkpoint, read_checkpoint
from ocop_workflow.store.audit import against, checkpoint, statements
from ocop_workflow.store.audit.paging import pages
from ocop_workflow.store.link import Link, Row

GONE = [
    f"DELETE FROM workflow_{table} WHERE {column} = 'D-2'"
    for table, column in (("personal", "case_id"), ("link", "case_id"), ("entry", "case_id"), ("case", "id"))
]


@pytest.fixture
def full(store: Store, clock: Clock) -> Store:
    approved(store, clock)
    for number in range(2, 6):
        begun(store, f"D-{number}")
    return store


def kept(store: Store, path: Path) -> Checkpoint:
    with path.open("wb") as stream:
        return store.checkpoint(stream)


def rewritten(database: Database, case_id: str) -> None:
    """The whole history with another content, every hash made anew, and the case as it follows from it."""
    previous = None
    statements = []
    entries = database.columns(
        f"SELECT seq, document, hash FROM workflow_entry WHERE case_id = '{case_id}' ORDER BY seq"
    )
    for seq, text, _ in entries:
        document = json.loads(text) | {"previous": previous, "recorded": "2020-02-03T12:00:00.000000Z"}
        forged = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = sha256(forged.encode()).hexdigest()
        statements.append(
            f"UPDATE workflow_entry SET document = '{forged}', hash = '{previous}',"
            f" recorded = '2020-02-03T12:00:00.000000Z' WHERE case_id = '{case_id}' AND seq = {seq}"
        )
    statements.append(
        f"UPDATE workflow_case SET document = replace(document, '{entries[-1][2]}', '{previous}'),"
        f" head = '{previous}' WHERE id = '{case_id}'"
    )
    database.tamper(*statements)


def test_it_holds_every_head_and_is_sealed(full: Store, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "heads"
    made = kept(full, path)
    assert (made.at, made.definitions, made.cases) == (clock.now, 1, 5)
    assert read_checkpoint(path) == made
    *before, last = path.read_bytes().splitlines(keepends=True)
    assert sha256(b"".join(before)).hexdigest() == made.sha256 == json.loads(last)["sha256"]
    assert made.spoken.replace(" ", "") == made.sha256
    heads = {(line["id"], line["seq"], line["head"]) for line in map(json.loads, before[2:])}
    assert heads == {(case.id, case.seq, case.head) for case in full.cases()}


def test_what_comes_later_is_no_finding(full: Store, tmp_path: Path) -> None:
    kept(full, tmp_path / "heads")
    full.fire("D-2", "submit", actor=CITIZEN)
    begun(full, "D-6")
    full.erase("D-3")
    assert list(full.verify(against=[tmp_path / "heads"])) == []


def test_a_case_that_vanished_is_found_by_the_checkpoint_alone(
    full: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(full, tmp_path / "heads")
    database.tamper(*GONE)
    assert list(full.verify()) == [], "without the checkpoint nobody can know"
    for together in (1, 2, 200):
        monkeypatch.setattr(against, "TOGETHER", together)
        assert told(full.verify(against=[tmp_path / "heads"])) == {("case_vanished", "D-2", None)}


def test_a_history_written_anew_is_found_by_the_checkpoint_alone(
    full: Store, database: Database, tmp_path: Path
) -> None:
    kept(full, tmp_path / "heads")
    rewritten(database, "D-1")
    assert list(full.verify()) == [], "without the checkpoint nobody can know"
    assert told(full.verify(against=[tmp_path / "heads"])) == {("history_rewritten", "D-1", 5)}


def test_a_history_that_was_put_back_to_an_earlier_state_is_found(
    store: Store, database: Database, tmp_path: Path, clock: Clock
) -> None:
    begun(store)
    ((document, head),) = database.columns("SELECT document, head FROM workflow_case")
    clock.forward(hours=1)
    store.fire("D-1", "submit", actor=CITIZEN)
    kept(store, tmp_path / "heads")
    database.tamper(
        "DELETE FROM workflow_entry WHERE seq > 1",
        f"UPDATE workflow_case SET seq = 1, state = 'draft', due = NULL, document = '{document}', head = '{head}'",
    )
    assert "head_differs" not in {code for code, _, _ in told(store.verify())}
    assert ("history_cut_off", "D-1", 2) in told(store.verify(against=[tmp_path / "heads"]))


def test_a_definition_that_vanished_is_found(full: Store, database: Database, tmp_path: Path) -> None:
    kept(full, tmp_path / "heads")
    database.tamper("DELETE FROM workflow_definition")
    found = {code for code, _, _ in told(full.verify(against=[tmp_path / "heads"]))}
    assert found == {"definition_missing", "definition_vanished"}


def test_of_several_checkpoints_each_is_compared(full: Store, database: Database, tmp_path: Path) -> None:
    kept(full, tmp_path / "first")
    full.fire("D-2", "submit", actor=CITIZEN)
    kept(full, tmp_path / "second")
    database.tamper(*GONE)
    found = list(full.verify(against=[tmp_path / "first", tmp_path / "second"]))
    assert [each.code for each in found] == ["case_vanished"] * 2
    assert ["first" in each.message.say("vi") for each in found] == [True, False]


def test_every_byte_of_a_checkpoint_that_is_changed_is_told(full: Store, tmp_path: Path) -> None:
    whole = tmp_path / "heads"
    kept(full, whole)
    right = whole.read_bytes()
    path = tmp_path / "changed"
    lines = right.splitlines(keepends=True)
    others = [
        *(right[:place] + bytes([right[place] ^ 1]) + right[place + 1 :] for place in range(len(right))),
        *(right[:end] for end in range(0, len(right), 7)),
        *(b"".join(lines[:number] + lines[number + 1 :]) for number in range(len(lines))),
        *(b"".join([*lines[:number], lines[number], *lines[number:]]) for number in range(len(lines))),
        b"".join([*lines[:2], lines[3], lines[2], *lines[4:]]),
        right + b"x",
        right + lines[-1],
        right.replace(b"\n", b"\r\n"),
    ]
    for other in others:
        assert other != right
        path.write_bytes(other)
        with pytest.raises(StoreError) as error:
            read_checkpoint(path)
        assert error.value.code.startswith("file_")
        assert str(path) in error.value.text("vi")
    path.write_bytes(others[100])
    assert {code for code, _, _ in told(full.verify(against=[path]))} <= {"file_line", "file_seal"}


def test_lines_out_of_order_are_told_even_if_sealed_anew(full: Store, tmp_path: Path) -> None:
    kept(full, tmp_path / "heads")
    *lines, last = (tmp_path / "heads").read_bytes().splitlines(keepends=True)
    lines[2], lines[3] = lines[3], lines[2]
    seal = sha256(b"".join(lines)).hexdigest()
    again = json.dumps({**json.loads(last), "sha256": seal}, sort_keys=True, separators=(",", ":"))
    (tmp_path / "heads").write_bytes(b"".join(lines) + again.encode() + b"\n")
    with pytest.raises(StoreError) as error:
        read_checkpoint(tmp_path / "heads")
    assert error.value.code == "file_line"


def test_what_is_no_checkpoint_or_of_a_later_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "heads"
    for text, code in (
        ('{"format":1,"kind":"export"}\n', "file_not_checkpoint"),
        ('{"format":2,"kind":"checkpoint"}\n', "file_format"),
        ("", "file_cut_off"),
        ("[]\n", "file_line"),
        ("[" * 100_000 + "\n", "file_line"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(StoreError) as error:
            read_checkpoint(path)
        assert error.value.code == code
    with pytest.raises(StoreError) as error:
        read_checkpoint(tmp_path / "nowhere")
    assert error.value.code == "cannot_read"


def test_a_checkpoint_is_one_picture_while_others_write(
    schema: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another store starts a case as soon as the first page is read. (On SQLite it would wait.)"""

    def interrupted(link: Link, statement: str) -> Iterator[Row]:
        for number, rows in enumerate(pages(link, statement, 2)):
            if number == 0 and statement == statements.HEADS:
                with Store.connect(schema.url, clock=clock) as other:
                    begun(other, "D-4b")
            yield from rows

    monkeypatch.setattr(checkpoint, "paged", interrupted)
    with Store.connect(schema.url, clock=clock) as store:
        for number in range(1, 6):
            begun(store, f"D-{number}")
        out = io.BytesIO()
        assert store.checkpoint(out).cases == 5
        assert b"D-4b" not in out.getvalue()
        assert store.get("D-4b").seq == 1
