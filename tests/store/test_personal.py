import pytest
from store.support import CITIZEN, PERSONAL, Clock, Database, approved, begun

from ocop_workflow import Store
from ocop_workflow.case import Erased
from ocop_workflow.errors import StoreError


def test_personal_values_are_joined_when_read_and_stand_in_no_entry_or_case(
    store: Store, database: Database, clock: Clock
) -> None:
    case = approved(store, clock)
    assert {name: case.data[name] for name in PERSONAL} == PERSONAL
    assert store.history("D-1")[0].personal == PERSONAL
    with Store.connect(database.url) as other:
        assert other.get("D-1") == case
        assert other.history("D-1")[0].personal == PERSONAL
    documents = database.columns(
        "SELECT document FROM workflow_entry UNION SELECT document FROM workflow_case"
    )
    for value in PERSONAL.values():
        assert not any(value in document for (document,) in documents)
        assert database.columns(f"SELECT 1 FROM workflow_personal WHERE value LIKE '%{value}%'")  # noqa: S608


def test_of_a_corrected_value_the_last_one_stands(store: Store) -> None:
    begun(store)
    store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN)
    assert store.get("D-1").data["phone"] == "0900"
    first, second = store.history("D-1")
    assert (first.personal["phone"], second.personal["phone"]) == (PERSONAL["phone"], "0900")


def test_erased_values_are_gone_and_the_chain_still_holds(
    store: Store, database: Database, clock: Clock
) -> None:
    approved(store, clock)
    before = database.columns("SELECT document, hash FROM workflow_entry ORDER BY seq")
    assert store.erase("D-1") == 2
    assert store.erase("D-1") == 0
    data = store.get("D-1").data
    assert data["name"] == data["phone"] == Erased()
    assert store.history("D-1")[0].personal == {"name": Erased(), "phone": Erased()}
    assert database.columns("SELECT value, commitment_key FROM workflow_personal") == [(None, None)] * 2
    assert database.columns("SELECT document, hash FROM workflow_entry ORDER BY seq") == before
    assert store.verify("D-1") == ()
    clock.forward(days=60)
    store.fire_due()
    assert store.verify("D-1") == ()


def test_one_field_is_erased_and_the_commitment_to_the_other_still_holds(
    store: Store, database: Database
) -> None:
    begun(store)
    store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN)
    assert store.erase("D-1", ("phone",)) == 2
    data = store.get("D-1").data
    assert (data["name"], data["phone"]) == (PERSONAL["name"], Erased())
    assert database.columns("SELECT count(commitment_key) FROM workflow_personal") == [(1,)]
    assert store.verify("D-1") == ()
    store.fire("D-1", "correct", {"phone": "0999"}, actor=CITIZEN)
    assert store.get("D-1").data["phone"] == "0999"


def test_the_same_value_is_committed_to_differently_each_time(store: Store) -> None:
    begun(store, "D-1")
    begun(store, "D-2")
    assert store.history("D-1")[0].payload["name"] != store.history("D-2")[0].payload["name"]


@pytest.mark.parametrize("fields", [("phone", "fone"), "fone", ("amount",), ("",)], ids=str)
def test_a_field_that_is_not_personal_is_told_and_nothing_is_erased(
    store: Store, database: Database, fields: str | tuple[str, ...]
) -> None:
    """Whoever asked for it would believe that it is gone."""
    begun(store)
    before = database.dump()
    with pytest.raises(StoreError) as error:
        store.erase("D-1", fields)
    assert error.value.code == "not_personal"
    assert "name, phone" in error.value.text("vi")
    assert database.dump() == before


def test_one_name_is_one_field_and_not_its_letters(store: Store) -> None:
    begun(store)
    assert store.erase("D-1", "phone") == 1
    assert store.get("D-1").data["phone"] == Erased()
