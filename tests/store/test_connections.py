"""What a host may hand in, what is refused and with which advice, and connections that are of no use any more."""

import asyncio
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import closing
from functools import partial
from importlib import import_module
from typing import Any

import aiosqlite
import asyncpg
import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker
from store.hosting import MINE, PAIRS, django_connection, engine_of
from store.support import CITIZEN, Database, File, begun

from ocop_workflow import Store
from ocop_workflow.errors import StoreError


def code_of(given: object) -> str:
    with pytest.raises(StoreError) as error:
        Store(given)
    assert error.value.text("vi") != error.value.text("en")
    return error.value.code


def test_what_hands_out_connections_is_refused(path: Any) -> None:
    engine = create_engine(f"sqlite:///{path}")
    for source in (engine, sessionmaker(engine), import_module("django.db").connections):
        assert code_of(source) == "connection_source"
    with engine.connect() as connection, Session(engine) as session:
        assert list(Store(connection).cases()) == list(Store(session).cases()) == []
    with closing(engine.raw_connection()) as lent:  # sqlite3's own, as a pool wraps it
        begun(Store(lent))
        lent.commit()
    engine.dispose()
    with closing(sqlite3.connect(path)) as raw:
        assert Store(raw).get("D-1").seq == 1


class Pool:
    """As far as psycopg's pool can be told from a connection."""

    def getconn(self) -> object: ...


def test_a_pool_is_refused() -> None:
    assert code_of(Pool()) == "connection_source"


def test_django_s_connection_inside_an_event_loop_is_told(file: File) -> None:
    async def view() -> str:
        return code_of(proxy)

    with django_connection(file) as proxy:
        assert asyncio.run(view()) == "connection_unusable"

        async def in_a_thread() -> int:
            return await asyncio.to_thread(lambda: len(list(Store(proxy).cases())))

        assert asyncio.run(in_a_thread()) == 0


def test_an_address_is_refused_and_not_shown_as_it_may_hold_a_password(path: Any) -> None:
    assert code_of(path) == "connection_url"
    with pytest.raises(StoreError) as error:
        Store("postgresql://me:secret@host/cases")
    assert "Store.connect" in error.value.text("en")
    assert "secret" not in error.value.text("vi") + error.value.text("en")


def test_what_has_to_be_awaited_is_refused(file: File, schema: Database) -> None:
    async def refused() -> None:
        async with aiosqlite.connect(file.path) as raw:
            assert code_of(raw) == "connection_async"
        async with await psycopg.AsyncConnection.connect(schema.url) as waiting:
            with pytest.raises(StoreError, match=r"AsyncConnection has to be awaited.*asyncio\.to_thread"):
                Store(waiting)
        url = schema.url.partition("&options")[0]
        other = await asyncpg.connect(url)
        assert code_of(other) == "connection_async"
        await other.close()
        engine = create_async_engine(f"sqlite+aiosqlite:///{file.path}")
        assert code_of(engine) == "connection_async"
        assert code_of(async_sessionmaker(engine)) == "connection_source"
        async with engine.connect() as connection:
            assert code_of(connection) == "connection_async"
        async with AsyncSession(engine) as session:
            assert code_of(session) == "connection_async"
            assert await session.run_sync(code_of) == "connection_async"
        await engine.dispose()

    asyncio.run(refused())


def test_a_session_of_no_database_is_told() -> None:
    with Session() as session:
        assert code_of(session) == "connection_unusable"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_connection_that_was_closed_is_told(kind: str, request: pytest.FixtureRequest) -> None:
    database: Database = request.getfixturevalue("file" if kind == "sqlite" else "schema")
    raw: Any = sqlite3.connect(database.path) if isinstance(database, File) else psycopg.connect(database.url)
    store = Store(raw)
    begun(store)
    raw.commit()
    raw.close()
    engine = engine_of(database)
    connection = engine.connect()
    joined = Store(connection)
    connection.close()
    engine.dispose()
    for each in (store, joined):
        for use in (lambda each=each: each.get("D-1"), lambda each=each: begun(each, "D-2")):
            with pytest.raises(StoreError, match="cannot be used here") as error:
                use()
            assert error.value.code == "connection_unusable"
    with Store.connect(database.url) as again:
        assert [case.id for case in again.cases()] == ["D-1"]


def test_django_s_connection_that_was_closed_is_opened_again_outside_a_block_only(schema: Database) -> None:
    atomic = import_module("django.db.transaction").atomic
    with django_connection(schema) as proxy:
        store = Store(proxy)
        with atomic():
            begun(store)
        proxy.close()
        assert store.get("D-1").seq == 1
        with pytest.raises(StoreError) as error, atomic():  # noqa: PT012
            store.fire("D-1", "submit", actor=CITIZEN)
            proxy.close()
            store.fire("D-1", "remark", actor=CITIZEN)
        assert error.value.code == "transaction_broken"
        assert store.get("D-1").seq == 1


def in_a_thread(work: Callable[[], object]) -> object:
    """What it gave or raised."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as error:  # noqa: BLE001 - handed to the test
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def test_a_connection_that_belongs_to_another_thread_is_told(file: File) -> None:
    with closing(sqlite3.connect(file.path)) as raw, django_connection(file):
        for given in (raw, import_module("django.db").connections["default"]):
            store = Store(given)
            error = in_a_thread(store.fire_due)
            assert isinstance(error, StoreError)
            assert error.code == "connection_unusable"
            assert "thread" in str(error)


def test_a_connection_may_be_handed_on_to_another_thread(file: File, schema: Database) -> None:
    with (
        closing(sqlite3.connect(file.path, check_same_thread=False)) as raw,
        closing(psycopg.connect(schema.url)) as other,
    ):
        for given in (raw, other):
            store = Store(given)
            case = in_a_thread(partial(begun, store))
            given.commit()
            assert store.get("D-1") == case


class Asking:
    """A source of salt that holds up, as a slow disk might, and asks the store in its own thread."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.store: Store | None = None

    def __call__(self) -> bytes:
        assert self.store is not None
        assert list(self.store.cases()) == []  # within, in the same thread
        self.reached.set()
        assert self.go_on.wait(10)
        return bytes(32)


def test_two_threads_that_use_one_connection_at_once_are_told(schema: Database) -> None:
    with closing(psycopg.connect(schema.url)) as raw:
        asking, found = Asking(), list[object]()
        asking.store = Store(raw, salt=asking)
        other = Store(raw)  # another one, over the same connection
        thread = threading.Thread(target=lambda: found.append(begun(asking.store or other)))
        thread.start()
        assert asking.reached.wait(10)
        with pytest.raises(StoreError) as error:
            begun(other, "D-2")
        assert error.value.code == "connection_shared"
        asking.go_on.set()
        thread.join()
        assert len(found) == 1
        assert begun(other, "D-2").seq == 1
        raw.commit()
        assert [case.id for case in other.cases()] == ["D-1", "D-2"]


def test_django_s_proxy_and_a_scoped_session_serve_every_thread_with_its_own_connection(file: File) -> None:
    """A Store that is made once, when a module is loaded."""
    atomic = import_module("django.db.transaction").atomic
    with django_connection(file) as proxy:
        store = Store(proxy)

        def request(case_id: str) -> int:
            try:
                with atomic():
                    return begun(store, case_id).seq
            finally:
                proxy.close()

        assert [in_a_thread(partial(request, name)) for name in ("D-1", "D-2")] == [1, 1]
        assert [case.id for case in store.cases()] == ["D-1", "D-2"]


def test_django_s_deferred_transactions_are_told(file: File) -> None:
    with (
        django_connection(file, transaction_mode="DEFERRED") as proxy,
        pytest.warns(UserWarning, match="set transaction_mode to IMMEDIATE"),
    ):
        store = Store(proxy)
    assert "transaction_mode" in store.lacks[0].say("vi")
    with django_connection(file) as proxy, warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Store(proxy).lacks == ()


def test_a_deferred_transaction_does_not_wait_and_an_immediate_one_does(file: File) -> None:
    """What the warning says."""
    with (
        closing(sqlite3.connect(file.path, check_same_thread=False)) as other,
        closing(sqlite3.connect(file.path, isolation_level=None, timeout=30)) as raw,
    ):
        begun(Store(other))
        other.commit()
        other.execute("BEGIN IMMEDIATE")
        raw.execute("BEGIN")
        before = time.monotonic()
        with pytest.raises(StoreError) as error:
            Store(raw).fire("D-1", "submit", actor=CITIZEN)
        assert error.value.code == "busy"
        assert time.monotonic() - before < 10
        raw.execute("ROLLBACK")
        threading.Timer(0.2, other.commit).start()
        raw.execute("BEGIN IMMEDIATE")
        assert Store(raw).fire("D-1", "submit", actor=CITIZEN).seq == 2
        raw.execute("COMMIT")


def test_what_failed_before_us_is_told_and_not_added_to(schema: Database) -> None:
    schema.execute("CREATE TABLE mine (text TEXT)")
    atomic = import_module("django.db.transaction").atomic
    engine = engine_of(schema)
    with closing(psycopg.connect(schema.url)) as raw, Session(engine) as session:
        begun(Store(raw))
        raw.commit()
        with pytest.raises(psycopg.Error):
            raw.execute("SELECT broken")
        with pytest.raises(psycopg.Error):
            session.connection().connection.cursor().execute("SELECT broken")
        for given in (raw, session):
            with pytest.raises(StoreError) as error:
                Store(given)
            assert error.value.code == "transaction_broken"
            given.rollback()
            assert Store(given).get("D-1").seq == 1
            given.rollback()
    engine.dispose()
    with django_connection(schema) as proxy:
        store = Store(proxy)
        with atomic():
            proxy.cursor().execute(MINE)
            with pytest.raises(ZeroDivisionError), atomic(savepoint=False):
                raise ZeroDivisionError
            with pytest.raises(StoreError) as error:  # Django will roll back, and says so to its own queries
                store.fire("D-1", "submit", actor=CITIZEN)
            assert error.value.code == "transaction_broken"
        assert store.get("D-1").seq == 1
    assert schema.columns("SELECT * FROM mine") == []


@pytest.mark.parametrize(
    ("host", "kind"), [pair for pair in PAIRS if "sqlalchemy-c" in pair[0] or "session" in pair[0]]
)
def test_sqlalchemy_s_autocommit_is_refused(host: str, kind: str, request: pytest.FixtureRequest) -> None:
    database: Database = request.getfixturevalue("file" if kind == "sqlite" else "schema")
    given = {"isolation_level": "AUTOCOMMIT"}
    engine = (
        create_engine(f"sqlite:///{database.path}", **given)
        if isinstance(database, File)
        else engine_of(database, **given)
    )
    opened: Any = engine.connect() if "connection" in host else Session(engine)
    with opened:
        with pytest.raises(StoreError) as error:
            begun(Store(opened))
        assert error.value.code == "autocommit"
        assert not opened.in_transaction()  # as it was found
        assert list(Store(opened).cases()) == []
    engine.dispose()


def test_psycopg_s_pipeline_mode_is_told_and_the_transaction_goes_on_after_it(schema: Database) -> None:
    """There a statement tells neither its rows nor how many it changed: an event would be told as a conflict."""
    with psycopg.connect(schema.url) as raw:
        store = Store(raw)
        begun(store)
        with raw.pipeline():
            for use in (
                lambda: store.get("D-1"),
                lambda: store.fire("D-1", "submit", actor=CITIZEN),
                lambda: Store(raw),
            ):
                with pytest.raises(StoreError) as error:
                    use()
                assert error.value.code == "connection_pipeline"
        assert store.fire("D-1", "submit", actor=CITIZEN).seq == 2
        raw.commit()
        assert store.get("D-1").seq == 2
