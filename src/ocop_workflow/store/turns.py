"""Writers of one SQLite file come in turn. SQLite itself lets whoever asks at the right moment in, again and again."""

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import define, field

from .link import Link

SUFFIX = "-turn"
_AT_ONCE = "PRAGMA busy_timeout = 0"
_HEAD = 0.0005  # seconds between two looks of whoever is the next, at most
_NEW = 0.005  # of whoever came last; those who have waited look more often
_SLICE = 0.05  # for so long a writer may go on before it comes behind the next one: on a fast disk some transactions


@define
class Turns:
    """The turnstile before one file: an empty file beside it, whose lock the next writer holds while it waits.

    Whoever has written and wants to write again finds the next one waiting, and comes behind it. The system takes the
    lock from a process that is killed. Connections that are not a store's own do not ask, nor can they be made to.
    """

    path: str
    timeout: float
    _until: float = 0
    _waiting: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._waiting = f"PRAGMA busy_timeout = {round(self.timeout * 1000)}"

    def begin(self, link: Link, statement: str) -> None:
        """Begin a transaction that writes; raises the driver's error if it is still busy after `timeout` seconds."""
        began = time.monotonic()
        if link.waits:
            link.run(_AT_ONCE)  # SQLite's own waiting sleeps up to 100 ms at a time
            link.waits = False
        if began < self._until and _begun(link, statement):
            return
        with self._next(began + self.timeout):
            while not _begun(link, statement, last=time.monotonic() >= began + self.timeout):
                time.sleep(random.uniform(0, _HEAD))  # noqa: S311 - no secret
        self._until = time.monotonic() + _SLICE

    def wait(self, link: Link) -> None:
        """Let SQLite wait for others again, as whoever reads does, or commits while others read."""
        if not link.waits:
            link.run(self._waiting)
            link.waits = True

    def commit(self, link: Link) -> None:
        """Commit; where others read meanwhile SQLite says so, changes nothing, and is asked again to wait for them."""
        try:
            link.commit()
        except link.errors as error:
            if link.waits or not (link.is_busy(error) and link.in_transaction):
                raise
            self.wait(link)
            link.commit()

    @contextmanager
    def _next(self, deadline: float) -> Iterator[None]:
        """Be the next one, as far as waiting helps: a turnstile that is stuck keeps nobody from trying."""
        handle = self._opened()
        if handle is None:
            yield
            return
        try:
            began = now = time.monotonic()
            while not _locked(handle) and now < deadline:
                time.sleep(random.uniform(0, max(_HEAD, _NEW - (now - began) / 10)))  # noqa: S311
                now = time.monotonic()
            yield
        finally:
            os.close(handle)

    def _opened(self) -> int | None:
        """The turnstile, open to whom the database is; where none can be made, SQLite will say what is wrong there."""
        if sys.platform == "win32":
            return None  # writers come in SQLite's order, which is none
        name = f"{self.path}{SUFFIX}"
        try:
            return os.open(name, os.O_RDONLY)
        except FileNotFoundError:
            pass
        except OSError:
            return None
        try:
            mode = os.stat(self.path).st_mode & 0o666  # noqa: PTH116 - a path object takes longer than what is asked
            try:
                handle = os.open(name, os.O_RDONLY | os.O_CREAT | os.O_EXCL, mode)
                os.fchmod(handle, mode)
            except FileExistsError:
                handle = os.open(name, os.O_RDONLY)
        except OSError:
            return None
        return handle


def _locked(handle: int) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _begun(link: Link, statement: str, *, last: bool = False) -> bool:
    """Whether the transaction has begun, and not: somebody else writes; the last time that is raised."""
    try:
        link.run(statement)
    except link.errors as error:
        if last or not link.is_busy(error):
            raise
        return False
    return True
