"""The commands on a PostgreSQL database, and what they say where they cannot reach one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli.support import Command
from store.support import Database

from ocop_workflow.cli.databases import shown

FOLDER = Path(__file__).parent


def test_run_history_due_and_explain_on_a_server(command: Command, schema: Database) -> None:
    first = command("run", FOLDER / "permit.run.yaml", "--database", schema.url, "--json")
    again = command("run", FOLDER / "permit.run.yaml", "--database", schema.url, "--json")
    assert (first.code, again.code) == (0, 0), first.err + again.err
    ((case_id, steps),) = schema.columns("SELECT id, seq FROM workflow_case ORDER BY id LIMIT 1")
    ((written,),) = schema.columns("SELECT count(*) FROM workflow_entry")
    assert json.loads(first.out)["holds"]
    assert schema.columns("SELECT sum(seq) FROM workflow_case") == [(written,)], "nothing is written twice"
    assert command("run", FOLDER / "permit.run.yaml", "--database", "beside.db").code == 0
    for asked in (
        ("history", case_id),
        ("due", "--until", "2099-12-31"),
        ("explain", case_id, "accept", "--at", "2024-03-06"),
    ):
        said, beside = (command(*asked, "--database", where) for where in (schema.url, "beside.db"))
        assert (said.code, said.err) == (beside.code, "")
        assert said.out == beside.out, "an SQLite database is told of alike"
        assert asked[0] == "due" or case_id in said.out
    assert steps > 1


@pytest.mark.parametrize(
    ("language", "told"), [("vi", "PostgreSQL cần psycopg 3"), ("en", "PostgreSQL needs psycopg 3")]
)
def test_without_psycopg_the_extra_to_install_is_said(language: str, told: str) -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from ocop_workflow.cli import main\n"
        f"sys.exit(main(['due', '--database', 'postgresql://me:secret@x/y', '--lang', '{language}']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 1
    words = " ".join(done.stderr.split())
    assert told in words
    assert 'pip install "ocop-workflow[postgres]"' in words
    assert "secret" not in words


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("a.db", "sqlite:///a.db"),
        ("postgresql://me@host/x", "postgresql://me@host/x"),
        ("postgresql://me:s@host:5/x?a=b", "postgresql://me:***@host:5/x?a=b"),
        ("postgresql://host/x?user=me&password=s&a=b", "postgresql://host/x?user=me&password=***&a=b"),
    ],
)
def test_a_password_is_not_printed(given: str, printed: str) -> None:
    assert shown(given) == printed
