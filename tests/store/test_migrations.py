"""The tables as Alembic's and Django's migrations make them, by the very blocks of docs/keeping.md."""

import os
import subprocess
import sys
from pathlib import Path

from pages import blocks
from store.support import Database, File, begun

from ocop_workflow import Store
from ocop_workflow.store.schema import steps

PAGE = Path(__file__).parents[2] / "docs" / "keeping.md"
ENV = """
from alembic import context
from sqlalchemy import create_engine
engine = create_engine(URL)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
SETTINGS = """
INSTALLED_APPS = ["mine"]
DATABASES = {"default": DATABASE}
USE_TZ = True
"""


def block(name: str) -> str:
    (found,) = [
        body for language, body in blocks(PAGE) if language == "python" and body.startswith(f"# {name}")
    ]
    return found


def run(folder: Path, *command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": str(folder), "PYTHONWARNINGS": "error::DeprecationWarning"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def made(database: Database) -> None:
    """The tables are there, up to date, and were kept: nothing is left to make."""
    with Store.connect(database.url, existing=True) as store:
        assert store.upgrade() == (len(steps("sqlite")),) * 2
        begun(store)
        assert list(store.verify()) == []


def test_a_migration_of_alembic_makes_the_tables(database: Database, tmp_path: Path) -> None:
    url = database.url.replace("postgresql://", "postgresql+psycopg://")
    folder = tmp_path / "alembic"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(f"URL = {url!r}\n{ENV}", "utf-8")
    (folder / "versions" / "0001_workflow.py").write_text(block("versions/0001_workflow.py"), "utf-8")
    (tmp_path / "alembic.ini").write_text("[alembic]\nscript_location = alembic\n", "utf-8")
    code = "from alembic.config import main; main(argv=['upgrade', 'head'])"
    run(tmp_path, "-c", code)
    run(tmp_path, "-c", code)
    made(database)


def test_a_migration_of_django_makes_the_tables(database: Database, tmp_path: Path) -> None:
    if isinstance(database, File):
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database.path)}
    else:
        (host,) = database.columns("SHOW unix_socket_directories")[0]
        (name,) = database.columns("SELECT current_schema()")[0]
        settings = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "postgres",
            "HOST": host,
            "OPTIONS": {"options": f"-csearch_path={name}"},  # type: ignore[dict-item]
        }
    migrations = tmp_path / "mine" / "migrations"
    migrations.mkdir(parents=True)
    for folder in (migrations, migrations.parent):
        (folder / "__init__.py").write_text("", "utf-8")
    (migrations / "0001_workflow.py").write_text(block("migrations/0001_workflow.py"), "utf-8")
    (tmp_path / "settings.py").write_text(f"DATABASE = {settings!r}\n{SETTINGS}", "utf-8")
    for _ in range(2):
        run(tmp_path, "-m", "django", "migrate", "--verbosity", "0", DJANGO_SETTINGS_MODULE="settings")
    made(database)
