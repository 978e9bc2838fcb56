"""Which copy of SQLite has a file open in this process. A second copy would undo the first one's locks.

The system takes all of a process's locks on a file from it when any handle of that file is closed. One copy of SQLite
knows its own handles and keeps them open for as long as needed; two copies do not know about each other's.
"""

import os
from threading import Lock
from typing import Any
from weakref import WeakSet

from attrs import define

from ..errors import StoreError
from ..messages import say
from .fitness import main_file
from .link import Link

lock = Lock()  # held while a file is asked about and opened


@define(eq=False)
class Holder:
    """A connection to a file, known for as long as whoever keeps this uses it."""

    raw: Any
    file: tuple[int, int]  # device and inode: links and other spellings of a path lead to one file
    copy: str

    @property
    def is_open(self) -> bool:
        try:
            _ = self.raw.in_transaction
        except Exception:  # noqa: BLE001 - each driver has its own error for a connection that is closed
            return False
        return True


_holders: WeakSet[Holder] = WeakSet()


def copy_of(link: Link) -> str:
    """What tells copies apart: the source they were made from, and how."""
    made = [row[0] for row in link.rows("PRAGMA compile_options")]
    return repr([link.one("SELECT sqlite_source_id()"), *made])


def refuse(path: str, copy: str) -> None:
    """Raise StoreError if another copy of SQLite has this file open in this process."""
    file = file_of(path)
    if any(each.file == file and each.copy != copy and each.is_open for each in _holders):
        raise StoreError(say("store.two_copies", path=path), "two_copies")


def held(raw: Any, path: str, copy: str) -> Holder | None:
    """Remember that this connection has the file open, until it is closed or forgotten; nothing of one in memory."""
    file = file_of(path)
    if file is None:
        return None
    holder = Holder(raw, file, copy)
    _holders.add(holder)
    return holder


def held_by_host(link: Link) -> Holder | None:
    """The same of a connection that is open already; raises StoreError if another copy has its file."""
    path, copy = main_file(link), copy_of(link)
    with lock:
        refuse(path, copy)
        return held(link.raw, path, copy)


def file_of(path: str) -> tuple[int, int] | None:
    """Device and inode of the file at this path, None where there is none."""
    try:
        found = os.stat(path) if path else None  # noqa: PTH116 - asked before each event, and a Path takes ten times as long
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None
