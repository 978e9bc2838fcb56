"""The first definition of a version, of several hosts at once; what a store remembers of one that was rolled back."""

import io
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from attrs import evolve
from psycopg import IsolationLevel
from store.support import Database, File, begun

from ocop_workflow import Actor, Store, Workflow, load
from ocop_workflow.errors import StoreError
from ocop_workflow.model.document import digest

TEXT = """workflow: plan
version: "1"
roles: {officer: {}}
start: {begin: {by: officer, to: open}}
states: {open: {title: {vi: Mở, en: OPEN}}, closed: {final: completed}}
events: {close: {by: officer, moves: {open: closed}}}
"""
CLAIMS = "properties:\n  - never: {event: close, from: closed}\n"
OFFICER = Actor("o", roles=["officer"])
LEVELS = [IsolationLevel.READ_COMMITTED, IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE]


def plan(folder: Path, *, state: str = "closed", title: str = "Open", claims: str = "") -> Workflow:
    file = folder / f"{state}-{title}-{len(claims)}.yaml"
    file.write_text((TEXT + claims).replace("closed", state).replace("OPEN", title), "utf-8")
    return load(file)


@pytest.mark.parametrize("first", LEVELS, ids=lambda level: level.name)
@pytest.mark.parametrize("second", LEVELS, ids=lambda level: level.name)
def test_one_version_is_kept_with_one_behaviour_at_every_level(
    first: IsolationLevel, second: IsolationLevel, schema: Database, tmp_path: Path
) -> None:
    """Both have begun, and see nothing of the other; the second comes while the first has not committed yet."""
    Store.connect(schema.url).close()
    with closing(psycopg.connect(schema.url)) as one, closing(psycopg.connect(schema.url)) as other:
        one.isolation_level, other.isolation_level = first, second
        for raw in (one, other):
            raw.execute("SELECT count(*) FROM workflow_definition")  # from here on it sees this moment
        Store(one).start(plan(tmp_path), actor=OFFICER, id="P-1")
        told: list[StoreError] = []

        def late() -> None:
            with pytest.raises(StoreError) as error:
                Store(other).start(plan(tmp_path, state="done"), actor=OFFICER, id="P-2")
            told.append(error.value)

        thread = threading.Thread(target=late)
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()  # it waits
        one.commit()
        thread.join()
        assert told[0].code == ("definition_changed" if second is LEVELS[0] else "busy")
        other.rollback()  # as "busy" asks
        with pytest.raises(StoreError) as error:
            Store(other).start(plan(tmp_path, state="done"), actor=OFFICER, id="P-2")
        assert error.value.code == "definition_changed"
    assert schema.columns("SELECT count(DISTINCT behaviour) FROM workflow_definition") == [(1,)]


def test_tables_that_were_made_since_the_moment_that_a_host_sees_are_not_made_again(schema: Database) -> None:
    with closing(psycopg.connect(schema.url)) as one, closing(psycopg.connect(schema.url)) as other:
        other.isolation_level = IsolationLevel.REPEATABLE_READ
        other.execute("SELECT 1")
        begun(Store(one))
        one.commit()
        assert list(Store(other).cases()) == []
        with pytest.raises(StoreError) as error:
            begun(Store(other), "D-2")
        assert error.value.code == "busy"
        other.rollback()
        assert [case.id for case in Store(other).cases()] == ["D-1"]


def hosted(database: Database) -> Any:
    """A driver's connection, as it comes."""
    if isinstance(database, File):
        return closing(sqlite3.connect(database.path))
    return closing(psycopg.connect(database.url))


def test_a_definition_that_the_host_rolled_back_is_kept_again(database: Database, tmp_path: Path) -> None:
    """What the store remembers is how to run it, and not that it is kept."""
    workflow = plan(tmp_path)
    with hosted(database) as raw, hosted(database) as later:
        store = Store(raw)
        store.start(workflow, actor=OFFICER, id="P-1")
        store.fire("P-1", "close", actor=OFFICER)
        raw.rollback()
        with pytest.raises(StoreError, match="no case"):
            store.workflow("P-1")
        store.start(workflow, actor=OFFICER, id="P-2")
        raw.commit()
        assert Store(later).fire("P-2", "close", actor=OFFICER).state == "closed"
        later.commit()
        assert store.verify("P-2") == ()


def test_after_a_rollback_the_version_may_be_kept_with_another_behaviour(
    database: Database, tmp_path: Path
) -> None:
    with hosted(database) as raw, hosted(database) as later:
        store = Store(raw)
        store.start(plan(tmp_path), actor=OFFICER, id="P-1")
        raw.rollback()
        store.start(plan(tmp_path, state="done"), actor=OFFICER, id="P-1")
        raw.commit()
        assert store.fire("P-1", "close", actor=OFFICER).state == "done"
        raw.rollback()
        with pytest.raises(StoreError) as error:
            Store(later).start(plan(tmp_path), actor=OFFICER, id="P-2")
        assert error.value.code == "definition_changed"
        raw.commit()
        assert Store(later).workflow("P-1").digest == plan(tmp_path, state="done").digest


def test_titles_that_were_mended_and_rolled_back_are_not_told_by_that_store(
    database: Database, tmp_path: Path
) -> None:
    with hosted(database) as raw:
        store = Store(raw)
        store.start(plan(tmp_path), actor=OFFICER, id="P-1")
        raw.commit()
        store.start(plan(tmp_path, title="Mended"), actor=OFFICER, id="P-2")
        raw.rollback()
        assert [each.workflow("P-1").definition.states[0].title.en for each in (store, Store(raw))] == [
            "Open"
        ] * 2
        store.start(plan(tmp_path, title="Mended"), actor=OFFICER, id="P-2")
        raw.commit()
        assert store.workflow("P-1").definition.states[0].title.en == "Mended"


def test_two_stores_over_one_connection_are_one_transaction(database: Database, tmp_path: Path) -> None:
    with hosted(database) as raw:
        one, other = Store(raw), Store(raw)
        one.start(plan(tmp_path), actor=OFFICER, id="P-1")
        assert other.fire("P-1", "close", actor=OFFICER, key="k").seq == 2
        assert one.fire("P-1", "close", actor=OFFICER, key="k").replayed
        other.start(plan(tmp_path), actor=OFFICER, id="P-2")
        raw.rollback()
        assert list(one.cases()) == list(other.cases()) == []
        other.start(plan(tmp_path), actor=OFFICER, id="P-1")
        raw.commit()
        assert [case.id for case in one.cases()] == ["P-1"]


def test_a_claim_is_no_behaviour(database: Database, tmp_path: Path) -> None:
    """Somebody claims more of a version that is in use: it stays that version, for cases that run and new ones."""
    with Store.connect(database.url) as store:
        store.start(plan(tmp_path), actor=OFFICER, id="P-1")
        store.start(plan(tmp_path, claims=CLAIMS), actor=OFFICER, id="P-2")
        assert store.get("P-1").definition == store.get("P-2").definition
        assert not list(store.verify())


def test_a_version_that_was_kept_when_claims_were_hashed_goes_on(database: Database, tmp_path: Path) -> None:
    """Its cases stay on the definition that they name, new ones name the same behaviour without its claims."""
    claimed = plan(tmp_path, claims=CLAIMS)
    once = Workflow(evolve(claimed.definition, claims_hashed=True))
    with Store.connect(database.url) as store:
        store.start(once, actor=OFFICER, id="P-1")
    hashed = digest(evolve(once.definition, values={}))
    assert hashed != digest(claimed.definition)
    database.tamper(f"UPDATE workflow_definition SET behaviour = '{hashed}'")  # noqa: S608 - a digest  # as it was written then
    with Store.connect(database.url) as store:
        store.start(plan(tmp_path), actor=OFFICER, id="P-2")
        assert (store.get("P-1").definition, store.get("P-2").definition) == (hashed, claimed.digest)
        assert {store.fire(case, "close", actor=OFFICER).state for case in ("P-1", "P-2")} == {"closed"}
        assert {entry.definition for entry in store.history("P-1")} == {hashed}
        assert not list(store.verify())
        with pytest.raises(StoreError) as error:
            store.start(plan(tmp_path, state="done"), actor=OFFICER, id="P-3")
        assert error.value.code == "definition_changed"
        out = io.BytesIO()
        store.export(out)
    with Store.connect(f"sqlite:///{tmp_path / 'other.db'}") as other:
        for _ in range(2):  # the second time all of it is there
            other.import_(io.BytesIO(out.getvalue()), "store.jsonl")
        assert not list(other.verify())
