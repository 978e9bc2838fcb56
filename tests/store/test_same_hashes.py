"""The products that ship, run on either database: entry by entry the same hashes."""

from datetime import UTC, datetime

from store.support import Database, File

from ocop_workflow import Store
from ocop_workflow.cli.runfile import read_run_file
from ocop_workflow.cli.runner import take_steps
from ocop_workflow.reading.catalogue import shipped

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def hashes(database: Database) -> dict[str, list[str]]:
    for path in sorted(shipped().rglob("*.run.yaml")):
        runs = read_run_file(path)
        given = runs.inputs
        with Store.connect(
            database.url,
            units=given.units,
            calendar=given.calendar,
            clock=lambda: NOW,
            salt=lambda: bytes(32),
        ) as store:
            assert all(outcome.unexpected is None for outcome in take_steps(store, runs))
    with Store.connect(database.url) as store:
        assert not any(store.verify(case.id) for case in store.cases())
        return {case.id: [entry.hash for entry in store.history(case.id)] for case in store.cases()}


def test_the_shipped_products_have_the_same_hashes_on_both_databases(file: File, schema: Database) -> None:
    found = hashes(schema)
    assert len(found) >= 12
    assert found == hashes(file)
