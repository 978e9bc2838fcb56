"""Finding and counting cases, in pages."""

from datetime import timedelta
from typing import Any

import pytest

from ...errors import StoreError
from .base import CITIZEN, OFFICER, Suite


class Finding(Suite):
    """`cases` and `counts`."""

    def test_cases_are_found_and_counted_by_what_is_asked_of_them(self) -> None:
        store = self.store()
        for number in range(4):
            self.begun(store, f"D-{number}")
        self.valid(store, "C-1", "2020-03-01")
        self.valid(store, "C-2", "2020-04-01")
        store.fire("D-1", "submit", actor=CITIZEN)
        store.fire("D-2", "remark", actor=OFFICER)
        asked: list[tuple[dict[str, Any], list[str]]] = [
            ({"state": "working"}, ["D-0", "D-1", "D-2", "D-3"]),
            ({"state": "scoring"}, ["D-1"]),
            ({"workflow": "item"}, []),
            ({"where": {"remarks": 1}}, ["D-2"]),
            ({"where": {"amount": "1234567.123456780"}, "state": "draft"}, ["D-0", "D-2", "D-3"]),
            ({"where": {"remarks": None}}, ["C-1", "C-2"]),
            ({"where": {"valid_until": "2020-04-01"}}, ["C-2"]),
            ({"due": self.clock.now + timedelta(days=30)}, ["C-1"]),
        ]
        for question, ids in asked:
            assert [case.id for case in store.cases(**question)] == ids
            counted = store.counts(**{"workflow": "dossier", **question})
            assert sum(counted.values()) == len(ids)
        assert store.counts("dossier") == {"draft": 3, "review": 1, "valid": 2}

    def test_pages_follow_each_other_though_cases_come_in_between(self) -> None:
        store = self.store()
        for number in range(0, 10, 2):
            self.begun(store, f"D-{number}")
        first = [case.id for case in store.cases(state="working", limit=2)]
        self.begun(store, "D-1")
        self.begun(store, "D-3")
        assert first == ["D-0", "D-2"]
        assert [case.id for case in store.cases(state="working", after="D-2", limit=2)] == ["D-3", "D-4"]
        assert [case.id for case in store.cases(after="D-4", limit=9)] == ["D-6", "D-8"]
        assert list(store.cases(limit=0)) == []

    @pytest.mark.parametrize("field", ["name", "marks", "nothing"])
    def test_what_cannot_be_searched_is_told_and_not_passed_over(self, field: str) -> None:
        store = self.store()
        self.begun(store)
        with pytest.raises(StoreError) as error:
            store.cases(where={field: "x"})
        assert error.value.code in {"field_personal", "field_of_parts", "unknown_field"}
