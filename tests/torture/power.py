"""R2: the power fails at any write, and what was acknowledged is there when it is back.

A store works on a disk that loses what was not synced (`disk.py`). After each cut the file is opened again as the store
always opens it, looked into, and worked on further, until the power fails again; a few cuts later a new disk is taken.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

from attrs import Factory, define, frozen
from torture.disk import Disk, cutting
from torture.letters import Told, keys, unsound
from torture.table import Row
from torture.vfs import Connection, Power

from ocop_workflow import Store, UnknownOutcome
from ocop_workflow.errors import StoreError
from ocop_workflow.store.owned import Owned
from ocop_workflow.store.sqlite import set_up

CUTS = 50  # of the short form, for each setting
ON_A_DISK = 4  # cuts before a new disk is taken
OLD = "3.40.1"  # of which the store believes that it is not safe with a log


@define
class Trial:
    """One disk, what was acknowledged on it, and what was found wrong after its cuts."""

    opening: Callable[[Power], Connection]
    disk: Disk = Factory(Disk)
    told: Told = Factory(Told)
    lost: int = 0
    corrupted: int = 0
    _next: int = 1

    def cut(self, chance: Random) -> bool:
        """Work until the power fails, and look; whether there is anything left to go on with."""
        self.disk.before = cutting(chance.randint(0, 220))
        with ExitStack() as after:
            try:
                store = after.enter_context(self._opened())
                for number in range(self._next, self._next + 6):
                    self.told.of(store, number)
            except (StoreError, UnknownOutcome, Connection.Error):
                pass  # the power is off
            self.disk.before = cutting(0)
            self.disk = self.disk.after(chance)
        return self._look()

    def _look(self) -> bool:
        before = (self.lost, self.corrupted)
        raw: Any = None
        try:
            raw = self.opening(Power(self.disk))
            self.corrupted += raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
            raw.close()
            self._compare()
        except (StoreError, UnknownOutcome, Connection.Error):  # the file cannot even be read
            self.corrupted += 1
        return before == (self.lost, self.corrupted)

    def _compare(self) -> None:
        with self._opened() as store:
            self.corrupted += bool(unsound(store))
            self.lost += bool(self.told.missing(store))
            self._next = len(keys(store)) + 1  # the first command that was not kept is sent again

    def _opened(self) -> Store:
        power = Power(self.disk)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the controls lack
            return Store(Owned(lambda: self.opening(power)))


def opening(*, version: str | None = None, weaker: tuple[str, ...] = ()) -> Callable[[Power], Connection]:
    """How the store opens a file, whatever the library says of its version; then with weaker settings."""

    def opened(power: Power) -> Connection:
        connection = Connection(power)
        if version:
            connection.raw.create_scalar_function("sqlite_version", lambda *_: version, 0)
        else:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA wal_autocheckpoint = 10")
        try:
            set_up(connection, "cases.db")
            for statement in weaker:
                connection.execute(statement)
        except BaseException:
            connection.close()
            raise
        return connection

    return opened


def cuts(opened: Callable[[Power], Connection], number: int, seed: str) -> tuple[int, int]:
    """How many of so many cuts lost something acknowledged, and how many left something that was not whole."""
    chance = Random(seed)  # noqa: S311 - moments, not secrets
    lost = corrupted = done = 0
    while done < number:
        trial = Trial(opened)
        for _ in range(min(ON_A_DISK, number - done)):
            done += 1
            if not trial.cut(chance):
                break
        lost += trial.lost
        corrupted += trial.corrupted
    return lost, corrupted


@frozen
class Setting:
    """A journal that a store uses, one weaker setting that must lose something, and one that must spoil the file."""

    opened: Callable[[Power], Connection]
    weaker: Callable[[Power], Connection]
    off: Callable[[Power], Connection]
    said: str


SETTINGS = {
    "TRUNCATE": Setting(
        opening(version=OLD),
        opening(version=OLD, weaker=("PRAGMA journal_mode = DELETE",)),
        opening(version=OLD, weaker=("PRAGMA synchronous = OFF",)),
        "journal deleted: {} lost; synchronous = OFF: {} lost or corrupted",
    ),
    "WAL": Setting(
        opening(),
        opening(weaker=("PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 1000")),
        opening(weaker=("PRAGMA synchronous = OFF",)),
        "synchronous = NORMAL: {} lost; OFF: {} lost or corrupted",
    ),
}


def figure(mode: str, number: int) -> Row:
    """So many cuts in one journal mode, and as many with each of its controls."""
    setting = SETTINGS[mode]
    lost, corrupted = cuts(setting.opened, number, mode)
    fewer = min(number, 3 * CUTS)
    weaker, off = cuts(setting.weaker, fewer, mode)[0], sum(cuts(setting.off, fewer, mode))
    return Row(
        "R2",
        "power cut, unsynced sectors kept at random",
        f"SQLite {Connection.version()}, {mode}",
        number,
        lost,
        corrupted,
        f"{fewer} cuts, {setting.said.format(weaker, off)}",
        caught=weaker > 0 and off > 0,
    )


def figures(scale: int) -> Iterator[Row]:
    """Both journals that a store uses."""
    for mode in SETTINGS:
        yield figure(mode, CUTS * scale)
