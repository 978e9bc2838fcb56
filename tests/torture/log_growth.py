"""R4: the write-ahead log of a store, where its SQLite is safe with one, is taken into the file and stays bounded."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from torture.letters import command, unsound
from torture.table import Row

from ocop_workflow import Store
from ocop_workflow.store.link import Connection
from ocop_workflow.store.owned import Owned
from ocop_workflow.store.sqlite import sqlite_file

COMMANDS = 250  # of the short form: some times what SQLite lets a log grow to, a thousand pages
BOUND = 6_000_000  # bytes


def growth(opened: Callable[[], Store], log: Path, commands: int) -> tuple[int, int]:
    """The greatest size of the log while one store writes and another reads, and how much is unsound at the end."""
    greatest = 0
    with opened() as writer, opened() as reader:
        for number in range(1, commands + 1):
            case = command(writer, number)
            if number % 10 == 0:
                assert reader.get(case.id) == case
            greatest = max(greatest, log.stat().st_size)
        return greatest, len(unsound(reader))


def never_taken_in(url: str) -> Store:
    """As a store would be that lets its log grow."""

    def opened() -> Connection:
        raw = sqlite_file(url, 10)()
        raw.cursor().execute("PRAGMA wal_autocheckpoint = 0")
        return raw

    return Store(Owned(opened))


def figure(folder: Path, commands: int) -> Row:
    """With pysqlite3's SQLite."""
    import pysqlite3

    def of(name: str) -> tuple[str, Path]:
        return f"sqlite+pysqlite3:///{folder / name}", folder / f"{name}-wal"

    url, log = of("bounded.db")
    greatest, wrong = growth(lambda: Store.connect(url), log, commands)
    endless, log = of("endless.db")
    control, _ = growth(lambda: never_taken_in(endless), log, COMMANDS)
    return Row(
        "R4",
        f"events written while others read: the log has {greatest / 1e6:.1f} MB at most",
        f"SQLite {pysqlite3.sqlite_version}, WAL",
        commands,
        0,
        wrong + (greatest > BOUND),
        f"never taken into the file: {control / 1e6:.1f} MB after {COMMANDS}",
        caught=control > BOUND,
    )


def figures(scale: int) -> Iterator[Row]:
    """Once, for longer."""
    with tempfile.TemporaryDirectory() as folder:
        yield figure(Path(folder), COMMANDS * scale)
