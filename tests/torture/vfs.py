"""SQLite on such a disk: a VFS whose files are those of a `Disk`, and a thin PEP 249 face for apsw's connections.

Files are locked among the connections of this process. What shares memory between processes is not there, which SQLite
can do without in its exclusive locking mode.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

import apsw
from torture.disk import Disk, Failed, File, Full

NONE, SHARED, RESERVED, PENDING, EXCLUSIVE = range(5)
NEW = apsw.SQLITE_OPEN_CREATE
SYNCED_WITH_FOLDER = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL
_numbers = count()


class Quiet:
    """Failures that SQLite passes over, as when it tidies up on closing, are not printed either."""

    def excepthook(self, etype: Any, evalue: Any, etraceback: Any) -> bool:  # noqa: ARG002
        return True


class Power(Quiet, apsw.VFS):
    """SQLite's way to one disk."""

    def __init__(self, disk: Disk) -> None:
        self.name = f"power{next(_numbers)}"
        self.disk = disk
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "Open":  # type: ignore[override]  # noqa: N802 - SQLite's name
        known = f"temporary-{next(_numbers)}" if name is None else _plain(name)
        if known not in self.disk.files:
            if not flags[0] & NEW:
                raise apsw.CantOpenError(known)
            _failing("open", self.disk, known)
            self.disk.files[known] = File()
        flags[1] = flags[0]
        return Open(self.disk, known, with_folder=bool(flags[0] & SYNCED_WITH_FOLDER))

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802
        if filename not in self.disk.files:
            gone: Any = apsw.IOError(filename)
            gone.extendedresult = apsw.SQLITE_IOERR_DELETE_NOENT
            raise gone
        _failing("delete", self.disk, filename)
        self.disk.delete(filename)
        if syncdir:
            _failing("sync", self.disk, filename)
            self.disk.sync_folder()

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: ARG002, N802
        return pathname in self.disk.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class Open(Quiet):
    """An open file."""

    def __init__(self, disk: Disk, name: str, *, with_folder: bool) -> None:
        self._disk, self._name, self._with_folder = disk, name, with_folder
        self._file = disk.files[name]

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._file.bytes[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        _failing("write", self._disk, self._name)
        self._file.write(bytes(data), offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        _failing("truncate", self._disk, self._name)
        self._file.truncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802
        _failing("sync", self._disk, self._name)
        self._file.sync()
        if self._with_folder:  # as SQLite does on Unix with the first sync of a journal
            self._disk.sync_folder()
            self._with_folder = False

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._file.bytes)

    def xLock(self, level: int) -> None:  # noqa: N802
        locks = self._file.locks
        others = [held for owner, held in locks.items() if owner is not self]
        mine = locks.get(self, NONE)
        if level <= mine:
            return
        taken = max(others, default=NONE)
        if taken >= (PENDING if level == SHARED else RESERVED):
            raise apsw.BusyError("another connection holds the file")
        if level == EXCLUSIVE and taken >= SHARED:
            locks[self] = PENDING
            raise apsw.BusyError("another connection reads the file")
        locks[self] = level

    def xUnlock(self, level: int) -> None:  # noqa: N802
        if level == NONE:
            self._file.locks.pop(self, None)
        else:
            self._file.locks[self] = level

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return max(self._file.locks.values(), default=NONE) >= RESERVED

    def xSectorSize(self) -> int:  # noqa: N802
        return 4096  # as on Unix; it tears at less than that

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return (
            apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE
        )  # as on Unix: bytes beside those written stay what they are

    def xFileControl(self, op: int, ptr: int) -> bool:  # noqa: ARG002, N802
        return False

    def xClose(self) -> None:  # noqa: N802
        self._file.locks.pop(self, None)


class Connection:
    """apsw's connection as PEP 249 has them; transactions are begun by statements alone."""

    Error = apsw.Error
    IntegrityError = apsw.ConstraintError

    def __init__(self, power: Power, name: str = "cases.db") -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        self.raw = apsw.Connection(name, flags, power.name)

    @staticmethod
    def version() -> str:
        """Of the SQLite that apsw brings."""
        return apsw.sqlite_lib_version()

    @property
    def in_transaction(self) -> bool:
        return self.raw.in_transaction

    def cursor(self) -> "Cursor":
        return Cursor(self.raw)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        cursor = self.cursor()
        cursor.execute(statement, parameters)
        return cursor

    def close(self) -> None:
        self.raw.close(force=True)


class Cursor:
    """All rows are fetched at once, so that a statement has ended when `execute` returns, whatever comes of it."""

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw = raw
        self._rows: list[Any] = []
        self.rowcount = -1

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> object:
        self._rows = list(self._raw.execute(statement, tuple(parameters)))
        self.rowcount = self._raw.changes()
        return self

    def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> object:
        changed = 0
        for each in parameters:
            self.execute(statement, each)
            changed += self.rowcount
        self.rowcount = changed
        return self

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def close(self) -> None:
        self._rows = []


def _failing(operation: str, disk: Disk, name: str) -> None:
    try:
        disk.changes(operation, name)
    except Full as full:
        raise apsw.FullError(str(full)) from full
    except Failed as failed:
        raise apsw.IOError(str(failed)) from failed


def _plain(name: Any) -> str:
    return str(name.filename() if isinstance(name, apsw.URIFilename) else name)
