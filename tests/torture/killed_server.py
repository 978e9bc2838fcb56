"""A PostgreSQL server of its own that can be killed with all its processes, and started again on what it left."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from attrs import define
from store.server import copied, run, unprivileged


@define
class Killable:
    """Programs, data and socket are in one folder; it syncs what it writes, as a server does that nobody set up."""

    folder: Path
    programs: Path
    user: str | None
    _postmaster: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    def start(self) -> None:
        """Start it, as a child of this process, and wait until it has recovered and lets somebody in."""
        with (self.folder / "log").open("ab") as log:
            self._postmaster = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder,
                 "-c", "listen_addresses=", "-c", "fsync=on", "-c", "recovery_init_sync_method=syncfs"],
                user=self.user, group=None, extra_groups=None if self.user is None else [], cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                stdout=log, stderr=log,
            )  # fmt: skip
        for _ in range(3000):
            with suppress(psycopg.OperationalError), psycopg.connect(self.url):
                return
            assert self._postmaster.poll() is None, (self.folder / "log").read_text("utf-8")[-2000:]
            time.sleep(0.02)
        raise AssertionError("the server does not recover")

    def kill(self) -> None:
        """SIGKILL to the postmaster and all that it has started; comes back when none is left."""
        postmaster = self._postmaster
        assert postmaster is not None
        postmaster.send_signal(signal.SIGSTOP)  # so that it starts nothing in the meantime
        family = _children(postmaster.pid)
        for process in (*family, postmaster.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        postmaster.wait()
        while any(_lives(process) for process in family):
            time.sleep(0.002)


@contextmanager
def killable() -> Iterator[Killable]:
    """Started; gone afterwards, with its data."""
    folder = Path(tempfile.mkdtemp(prefix="ocop-pg-"))
    try:
        programs = copied(folder) / "bin"
        server = Killable(folder, programs, unprivileged(folder))
        run(programs / "initdb", "-D", folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust",
            user=server.user)  # fmt: skip
        server.start()
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _children(parent: int) -> list[int]:
    return [int(each.name) for each in Path("/proc").glob("[0-9]*") if _status(each)[1:] == [str(parent)]]


def _lives(process: int) -> bool:
    """Whether it is there, and not only waits for somebody to ask how it ended."""
    return _status(Path("/proc", str(process)))[:1] not in ([], ["Z"])


def _status(process: Path) -> list[str]:
    """The state and the parent; nothing of a process that has gone."""
    try:
        return (process / "stat").read_text("utf-8").rpartition(")")[2].split()[:2]
    except OSError:
        return []
