import os
from pathlib import Path

import pytest
from torture import waiting


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_processes_that_write_at_once_come_in_turn(tmp_path: Path) -> None:
    row = waiting.figure(tmp_path, waiting.SECONDS)
    assert row.holds, row
