# ruff: noqa: S608 - statements are put together on purpose, by whoever tampers
"""`verify()` looks at the whole store: definitions, every case, and rows that belong to nothing."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from store.support import CITIZEN, Clock, Database, File, approved, begun

from ocop_workflow import Store
from ocop_workflow.store import Finding
from ocop_workflow.store.audit import statements, whole

E = "workflow_entry"
PERSONAL = "workflow_personal (case_id, seq, field, value, commitment_key)"
DEFINITION = "workflow_definition (digest, workflow, version, behaviour, document, document_sha256)"
Told = set[tuple[str, str | None, int | None]]
CHANGES: dict[
    str, tuple[str, Told]
] = {  # what somebody with the database's tools did, and what is told of it: code, case, entry
    "a case is gone, its entries are not": (
        "DELETE FROM workflow_case WHERE id = 'D-2'",
        {("entry_alone", "D-2", 1)},
    ),
    "a personal value of no entry": (
        f"INSERT INTO {PERSONAL} VALUES ('D-9', 4, 'phone', '\"1\"', '00')",
        {("personal_alone", "D-9", 4)},
    ),
    "a link of no case": (
        "INSERT INTO workflow_link (case_id, field, target) VALUES ('D-9', 'parent', 'D-1')",
        {("link_alone", "D-9", None)},
    ),
    "a link to no case": (
        "INSERT INTO workflow_link (case_id, field, target) VALUES ('D-1', 'parent', 'D-9')",
        {("link_alone", "D-1", None), ("case_columns_differ", "D-1", None)},
    ),
    "a link of a case that has none": (
        "INSERT INTO workflow_link (case_id, field, target) VALUES ('D-1', 'parent', 'D-2')",
        {("case_columns_differ", "D-1", None)},
    ),
    "a title of a definition": (
        "UPDATE workflow_definition SET document = replace(document, 'dossier', 'dossieR')",
        {("definition_damaged", None, None)},
    ),
    "the sum of a definition": (
        "UPDATE workflow_definition SET document_sha256 = 'x'",
        {("definition_damaged", None, None)},
    ),
    "the behaviour of a definition": (
        "UPDATE workflow_definition SET behaviour = 'x'",
        {("definition_damaged", None, None)},
    ),
    "another definition of the same version": (
        f"INSERT INTO {DEFINITION} SELECT 'x', workflow, version, 'y', document, 'z' FROM workflow_definition",
        {("definition_damaged", None, None), ("definition_changed", None, None)},
    ),
    "a value without the key of its commitment": (
        "UPDATE workflow_personal SET commitment_key = NULL WHERE case_id = 'D-1' AND field = 'phone'",
        {("personal_differs", "D-1", 1)},
    ),
    "a key that is none": (
        "UPDATE workflow_personal SET commitment_key = 'zz' WHERE case_id = 'D-1' AND field = 'phone'",
        {("personal_differs", "D-1", 1)},
    ),
    "a personal value in another spelling": (
        "UPDATE workflow_personal SET value = ' ' || value WHERE case_id = 'D-1' AND field = 'phone'",
        {("personal_differs", "D-1", 1)},
    ),
    "arrays in arrays": (
        f"UPDATE {E} SET document = '{'[' * 5000}' WHERE case_id = 'D-1' AND seq = 2",
        {("unreadable", "D-1", 2), ("unreadable", "D-1", None)},
    ),
}


def told(findings: Iterable[Finding]) -> Told:
    found = list(findings)
    for each in found:
        for language in ("vi", "en"):
            sentence = each.message.say(language)
            assert sentence
            assert "None" not in sentence
            assert "Error" not in sentence
    return {(each.code, each.case, each.seq) for each in found}


@pytest.fixture
def full(store: Store, clock: Clock) -> Store:
    approved(store, clock)
    begun(store, "D-2")
    store.fire("D-2", "submit", actor=CITIZEN)
    begun(store, "D-3")
    store.erase("D-3")
    return store


def test_a_whole_store_has_nothing_wrong_with_it(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 2, 3, 50):
        monkeypatch.setattr(whole, "CASES", size)
        look = full.verify()
        assert list(look) == []
        assert (look.cases, look.entries) == (3, 8)
        assert list(look) == [], "it may be looked at again"
        assert look.cases == 3


@pytest.mark.parametrize("change", CHANGES)
def test_what_belongs_to_no_case_is_found_too(full: Store, database: Database, change: str) -> None:
    statement, expected = CHANGES[change]
    database.tamper(statement)
    found = told(full.verify())
    assert expected <= found
    if not any(case is None for _, case, _ in expected):
        assert found == expected, "and nothing else"


def test_each_case_that_was_changed_is_told_and_no_other(
    full: Store, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "CASES", 1)
    database.tamper(
        f"UPDATE {E} SET document = replace(document, '2020', '2021') WHERE case_id <> 'D-2'",
        "UPDATE workflow_case SET state = 'x' WHERE id = 'D-3'",
    )
    assert {case for _, case, _ in told(full.verify())} == {"D-1", "D-3"}


@pytest.mark.parametrize(
    ("statement", "code", "case"),
    [
        (f"UPDATE {E} SET document = CAST(x'ff' AS TEXT) WHERE case_id = 'D-1'", "unreadable", "D-1"),
        ("UPDATE workflow_case SET document = CAST(x'ff' AS TEXT) WHERE id = 'D-1'", "unreadable", "D-1"),
        ("UPDATE workflow_personal SET value = CAST(x'ff' AS TEXT)", "unreadable", "D-1"),
        ("UPDATE workflow_case SET id = CAST(x'ff' AS TEXT) WHERE id = 'D-1'", "table_unreadable", None),
        ("UPDATE workflow_definition SET document = CAST(x'ff' AS TEXT)", "table_unreadable", None),
        (f"UPDATE {E} SET document = x'ff00' WHERE case_id = 'D-1'", "unreadable", "D-1"),
        ("UPDATE workflow_case SET seq = 'many' WHERE id = 'D-1'", "head_differs", "D-1"),
    ],
)
def test_what_sqlite_would_not_even_read_is_a_finding(
    file: File, clock: Clock, statement: str, code: str, case: str | None
) -> None:
    with Store.connect(file.url, clock=clock) as store:
        begun(store)
        file.tamper(statement)
        assert (code, case) in {(one, other) for one, other, _ in told(store.verify())}


def plan(path: Path, query: str) -> str:
    with closing(connect(path)) as raw:
        return "\n".join(
            row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {query}", ["x"] * query.count("?"))
        )


def test_nothing_that_is_asked_again_and_again_goes_through_a_whole_table(file: File, clock: Clock) -> None:
    """Else the time would grow with the square of the store."""
    with Store.connect(file.url, clock=clock) as store:
        begun(store)
    again = [
        *(statements.IDS, statements.HEADS, statements.DEFINITIONS, statements.DEFINITIONS_KEPT),
        *(statements.DEFINITION_KEPT, statements.CASE_DOCUMENTS, statements.ENTRIES_APPENDED),
        *(statements.LINKS_BY_CASE, statements.ENTRY, statements.LINK),
        *(make(3) for make in (statements.sealed, statements.personal, statements.known)),
    ]
    for query in again:
        steps = plan(file.path, query)
        assert not any(f"SCAN {table}" in steps for table in ("workflow", "e", "p")), query
    slow = "SELECT hash FROM workflow_entry WHERE (case_id, seq) IN (VALUES (?, ?), (?, ?))"
    assert "SCAN workflow" in plan(file.path, slow), "the control"


def test_a_host_that_has_no_tables_yet_has_nothing_wrong(path: Path) -> None:
    with closing(connect(path)) as raw:
        assert list(Store(raw).verify()) == []
    assert path.stat().st_size == 0
