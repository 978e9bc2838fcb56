# ruff: noqa: S608 - statements are put together on purpose, by whoever tampers
"""Whoever changes the file by hand is found out, and can't do so through the store's own tables."""

import json
import sqlite3
from hashlib import sha256

import psycopg
import pytest
from store.support import (
    CITIZEN,
    OFFICER,
    REGISTRATION,
    Clock,
    Database,
    File,
    approved,
    dossier,
)

from ocop_workflow import Store
from ocop_workflow.errors import StoreError

E = "workflow_entry"
CHANGES = {
    "a value in an entry": f"UPDATE {E} SET document = replace(document, '49.995', '59.995') WHERE seq = 3",
    "an actor": f"UPDATE {E} SET document = replace(document, 'm-2', 'm-3') WHERE seq = 4",
    "spacing in an entry": f"UPDATE {E} SET document = replace(document, '\"seq\":2', '\"seq\": 2') WHERE seq = 2",
    "an entry and its hash": "rehash",
    "a deleted entry": f"DELETE FROM {E} WHERE seq = 3",
    "a deleted first entry": f"DELETE FROM {E} WHERE seq = 1",
    "a history cut off": f"DELETE FROM {E} WHERE seq = 5",
    "two entries swapped": f"UPDATE {E} SET seq = CASE seq WHEN 3 THEN -4 WHEN 4 THEN -3 ELSE seq END;"
    f"UPDATE {E} SET seq = abs(seq)",
    "an entry inserted": f"INSERT INTO {E} (case_id, seq, event, at, recorded, document, hash)"
    f" SELECT case_id, 6, event, at, recorded, document, hash FROM {E} WHERE seq = 4",
    "another case's entry": f"UPDATE {E} SET case_id = 'D-1', seq = 6 WHERE case_id = 'D-2'",
    "an event's column": f"UPDATE {E} SET event = 'remark' WHERE seq = 3",
    "a time's column": f"UPDATE {E} SET recorded = '2019-01-01T00:00:00.000000Z' WHERE seq = 3",
    "a hash": f"UPDATE {E} SET hash = '{'0' * 64}' WHERE seq = 2",
    "no JSON at all": f"UPDATE {E} SET document = '[1' WHERE seq = 2",
    "the case's state": "UPDATE workflow_case SET state = 'lapsed' WHERE id = 'D-1'",
    "the case's due date": "UPDATE workflow_case SET due = NULL WHERE id = 'D-1'",
    "the case's data": "UPDATE workflow_case SET document = replace(document, '\"50\"', '\"90\"') WHERE id = 'D-1'",
    "the case's head": f"UPDATE workflow_case SET head = '{'0' * 64}' WHERE id = 'D-1'",
    "the case's seq": "UPDATE workflow_case SET seq = 4 WHERE id = 'D-1'",
    "the definition": "UPDATE workflow_definition SET document = replace(document, '\"working\"', '\"werking\"')",
    "a personal value": "UPDATE workflow_personal SET value = '\"0900\"' WHERE case_id = 'D-1' AND field = 'phone'",
    "a personal row": "DELETE FROM workflow_personal WHERE case_id = 'D-1' AND field = 'phone'",
    "a personal row more": "INSERT INTO workflow_personal VALUES ('D-1', 3, 'phone', '\"0900\"', '00')",
}


@pytest.fixture
def told(store: Store, clock: Clock) -> Store:
    approved(store, clock)
    store.start(dossier(), REGISTRATION, actor=CITIZEN, id="D-2", event="register")
    assert store.verify("D-1") == ()
    return store


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_by_hand_is_found(told: Store, database: Database, change: str) -> None:
    before = database.columns(
        "SELECT * FROM workflow_entry, workflow_case, workflow_definition, workflow_personal"
    )
    if CHANGES[change] == "rehash":
        ((text,),) = database.columns("SELECT document FROM workflow_entry WHERE seq = 3")
        forged = text.replace("49.995", "59.995")
        digest = sha256(forged.encode()).hexdigest()
        database.tamper(f"UPDATE workflow_entry SET document = '{forged}', hash = '{digest}' WHERE seq = 3")
    else:
        database.tamper(*CHANGES[change].split(";"))
    assert before != database.columns(
        "SELECT * FROM workflow_entry, workflow_case, workflow_definition, workflow_personal"
    ), "the change must be one"
    findings = told.verify("D-1")
    assert findings
    for finding in findings:
        assert finding.case == "D-1"
        assert finding.message.say("vi")
        assert finding.message.say("en")


def test_only_what_was_changed_is_told(told: Store, database: Database) -> None:
    database.tamper(CHANGES["an event's column"])
    assert [(f.code, f.seq) for f in told.verify("D-1")] == [("columns_differ", 3)]
    assert told.verify("D-2") == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflow_entry SET event = 'x'",
        "DELETE FROM workflow_entry WHERE seq = 5",
        (
            "INSERT OR REPLACE INTO workflow_entry (case_id, seq, event, at, recorded, document, hash)"
            " VALUES ('D-1', 2, 'x', '', '', '{}', '')"
        ),
        "UPDATE workflow_definition SET behaviour = 'x'",
    ],
)
def test_the_tables_themselves_refuse_to_rewrite_history(
    told: Store, database: Database, statement: str
) -> None:
    if "OR REPLACE" in statement and not isinstance(database, File):
        statement = (
            f"{statement.replace('OR REPLACE ', '')} ON CONFLICT (case_id, seq) DO UPDATE SET event = 'x'"
        )
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match=r"append-only|immutable"):
        database.execute(statement)
    assert told.verify("D-1") == ()


@pytest.mark.usefixtures("told")
def test_a_definition_that_no_longer_agrees_with_its_digest_is_not_run(
    database: Database, clock: Clock
) -> None:
    with Store.connect(database.url, clock=clock) as store:
        store.get("D-2")  # as it was, it has been built in this process
    database.tamper(
        "UPDATE workflow_definition SET document = replace(document, '\"not_by\":[\"submit\"],', '')"
    )
    with Store.connect(database.url, clock=clock) as store:
        for ask in (
            lambda: store.fire("D-2", "submit", actor=CITIZEN),
            lambda: store.get("D-2"),
            lambda: store.decisions("D-2", actor=OFFICER),
        ):
            with pytest.raises(StoreError) as error:
                ask()
            assert error.value.code == "definition_damaged"


@pytest.mark.usefixtures("told")
def test_the_documented_format_is_enough_to_check_the_chain(database: Database) -> None:
    previous = None
    for document, hash_ in database.columns(
        "SELECT document, hash FROM workflow_entry WHERE case_id = 'D-1' ORDER BY seq"
    ):
        read = json.loads(document)
        again = json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert sha256(again.encode()).hexdigest() == hash_
        assert read["previous"] == previous
        assert read["format"] == 1
        assert read["definition"] == dossier().digest
        previous = hash_
    assert [(previous,)] == database.columns("SELECT head FROM workflow_case WHERE id = 'D-1'")
