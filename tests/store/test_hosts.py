"""Every kind of host on either database: its row and our event are kept together, and it alone ends what it began."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from store.hosting import HOSTS, PAIRS, Host
from store.support import CITIZEN, OFFICER, Database, File, begun, dossier

from ocop_workflow import Refused, Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store import host as joining
from ocop_workflow.store.link import Link


@pytest.fixture
def mine(request: pytest.FixtureRequest) -> Database:
    """An empty database with the host's own table."""
    kind: str = request.param
    database: Database = request.getfixturevalue("file" if kind == "sqlite" else "schema")
    database.execute("CREATE TABLE mine (text TEXT)")
    return database


@pytest.fixture
def host(request: pytest.FixtureRequest, mine: Database) -> Iterator[Host]:
    with HOSTS[request.param](mine) as opened:
        yield opened


every = pytest.mark.parametrize(
    ("host", "mine"), PAIRS, indirect=True, ids=[f"{host}-{kind}" for host, kind in PAIRS]
)


def kept(mine: Database) -> tuple[int, int]:
    """How many rows of the host's, and how many entries, somebody else sees."""
    ((rows,),) = mine.columns("SELECT count(*) FROM mine")
    asked = "SELECT count(*) FROM sqlite_master WHERE name = 'workflow_entry'"
    if not isinstance(mine, File):
        asked = "SELECT count(to_regclass('workflow_entry'))"
    ((there,),) = mine.columns(asked)
    return rows, mine.columns("SELECT count(*) FROM workflow_entry")[0][0] if there else 0


@every
def test_both_are_kept_or_neither(host: Host, mine: Database) -> None:
    store = Store(host.given)
    with host.transaction():
        host.write()
        begun(store)
        assert kept(mine) == (0, 0)
    assert kept(mine) == (1, 1)
    with pytest.raises(ZeroDivisionError), host.transaction():  # noqa: PT012 - the whole block is undone
        store.fire("D-1", "submit", actor=CITIZEN)
        host.write()
        raise ZeroDivisionError
    assert kept(mine) == (1, 1)
    assert store.get("D-1").seq == 1
    assert store.verify("D-1") == ()


@every
def test_savepoints_two_deep_take_back_what_is_in_them_and_leave_the_rest(host: Host, mine: Database) -> None:
    store = Store(host.given)
    with host.transaction():
        begun(store)
        with host.nested():
            host.write()
            store.fire("D-1", "submit", actor=CITIZEN)
            with pytest.raises(ZeroDivisionError), host.nested():  # noqa: PT012
                host.write()
                store.fire("D-1", "remark", actor=OFFICER)
                raise ZeroDivisionError
            assert store.get("D-1").seq == 2
        with pytest.raises(ZeroDivisionError), host.nested():  # noqa: PT012
            store.fire("D-1", "remark", actor=OFFICER)
            with host.nested():
                host.write()
                store.fire("D-1", "remark", actor=OFFICER)
            raise ZeroDivisionError
        host.write()
        store.fire("D-1", "remark", actor=OFFICER)
    assert kept(mine) == (2, 3)
    assert store.verify("D-1") == ()


@every
def test_the_first_event_of_all_may_be_undone_by_a_savepoint_with_the_tables(
    host: Host, mine: Database
) -> None:
    store = Store(host.given)
    with host.transaction():
        host.write()
        with pytest.raises(ZeroDivisionError), host.nested():  # noqa: PT012
            begun(store)
            raise ZeroDivisionError
        assert list(store.cases()) == []
        begun(store)
    assert kept(mine) == (1, 1)


class Failing:
    """A source of salt that is exhausted."""

    def __call__(self) -> bytes:
        raise ZeroDivisionError


@every
def test_whatever_fails_with_us_the_host_s_transaction_goes_on(host: Host, mine: Database) -> None:
    store, failing = Store(host.given), Store(host.given, salt=Failing())
    with host.transaction():
        host.write()
        begun(store)
        with pytest.raises(Refused):
            store.fire("D-1", "approve", actor=CITIZEN)
        with pytest.raises(StoreError, match="is a case"):
            begun(store)
        with pytest.raises(StoreError, match="no case"):
            store.fire("D-2", "submit", actor=CITIZEN)
        with pytest.raises(ZeroDivisionError):
            failing.fire("D-1", "submit", actor=CITIZEN)
        with pytest.raises(Refused):
            store.start(dossier(), {}, actor=CITIZEN, event="register")
        assert [case.seq for case in store.cases()] == [1]
        assert store.fire_due() == ()
        assert kept(mine) == (0, 0)  # nobody has committed
        host.write()  # nor rolled back
        store.fire("D-1", "submit", actor=CITIZEN)
    assert kept(mine) == (2, 2)


@every
def test_asking_outside_a_transaction_leaves_none_behind(host: Host, mine: Database) -> None:
    store = Store(host.given)
    assert list(store.cases()) == []
    with host.transaction():  # which would fail, if there were one
        begun(store)
    assert store.get("D-1").seq == 1
    assert any(each.allowed for each in store.decisions("D-1", actor=CITIZEN))
    with host.transaction():
        host.write()
    assert kept(mine) == (1, 1)


@contextmanager
def committing(link: Link) -> Iterator[None]:
    """Seeded: a savepoint's name for a commit, as a leading RELEASE is on SQLite."""
    yield
    link.run("COMMIT")


@contextmanager
def undoing_all(link: Link) -> Iterator[None]:
    """Seeded: whatever fails undoes the whole transaction."""
    try:
        yield
    except BaseException:
        link.run("ROLLBACK")
        raise


CAUGHT = (
    AssertionError,
    pytest.fail.Exception,
    StoreError,
    sqlite3.Error,
)  # the last two: no transaction is left


@pytest.mark.parametrize(
    ("host", "mine"),
    [("sqlite3", "sqlite"), ("sqlalchemy-session", "postgres"), ("django-proxy", "sqlite")],
    indirect=True,
)
@pytest.mark.parametrize("seeded", [committing, undoing_all])
def test_a_store_that_ends_the_host_s_transaction_would_be_caught(
    host: Host, mine: Database, seeded: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "_savepoint", seeded)
    with pytest.raises(CAUGHT):
        test_whatever_fails_with_us_the_host_s_transaction_goes_on(host, mine)
