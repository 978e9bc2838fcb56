"""Consumers miss nothing and keep each case's order, though commits come out of order and workers are killed."""

import pytest
from torture.consumers import of_killed, out_of_order


def test_commits_that_come_out_of_order_are_told_in_order_and_without_the_fence_some_are_lost(
    server: str,
) -> None:
    row = out_of_order(server, 40)
    assert row.holds, row


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_consumer_that_is_killed_again_and_again_misses_nothing(
    request: pytest.FixtureRequest, database: str
) -> None:
    server = request.getfixturevalue("server") if database == "postgres" else None
    row = of_killed(server, database, 2)
    assert row.holds, row
