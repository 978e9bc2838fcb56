"""One linear history a case: eight processes on twenty cases at once, judged by `judges.linear`.

One run a database, and one in which each of three bugs is done to a case of its own;
`tests/torture/linear.py` is the long form.
"""

from pathlib import Path

from store.mixing import BUGS
from store.support import Database
from torture.linear import COUNT, KILLS, mixed


def test_whatever_many_processes_do_at_once_each_case_has_one_linear_history(
    database: Database, tmp_path: Path
) -> None:
    outcome = mixed(database, tmp_path / "logs", "short")
    assert outcome.found == ()
    assert 0 < outcome.killed <= KILLS
    assert outcome.answers["acknowledged"] > 2 * COUNT
    assert outcome.answers["refused"]
    assert {each.kind for each in outcome.operations} == {"command", "read", "look", "due"}


def test_a_bug_in_a_case_is_caught_there_and_nowhere_else(database: Database, tmp_path: Path) -> None:
    assert mixed(database, tmp_path / "logs", "short", "broken").caught == set(BUGS)
