"""Entries that become visible out of order are not missed, on a server where many write at once.

The control is the consumer that does not wait for others: the same steps must make it lose an entry.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import psycopg
import pytest
from store.support import CITIZEN, Clock, Database, begun

from ocop_workflow import Store
from ocop_workflow.store import Delivered, Delivery
from ocop_workflow.store.link import Link, Row
from ocop_workflow.store.outbox import fence

SHORT, LONG = timedelta(seconds=0.1), timedelta(seconds=30)
WHOLE = fence.writers


@contextmanager
def writer(database: Database, case_id: str, clock: Clock) -> Iterator[psycopg.Connection]:
    """A host's transaction that has appended an entry and is still open."""
    with closing(psycopg.connect(database.url, autocommit=True)) as raw:
        raw.execute("BEGIN")
        begun(Store(raw, clock=clock), case_id)
        yield raw


class Reader:
    """A consumer, and what it was told."""

    def __init__(self, store: Store, wait: timedelta = SHORT, *, from_now: bool = False) -> None:
        self._consumer = store.consumer("letters", wait=wait, from_now=from_now)
        self.told: list[str] = []

    def reads(self) -> Delivered:
        return self._consumer.deliver(self._take)

    def _take(self, delivery: Delivery) -> None:
        self.told.append(delivery.entry.case)


@pytest.fixture
def server_store(schema: Database, clock: Clock) -> Iterator[Store]:
    with Store.connect(schema.url, clock=clock) as store:
        begun(store, "D-0")
        yield store


def unfenced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "writers", lambda _: [])


def after_the_first_look(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object], look: Callable[[Link], list[Row]] = WHOLE
) -> None:
    """While the consumer waits, once it knows for whom."""
    left = [happens]

    def looked(link: Link) -> list[Row]:
        found = look(link)
        if left:
            left.pop()()
        return found

    monkeypatch.setattr(fence, "writers", looked)


def code(done: Delivered) -> str | None:
    return done.held_up.code if done.held_up else None


def out_of_order(store: Store, schema: Database, clock: Clock) -> tuple[list[str], list[str | None]]:
    """The first to append commits last, and the consumer comes in between."""
    reader = Reader(store)
    with writer(schema, "D-1", clock) as first:
        begun(store, "D-2")
        codes = [code(reader.reads())]
        first.execute("COMMIT")
        codes.append(code(reader.reads()))
    return reader.told, codes


def test_the_first_to_append_is_not_lost_though_it_commits_last(
    server_store: Store, schema: Database, clock: Clock
) -> None:
    told, codes = out_of_order(server_store, schema, clock)
    assert told == ["D-0", "D-1", "D-2"]
    assert codes == ["writer_open", None]


def test_without_the_fence_it_is_lost(
    server_store: Store, schema: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfenced(monkeypatch)
    told, codes = out_of_order(server_store, schema, clock)
    assert told == ["D-0", "D-2"]
    assert codes == [None, None]


@pytest.mark.parametrize(("end", "rest"), [("COMMIT", ["D-1", "D-2"]), ("ROLLBACK", ["D-2"])])
def test_a_transaction_that_ends_in_time_is_waited_for(
    server_store: Store,
    schema: Database,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
    rest: list[str],
) -> None:
    reader = Reader(server_store, LONG)
    with writer(schema, "D-1", clock) as first:
        begun(server_store, "D-2")
        after_the_first_look(monkeypatch, lambda: first.execute(end.encode()))
        assert code(reader.reads()) is None
    assert reader.told == ["D-0", *rest]


def test_who_begins_later_is_not_waited_for(
    server_store: Store, schema: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(server_store, LONG)
    with writer(schema, "D-1", clock) as first, closing(psycopg.connect(schema.url)) as second:

        def relay() -> None:
            begun(Store(second, clock=clock), "D-3")
            first.execute("COMMIT")

        begun(server_store, "D-2")
        after_the_first_look(monkeypatch, relay)
        assert code(reader.reads()) is None
        assert reader.told == ["D-0", "D-1", "D-2"]
        second.commit()
    reader.reads()
    assert reader.told == ["D-0", "D-1", "D-2", "D-3"]


def test_from_now_on_means_after_all_that_may_still_appear_before(
    server_store: Store, schema: Database, clock: Clock
) -> None:
    reader = Reader(server_store, from_now=True)
    with writer(schema, "D-1", clock) as first:
        begun(server_store, "D-2")
        assert code(reader.reads()) == "writer_open"
        assert server_store.consumers() == ()
        first.execute("COMMIT")
        assert code(reader.reads()) is None
    begun(server_store, "D-3")
    reader.reads()
    assert reader.told == ["D-3"]


def test_over_a_host_s_connection_others_are_waited_for_and_its_own_entries_are_not(
    server_store: Store, schema: Database, clock: Clock
) -> None:
    with writer(schema, "D-1", clock) as first, writer(schema, "D-2", clock) as raw:
        reader = Reader(Store(raw, clock=clock))
        assert code(reader.reads()) == "writer_open"
        first.execute("COMMIT")
        assert code(reader.reads()) is None
        assert reader.told == ["D-0", "D-1", "D-2"]
        raw.execute("COMMIT")
    assert [each.lag for each in server_store.consumers()] == [0]


def of_processes(link: Link) -> list[Row]:
    return [each for each in WHOLE(link) if each[1]]


@pytest.mark.parametrize("when", ["before", "meanwhile"])
@pytest.mark.parametrize(("look", "lost"), [(WHOLE, False), (of_processes, True)])
def test_a_transaction_that_is_prepared_keeps_its_place(
    server_store: Store,
    schema: Database,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    look: Callable[[Link], list[Row]],
    lost: bool,  # noqa: FBT001 - of the table above
    when: str,
) -> None:
    """It has no process any more, and another name; a consumer that looks for processes loses its entry."""
    if schema.columns("SHOW max_prepared_transactions") == [("0",)]:
        pytest.skip("the server prepares no transactions")
    reader = Reader(server_store)
    with writer(schema, "D-1", clock) as first:
        begun(server_store, "D-2")

        def prepare() -> None:
            first.execute("PREPARE TRANSACTION 'fence'")

        if when == "before":
            prepare()
        after_the_first_look(monkeypatch, prepare if when == "meanwhile" else lambda: None, look)
        waited = code(reader.reads())
        first.execute("COMMIT PREPARED 'fence'")
    assert waited == (None if lost else "writer_open")
    reader.reads()
    assert reader.told == (["D-0", "D-2"] if lost else ["D-0", "D-1", "D-2"])


def test_a_held_up_consumer_still_delivers_what_is_due_again(
    server_store: Store, schema: Database, clock: Clock
) -> None:
    consumer = server_store.consumer("letters", wait=SHORT)
    assert consumer.deliver(lambda _: 1 / 0).failed == 1
    server_store.fire("D-0", "submit", actor=CITIZEN)
    clock.forward(hours=1)
    with writer(schema, "D-1", clock):
        done = consumer.deliver(lambda _: None)
    assert (done.delivered, code(done), done.more) == (1, "writer_open", True)
