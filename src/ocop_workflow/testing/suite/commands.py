"""One command, one effect: keys, conflicts, what is due, linked cases, and commits that nobody can tell about."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from ...case import Case
from ...errors import Conflict, Refused, StoreError, UnknownOutcome
from ...store import Store
from ...store.link import Link
from .base import CITIZEN, KEEPER, OFFICER, REGISTRATION, Suite, workflow

RACES = 10

T = TypeVar("T")


class Commands(Suite):
    """Keys, conflicts, due dates, links, unknown outcomes."""

    def test_the_same_command_with_the_same_key_has_one_effect_and_one_answer(self) -> None:
        store = self.store()
        self.begun(store)
        first = store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN, key="k")
        store.fire("D-1", "remark", actor=OFFICER)
        for _ in range(10):
            again = store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN, key="k")
            assert (again, again.replayed) == (first, True)
        assert store.get("D-1").seq == 3
        with pytest.raises(StoreError) as error:
            store.fire("D-1", "correct", {"phone": "0901"}, actor=CITIZEN, key="k")
        assert error.value.code == "key_reused"
        assert store.get("D-1").seq == 3

    def test_the_same_command_at_once_has_one_effect_and_one_answer(self) -> None:
        self.begun(self.owned())

        def remark(store: Store) -> Case:
            return store.fire("D-1", "remark", actor=OFFICER, key="k")

        def start(store: Store) -> Case:
            return store.start(workflow("dossier"), REGISTRATION, actor=CITIZEN, event="register", key="s")

        for command, seq in ((remark, 2), (start, 1)):
            answers = self.at_once([command] * 4)
            assert {case.seq for case in answers} == {seq}
            assert sorted(case.replayed for case in answers) == [False, True, True, True]
            assert len({case.head for case in answers}) == 1

    def test_who_expects_a_version_that_has_passed_is_told_that_someone_was_first(self) -> None:
        store = self.store()
        self.begun(store)
        store.fire("D-1", "remark", actor=OFFICER, expected=1)
        with pytest.raises(Conflict):
            store.fire("D-1", "submit", actor=CITIZEN, expected=1)
        assert store.fire("D-1", "submit", actor=CITIZEN, expected=2).seq == 3

    def test_of_two_who_expect_the_same_version_one_is_first(self) -> None:
        self.begun(self.owned())

        def remark(store: Store) -> bool:
            try:
                return store.fire("D-1", "remark", actor=OFFICER, expected=1).seq == 2
            except Conflict:
                return False

        assert sorted(self.at_once([remark] * 3)) == [False, False, True]
        assert [entry.seq for entry in self.store().history("D-1")] == [1, 2]

    def test_an_id_is_not_given_twice(self) -> None:
        store = self.store()
        self.begun(store)
        with pytest.raises(StoreError) as error:
            self.begun(store)
        assert error.value.code == "case_exists"

    def test_what_is_due_is_told_and_fired_once_each_at_its_time(self) -> None:
        store = self.store()
        self.valid(store, "D-2", "2020-03-02")
        self.valid(store, "D-1", "2020-03-01")
        assert [(each.case, each.day) for each in store.due(date(2020, 3, 2))] == [
            ("D-1", date(2020, 3, 1)),
            ("D-2", date(2020, 3, 2)),
        ]
        assert store.fire_due() == ()
        self.clock.forward(days=60)
        assert [(each.case, each.event, each.actor) for each in store.fire_due()] == [
            ("D-1", "lapse", None),
            ("D-2", "lapse", None),
        ]
        assert (store.fire_due(), list(store.due(date(2030, 1, 1)))) == ((), [])
        assert store.get("D-1").state == "lapsed"
        assert store.verify("D-1") == store.verify("D-2") == ()

    def test_what_is_due_is_fired_once_though_several_fire_it(self) -> None:
        store = self.owned()
        for number in range(5):
            self.valid(store, f"D-{number}")
        self.clock.forward(days=60)
        fired = [entry.case for entries in self.at_once([Store.fire_due] * 3) for entry in entries]
        assert sorted(fired) == [f"D-{number}" for number in range(5)]
        assert {case.seq for case in store.cases()} == {2}

    def test_a_linked_case_is_asked_within_the_transaction(self) -> None:
        store = self.store()
        self.batch(store)
        store.fire("I-1", "enter", {"batch": "B-1"}, actor=KEEPER)
        assert store.links("B-1") == {"undecided": 1}
        with pytest.raises(Refused):
            store.fire("B-1", "close", actor=KEEPER)
        store.fire("I-1", "decide", actor=KEEPER)
        assert store.fire("B-1", "close", actor=KEEPER).state == "closed"
        store.start(workflow("item"), actor=KEEPER, id="I-2")
        with pytest.raises(Refused):
            store.fire("I-2", "enter", {"batch": "B-1"}, actor=KEEPER)
        assert store.verify("I-1") == store.verify("B-1") == ()

    def test_linked_cases_are_held_while_one_of_them_is_decided_on(self) -> None:
        store = self.owned()
        for number in range(RACES):
            self.batch(store, number)

        def close(mine: Store) -> list[bool]:
            return [took(partial(mine.fire, f"B-{n}", "close", actor=KEEPER)) for n in range(RACES)]

        def enter(mine: Store) -> list[bool]:
            return [
                took(partial(mine.fire, f"I-{n}", "enter", {"batch": f"B-{n}"}, actor=KEEPER))
                for n in range(RACES)
            ]

        def took(command: Callable[[], object]) -> bool:
            try:
                command()
            except Refused:
                return False
            return True

        both = self.at_once([close, enter])
        assert [sorted(pair) for pair in zip(*both, strict=True)] == [[False, True]] * RACES

    @pytest.mark.parametrize("kept", [False, True])
    def test_a_commit_that_nobody_can_tell_about_is_an_unknown_outcome_and_a_fresh_read_decides(
        self, monkeypatch: pytest.MonkeyPatch, *, kept: bool
    ) -> None:
        store = self.owned()
        self.begun(store)

        def broken(link: Link) -> None:
            if kept:
                link.run("COMMIT")
            raise link.errors("the line is down")

        with monkeypatch.context() as patched:
            for kind in (Link, *Link.__subclasses__()):
                patched.setattr(kind, "commit", broken)
            with pytest.raises(UnknownOutcome):
                store.fire("D-1", "remark", actor=OFFICER, key="k")
        assert store.get("D-1").seq == 1 + kept
        case = store.fire("D-1", "remark", actor=OFFICER, key="k")
        assert (case.seq, case.replayed) == (2, kept)

    def at_once(self, commands: list[Callable[[Store], T]]) -> list[T]:
        """What each gives, on a store of its own, when all of them begin together."""
        barrier = Barrier(len(commands), timeout=60)

        def one(command: Callable[[Store], T]) -> T:
            store = self.store()
            barrier.wait()
            return command(store)

        with ThreadPoolExecutor(len(commands)) as pool:
            return list(pool.map(one, commands))
