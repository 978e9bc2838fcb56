"""An exception anywhere in a step leaves case, history and the host's rows as before."""

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from attrs import evolve
from store.failing import Failing
from store.support import CITIZEN, OFFICER, PERSONAL, Clock, approved, begun, columns, dump

from ocop_workflow import Conflict, Store, UnknownOutcome
from ocop_workflow.errors import StoreError, WorkflowError
from ocop_workflow.store import records
from ocop_workflow.store.link import Connection, Link
from ocop_workflow.store.owned import Owned
from ocop_workflow.store.sqlite import sqlite_file

STEPS: dict[str, Callable[[Store], object]] = {
    "a start": lambda store: begun(store, "D-2"),
    "an event": lambda store: store.fire("D-1", "remark", actor=OFFICER, key="k"),
    "an event with personal values": lambda store: store.fire(
        "D-1", "correct", {"phone": "0900"}, actor=CITIZEN
    ),
    "a due clock event": lambda store: store.fire_due(),
    "an erasure": lambda store: store.erase("D-1"),
}
ERRORS = [sqlite3.OperationalError("disk I/O error"), KeyboardInterrupt(), ZeroDivisionError()]


@pytest.fixture(params=STEPS)
def step(request: pytest.FixtureRequest) -> Callable[[Store], object]:
    return STEPS[request.param]


@pytest.fixture
def ready(path: Path, clock: Clock) -> Path:
    """A draft D-1, and a case whose certificate ends before the next step."""
    with Store.connect(f"sqlite:///{path}", clock=clock) as store:
        begun(store)
        approved(store, clock, "D-0", until="2020-02-10")
    clock.forward(days=20)
    return path


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("ran", [False, True], ids=["before it ran", "after it ran"])
def test_in_a_host_s_transaction_a_failure_at_any_statement_undoes_our_part_alone(
    ready: Path, clock: Clock, step: Callable[[Store], object], error: BaseException, *, ran: bool
) -> None:
    with closing(sqlite3.connect(ready)) as raw:
        raw.execute("CREATE TABLE mine (text TEXT)")
        raw.commit()
        for number in itertools.count(1):
            raw.execute("INSERT INTO mine VALUES ('my row')")
            inside = list(raw.iterdump())
            failing = Failing(raw, error, ran=ran)
            store = Store(failing, clock=clock)
            failing.arm(number)
            try:
                step(store)
            except UnknownOutcome:
                pass  # the host is told that only its own rollback helps
            except (WorkflowError, type(error)):
                assert list(raw.iterdump()) == inside
            else:
                assert number > len(failing.seen)
                break
            assert raw.in_transaction
            raw.rollback()
        assert number > 6
        raw.commit()
        assert raw.execute("SELECT count(*) FROM mine").fetchone() == (1,)
    with Store.connect(f"sqlite:///{ready}") as again:
        assert all(again.verify(case.id) == () for case in again.cases())


def failing_store(
    path: Path, clock: Clock, error: BaseException, *, ran: bool
) -> tuple[Store, list[Failing]]:
    """A store of its own whose connections fail; the last of them is the present one."""
    made: list[Failing] = []

    def opened() -> Connection:
        made.append(Failing(sqlite_file(f"sqlite:///{path}", 1)(), error, ran=ran))
        return cast("Connection", made[-1])

    return Store(Owned(opened), clock=clock), made


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("ran", [False, True], ids=["before it ran", "after it ran"])
def test_on_an_own_connection_a_failure_before_the_commit_leaves_all_as_before(
    ready: Path, clock: Clock, step: Callable[[Store], object], error: BaseException, *, ran: bool
) -> None:
    before = dump(ready)
    for number in itertools.count(1):
        store, made = failing_store(ready, clock, error, ran=ran)
        failing = made[0]
        failing.arm(number)
        try:
            step(store)
        except (WorkflowError, type(error)) as raised:
            committing = failing.seen[-1] == "COMMIT"
            assert isinstance(raised, UnknownOutcome) == (committing and isinstance(error, sqlite3.Error))  # noqa: PT017
            assert (dump(ready) == before) is not (ran and committing)
            failing.arm()
            assert all(store.verify(case.id) == () for case in store.cases())
            store.close()
            if committing:
                break
        else:
            assert failing.seen[number - 1] == "ROLLBACK"  # that a reader's end failed is nobody's concern
            assert dump(ready) != before
            store.close()
            break
    assert number >= 3


@pytest.mark.parametrize("ran", [False, True], ids=["not kept", "kept"])
def test_a_commit_that_fails_at_the_disk_is_an_unknown_outcome_and_a_fresh_read_decides(
    ready: Path, clock: Clock, *, ran: bool
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    store, made = failing_store(ready, clock, error, ran=ran)
    made[-1].arm(only="COMMIT")
    with pytest.raises(UnknownOutcome) as unknown:
        store.fire("D-1", "remark", actor=OFFICER, key="k")
    assert "đọc lại" in unknown.value.text("vi")
    with pytest.raises(sqlite3.ProgrammingError):
        made[0].raw.execute("SELECT 1")  # the connection was dropped
    assert store.get("D-1").seq == 1 + ran
    case = store.fire("D-1", "remark", actor=OFFICER, key="k")
    assert (case.seq, case.replayed) == (2, ran)
    assert len(made) == 2
    store.close()


def test_a_commit_that_gave_up_waiting_is_known_not_to_be_kept(ready: Path, clock: Clock) -> None:
    store, made = failing_store(ready, clock, sqlite3.OperationalError("database is locked"), ran=False)
    made[-1].arm(only="COMMIT")
    with pytest.raises(StoreError) as busy:
        store.fire("D-1", "remark", actor=OFFICER)
    assert busy.value.code == "busy"
    made[-1].arm()
    assert store.fire("D-1", "remark", actor=OFFICER).seq == 2
    assert len(made) == 1
    store.close()


def test_a_savepoint_that_will_not_be_undone_is_told_and_the_host_s_rollback_helps(
    ready: Path, clock: Clock
) -> None:
    with closing(sqlite3.connect(ready)) as raw:
        failing = Failing(raw, sqlite3.OperationalError("disk I/O error"))
        store = Store(failing, clock=clock)
        raw.execute("BEGIN")
        failing.arm(only="ROLLBACK TO")
        with pytest.raises(UnknownOutcome) as unknown:
            store.fire("D-1", "remark", actor=OFFICER, expected=99)
        assert unknown.value.code == "savepoint_lost"
        raw.rollback()
        failing.arm()
        assert store.get("D-1").seq == 1


def test_somebody_who_wrote_between_reading_and_writing_is_a_conflict(
    ready: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's write lock leaves no room for it; another database does, and so does this lie about what was read."""
    with Store.connect(f"sqlite:///{ready}", clock=clock) as store:
        store.fire("D-1", "remark", actor=OFFICER)
        before = dump(ready)
        ((document,),) = columns(ready, "SELECT document FROM workflow_case WHERE id = 'D-1'")
        with store._session.reading() as link:  # noqa: SLF001 - to lie about what it gives
            stale = evolve(records.case_row(link, "D-1"), seq=1)
        monkeypatch.setattr(records, "case_row", lambda *_: stale)
        with pytest.raises(Conflict):
            store.fire("D-1", "remark", actor=OFFICER)
        assert dump(ready) == before
        assert document == stale.document


def test_the_check_has_teeth_a_store_that_commits_between_entry_and_case_is_caught(
    ready: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Link.run

    def broken(self: Link, statement: str, *parameters: object) -> int:
        changed = run(self, statement, *parameters)
        if statement.startswith("INSERT INTO workflow_entry"):
            run(self, "COMMIT")
            run(self, "BEGIN IMMEDIATE")
        return changed

    store, made = failing_store(ready, clock, sqlite3.OperationalError("disk I/O error"), ran=False)
    before = dump(ready)
    monkeypatch.setattr(Link, "run", broken)
    made[-1].arm(only="UPDATE workflow_case")
    with pytest.raises(StoreError):
        store.fire("D-1", "remark", actor=OFFICER)
    made[-1].arm()
    assert dump(ready) != before
    assert [finding.code for finding in store.verify("D-1")] == ["head_differs", "fold_differs"]
    store.close()


def test_a_dropped_connection_is_not_left_open(ready: Path, clock: Clock) -> None:
    store, made = failing_store(ready, clock, sqlite3.OperationalError("disk I/O error"), ran=False)
    for _ in range(3):
        store.get("D-1")
        made[-1].arm(only="ROLLBACK")
        with pytest.raises(Conflict):
            store.fire("D-1", "remark", actor=OFFICER, expected=99)
        with pytest.raises(sqlite3.ProgrammingError):
            made[-1].raw.execute("SELECT 1")
    assert len(made) == 3
    assert store.get("D-1").data["phone"] == PERSONAL["phone"]
    store.close()
