"""R1: a process that writes is killed at any moment, or the whole database server, and nothing acknowledged is lost.

The writer tells each command that was acknowledged through a pipe, whose end tells that it is gone. After each kill the
store is opened anew: every command that was told is there once, as it was told, none is left out, histories are whole.
"""

import os
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NoReturn

from attrs import define, field
from store.server import running, schema_of
from torture.killed_server import Killable, killable
from torture.letters import LENGTH, command, keys, place, unsound
from torture.table import Row

from ocop_workflow import Store
from ocop_workflow.store.link import Connection
from ocop_workflow.store.owned import Owned
from ocop_workflow.store.postgres import PostgresLink, server

KILLS = 10  # of the short form
BACK = 3  # commands before the last acknowledged one, with which the next writer begins

Opened = Callable[[], Store]


def write(opened: Opened, first: int, pipe: int, *, early: bool) -> NoReturn:
    """Send command after command until killed, and tell each one: once it is acknowledged, or too early."""
    try:
        store = opened()
        for number in range(first, first + 10 * LENGTH):
            if early:
                os.write(pipe, f"{number} 0\n".encode())
            seq = command(store, number).seq
            if not early:
                os.write(pipe, f"{number} {seq}\n".encode())
    finally:
        os._exit(0)  # whatever happened: it is told by what is missing


@define
class Killed:
    """Kills on one store, and what was wrong after them."""

    opened: Opened
    early: bool = False
    told: dict[int, int] = field(factory=dict)
    lost: int = 0
    corrupted: int = 0

    def once(self, strike: Callable[[int], None], chance: Random) -> None:
        """A writer is started, does some of its work, and is struck down; then the store is looked into."""
        first = max([1, *(number - BACK for number in self.told)])
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            write(self.opened, first, writing, early=self.early)
        os.close(writing)
        with open(reading, encoding="utf-8") as pipe:  # noqa: PTH123 - a pipe has no path
            lines = [pipe.readline() for _ in range(BACK + chance.randint(2, 12))]
            time.sleep(chance.uniform(0, 0.01))
            strike(process)
            lines += pipe.readlines()
        os.waitpid(process, 0)
        for line in lines:
            if line.endswith("\n"):
                number, seq = map(int, line.split())
                self.corrupted += self.told.setdefault(number, seq) != seq  # sent again, it is told the same
        self._look(first)

    def _look(self, first: int) -> None:
        with self.opened() as store:
            kept = keys(store)
            gone = [
                n for n, seq in self.told.items() if place(n) not in kept or seq not in {0, kept[place(n)]}
            ]
            self.lost += len(gone)
            for number in gone:
                del self.told[number]  # it is done anew
            self.corrupted += bool(unsound(store, since=first))

    def all_whole(self) -> None:
        with self.opened() as store:
            self.corrupted += bool(unsound(store))


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def writers(url: str, kills: int, *, early: bool = False) -> Killed:
    """So many writers are killed, one after the other."""
    killed = Killed(lambda: Store.connect(url), early=early)
    chance = Random(url)  # noqa: S311 - moments, not secrets
    for _ in range(kills):
        killed.once(kill, chance)
    killed.all_whole()
    return killed


def servers(postgres: Killable, kills: int, *, lax: bool = False) -> Killed:
    """The server is killed so many times, with all its processes, and recovers; `lax` lets it answer too early."""
    chance = Random(kills)  # noqa: S311

    def strike(process: int) -> None:
        postgres.kill()
        kill(process)
        postgres.start()

    with schema_of(postgres.url) as url:
        killed = Killed(lambda: lax_store(url) if lax else Store.connect(url))
        for _ in range(kills):
            killed.once(strike, chance)
        killed.all_whole()
        return killed


def lax_store(url: str) -> Store:
    """A store to which the server says that all is kept when it has not written it yet."""

    def opened() -> Connection:
        raw = server(url, 10)()
        raw.cursor().execute("SET synchronous_commit = off")
        return raw

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would be told
        return Store(Owned(opened, PostgresLink))


def writers_figure(url: str, second: str, kills: int) -> Row:
    """Writers on one empty database, and on a second one some that tell before they know."""
    killed = writers(url, kills)
    early = writers(second, KILLS, early=True)
    return Row(
        "R1",
        "writer killed with SIGKILL",
        "SQLite" if url.startswith("sqlite") else "PostgreSQL",
        kills,
        killed.lost,
        killed.corrupted,
        f"acknowledged before the commit: {early.lost} lost",
        caught=early.lost > 0,
    )


def servers_figure(kills: int) -> Row:
    """The server and all its processes, and one that acknowledges before it has written."""
    with killable() as postgres:
        killed = servers(postgres, kills)
        lax = servers(postgres, min(kills, KILLS), lax=True)
    return Row(
        "R1",
        "server killed with SIGKILL, restarted",
        "PostgreSQL",
        kills,
        killed.lost,
        killed.corrupted,
        f"synchronous_commit = off: {lax.lost} lost",
        caught=lax.lost > 0,
    )


def figures(scale: int) -> Iterator[Row]:
    """Writers on both, and the server."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = (f"sqlite:///{Path(folder, name)}" for name in ("one.db", "two.db"))
        yield writers_figure(one, two, KILLS * scale)
    with running() as url, schema_of(url) as one, schema_of(url) as two:
        yield writers_figure(one, two, KILLS * scale)
    yield servers_figure(KILLS * scale)
