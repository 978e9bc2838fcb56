from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from store.support import (
    CITIZEN,
    OFFICER,
    REGISTRATION,
    Clock,
    Database,
    approved,
    begun,
    dossier,
    member,
)
from torture.keys import given

from ocop_workflow import Actor, Case, Conflict, Refused, Store
from ocop_workflow.errors import StoreError

SHEET = {"points": "50.50"}


def test_the_same_command_with_the_same_key_has_one_effect_and_one_answer(
    store: Store, database: Database
) -> None:
    begun(store)
    store.fire("D-1", "submit", actor=CITIZEN)
    first = store.fire("D-1", "mark", SHEET, actor=member(1), key="k-1")
    later = store.fire("D-1", "mark", {"points": 70}, actor=member(2), key="k-2")
    before = database.dump()
    for _ in range(10):
        again = store.fire("D-1", "mark", {"points": Decimal("50.5")}, actor=member(1), key="k-1")
        assert again == first
        assert again.replayed
    assert not first.replayed
    assert later.seq == 4
    assert database.dump() == before


def test_a_replay_answers_even_where_the_event_would_be_refused_by_now(store: Store, clock: Clock) -> None:
    begun(store)
    submitted = store.fire("D-1", "submit", actor=CITIZEN, key="k", expected=1)
    with pytest.raises(Refused):
        store.fire("D-1", "submit", actor=CITIZEN)
    clock.forward(days=1)
    assert store.fire("D-1", "submit", actor=CITIZEN, key="k", expected=1) == submitted


@pytest.mark.parametrize(
    ("event", "payload", "actor"),
    [
        ("mark", {"points": "50.51"}, member(1)),
        ("mark", {}, member(1)),
        ("mark", {"points": "many"}, member(1)),
        ("mark", SHEET, member(2)),
        ("remark", {}, member(1)),
    ],
)
def test_a_key_used_for_another_command_is_an_error(
    store: Store, database: Database, event: str, payload: dict[str, object], actor: Actor
) -> None:
    begun(store)
    store.fire("D-1", "submit", actor=CITIZEN)
    store.fire("D-1", "mark", SHEET, actor=member(1), key="k")
    before = database.dump()
    with pytest.raises(StoreError) as error:
        store.fire("D-1", event, payload, actor=actor, key="k")
    assert error.value.code == "key_reused"
    assert database.dump() == before


def test_keys_are_a_case_s_own(store: Store) -> None:
    begun(store, "D-1")
    begun(store, "D-2")
    assert not store.fire("D-1", "submit", actor=CITIZEN, key="k").replayed
    assert not store.fire("D-2", "submit", actor=CITIZEN, key="k").replayed


def test_personal_values_are_compared_by_their_commitments_and_not_after_erasure(store: Store) -> None:
    begun(store)

    def corrected(phone: str) -> bool:
        return store.fire("D-1", "correct", {"phone": phone}, actor=CITIZEN, key="k").replayed

    assert not corrected("0900")
    assert corrected("0900")
    with pytest.raises(StoreError):
        corrected("0901")
    store.erase("D-1")
    assert corrected("0901")  # nobody can tell any more; still there is one effect
    assert store.get("D-1").seq == 2


def test_a_start_with_a_key_is_found_again_with_and_without_an_id(store: Store) -> None:
    for case_id in ("D-1", None):
        first, again = (
            store.start(
                dossier(), REGISTRATION, actor=CITIZEN, id=case_id, event="register", key=f"k-{case_id}"
            )
            for _ in range(2)
        )
        assert first == again
        assert (first.replayed, again.replayed) == (False, True)
    with pytest.raises(StoreError) as error:
        store.start(dossier(), {**REGISTRATION, "amount": 1}, actor=CITIZEN, event="register", key="k-None")
    assert error.value.code == "key_reused"
    with pytest.raises(StoreError) as error:
        store.start(dossier(), REGISTRATION, actor=CITIZEN, id="D-1", event="register", key="another")
    assert error.value.code == "case_exists"
    assert len(list(store.cases())) == 2


def test_who_expects_a_version_that_has_passed_is_told_that_someone_was_first(
    store: Store, database: Database
) -> None:
    case = begun(store)
    with Store.connect(database.url) as other:
        other.fire("D-1", "remark", actor=OFFICER, expected=case.seq)
    before = database.dump()
    with pytest.raises(Conflict) as conflict:
        store.fire("D-1", "submit", actor=CITIZEN, expected=case.seq)
    assert "D-1" in conflict.value.text("vi")
    assert database.dump() == before
    assert store.fire("D-1", "submit", actor=CITIZEN, expected=case.seq + 1).seq == 3


def test_the_expected_version_is_the_one_read_before_clocks_are_settled(store: Store, clock: Clock) -> None:
    case = approved(store, clock)
    clock.forward(days=60)
    with pytest.raises(Refused):  # and not Conflict
        store.fire("D-1", "remark", actor=OFFICER, expected=case.seq)


def test_threads_that_give_one_command_at_once_have_one_effect_and_one_answer(
    store: Store, database: Database
) -> None:
    """On one store, where they take turns, and on stores of their own."""
    begun(store)
    store.fire("D-1", "submit", actor=CITIZEN)
    gate = Barrier(10)

    def give(number: int) -> Case:
        with Store.connect(database.url) as own:
            gate.wait()
            one = store if number % 2 else own
            return one.fire("D-1", "mark", SHEET, actor=member(1), key="k")

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(give, range(10)))
    assert len({answer.head for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    assert [answer.seq for answer in answers] == [3] * 10
    assert len(store.history("D-1")) == 3


def test_processes_that_give_one_command_at_once_or_after_a_kill_have_one_effect_and_one_answer(
    database: Database,
) -> None:
    """Three rounds; `tests/torture/keys.py` is the long form."""
    assert given(database) == (3 * 2 * 11, [])


def test_without_keys_it_would_be_twice(database: Database) -> None:
    assert any("entries" in each for each in given(database, "keyless", 1)[1])
