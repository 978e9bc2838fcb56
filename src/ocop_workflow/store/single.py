"""The one connection of a store's own: opened when it is used, and dropped when nobody knows what it would do.

One lock over it: the threads of a process take turns, as SQLite lets one writer in at a time anyhow.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import RLock

from attrs import define, field

from ..errors import StoreError
from ..messages import say
from ..model.text import Text
from . import fitness, forking
from .link import Connection, Link


@define(eq=False)
class Single:
    """`opened` makes the connection, and a new one if it was dropped; `lock` is held by whoever uses it.

    `moved`: what is wrong with the open database, where its file is no longer there. `inside`: in a transaction.
    """

    opened: Callable[[], Connection]
    linked: type[Link] = Link
    moved: Callable[[], Text | None] | None = None
    lock: RLock = field(factory=RLock)
    link: Link | None = None
    inside: bool = False
    closed: bool = False

    def __attrs_post_init__(self) -> None:
        forking.watch(self)

    def connected(self) -> Link:
        """The connection, opened if there is none; raises StoreError where it was closed, or leads to no file."""
        if self.closed:
            raise StoreError(say("store.closed"), "closed")
        if self.link is None:
            self.link = self.linked(self.opened())
        elif self.moved and (wrong := self.moved()):
            raise StoreError(wrong, "file_moved")
        return self.link

    def require_outside(self) -> None:
        """Raises StoreError inside a transaction: a directory, say, that writes while the store decides."""
        if self.inside:
            raise StoreError(say("store.nested"), "nested")

    def end_stray(self) -> None:
        """Drop the connection if it has a transaction that an interrupt kept from being ended."""
        if self.link is not None and self.link.in_transaction and not self.inside:
            self.drop()

    def roll_back(self, link: Link) -> bool:
        """Whether the database confirmed it; a connection that does not is dropped, which rolls back as well."""
        try:
            link.run("ROLLBACK")
        except link.errors:
            if not link.in_transaction:  # a full disk makes SQLite roll back by itself
                return True
            self.drop()
            return False
        return True

    def drop(self) -> None:
        """Close the connection, if there is one; the next use opens another."""
        link, self.link = self.link, None
        if link is not None:
            with suppress(link.errors):
                link.raw.close()

    def close(self) -> None:
        """Close it for good."""
        with self.lock:
            self.closed = True
            self.drop()

    def hold(self, seconds: float) -> bool:
        """Wait so long until no other thread uses it; whether none does."""
        return self.lock.acquire(timeout=seconds)

    def release(self) -> None:
        """Let others use it again."""
        self.lock.release()

    def before_fork(self) -> None:
        """Drop it: two processes on one connection would undo each other's work.

        What is in memory is copied with the process, and stays. So does a transaction that this very thread is in.
        """
        if not self.inside and self.link is not None and fitness.outlives(self.link):
            self.drop()

    def in_child(self) -> None:
        """Nobody holds it here, and a transaction that the parent is in is the parent's."""
        self.lock = RLock()
        if self.inside and self.link is not None:
            forking.abandon(self.link)
            self.link, self.inside = None, False
