"""What goes on once cases have moved: their clocks, and stores that wrote them before."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from store.support import Database

from ocop_workflow import Store, load
from ocop_workflow.migration import Composed, load_plan, migrate

from .desk_cases import BEGUN, CLERK, Clock

FIRST = """\
workflow: note
version: "1"
timezone: Asia/Ho_Chi_Minh
data: {until: {type: date}}
roles: {clerk: {}}
start: {keep: {by: clerk, takes: [until], to: kept}}
states: {kept: {}, gone: {final: completed}}
events:
  throw: {by: clerk, moves: {kept: gone}}
  read: {by: clerk, moves: {kept: stay}}
  remind: {by: clock, at: until, moves: {kept: stay}}
"""
SECOND = """\
workflow: note
version: "2"
timezone: Asia/Ho_Chi_Minh
data: {until: {type: date}, beside: {case: note}}
roles: {clerk: {}}
start: {keep: {by: clerk, takes: [until], to: kept}}
states: {kept: {}, gone: {final: completed}}
events:
  burn: {by: clerk, moves: {kept: gone}}
  read: {by: clerk, moves: {kept: stay}}
  remind: {by: clock, at: until, moves: {kept: stay}}
  pin: {by: clerk, takes: [beside], moves: {kept: stay}}
"""
PLAN = """\
migration: note@1-2
from: 1.yaml
to: 2.yaml
states: {kept: same}
events: {throw: burn}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Composed:
    for name, text in (("1.yaml", FIRST), ("2.yaml", SECOND), ("1-2.migration.yaml", PLAN)):
        (tmp_path / name).write_text(text, "utf-8")
    return load_plan(tmp_path / "1-2.migration.yaml")


def kept(store: Store, folder: Path, case_id: str, until: str) -> None:
    store.start(load(folder / "1.yaml"), {"until": until}, actor=CLERK, id=case_id, at=BEGUN)


def histories(store: Store, clock: Clock, *ids: str) -> list[str]:
    """The events of each, once time has gone on and it is burnt."""
    clock.now += timedelta(days=400)
    for case_id in ids:
        store.fire(case_id, "burn", actor=CLERK)
        assert store.verify(case_id) == ()
    return [" ".join(entry.event for entry in store.history(case_id)) for case_id in ids]


def test_a_clock_that_has_come_does_not_come_again(plan: Composed, tmp_path: Path) -> None:
    clock = Clock()
    with Store.connect("sqlite:///:memory:", clock=clock) as store:
        kept(store, tmp_path, "N-1", "2026-02-01")
        kept(store, tmp_path, "N-2", "2026-12-01")
        assert {each.verdict for each in migrate(store, plan, actor=CLERK)} == {"moved"}
        found = histories(store, clock, "N-1", "N-2")
        assert found == ["keep remind migrate burn", "keep migrate remind burn"]


@pytest.mark.usefixtures("plan")
def test_a_clock_comes_again_where_the_plan_writes_its_date_anew(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "1-2.migration.yaml"
    file.write_text(PLAN + 'sets: {until: "days(before.until, 100)"}\n', "utf-8")
    with Store.connect("sqlite:///:memory:", clock=clock) as store:
        kept(store, tmp_path, "N-1", "2026-02-01")
        assert {each.verdict for each in migrate(store, load_plan(file), actor=CLERK)} == {"moved"}
        assert str(store.get("N-1").data["until"]) == "2026-05-12"
        assert histories(store, clock, "N-1") == ["keep remind migrate remind burn"]


def test_a_store_that_wrote_a_case_before_another_moved_it_holds_cases_in_the_one_order(
    plan: Composed, tmp_path: Path, schema: Database
) -> None:
    """N-2 refers to N-1 since: whoever fires on it waits for N-1 first, and holds nothing until then."""
    with Store.connect(schema.url, clock=Clock()) as mine, ThreadPoolExecutor() as threads:
        for case_id in ("N-1", "N-2"):
            kept(mine, tmp_path, case_id, "2026-12-01")
        mine.fire("N-2", "read", actor=CLERK)
        with Store.connect(schema.url, clock=Clock()) as other:
            assert {each.verdict for each in migrate(other, plan, actor=CLERK)} == {"moved"}
        with psycopg.connect(schema.url) as writer:
            writer.execute("SELECT id FROM workflow_case WHERE id = 'N-1' FOR NO KEY UPDATE")
            pinning = threads.submit(mine.fire, "N-2", "pin", {"beside": "N-1"}, actor=CLERK)
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%workflow%'"
            until = time.monotonic() + 20
            while time.monotonic() < until and schema.columns(waiting) == [(0,)]:
                time.sleep(0.01)
            assert not pinning.done()
            writer.execute("SELECT id FROM workflow_case WHERE id = 'N-2' FOR NO KEY UPDATE NOWAIT")
            writer.rollback()
        assert pinning.result().data["beside"] == "N-1"
        assert mine.verify("N-2") == ()
