"""`history` shows every entry, and whether they still add up to the stored case."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli.support import Command

from ocop_workflow import Actor, Store, load


@pytest.fixture
def database(command: Command, permits: Path) -> str:
    command("run", permits, "--database", "p.db")
    return "p.db"


def test_a_history_tells_who_did_what_when_and_where_it_led(command: Command, database: str) -> None:
    said = command("history", "P-1", "--database", database)
    assert said.code == 0
    assert "1  01/03/2024  Nộp đơn → Đã nộp" in said.out
    assert "lan – Chủ đầu tư" in said.out
    assert "Người nộp: Nguyễn Thị Lan" in said.out
    assert "2  04/03/2024 09:30  Tiếp nhận → Đang lấy phiếu" in said.out
    assert "Điểm: 7,25" in said.out
    assert "Điểm trung bình  7,63" in said.out
    assert "Hiện nay: Đã cấp" in said.out
    assert "Hết hạn  07/03/2027" in said.out
    assert "Lịch sử liền mạch: 5 lần ghi" in said.out
    assert "Now: Granted" in command("history", "P-1", "--database", database, "--lang", "en").out


def test_a_history_as_json_has_every_entry_with_its_hash(command: Command, database: str) -> None:
    document = json.loads(command("history", "P-1", "--database", database, "--json").out)
    assert document["holds"] is True
    assert document["case"]["state"] == "granted"
    assert [entry["seq"] for entry in document["history"]] == [1, 2, 3, 4, 5]
    assert document["history"][-1]["hash"] == document["case"]["head"]
    assert [entry["previous"] for entry in document["history"][1:]] == [
        entry["hash"] for entry in document["history"][:-1]
    ]
    assert document["history"][0]["personal"] == {"applicant": "Nguyễn Thị Lan"}
    assert document["findings"] == []


def test_erased_values_are_said_to_be_erased(command: Command, database: str) -> None:
    with Store.connect(f"sqlite:///{database}") as store:
        store.erase("P-1")
    said = command("history", "P-1", "--database", database)
    assert said.code == 0
    assert "Người nộp: (đã xóa)" in said.out
    assert "Nguyễn Thị Lan" not in said.out
    document = json.loads(command("history", "P-1", "--database", database, "--json").out)
    assert document["history"][0]["personal"] == {"applicant": None}


def test_a_history_that_was_tampered_with_ends_with_1(command: Command, database: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE workflow_case SET state = 'rejected' WHERE id = 'P-1'")
        connection.commit()
    said = command("history", "P-1", "--database", database)
    assert said.code == 1
    assert "KHÔNG khớp" in said.out
    document = json.loads(command("history", "P-1", "--database", database, "--json").out)
    assert document["holds"] is False
    assert document["findings"]


def test_a_case_that_is_not_there_ends_with_1_and_a_database_that_is_not_there_with_2(
    command: Command, database: str
) -> None:
    said = command("history", "P-9", "--database", database)
    assert (said.code, said.out) == (1, "")
    assert "P-9" in said.err
    said = command("history", "P-1", "--database", "other.db")
    assert said.code == 2
    assert "other.db" in said.err
    assert not Path("other.db").exists()


def test_a_history_says_which_properties_hold_and_which_entry_violated_one(command: Command) -> None:
    Path("grant.yaml").write_text(GRANT, "utf-8")
    workflow = load("grant.yaml")
    worker = Actor("an", roles=["worker"])
    with Store.connect("sqlite:///g.db") as store:
        for case_id, events in {"kept": ("approve",), "broken": ("grant", "approve", "approve")}.items():
            store.start(workflow, {}, actor=worker, id=case_id)
            for event in events:
                store.fire(case_id, event, {}, actor=worker)
    said = command("history", "broken", "--database", "g.db", "--lang", "en")
    assert said.code == 0
    assert "Violated by entry 2 (grant): “grant” happens only after “approve”" in said.out
    assert "Properties of the workflow that hold of this case: 1" in said.out
    assert "Still to come: “approve” is always followed by “grant”" in said.out
    assert "Bị vi phạm từ bước 2 (grant)" in command("history", "broken", "--database", "g.db").out
    document = json.loads(command("history", "broken", "--database", "g.db", "--json").out)
    found = [(each["standing"], each["violated_by"]) for each in document["properties"]]
    assert found == [("violated", 2), ("pending", None), ("holds", None)]
    kept = command("history", "kept", "--database", "g.db", "--lang", "en").out
    assert "Properties of the workflow that hold of this case: 2" in kept
    assert "Violated" not in kept


GRANT = """
workflow: grant
version: "1"
roles: {worker: {}}
start: {begin: {by: worker, to: open}}
states: {open: {goal: true}}
events:
  approve: {by: worker, moves: {open: stay}}
  grant: {by: worker, moves: {open: stay}}
properties:
  - precedence: [approve, grant]
  - response: [approve, grant]
  - {absence: grant, times: 3}
"""
