"""Many commands in one transaction: each has its own answer, and what is kept is kept as a whole."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ...case import Case
from ...errors import Conflict, Refused, StoreError
from ...store import Command, Store
from ...store.link import Link
from .base import CITIZEN, OFFICER, Suite


class Together(Suite):
    """`fire_many`."""

    def test_each_of_many_commands_has_its_own_answer_and_what_is_allowed_is_kept(self) -> None:
        store = self.store()
        for number in range(1, 4):
            self.begun(store, f"D-{number}")
        store.fire("D-2", "submit", actor=CITIZEN)
        commands = [
            Command("D-1", "submit", key="k"),
            Command("D-2", "submit"),
            Command("D-9", "submit"),
            Command("D-3", "submit", expected=7),
            Command("D-3", "correct", {"phone": "0900"}),
            Command("D-3", "submit"),
            Command("D-1", "submit", key="k"),
            Command("D-1", "correct", {"phone": "0900"}, key="k"),
        ]
        answers = store.fire_many(commands, actor=CITIZEN)
        kinds = [Case, Refused, StoreError, Conflict, Case, Case, Case, StoreError]
        assert [type(answer) for answer in answers] == kinds
        refused, unknown, again, reused = answers[1], answers[2], answers[6], answers[7]
        assert isinstance(refused, Refused)
        assert [reason.code for reason in refused.reasons] == ["wrong_state"]
        assert isinstance(unknown, StoreError)
        assert isinstance(reused, StoreError)
        assert (unknown.code, reused.code) == ("unknown_case", "key_reused")
        assert isinstance(again, Case)
        assert again.replayed
        self.commit(store)
        assert [(c.id, c.seq, c.state) for c in store.cases()] == [
            ("D-1", 2, "review"),
            ("D-2", 2, "review"),
            ("D-3", 3, "review"),
        ]
        assert all(store.verify(f"D-{number}") == () for number in range(1, 4))

    def test_nothing_is_kept_of_many_commands_if_the_database_fails_at_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = self.store()
        before = [self.begun(store, f"D-{number}") for number in range(3)]
        self.commit(store)
        whole = Link.run_many

        def failing(link: Link, statement: str, parameters: Sequence[tuple[object, ...]]) -> int:
            changed = whole(link, statement, parameters)
            if statement.startswith("UPDATE"):
                raise ZeroDivisionError
            return changed

        with monkeypatch.context() as patched:
            patched.setattr(Link, "run_many", failing)
            with pytest.raises(ZeroDivisionError):
                store.fire_many([Command(case.id, "submit") for case in before], actor=CITIZEN)
        assert list(store.cases()) == before
        assert {len(store.history(case.id)) for case in before} == {1}

    def test_many_commands_at_once_on_the_same_cases_never_wait_in_a_circle(self) -> None:
        store = self.owned()
        ids = [f"D-{number}" for number in range(10)]
        for case_id in ids:
            self.begun(store, case_id)
        barrier = Barrier(2, timeout=60)

        def remark(order: list[str]) -> int:
            mine: Store = self.store()
            barrier.wait()
            rounds = [
                mine.fire_many([Command(each, "remark") for each in order], actor=OFFICER) for _ in range(5)
            ]
            return sum(isinstance(answer, Case) for answers in rounds for answer in answers)

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(remark, (ids, ids[::-1]))) == [50, 50]
        assert {case.seq for case in store.cases()} == {11}
