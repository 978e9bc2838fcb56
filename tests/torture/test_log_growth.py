from pathlib import Path

import pytest
from torture import log_growth


def test_a_log_stays_bounded(tmp_path: Path) -> None:
    pytest.importorskip("pysqlite3")
    row = log_growth.figure(tmp_path, log_growth.COMMANDS)
    assert row.holds, row
