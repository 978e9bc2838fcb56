"""All histories at once are those of each case; what a store keeps of a workflow is every version of it."""

import pytest
from store.support import CITIZEN, Clock, approved, begun, dossier

from ocop_workflow import Store
from ocop_workflow.case import Erased
from ocop_workflow.store import histories


@pytest.mark.parametrize("together", [1, 2, 3, 100])
def test_they_are_those_of_each_case_in_the_order_of_the_ids(
    store: Store, clock: Clock, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "_TOGETHER", together)
    approved(store, clock, "D-2")
    for case_id in ("D-3", "D-1"):
        begun(store, case_id)
    store.fire("D-3", "submit", actor=CITIZEN)
    store.erase("D-3")
    found = list(store.histories())
    assert [each[0].case for each in found] == ["D-1", "D-2", "D-3"]
    assert found == [store.history(each[0].case) for each in found]
    assert [entry.personal for entry in found[1]] == [entry.personal for entry in store.history("D-2")]
    assert set(found[2][0].personal.values()) == {Erased()}
    assert list(store.histories(dossier().name)) == found
    assert list(store.histories("another")) == []


def test_an_empty_store_has_none(store: Store) -> None:
    assert list(store.histories()) == []
    assert store.versions(dossier().name) == {}


def test_every_set_of_parameters_is_a_version_that_is_kept(store: Store) -> None:
    for number, quorum in enumerate((2, 3)):
        store.start(
            dossier(quorum),
            {"name": "A", "phone": "1", "amount": 1},
            actor=CITIZEN,
            id=f"D-{number}",
            event="register",
        )
    kept = store.versions(dossier().name)
    assert {each.definition.values["quorum"] for each in kept.values()} == {2, 3}
    assert {digest: each.digest for digest, each in kept.items()} == {digest: digest for digest in kept}
    assert store.versions("another") == {}
