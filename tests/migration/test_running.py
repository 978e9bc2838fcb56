"""A dry run says what a run does; a run that is killed goes on; whoever acts meanwhile loses nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from store.support import Database, File

from ocop_workflow import Actor, Entry, Refused, Store, load
from ocop_workflow.engine import WATCHERS
from ocop_workflow.errors import Conflict, DefinitionError, StoreError
from ocop_workflow.migration import Outcome, load_plan, migrate

from .desk_cases import BEGUN, CHIEF, CLERK, FOLDER, SMALL, Clock, file, plan, said

MANY = int(os.environ.get("OCOP_WORKFLOW_MIGRATED", "250"))  # 10,000 in the long form
MOVER = Actor("mover")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return File(f"sqlite:///{tmp_path / 'cases.db'}", tmp_path / "cases.db")
    found: Database = request.getfixturevalue("schema")
    return found


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with Store.connect(database.url, clock=Clock()) as opened:
        yield opened


def written(store: Store) -> bytes:
    stream = BytesIO()
    store.export(stream)
    return stream.getvalue()


def ways(store: Store, ids: list[str]) -> dict[str, tuple[str, str | None]]:
    """What the plan's text says of each, once what is due has happened."""
    found = {}
    for case_id in ids:
        case = store.get(case_id)
        due = case.due.get("end")
        came = due is not None and due.at is not None and due.at <= Clock()()
        found[case_id] = ("ended", None) if came else said(case)
    return found


def test_a_dry_run_says_what_a_run_does_and_writes_nothing(store: Store) -> None:
    ids = file(store, MANY)
    wanted, before = ways(store, ids), written(store)
    dry = list(migrate(store, plan(), actor=MOVER, dry_run=True))
    assert written(store) == before
    done = list(migrate(store, plan(), actor=MOVER))
    assert done == dry
    assert {each.case: (each.verdict, each.target) for each in done} == wanted
    assert len(set(wanted.values())) == 5
    for each in done:
        case = store.get(each.case)
        assert store.verify(each.case) == ()
        moved = each.verdict == "moved"
        assert (case.state, store.workflow(each.case).version) == (
            (each.target, "2") if moved else (case.state, "1")
        )
    again = list(migrate(store, plan(), actor=MOVER))
    assert Counter(each.verdict for each in again).keys() <= {"pinned", "ended"}


def test_what_a_case_has_comes_along(store: Store) -> None:
    """Who checked may not grant, votes count on, clocks run on, the name is still joined, and can be erased."""
    for case_id, amount in (("D-1", 30), ("D-2", 30)):
        given = {"name": "Nguyễn Thị Bưởi", "amount": amount, "kind": "loan"}
        store.start(
            load(FOLDER / "1.yaml", parameters={"patience": 400}), given, actor=CLERK, id=case_id, at=BEGUN
        )
    store.fire("D-1", "vote", {"yes_": True}, actor=CLERK)
    store.fire("D-1", "check", actor=CLERK)
    before = store.get("D-1"), store.get("D-2")
    assert {each.target for each in migrate(store, plan(), actor=MOVER)} == {"weighed", "filed"}
    after = store.get("D-1"), store.get("D-2")
    assert dict(after[0].data) == {
        "name": "Nguyễn Thị Bưởi", "amount": 30, "sort": "lent", "votes": before[0].data["votes"], "big": False,
    }  # fmt: skip
    assert after[0].evidence == {"": {"weigh": ("anna",)}}
    assert after[1].due == before[1].due  # it waits in the same place
    come, waits = after[0].due["remind"].at, after[1].due["remind"].at
    assert come is not None
    assert waits is not None
    assert come > waits
    assert (after[1].since["filed"], after[1].since["open"]) == (
        before[1].since["filed"],
        before[1].since["open"],
    )
    with pytest.raises(Refused) as refused:
        store.fire("D-1", "grant", {"until": "2027-01-01"}, actor=Actor("anna", ["chief"]))
    assert [reason.code for reason in refused.value.reasons] == ["not_permitted"]
    store.fire("D-1", "grant", {"until": "2027-01-01"}, actor=CHIEF)
    assert store.erase("D-1") == 1
    assert store.verify("D-1") == ()
    told = [(entry.event, entry.format, entry.actor) for entry in store.history("D-1")]
    assert told[-2:] == [("migrate", 2, "mover"), ("grant", 1, "boss")]


def test_a_key_of_before_gives_its_answer_again(store: Store) -> None:
    workflow = load(FOLDER / "1.yaml")
    store.start(workflow, {"name": "A", "amount": 1, "kind": "gift"}, actor=CLERK, id="D-1", key="k-1")
    was = store.fire("D-1", "check", actor=CLERK, key="k-2")
    list(migrate(store, plan(), actor=MOVER))
    again = store.fire("D-1", "check", actor=CLERK, key="k-2")
    assert (again, again.replayed) == (was, True)
    assert store.get("D-1").state == "weighed"


def test_nothing_moves_while_a_value_is_open(store: Store) -> None:
    file(store, 3)
    with pytest.raises(DefinitionError) as error:
        list(migrate(store, load_plan(FOLDER / "1-2.migration.yaml"), actor=MOVER))
    assert {problem.code for problem in error.value.problems} == {"parameter_open"}
    assert len(error.value.problems) == 2
    assert {store.workflow(case.id).version for case in store.cases()} == {"1"}


def test_a_version_that_another_made_otherwise_is_left(store: Store, tmp_path: Path) -> None:
    text = (FOLDER / "1.yaml").read_text("utf-8").replace("not_by: [check]", "not_by: [check, back]")
    other = tmp_path / "1.yaml"
    other.write_text(text, "utf-8")
    store.start(load(other), {"name": "A", "amount": 1, "kind": "gift"}, actor=CLERK, id="D-1")
    (told,) = migrate(store, plan(), actor=MOVER)
    assert told.verdict == "refused"
    assert "differs" in told.reasons[0].say("en")


def test_an_entry_of_a_newer_format_is_told_and_nothing_of_it_is_guessed(tmp_path: Path) -> None:
    file_ = tmp_path / "cases.db"
    with Store.connect(f"sqlite:///{file_}", clock=Clock()) as store:
        file(store, 1)
    with sqlite3.connect(file_) as raw:
        raw.execute("DROP TRIGGER workflow_entry_not_updated")
        raw.execute("UPDATE workflow_entry SET document = replace(document, '\"format\":1', '\"format\":9')")
    with Store.connect(f"sqlite:///{file_}", clock=Clock()) as store:
        with pytest.raises(StoreError) as error:
            store.history("D-00000")
        assert error.value.code == "newer_format"
        assert "newer_format" in {finding.code for finding in store.verify("D-00000")}


def test_a_dry_run_knows_a_version_that_the_store_has_otherwise(store: Store, tmp_path: Path) -> None:
    """What the store would say when it keeps the new version is said without writing, too."""
    text = (FOLDER / "2.yaml").read_text("utf-8").replace("not_by: [weigh]", "not_by: [weigh, vote]")
    (tmp_path / "2.yaml").write_text(text, "utf-8")
    other = load(tmp_path / "2.yaml", parameters={"most": SMALL})
    store.start(other, {"name": "A", "amount": 1, "sort": "lent"}, actor=CLERK, id="E-1")
    file(store, 2)
    dry = list(migrate(store, plan(), actor=MOVER, dry_run=True))
    assert list(migrate(store, plan(), actor=MOVER)) == dry
    assert {each.verdict for each in dry} <= {"refused", "pinned", "ended"}
    assert any("another behaviour" in reason.say("en") for each in dry for reason in each.reasons)


def test_whoever_watches_is_told_of_clocks_that_a_move_fires_and_of_none_in_a_dry_run(store: Store) -> None:
    workflow = load(FOLDER / "1.yaml", parameters={"patience": 10})
    store.start(workflow, {"name": "A", "amount": 1, "kind": "gift"}, actor=CLERK, id="D-1", at=BEGUN)
    told: list[str] = []

    def watch(_: object, __: object, ___: str, entries: Sequence[Entry], ____: object) -> None:
        told.extend(entry.event for entry in entries)

    WATCHERS.append(watch)
    try:
        list(migrate(store, plan(), actor=MOVER, dry_run=True))
        assert told == []
        list(migrate(store, plan(), actor=MOVER))
    finally:
        WATCHERS.remove(watch)
    assert told == ["remind"]
    assert [entry.event for entry in store.history("D-1")] == ["file", "remind", "migrate"]


def test_nothing_moves_in_the_future(store: Store) -> None:
    file(store, 3)
    told = list(migrate(store, plan(), actor=MOVER, at=Clock()() + timedelta(days=1)))
    assert {each.verdict for each in told} == {"refused"}
    assert {store.workflow(case.id).version for case in store.cases()} == {"1"}


CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from migration.desk_cases import Clock, plan
from ocop_workflow import Actor, Store
from ocop_workflow.migration import migrate
with Store.connect(sys.argv[2], clock=Clock()) as store:
    print("ready", flush=True)
    for each in migrate(store, plan(), actor=Actor("mover")):
        print(each.case, flush=True)
"""


def killed(url: str, after: int) -> int:
    """A run in a process of its own, killed when it has told of so many cases; how many it told."""
    command = [sys.executable, "-c", CHILD, str(Path(__file__).parents[1]), url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = -1
        for _ in child.stdout:
            told += 1
            if told == after:
                child.send_signal(signal.SIGKILL)
        child.wait()
    return told


def test_a_run_that_is_killed_goes_on_and_moves_each_case_once(database: Database) -> None:
    with Store.connect(database.url, clock=Clock()) as store:
        ids = file(store, MANY)
        wanted = ways(store, ids)
        for after in (0, MANY // 3, MANY // 2):
            killed(database.url, after)
        time.sleep(0.2)
        list(migrate(store, plan(), actor=MOVER))
        for case_id in ids:
            moves = [entry for entry in store.history(case_id) if entry.moves]
            assert len(moves) == (wanted[case_id][0] == "moved"), case_id
            assert store.verify(case_id) == ()


def test_whoever_acts_meanwhile_is_first_or_second_and_nothing_is_lost(database: Database) -> None:
    with Store.connect(database.url, clock=Clock()) as store:
        ids = file(store, MANY // 2)
    answers: Counter[str] = Counter()

    def vote() -> None:
        with Store.connect(database.url, clock=Clock()) as mine:
            for case_id in ids:
                with suppress(Refused, Conflict, StoreError):
                    mine.fire(case_id, "vote", {"yes_": True}, actor=Actor("carl", ["clerk"]))
                    answers[case_id] += 1

    told: list[Outcome] = []
    thread = Thread(target=vote)
    thread.start()
    with Store.connect(database.url, clock=Clock()) as store:
        told += migrate(store, plan(), actor=MOVER)
    thread.join()
    with Store.connect(database.url, clock=Clock()) as store:
        for each in told:
            history = store.history(each.case)
            votes = [entry for entry in history if entry.event == "vote" and entry.actor == "carl"]
            assert len(votes) == answers[each.case]
            assert [entry.seq for entry in history] == list(range(1, len(history) + 1))
            assert sum(entry.moves for entry in history) == (each.verdict == "moved")
            assert store.verify(each.case) == ()
