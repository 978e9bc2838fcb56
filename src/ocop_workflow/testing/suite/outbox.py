"""Whoever is told what happened is told everything, in order within a case, whatever fails or commits late."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ...case import Erased
from ...store import Delivered, Delivery, Retry, Store
from ...store.host import Host
from .base import CITIZEN, OFFICER, REGISTRATION, Suite

Told = list[tuple[str, int]]


def into(told: Told, *failing: str) -> Callable[[Delivery], None]:
    """Notes what it is told, and fails for some cases."""

    def handle(delivery: Delivery) -> None:
        if delivery.entry.case in failing:
            raise ConnectionError
        told.append((delivery.entry.case, delivery.entry.seq))

    return handle


class Outbox(Suite):
    """Deliveries, failures, dead letters, erased values, late commits."""

    def test_a_consumer_is_told_everything_once_and_goes_on_where_it_stopped(self) -> None:
        store, told = self.store(), Told()
        self._two(store)
        done = store.consumer("letters").deliver(into(told), limit=1)
        assert (done.delivered, done.more) == (1, True)
        self.commit(store)
        other = self.store()
        assert not other.consumer("letters").deliver(into(told)).more
        assert told == [("D-1", 1), ("D-2", 1), ("D-1", 2), ("D-2", 2)]
        assert [(each.name, each.lag) for each in other.consumers()] == [("letters", 0)]

    def test_what_fails_waits_with_its_case_alone_until_its_time_has_come(self) -> None:
        store, told = self.store(), Told()
        self._two(store)
        consumer = store.consumer("letters")
        assert self._counts(consumer.deliver(into(told, "D-1"))) == (2, 1, 2, 0)
        assert self._counts(consumer.deliver(into(told))) == (0, 0, 2, 0)
        self.clock.forward(hours=2)
        assert self._counts(consumer.deliver(into(told))) == (2, 0, 0, 0)
        assert told == [("D-2", 1), ("D-2", 2), ("D-1", 1), ("D-1", 2)]

    @pytest.mark.parametrize(("decided", "rest"), [("redeliver", [1, 2]), ("dismiss", [2])])
    def test_a_dead_letter_and_its_case_wait_until_somebody_decides(
        self, decided: str, rest: list[int]
    ) -> None:
        store, told = self.store(), Told()
        self._two(store)
        consumer = store.consumer("letters", retry=Retry(attempts=1))
        consumer.deliver(into(told, "D-1"))
        self.clock.forward(days=1000)
        assert self._counts(consumer.deliver(into(told))) == (0, 0, 1, 1)
        (letter,) = consumer.dead_letters()
        assert (letter.case, letter.seq, letter.error) == ("D-1", 1, "ConnectionError: ")
        getattr(consumer, decided)(letter.position)
        assert self._counts(consumer.deliver(into(told))) == (len(rest), 0, 0, 0)
        assert [seq for case, seq in told if case == "D-1"] == rest

    def test_personal_values_are_handed_out_until_they_are_erased(self) -> None:
        store = self.store()
        self.begun(store)
        found: list[Delivery] = []
        store.consumer("before").deliver(found.append)
        store.erase("D-1", ("phone",))
        store.consumer("after").deliver(found.append)
        assert [each.entry.personal["phone"] for each in found] == [REGISTRATION["phone"], Erased()]
        assert {each.entry.personal["name"] for each in found} == {REGISTRATION["name"]}

    def test_an_entry_that_is_committed_late_is_not_missed(self) -> None:
        store = self.store()
        if not isinstance(store._session, Host):  # noqa: SLF001 - the suite looks beneath its own library's store
            pytest.skip("no transaction stays open")
        self.begun(store, "D-0")
        with store._session.writing() as link:  # noqa: SLF001 - the same
            if link.dialect.one_writer:
                pytest.skip("one writes at a time")
        self.commit(store)
        self.begun(store, "D-1")
        second, reader, told = self.store(), self.store(), Told()
        self.begun(second, "D-2")
        self.commit(second)
        consumer = reader.consumer("letters", wait=timedelta(seconds=0.1))
        done = consumer.deliver(into(told))
        assert (told, done.more) == ([], True)
        self.commit(store)
        assert not consumer.deliver(into(told)).more
        assert told == [("D-0", 1), ("D-1", 1), ("D-2", 1)]

    def _two(self, store: Store) -> None:
        """Two cases with two entries each."""
        for number in (1, 2):
            self.begun(store, f"D-{number}")
        store.fire("D-1", "submit", actor=CITIZEN)
        store.fire("D-2", "remark", actor=OFFICER)

    @staticmethod
    def _counts(done: Delivered) -> tuple[int, int, int, int]:
        assert done.held_up is None
        return done.delivered, done.failed, done.waiting, done.dead
