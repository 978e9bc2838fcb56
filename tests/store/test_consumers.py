"""Consumers are told of every entry, in order within a case, whatever handlers, workers and hosts do."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import psycopg
import pytest
from store.support import CITIZEN, OFFICER, PERSONAL, Clock, Database, File, begun

from ocop_workflow import Store
from ocop_workflow.case import Erased
from ocop_workflow.errors import StoreError
from ocop_workflow.store import Delivery, Retry
from ocop_workflow.store.outbox import statements, turn

Told = list[tuple[str, int]]


def into(told: Told) -> Callable[[Delivery], None]:
    return lambda delivery: told.append((delivery.entry.case, delivery.entry.seq))


def failing(told: Told, *cases: str) -> Callable[[Delivery], None]:
    """Cannot take entries of these cases."""

    def handle(delivery: Delivery) -> None:
        if delivery.entry.case in cases:
            msg = "the line\0 is down \ud800"
            raise ValueError(msg)
        into(told)(delivery)

    return handle


def three(store: Store) -> Told:
    """Three cases with two entries each, one after the other."""
    for number in (1, 2, 3):
        begun(store, f"D-{number}")
    for number in (1, 2, 3):
        store.fire(f"D-{number}", "submit", actor=CITIZEN)
    return [(f"D-{number}", seq) for seq in (1, 2) for number in (1, 2, 3)]


def of(told: Told, case: str) -> list[int]:
    return [seq for each, seq in told if each == case]


def test_a_consumer_is_told_everything_from_the_beginning_once_in_order(store: Store) -> None:
    everything, told = three(store), Told()
    consumer = store.consumer("letters")
    assert consumer.progress().lag == 6
    assert consumer.deliver(into(told)).delivered == 6
    assert told == everything
    assert consumer.deliver(into(told)).delivered == 0
    store.fire("D-2", "remark", actor=OFFICER)
    assert consumer.deliver(into(told)).delivered == 1
    assert told == [*everything, ("D-2", 3)]


def test_what_is_handed_out_says_what_happened(store: Store) -> None:
    begun(store)
    found: list[Delivery] = []
    store.consumer("letters").deliver(found.append)
    (delivery,) = found
    assert (delivery.entry,) == store.history("D-1")
    assert delivery.entry.personal == PERSONAL
    assert (delivery.workflow, delivery.version, delivery.attempt) == ("dossier", "1", 1)
    assert delivery.position > 0


def test_erased_values_are_handed_out_as_erased(store: Store) -> None:
    begun(store)
    store.erase("D-1", ("phone",))
    found: list[Delivery] = []
    store.consumer("letters").deliver(found.append)
    assert found[0].entry.personal == {**PERSONAL, "phone": Erased()}


def test_consumers_go_their_own_ways_and_a_limit_is_kept(store: Store) -> None:
    everything, one, other = three(store), Told(), Told()
    done = store.consumer("one").deliver(into(one), limit=2)
    assert (done.delivered, done.more) == (2, True)
    assert not store.consumer("other").deliver(into(other)).more
    assert (one, other) == (everything[:2], everything)
    assert [(each.name, each.lag) for each in store.consumers()] == [("one", 4), ("other", 0)]


def test_from_now_on_nothing_earlier_is_told(store: Store) -> None:
    three(store)
    told = Told()
    consumer = store.consumer("letters", from_now=True)
    assert consumer.deliver(into(told)).delivered == 0
    store.fire("D-2", "remark", actor=OFFICER)
    assert consumer.deliver(into(told)).delivered == 1
    assert told == [("D-2", 3)]


def test_batches_follow_each_other_without_a_gap(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    everything, told = three(store), Told()
    monkeypatch.setattr(turn, "BATCH", 2)
    store.consumer("letters").deliver(into(told))
    assert told == everything


def test_what_fails_waits_with_its_case_alone_and_is_tried_later_each_time(
    store: Store, clock: Clock
) -> None:
    three(store)
    told = Told()
    consumer = store.consumer("letters", retry=Retry(attempts=3, first=timedelta(seconds=5)))
    done = consumer.deliver(failing(told, "D-2"))
    assert (done.delivered, done.failed, done.waiting, done.dead) == (4, 1, 2, 0)
    assert [case for case, _ in told] == ["D-1", "D-3", "D-1", "D-3"]
    clock.forward(seconds=4)
    assert consumer.deliver(into(told)).delivered == 0
    clock.forward(seconds=1)
    assert consumer.deliver(failing(told, "D-2")).failed == 1
    clock.forward(seconds=9)
    assert consumer.deliver(into(told)).delivered == 0
    clock.forward(seconds=1)
    attempts: list[int] = []
    done = consumer.deliver(lambda delivery: attempts.append(delivery.attempt))
    assert (done.delivered, done.waiting, attempts) == (2, 0, [3, 1])


def test_a_case_s_backlog_of_several_batches_comes_in_order_though_it_fails_again(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(store)
    for _ in range(5):
        store.fire("D-2", "remark", actor=OFFICER)
    monkeypatch.setattr(turn, "BATCH", 2)
    told = Told()
    consumer = store.consumer("letters")
    consumer.deliver(failing(told, "D-2"))
    clock.forward(hours=1)

    def fourth(delivery: Delivery) -> None:
        into(told)(delivery)
        assert delivery.entry.seq != 4 or delivery.attempt > 1

    done = consumer.deliver(fourth)
    assert (done.delivered, done.failed, done.waiting) == (3, 1, 4)
    clock.forward(hours=1)
    assert consumer.deliver(fourth, limit=2).waiting == 2
    assert consumer.deliver(fourth).waiting == 0
    assert of(told, "D-2") == [1, 2, 3, 4, 4, 5, 6, 7]


def dead(store: Store, clock: Clock, told: Told) -> int:
    """Everything is delivered but D-2, whose first entry is a dead letter; its position."""
    three(store)
    consumer = store.consumer("letters", retry=Retry(attempts=2))
    for _ in range(2):
        consumer.deliver(failing(told, "D-2"))
        clock.forward(hours=1)
    (letter,) = consumer.dead_letters()
    assert (letter.case, letter.seq, letter.event, letter.attempts) == ("D-2", 1, "register", 2)
    assert letter.error == r"ValueError: the line\0 is down \ud800"
    return letter.position


def test_a_dead_letter_and_its_case_wait_until_somebody_decides(store: Store, clock: Clock) -> None:
    told = Told()
    dead(store, clock, told)
    clock.forward(days=1000)
    done = store.consumer("letters").deliver(into(told))
    assert (done.delivered, done.waiting, done.dead, done.more) == (0, 1, 1, False)
    assert of(told, "D-2") == []


def test_a_dead_letter_that_is_redelivered_comes_before_what_waited_behind_it(
    store: Store, clock: Clock
) -> None:
    for position in (False, True):
        told = Told()
        if not position:
            where = dead(store, clock, told)
        else:
            store.fire("D-2", "remark", actor=OFFICER)
            consumer = store.consumer("letters", retry=Retry(attempts=1))
            consumer.deliver(failing(told, "D-2"))
            where = consumer.dead_letters()[0].position
        assert store.consumer("letters").redeliver(where if position else None) == 1
        done = store.consumer("letters").deliver(into(told))
        assert (done.waiting, done.dead) == (0, 0)
        assert of(told, "D-2") == ([3] if position else [1, 2])


def test_a_dead_letter_that_is_dismissed_is_passed_over_and_nothing_else(store: Store, clock: Clock) -> None:
    told = Told()
    consumer = store.consumer("letters")
    consumer.dismiss(dead(store, clock, told))
    assert consumer.dead_letters() == ()
    done = consumer.deliver(into(told))
    assert (done.waiting, done.dead, of(told, "D-2")) == (0, 0, [2])
    store.fire("D-2", "remark", actor=OFFICER)
    consumer.deliver(into(told))
    assert of(told, "D-2") == [2, 3]


TAKING_OUT = "DELETE FROM workflow_parked WHERE ? <> '' AND consumer = ? AND position = ?"


@pytest.mark.parametrize(("seeded", "rest"), [(statements.DISMISS, [2]), (TAKING_OUT, [])])
def test_what_was_dismissed_while_a_worker_was_on_its_way_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, seeded: str, rest: list[int]
) -> None:
    """The worker has passed the second entry of the case but not kept so when the first is dismissed.

    Whoever took the case's row away instead would lose the second one.
    """
    monkeypatch.setattr(statements, "DISMISS", seeded)
    told = Told()
    consumer = store.consumer("letters", retry=Retry(attempts=1))
    begun(store, "D-1")
    consumer.deliver(failing(told, "D-1"))
    store.fire("D-1", "submit", actor=CITIZEN)
    begun(store, "D-2")

    def dismissing(delivery: Delivery) -> None:
        into(told)(delivery)
        if delivery.entry.case == "D-2":
            consumer.dismiss(consumer.dead_letters()[0].position)

    consumer.deliver(dismissing)
    consumer.deliver(into(told))
    assert (of(told, "D-2"), of(told, "D-1")) == ([1], rest)


@pytest.mark.parametrize("ask", ["redeliver", "dismiss"])
def test_what_is_not_set_aside_is_told(store: Store, ask: str) -> None:
    begun(store)
    consumer = store.consumer("letters")
    consumer.deliver(lambda _: None)
    with pytest.raises(StoreError) as error:
        getattr(consumer, ask)(1)
    assert error.value.code == "not_set_aside"


def test_an_entry_that_cannot_be_read_holds_up_its_own_case_alone(store: Store, database: Database) -> None:
    three(store)
    database.tamper("UPDATE workflow_entry SET document = '[1' WHERE case_id = 'D-2' AND seq = 1")
    told = Told()
    done = store.consumer("letters", retry=Retry(attempts=1)).deliver(into(told))
    assert (done.delivered, done.failed, done.dead, of(told, "D-2")) == (4, 1, 1, [])


def test_an_interrupt_keeps_what_was_done_and_lets_the_next_worker_in(store: Store) -> None:
    everything, told = three(store), Told()

    def interrupted(delivery: Delivery) -> None:
        if len(told) == 3:
            raise KeyboardInterrupt
        into(told)(delivery)

    with pytest.raises(KeyboardInterrupt):
        store.consumer("letters").deliver(interrupted)
    done = store.consumer("letters").deliver(into(told))
    assert (done.held_up, done.delivered, told) == (None, 3, everything)


def test_a_consumer_for_whom_there_is_nothing_waits_for_no_writer(file: File, clock: Clock) -> None:
    with (
        Store.connect(file.url, clock=clock, timeout=0.05) as store,
        closing(sqlite3.connect(file.path)) as raw,
    ):
        begun(store)
        consumer = store.consumer("letters")
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="busy"):
            consumer.deliver(lambda _: None)
        raw.rollback()
        assert consumer.deliver(lambda _: None).delivered == 1
        raw.execute("BEGIN IMMEDIATE")
        assert consumer.deliver(lambda _: None).delivered == 0


def test_handlers_may_use_the_store_as_no_transaction_is_open(store: Store) -> None:
    begun(store)

    def answering(delivery: Delivery) -> None:
        if delivery.entry.event == "register":
            store.fire(delivery.entry.case, "submit", actor=CITIZEN, key=f"after {delivery.position}")

    store.consumer("letters").deliver(answering)
    assert store.get("D-1").seq == 2


@pytest.mark.parametrize("last", [5, 6])
def test_while_one_worker_delivers_another_is_told_and_once_its_lease_ran_out_goes_on(
    store: Store, database: Database, clock: Clock, last: int
) -> None:
    three(store)
    told, held_up = Told(), []

    def slow(delivery: Delivery) -> None:
        into(told)(delivery)
        with Store.connect(database.url, clock=clock) as other:
            if len(told) == 2:
                clock.forward(seconds=59)  # one that is on its way holds on
            if len(told) == last:
                clock.forward(seconds=61)
            held_up.append(other.consumer("letters").deliver(into(told), limit=1).held_up)

    first = store.consumer("letters").deliver(slow)
    codes = [error.code if error else None for error in held_up]
    assert codes == ["consumer_busy"] * (last - 1) + [None]
    assert first.held_up is not None
    assert first.held_up.code == "lease_lost"
    assert first.held_up.text("vi") != first.held_up.text("en")
    assert first.more


@pytest.mark.parametrize("back", [{"days": 2}, {"days": 365}])
def test_a_clock_that_went_back_keeps_no_consumer_from_going_on(
    store: Store, database: Database, clock: Clock, back: dict[str, float]
) -> None:
    """A worker that died and an entry that failed while the clock was ahead."""
    three(store)
    told = Told()
    consumer = store.consumer("letters")
    consumer.deliver(failing(told, "D-2"), limit=3)
    database.tamper("UPDATE workflow_consumer SET holder = 'dead', until = '2020-02-03T09:01:00.000000Z'")
    clock.now -= timedelta(**back)
    done = consumer.deliver(into(told))
    assert (done.held_up, done.delivered, done.waiting) == (None, 4, 0)
    assert of(told, "D-2") == [1, 2]


@pytest.mark.parametrize("leased", [True, False])
def test_what_one_worker_has_in_hand_no_other_is_given_as_without_the_lease(
    store: Store, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, leased: bool
) -> None:
    if not leased:
        monkeypatch.setattr(statements, "CLAIM", statements.CLAIM.replace("(holder", "(1 = 1 OR holder"))
    everything, told = three(store), Told()

    def meanwhile(delivery: Delivery) -> None:
        into(told)(delivery)
        with Store.connect(database.url, clock=clock) as other:
            other.consumer("letters").deliver(into(told))

    store.consumer("letters").deliver(meanwhile)
    assert (told == everything) is leased


def test_four_workers_at_once_hand_nothing_out_twice(store: Store, database: Database, clock: Clock) -> None:
    everything = three(store)
    told, barrier = Told(), Barrier(4, timeout=60)

    def work() -> None:
        with Store.connect(database.url, clock=clock) as mine:
            barrier.wait()
            while mine.consumer("letters").deliver(into(told), limit=1).more:
                pass

    workers = [Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert told == everything


@pytest.fixture
def raw(database: Database, store: Store) -> Iterator[Any]:
    """A host's connection, with a table of its own."""
    three(store)
    database.execute("CREATE TABLE mine (case_id TEXT, seq INTEGER)")
    made: Any = (
        sqlite3.connect(database.path) if isinstance(database, File) else psycopg.connect(database.url)
    )
    with closing(made):
        yield made


def writing(raw: Any, *failing: str) -> Callable[[Delivery], None]:
    """Writes a row of the host's, and fails for some cases once it has."""
    mark = "?" if isinstance(raw, sqlite3.Connection) else "%s"

    def handle(delivery: Delivery) -> None:
        raw.execute(f"INSERT INTO mine VALUES ({mark}, {mark})", (delivery.entry.case, delivery.entry.seq))  # noqa: S608
        assert delivery.entry.case not in failing

    return handle


def test_over_a_host_s_connection_effects_happen_exactly_once_or_not_at_all(
    raw: Any, database: Database, clock: Clock
) -> None:
    mine = "SELECT case_id, seq FROM mine ORDER BY seq, case_id"
    consumer = Store(raw, clock=clock).consumer("letters")
    assert consumer.deliver(writing(raw)).delivered == 6
    raw.rollback()
    assert database.columns(mine) == []
    assert consumer.deliver(writing(raw, "D-2"), limit=4).failed == 1
    raw.commit()
    assert len(database.columns(mine)) == 3
    clock.forward(hours=1)
    with closing(raw):
        assert consumer.deliver(writing(raw)).delivered == 3
        raw.commit()
    assert database.columns(mine) == [(f"D-{number}", seq) for seq in (1, 2) for number in (1, 2, 3)]


def test_a_host_that_ends_its_transaction_in_a_handler_is_told(raw: Any, clock: Clock) -> None:
    consumer = Store(raw, clock=clock).consumer("letters")
    with pytest.raises(Exception, match="rolled back") as error:
        consumer.deliver(lambda _: raw.commit())
    assert getattr(error.value, "code", "") == "savepoint_lost"
    raw.rollback()
    clock.forward(minutes=2)  # the commit kept the lease
    told = Told()
    assert consumer.deliver(into(told)).delivered == 6


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_host_s_transaction_that_reads_an_old_snapshot_is_refused(
    schema: Database, clock: Clock, level: str
) -> None:
    with psycopg.connect(schema.url) as raw:
        raw.execute(f"SET TRANSACTION ISOLATION LEVEL {level}".encode())
        with pytest.raises(StoreError) as error:
            Store(raw, clock=clock).consumer("letters").deliver(lambda _: None)
        assert error.value.code == "old_snapshot"


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\0b", None])
def test_names_that_are_none_are_told(store: Store, name: Any) -> None:
    with pytest.raises(StoreError) as error:
        store.consumer(name)
    assert error.value.code == "consumer_name"


@pytest.mark.parametrize(
    "settings",
    [
        {"retry": Retry(attempts=0)},
        {"retry": Retry(first=timedelta())},
        {"retry": Retry(longest=timedelta(seconds=1))},
        {"retry": Retry(longest=timedelta(days=1000))},
        {"lease": timedelta()},
        {"lease": timedelta(days=1)},
        {"wait": timedelta(seconds=-1)},
    ],
)
def test_settings_that_make_no_sense_are_told(store: Store, settings: Any) -> None:
    with pytest.raises(StoreError) as error:
        store.consumer("letters", **settings)
    assert error.value.code == "consumer_setting"


def test_a_limit_of_none_at_all_is_told(store: Store) -> None:
    with pytest.raises(StoreError) as error:
        store.consumer("letters").deliver(lambda _: None, limit=0)
    assert error.value.code == "consumer_setting"


def test_failures_back_off_to_a_bound_and_end(clock: Clock) -> None:
    retry = Retry(attempts=100, first=timedelta(seconds=1), longest=timedelta(minutes=1))
    waits = [retry.due(number, clock.now) for number in range(1, 101)]
    seconds = [(each - clock.now).total_seconds() for each in waits if each]
    assert seconds[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (seconds[-1], waits[-1]) == (60, None)
