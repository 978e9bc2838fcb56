from pathlib import Path

from store.server import schema_of
from torture import tampering


def test_every_change_to_an_sqlite_file_is_found_by_both_verifiers(tmp_path: Path) -> None:
    row = tampering.figure(f"sqlite:///{tmp_path / 'cases.db'}", tmp_path, 1)
    assert row.holds, row


def test_every_change_to_postgresql_is_found_by_both_verifiers(server: str, tmp_path: Path) -> None:
    with schema_of(server) as url:
        row = tampering.figure(url, tmp_path, 1)
    assert row.holds, row
