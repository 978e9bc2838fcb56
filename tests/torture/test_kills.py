import sys
from pathlib import Path

import pytest
from store.server import schema_of
from torture import kills

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


def test_what_was_acknowledged_survives_the_kill_of_its_writer_on_sqlite(tmp_path: Path) -> None:
    one, two = (f"sqlite:///{tmp_path / name}" for name in ("one.db", "two.db"))
    row = kills.writers_figure(one, two, kills.KILLS)
    assert row.holds, row


def test_what_was_acknowledged_survives_the_kill_of_its_writer_on_postgresql(server: str) -> None:
    with schema_of(server) as one, schema_of(server) as two:
        row = kills.writers_figure(one, two, kills.KILLS)
    assert row.holds, row


def test_what_was_acknowledged_survives_the_kill_of_the_server() -> None:
    row = kills.servers_figure(3)
    assert row.holds, row
