"""Ways of using a store of its own connection that would do harm, and are told."""

from collections.abc import Callable
from datetime import datetime

import pytest
from store.support import CITIZEN, Clock, Database, begun

from ocop_workflow import Store
from ocop_workflow.engine import WATCHERS
from ocop_workflow.errors import StoreError
from ocop_workflow.store import Command
from ocop_workflow.store.single import Single


class Busy(Clock):
    """A clock that does something else when it is next asked for the time."""

    def __init__(self) -> None:
        super().__init__()
        self.work: Callable[[], object] | None = None

    def will(self, work: Callable[[], object]) -> None:
        self.work = work

    def __call__(self) -> datetime:
        work, self.work = self.work, None
        if work is not None:
            work()
        return super().__call__()


def half_done(url: str) -> bool:
    """Whether of two commands the first is kept, though something else that the second one wrote was in the way."""
    decided = []

    def watch(_machine: object, case: object, _event: str, *_told: object) -> None:
        decided.append(case)
        if len(decided) == 2:
            writes()

    with Store.connect(url) as store:
        for case in ("D-1", "D-2", "D-3"):
            begun(store, case)

        def writes() -> None:
            try:
                store.fire("D-3", "submit", actor=CITIZEN)
            finally:
                raise ZeroDivisionError

        WATCHERS.append(watch)
        try:
            with pytest.raises(ZeroDivisionError):
                store.fire_many([Command("D-1", "submit"), Command("D-2", "submit")], actor=CITIZEN)
        finally:
            WATCHERS.remove(watch)
        return store.get("D-1").seq != 1 or store.get("D-3").seq != 1


def test_what_is_written_while_a_store_decides_does_not_end_its_transaction(database: Database) -> None:
    assert not half_done(database.url)


def test_without_being_refused_it_would_on_postgresql(
    schema: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Single, "require_outside", lambda _: None)
    assert half_done(schema.url)


def test_what_a_store_calls_may_read_and_is_told_that_it_may_not_write(database: Database) -> None:
    clock = Busy()
    with Store.connect(database.url, clock=clock) as store:
        begun(store, "D-1")
        begun(store, "D-2")
        clock.will(lambda: store.get("D-2"))
        assert store.fire("D-1", "submit", actor=CITIZEN).seq == 2
        for work in (
            lambda: store.fire("D-2", "submit", actor=CITIZEN),
            lambda: store.erase("D-2"),
            store.vacuum,
        ):
            before = database.dump()
            clock.will(work)
            with pytest.raises(StoreError) as error:
                store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN)
            assert error.value.code == "nested"
            assert database.dump() == before
        assert store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN).seq == 3


def test_a_store_that_was_closed_is_told_and_not_opened_again(database: Database) -> None:
    with Store.connect(database.url) as store:
        begun(store)
    store.close()
    for use in (lambda: store.get("D-1"), lambda: begun(store, "D-2"), lambda: list(store.verify())):
        with pytest.raises(StoreError) as error:
            use()
        assert error.value.code == "closed"
