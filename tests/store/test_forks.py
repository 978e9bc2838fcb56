"""A store that was opened before its process forked, as servers do which load a program once and then make workers."""

import os
import threading
import time
from collections.abc import Callable

import pytest
from store.support import CITIZEN, Database, begun

from ocop_workflow import Store
from ocop_workflow.store import forking

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
CHILDREN, EACH = 3, 4


def in_child(work: Callable[[], object]) -> str:
    """What the work came to in a forked process, as text."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(write, str(work()).encode())
        except BaseException as error:  # noqa: BLE001 - told to the parent
            os.write(write, repr(error).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(write)
    with os.fdopen(read) as told:
        return told.read()


def inherits(store: Store) -> str:
    """Whether a child that has not used the store yet has the parent's connection."""
    return in_child(lambda: store._session._own.link is not None)  # type: ignore[union-attr]  # noqa: SLF001


def test_parent_and_child_each_have_a_connection_and_go_on(store: Store) -> None:
    begun(store)
    assert inherits(store) == "False"
    assert in_child(lambda: store.fire("D-1", "submit", actor=CITIZEN).seq) == "2"
    assert store.get("D-1").seq == 2


def test_without_closing_before_the_fork_they_would_have_one(store: Store) -> None:
    begun(store)
    forking._sessions.discard(store._session._own)  # type: ignore[union-attr]  # noqa: SLF001 - the control
    assert inherits(store) == "True"


def test_children_that_write_at_once_lose_nothing(store: Store) -> None:
    def child(number: int) -> int:
        made = os.fork()
        if made == 0:
            try:
                for each in range(EACH):
                    begun(store, f"{number}-{each}")
            finally:
                os._exit(0)
        return made

    for made in [child(number) for number in range(CHILDREN)]:
        os.waitpid(made, 0)
    assert len(list(store.cases())) == CHILDREN * EACH
    assert list(store.verify()) == []


def test_a_fork_waits_for_the_transaction_of_another_thread(store: Store) -> None:
    begun(store)
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with store._session.writing():  # noqa: SLF001 - a transaction that takes its time
            inside.set()
            go_on.wait(20)

    writer = threading.Thread(target=slow)
    writer.start()
    inside.wait(20)
    threading.Timer(0.2, go_on.set).start()
    assert in_child(lambda: (go_on.is_set(), store.get("D-1").seq)) == "(True, 1)"
    writer.join()
    assert store.fire("D-1", "submit", actor=CITIZEN).seq == 2


def test_a_fork_waits_for_no_thread_that_waits_for_it(store: Store, database: Database) -> None:
    """One thread is in a transaction of one store and asks another, which the fork has in hand already, or next."""
    begun(store)
    inside, go_on = threading.Event(), threading.Event()
    told: list[object] = []
    with Store.connect(database.url) as other:

        def asks(one: Store, two: Store) -> None:
            with one._session.reading():  # noqa: SLF001 - a transaction that asks another store
                inside.set()
                go_on.wait(20)
                time.sleep(0.3)  # the fork has begun
                told.append(two.get("D-1").seq)

        def forks() -> None:
            go_on.set()
            told.append(in_child(lambda: store.get("D-1").seq))

        for pair in ((store, other), (other, store)):
            inside.clear()
            go_on.clear()
            asking = threading.Thread(target=asks, args=pair, daemon=True)
            asking.start()
            inside.wait(20)
            forking_ = threading.Thread(target=forks, daemon=True)
            forking_.start()
            for each in (asking, forking_):
                each.join(30)
                assert not each.is_alive()
    assert sorted(map(str, told)) == ["1"] * 4


def test_what_is_in_memory_is_copied_with_the_process() -> None:
    with Store.connect("sqlite:///:memory:") as store:
        begun(store)
        assert in_child(lambda: store.fire("D-1", "submit", actor=CITIZEN).seq) == "2"
        assert store.get("D-1").seq == 1
