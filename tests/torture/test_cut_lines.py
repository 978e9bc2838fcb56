import os

import pytest
from store.server import VARIABLE, schema_of
from torture import cut_lines


@pytest.mark.skipif(VARIABLE in os.environ, reason="the line is laid to a server's socket in a folder")
@pytest.mark.parametrize("how", cut_lines.HOWS)
def test_a_line_that_is_cut_is_told_honestly_and_a_store_that_does_not_heed_it_is_caught(
    server: str, how: str
) -> None:
    with schema_of(server) as one, schema_of(server) as two:
        row = cut_lines.figure(one, two, how, cut_lines.STEP)
    assert row.holds, row
