"""The bytes that were hashed stay with their entry, and with no copy that could differ from it."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from attrs import evolve

from ocop_workflow import Actor, load
from ocop_workflow.engine import Facts, decide, entry_bytes

NOTE = """\
workflow: note
version: "1"
roles: {clerk: {}}
data: {text: {type: string}}
start: {write: {by: clerk, to: written, takes: [text]}}
states: {written: {}, filed: {final: completed}}
events: {file: {by: clerk, moves: {written: filed}}}
"""


def test_an_entry_that_differs_is_never_written_as_what_was_hashed(tmp_path: Path) -> None:
    file = tmp_path / "note.yaml"
    file.write_text(NOTE, "utf-8")
    now = datetime(2026, 3, 2, tzinfo=UTC)
    given = ("write", {"text": "một"}, Actor("an", roles=["clerk"]), now, Facts(now, "N-1"))
    (entry,) = decide(load(file).machine, None, *given).entries
    assert sha256(entry_bytes(entry)).hexdigest() == entry.hash
    other = evolve(entry, actor="binh")
    assert sha256(entry_bytes(other)).hexdigest() != entry.hash == other.hash
    assert b"binh" in entry_bytes(other)
