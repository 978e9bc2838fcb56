"""`due` lists what falls due in a database, for officials and for programs; it fires nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli.support import Command

from ocop_workflow import Actor, Store, load
from ocop_workflow.cli import due as module

PERMIT = """
workflow: permit
version: "1"
timezone: Asia/Ho_Chi_Minh
roles: {officer: {}}
data: {ends: {type: date}}
start: {issue: {by: officer, to: valid, takes: [ends]}}
states: {valid: {}, ended: {final: completed}}
events: {end: {by: clock, title: {vi: Giấy phép hết hạn, en: Permit ends}, at: ends, moves: {valid: ended}}}
"""
NOW = datetime(2023, 1, 9, 2, tzinfo=UTC)


@pytest.fixture
def database(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    """Three permits; it is 9 January 2023."""
    assert command("--version").code == 0, "the folder of the command is entered"
    Path("permit.yaml").write_text(PERMIT, "utf-8")
    officer = Actor("o-1", roles=["officer"])
    with Store.connect("sqlite:///p.db", clock=lambda: datetime(2022, 1, 1, tzinfo=UTC)) as store:
        for case_id, ends in (("P-3", "2023-03-01"), ("P-1", "2023-01-08"), ("P-2", "2023-02-04")):
            store.start(load("permit.yaml"), {"ends": ends}, actor=officer, id=case_id)
    monkeypatch.setattr(module, "utc_now", lambda: NOW)
    return "p.db"


def test_what_falls_due_is_listed_in_order_with_local_days(command: Command, database: str) -> None:
    said = command("due", "--database", database, "--until", "04/02/2023")
    assert said.code == 0
    assert "Đến hạn cho đến hết ngày 04/02/2023: 2 việc" in said.out
    overdue, coming = (" ".join(line.split()) for line in said.out.rstrip().splitlines()[-2:])
    assert overdue == "08/01/2023 P-1 Giấy phép hết hạn (đã đến hạn, chưa thực hiện) permit"
    assert coming == "04/02/2023 P-2 Giấy phép hết hạn permit"
    spoken = command("due", "--database", database, "--until", "2023-02-04", "--lang", "en").out
    assert "Due to the end of 2023-02-04: 2" in spoken
    assert "2023-02-04  P-2   Permit ends" in spoken
    assert "Permit ends (due, not fired yet)" in spoken


def test_without_a_day_it_tells_what_is_due_by_now_and_fires_nothing(command: Command, database: str) -> None:
    for _ in range(2):
        said = command("due", "--database", database, "--lang", "en")
        assert (said.code, "Due by now: 1" in said.out, "P-2" in said.out) == (0, True, False)
    assert (
        "Nothing falls due"
        in command("due", "--database", database, "--until", "2020-01-01", "--lang", "en").out
    )
    assert "Không có việc nào" in command("due", "--database", database, "--until", "2020-01-01").out


def test_for_programs_it_is_json_in_both_languages(command: Command, database: str) -> None:
    said = command("due", "--database", database, "--until", "2023-02-04", "--json")
    first, second = json.loads(said.out)["due"]
    assert first == {
        "case": "P-1",
        "workflow": "permit",
        "state": "valid",
        "event": "end",
        "title": {"vi": "Giấy phép hết hạn", "en": "Permit ends"},
        "day": "2023-01-08",
        "at": "2023-01-07T17:00:00.000000Z",
        "overdue": True,
    }
    assert (second["case"], second["overdue"]) == ("P-2", False)


@pytest.mark.parametrize("given", ["2023-02-30", "31/02/2023", "tomorrow", "2023", "0999-01-01"])
def test_what_is_no_day_is_wrong_usage(command: Command, database: str, given: str) -> None:
    said = command("due", "--database", database, "--until", given)
    assert (said.code, said.out) == (2, "")
    assert f"“{given}” không phải là ngày" in said.err


def test_a_database_that_is_not_there_is_wrong_usage(command: Command) -> None:
    assert command("due", "--database", "none.db").code == 2
