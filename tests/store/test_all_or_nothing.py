"""An exception anywhere in a step leaves case, history and the host's rows as before."""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from store.failing import Failing
from store.support import CITIZEN, OFFICER, PERSONAL, Clock, Database, File, approved, begun, host

from ocop_workflow import Actor, Conflict, Store, UnknownOutcome
from ocop_workflow.cli.inputs import workflow_with
from ocop_workflow.errors import StoreError, WorkflowError
from ocop_workflow.reading import read_calendar, read_units
from ocop_workflow.store import Command, records
from ocop_workflow.store.link import Link

STEPS: dict[str, Callable[[Store], object]] = {
    "a start": lambda store: begun(store, "D-2"),
    "an event": lambda store: store.fire("D-1", "remark", actor=OFFICER, key="k"),
    "an event with personal values": lambda store: store.fire(
        "D-1", "correct", {"phone": "0900"}, actor=CITIZEN
    ),
    "many events": lambda store: store.fire_many(
        [Command("D-1", "remark"), Command("D-1", "approve"), Command("D-1", "remark")], actor=OFFICER
    ),
    "a due clock event": lambda store: store.fire_due(),
    "an erasure": lambda store: store.erase("D-1"),
}
DATABASE = "the database's own"
FAILURES = [(DATABASE, False), (DATABASE, True), ("an interrupt", True)]


@pytest.fixture(params=STEPS)
def step(request: pytest.FixtureRequest) -> Callable[[Store], object]:
    return STEPS[request.param]


@pytest.fixture
def ready(database: Database, clock: Clock) -> Database:
    """A draft D-1, and a case whose certificate ends before the next step."""
    with Store.connect(database.url, clock=clock) as store:
        begun(store)
        approved(store, clock, "D-0", until="2020-02-10")
    clock.forward(days=20)
    return database


@pytest.fixture
def failing(ready: Database, monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Fails with an error of the database's own."""
    failing = Failing()
    failing.error = broken_disk(ready)
    failing.installed(monkeypatch)
    return failing


@pytest.fixture(params=FAILURES, ids=lambda each: f"{each[0]} {'after' if each[1] else 'before'} it ran")
def any_failing(failing: Failing, request: pytest.FixtureRequest) -> Failing:
    name, failing.ran = request.param
    if name != DATABASE:
        failing.error = KeyboardInterrupt()
    return failing


@pytest.fixture
def store(ready: Database, clock: Clock) -> Iterator[Store]:
    with Store.connect(ready.url, clock=clock) as opened:
        yield opened


def broken_disk(database: Database) -> Exception:
    kind = sqlite3.OperationalError if isinstance(database, File) else psycopg.OperationalError
    return kind("disk I/O error")


def is_database_s(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error | psycopg.Error)


def inside(raw: Any) -> list[Any]:
    """Everything that this connection sees, in its own transaction."""
    if isinstance(raw, sqlite3.Connection):
        return list(raw.iterdump())
    names = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'mine' ORDER BY 1"
    return [
        sorted(raw.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608 - a table's name
        for (name,) in raw.execute(names).fetchall()
    ]


def test_in_a_host_s_transaction_a_failure_at_any_statement_undoes_our_part_alone(
    ready: Database, clock: Clock, step: Callable[[Store], object], any_failing: Failing
) -> None:
    failing = any_failing
    ready.execute("CREATE TABLE mine (text TEXT)")
    with closing(host(ready)) as raw:
        store = Store(raw, clock=clock)
        for number in itertools.count(1):
            raw.execute("INSERT INTO mine VALUES ('my row')")
            before = inside(raw)
            failing.arm(number)
            try:
                step(store)
            except UnknownOutcome:
                pass  # the host is told that only its own rollback helps
            except (WorkflowError, type(failing.error)):
                assert inside(raw) == before
                assert raw.execute("SELECT count(*) FROM mine").fetchone() == (1,)
            else:
                assert number > len(failing.seen)
                break
            raw.rollback()
        assert number > 6
        failing.arm()
        raw.commit()
        assert raw.execute("SELECT count(*) FROM mine").fetchone() == (1,)
    with Store.connect(ready.url) as again:
        assert all(again.verify(case.id) == () for case in again.cases())


def test_on_an_own_connection_a_failure_before_the_commit_leaves_all_as_before(
    ready: Database, clock: Clock, step: Callable[[Store], object], any_failing: Failing
) -> None:
    failing = any_failing
    before = ready.dump()
    for number in itertools.count(1):
        with Store.connect(ready.url, clock=clock) as store:
            failing.arm(number)
            try:
                step(store)
            except (WorkflowError, type(failing.error)) as raised:
                committing = failing.seen[-1] == "COMMIT"
                assert isinstance(raised, UnknownOutcome) == (committing and is_database_s(failing.error))  # noqa: PT017
                assert (ready.dump() == before) is not (failing.ran and committing)
                failing.arm()
                assert all(store.verify(case.id) == () for case in store.cases())
                if committing:
                    break
            else:
                assert (
                    failing.seen[number - 1] == "ROLLBACK"
                )  # that a reader's end failed is nobody's concern
                assert ready.dump() != before
                break
    assert number >= 3


class Raising:
    """Stands for what a host gives a store; the call number `at` of any of its methods, or of itself, raises."""

    def __init__(self, target: Any, at: int) -> None:
        self._target, self._left = target, [at]

    def __call__(self, *given: Any) -> Any:
        self._count()
        return self._target(*given)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._target, name)

        def counted(*given: Any, **named: Any) -> Any:
            self._count()
            return method(*given, **named)

        return counted if callable(method) else method

    def _count(self) -> None:
        self._left[0] -= 1
        if not self._left[0]:
            raise ZeroDivisionError


class People:
    def actor(self, actor_id: str, _: date) -> Actor:
        return Actor(actor_id, roles=[("officer", "town"), ("agency", "town")], parties=["party-1"])


PERMIT = Path(__file__).parents[2] / "examples" / "construction-permit"
APPLICATION = {"applicant": "party-1", "applicant_name": "Một", "place": "town/north", "floors": 9}


@pytest.mark.parametrize("hosted", [False, True], ids=["own", "host's"])
@pytest.mark.parametrize("given", ["clock", "salt", "directory", "units", "calendar"])
def test_what_a_host_gives_a_store_may_raise_at_any_call_and_nothing_is_written(
    database: Database, given: str, *, hosted: bool
) -> None:
    """Of a permit: an application, agencies that are asked, and their silence, which counts as a working day passes."""
    clock = Clock()
    clock.now = datetime.fromisoformat("2024-03-04T08:00:00+00:00")
    workflow = workflow_with(str(PERMIT / "permit.yaml"), PERMIT / "assumed.parameters.yaml")
    honest: dict[str, Any] = {
        "clock": clock,
        "salt": lambda: bytes(32),
        "directory": People(),
        "units": read_units(PERMIT / "units.yaml"),
        "calendar": read_calendar(PERMIT / "calendar.yaml"),
    }
    steps: list[Callable[[Store], object]] = [
        lambda store: store.start(workflow, APPLICATION, actor=Actor("owner"), id="P", key="k"),
        lambda store: store.fire("P", "consult", {"asked": ["fire", "power"]}, actor=Actor("officer")),
        lambda store: store.fire_due(),
    ]
    raised = 0
    with closing(host(database)) as raw:
        Store.connect(database.url).close()
        for number, step in enumerate(steps):
            if number == 2:
                clock.forward(days=60)
            for at in itertools.count(1):
                asked = {**honest, given: Raising(honest[given], at)}
                store = Store(raw, **asked) if hosted else Store.connect(database.url, **asked)
                before = database.dump()
                try:
                    step(store)
                except ZeroDivisionError:
                    raised += 1
                    raw.commit()
                    assert database.dump() == before
                else:
                    raw.commit()
                    assert database.dump() != before
                    break
                finally:
                    store.close()
    assert raised
    with Store.connect(database.url) as store:
        assert store.verify("P") == ()
        assert store.get("P").state == "deciding"


def test_a_host_s_own_code_that_raises_takes_our_event_back_with_its_transaction(
    ready: Database, clock: Clock, step: Callable[[Store], object]
) -> None:
    before = ready.dump()
    with closing(host(ready)) as raw, pytest.raises(ZeroDivisionError), raw:  # noqa: PT012 - the whole transaction
        step(Store(raw, clock=clock))
        raise ZeroDivisionError
    assert ready.dump() == before


@pytest.mark.parametrize("ran", [False, True], ids=["not kept", "kept"])
def test_a_commit_that_fails_at_the_disk_is_an_unknown_outcome_and_a_fresh_read_decides(
    store: Store, failing: Failing, *, ran: bool
) -> None:
    raw = connection(store)
    failing.ran = ran
    failing.arm(only="COMMIT")
    with pytest.raises(UnknownOutcome) as unknown:
        store.fire("D-1", "remark", actor=OFFICER, key="k")
    assert "đọc lại" in unknown.value.text("vi")
    assert dropped(raw)
    failing.arm()
    assert store.get("D-1").seq == 1 + ran
    case = store.fire("D-1", "remark", actor=OFFICER, key="k")
    assert (case.seq, case.replayed) == (2, ran)
    assert connection(store) is not raw


def connection(store: Store) -> Any:
    """The connection that a store of its own has open."""
    with store._session.reading() as link:  # noqa: SLF001 - to see what becomes of it
        return link.raw


def dropped(raw: Any) -> bool:
    try:
        raw.execute("SELECT 1")
    except (sqlite3.ProgrammingError, psycopg.OperationalError):
        return True
    return False


def test_a_commit_that_gave_up_waiting_is_known_not_to_be_kept(
    store: Store, ready: Database, failing: Failing
) -> None:
    raw = connection(store)
    locked = sqlite3.OperationalError("database is locked")
    failing.error = locked if isinstance(ready, File) else psycopg.errors.LockNotAvailable("lock timeout")
    failing.arm(only="COMMIT")
    with pytest.raises(StoreError) as busy:
        store.fire("D-1", "remark", actor=OFFICER)
    assert busy.value.code == "busy"
    failing.arm()
    assert store.fire("D-1", "remark", actor=OFFICER).seq == 2
    assert connection(store) is raw


def test_a_savepoint_that_will_not_be_undone_is_told_and_the_host_s_rollback_helps(
    ready: Database, clock: Clock, failing: Failing
) -> None:
    with closing(host(ready)) as raw:
        store = Store(raw, clock=clock)
        raw.execute("BEGIN")
        failing.arm(only="ROLLBACK TO")
        with pytest.raises(UnknownOutcome) as unknown:
            store.fire("D-1", "remark", actor=OFFICER, expected=99)
        assert unknown.value.code == "savepoint_lost"
        raw.rollback()
        failing.arm()
        assert store.get("D-1").seq == 1


def test_somebody_who_wrote_between_reading_and_writing_is_a_conflict(
    ready: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held rows and SQLite's write lock leave no room for it; this lie about what was read does."""
    store.fire("D-1", "remark", actor=OFFICER)
    before = ready.dump()
    ((document,),) = ready.columns("SELECT document FROM workflow_case WHERE id = 'D-1'")
    with store._session.reading() as link:  # noqa: SLF001 - to lie about what it gives
        stale = records.case_row(link, "D-1")._replace(seq=1)
    monkeypatch.setattr(records, "find_case", lambda *_: stale)
    with pytest.raises(Conflict):
        store.fire("D-1", "remark", actor=OFFICER)
    assert ready.dump() == before
    assert document == stale.document


def test_the_check_has_teeth_a_store_that_commits_between_entry_and_case_is_caught(
    ready: Database, store: Store, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Link.run

    def broken(self: Link, statement: str, *parameters: object) -> int:
        changed = run(self, statement, *parameters)
        if statement.startswith("INSERT INTO workflow_entry"):
            run(self, "COMMIT")
            run(self, self.dialect.begin)
        return changed

    before = ready.dump()
    monkeypatch.setattr(Link, "run", broken)
    failing.arm(only="UPDATE workflow_case SET definition")
    with pytest.raises(StoreError):
        store.fire("D-1", "remark", actor=OFFICER)
    failing.arm()
    assert ready.dump() != before
    assert [finding.code for finding in store.verify("D-1")] == ["head_differs", "fold_differs"]


def test_a_dropped_connection_is_not_left_open(store: Store, failing: Failing) -> None:
    seen = set()
    for _ in range(3):
        raw = connection(store)
        seen.add(id(raw))
        failing.arm(only="ROLLBACK")
        with pytest.raises(Conflict):
            store.fire("D-1", "remark", actor=OFFICER, expected=99)
        failing.arm()
        assert dropped(raw)
    assert store.get("D-1").data["phone"] == PERSONAL["phone"]
