"""Ids that another system gives: what is not written as they are starts no case, and leaves nothing behind."""

import io
import re
from collections.abc import Callable, Iterator
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from store.support import CITIZEN, OFFICER, REGISTRATION, Clock, Database, begun, dossier, host

from ocop_workflow import Case, Store, StoreError
from ocop_workflow.store import CaseIds, Command

IDS = CaseIds(
    r"HP-[0-9]{4}-[0-9]{6}", example="HP-2026-000123"
)  # assumed: no form of ids was found published
GOOD = "HP-2026-000007"
WRONG = ["HP-2026-7", "hp-2026-000007", "XHP-2026-000007", f"{GOOD} ", f"{GOOD}/2", "HP-2026-00000٧"]


@pytest.fixture
def store(database: Database, clock: Clock) -> Iterator[Store]:
    with Store.connect(database.url, clock=clock, case_ids=IDS) as opened:
        yield opened


def refused(use: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as error:
        use()
    assert error.value.text("vi") != error.value.text("en")
    assert IDS.example in error.value.text("vi")
    return error.value.code


def test_an_id_as_it_should_be_starts_a_case(store: Store) -> None:
    assert begun(store, GOOD).id == GOOD
    assert store.fire(GOOD, "submit", actor=CITIZEN).seq == 2


@pytest.mark.parametrize("name", WRONG)
def test_any_other_id_is_told_before_anything_is_written(store: Store, database: Database, name: str) -> None:
    before = database.dump()
    assert refused(lambda: begun(store, name)) == "id_pattern"
    assert database.dump() == before


def test_no_id_is_made_up_by_a_store_that_is_given_them(store: Store, database: Database) -> None:
    before = database.dump()
    for key in (None, "req-1"):
        code = refused(lambda: store.start(dossier(), REGISTRATION, actor=CITIZEN, event="register", key=key))  # noqa: B023 - called at once
        assert code == "id_missing"
    assert database.dump() == before


def test_what_was_started_before_is_found_as_ever(database: Database, clock: Clock) -> None:
    register = {"actor": CITIZEN, "event": "register"}
    with Store.connect(database.url, clock=clock) as earlier:
        begun(earlier, "old 1")
        by_key = earlier.start(dossier(), REGISTRATION, **register, key="req-1")  # type: ignore[arg-type]
    with Store.connect(database.url, clock=clock, case_ids=IDS) as store:
        assert store.fire("old 1", "submit", actor=CITIZEN).seq == 2
        (fired,) = store.fire_many([Command("old 1", "remark")], actor=OFFICER)
        assert isinstance(fired, Case)
        again = store.start(dossier(), REGISTRATION, **register, key="req-1")  # type: ignore[arg-type]
        assert (again.id, again.replayed) == (by_key.id, True)
        assert len(list(store.cases())) == 2


def test_an_import_keeps_the_ids_that_cases_have(database: Database, clock: Clock) -> None:
    out = io.BytesIO()
    with Store.connect("sqlite:///:memory:", clock=clock) as other:
        begun(other, "old 1")
        other.export(out)
    out.seek(0)
    with Store.connect(database.url, clock=clock, case_ids=IDS) as store:
        assert store.import_(out).cases == 1


def test_over_a_hosts_connection_the_hosts_own_rows_stay(database: Database, clock: Clock) -> None:
    connection = host(database)
    try:
        cursor = connection.cursor()
        cursor.execute("CREATE TABLE receipt (number TEXT)")
        cursor.execute("INSERT INTO receipt VALUES ('1')")
        store = Store(connection, clock=clock, case_ids=IDS)
        assert refused(lambda: begun(store, WRONG[0])) == "id_pattern"
        begun(store, GOOD)
        connection.commit()
        assert cursor.execute("SELECT count(*) FROM receipt").fetchone()[0] == 1
    finally:
        connection.close()
    assert database.columns("SELECT id FROM workflow_case") == [(GOOD,)]


WORD = CaseIds(re.compile(r"[a-zé]{1,3}"), example="é")


@given(st.text("aeé\u0301\n", max_size=5))
@example("e\u0301")
@example("a\n")
def test_the_whole_id_is_compared_in_its_composed_form(name: str) -> None:
    composed = normalize("NFC", name)
    fits = 0 < len(composed) <= 3 and all(letter in "aeé" for letter in composed)
    with Store.connect("sqlite:///:memory:", clock=Clock(), case_ids=WORD) as store:
        if fits:
            assert begun(store, name).id == composed
            return
        with pytest.raises(StoreError) as error:
            begun(store, name)
        assert error.value.code == ("id_unfit" if not name.strip() or "\n" in name else "id_pattern")


@pytest.mark.parametrize(
    ("pattern", "shown", "code"),
    [
        ("HP-[0-9", "HP-1", "id_pattern_unfit"),
        (3, "HP-1", "id_pattern_unfit"),
        ("HP-[0-9]", "HP-12", "id_example"),
    ],
)
def test_a_pattern_that_is_none_is_told_at_once(pattern: str, shown: str, code: str) -> None:
    with pytest.raises(StoreError) as error:
        CaseIds(pattern, shown)
    assert error.value.code == code


def test_a_bare_pattern_is_no_setting() -> None:
    with pytest.raises(TypeError, match="CaseIds"):
        Store.connect("sqlite:///:memory:", case_ids="HP-.*")  # type: ignore[arg-type]
