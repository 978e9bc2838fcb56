"""Ids, keys and names with odd characters, of any length, or none."""

from collections.abc import Callable

import pytest
from store.support import CITIZEN, OFFICER, Database, begun

from ocop_workflow import Actor, Case, Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store import Command, naming

HALF = "\ud800"  # of a pair of surrogates, as json.loads gives it


def code_of(use: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as error:
        use()
    assert error.value.text("vi") != error.value.text("en")
    error.value.text("vi").encode()  # it can be printed
    return error.value.code


@pytest.mark.parametrize(
    "name", ["D/2026-001", "Đ-1 (bản 2)", "../../etc", "a'b\"c;--", "日本", "%s{}", "ệ" * 166]
)
def test_an_id_of_any_letters_is_kept_and_found(store: Store, name: str) -> None:
    case = begun(store, name)
    store.fire(name, "submit", actor=CITIZEN, key=name)
    assert store.get(name).seq == 2
    assert [each.id for each in store.cases()] == [case.id]
    assert list(store.verify()) == []


@pytest.mark.parametrize(
    "name", ["", " ", "a\0b", "a\nb", "\x1b[31mred", "a\x85b", HALF, "x" * 501, "ệ" * 167]
)
def test_an_id_that_nobody_sees_or_keeps_is_told_and_nothing_is_kept(
    store: Store, database: Database, name: str
) -> None:
    assert code_of(lambda: begun(store, name)) in {"id_unfit", "text_unfit"}
    assert list(store.cases()) == []
    assert database.columns("SELECT count(*) FROM workflow_entry") == [(0,)]


@pytest.mark.parametrize("key", ["", "a\0b", HALF, "x" * 1001])
def test_a_key_that_is_none_is_told(store: Store, key: str) -> None:
    """An empty one would make the second of two commands without a key the repetition of the first."""
    begun(store)
    use = [
        lambda: store.fire("D-1", "remark", actor=OFFICER, key=key),
        lambda: store.start(store.workflow("D-1"), actor=OFFICER, event="adopt", key=key),
    ]
    assert {code_of(each) for each in use} <= {"key_unfit", "text_unfit"}
    answers = store.fire_many([Command("D-1", "remark", key=key), Command("D-1", "remark")], actor=OFFICER)
    assert isinstance(answers[0], StoreError)
    assert isinstance(answers[1], Case)
    assert answers[1].seq == 2


def test_the_longest_id_and_key_fit_together(store: Store) -> None:
    """Of random characters, which PostgreSQL cannot make shorter."""
    import random

    chance = random.Random(1)  # noqa: S311 - the same
    name = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(166))
    key = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(333))
    begun(store, name)
    assert store.fire(name, "submit", actor=CITIZEN, key=key).seq == 2
    assert store.fire(name, "submit", actor=CITIZEN, key=key).replayed


def test_half_of_a_pair_is_told_wherever_it_stands(store: Store, database: Database) -> None:
    begun(store)
    before = database.dump()
    uses = [
        lambda: store.get(HALF),
        lambda: store.history(f"D{HALF}"),
        lambda: store.fire(HALF, "submit", actor=CITIZEN),
        lambda: store.fire("D-1", "submit", actor=Actor(HALF, roles=["citizen"])),
        lambda: list(store.cases(HALF)),
        lambda: list(store.cases(after=HALF)),
        lambda: store.consumer(HALF).deliver(print),
        lambda: store.erase(HALF),
    ]
    assert {code_of(each) for each in uses} == {"text_unfit"}
    assert database.dump() == before


def test_nul_is_told_by_postgresql_and_found_nowhere_by_sqlite(store: Store) -> None:
    begun(store)
    assert code_of(lambda: store.get("D\0")) in {"text_unfit", "unknown_case"}
    assert code_of(lambda: store.fire("D\0", "submit", actor=CITIZEN)) in {"text_unfit", "unknown_case"}


def test_a_key_that_was_kept_before_is_found_however_long(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(store)
    with monkeypatch.context() as before:
        before.setattr(naming, "LONGEST_KEY", 2000)
        assert store.fire("D-1", "submit", actor=CITIZEN, key="k" * 1500).seq == 2
    assert store.fire("D-1", "submit", actor=CITIZEN, key="k" * 1500).replayed
    assert code_of(lambda: store.fire("D-1", "remark", actor=OFFICER, key="j" * 1500)) == "key_unfit"
