"""What becomes of a store's own connection when its process is forked, as servers do once a program is loaded.

Two processes on one connection mix their statements on a server, and undo each other's locks on a file. So it is closed
before the fork, and either process opens its own when it uses the store. A host's connections are the host's.
"""

import os
from contextlib import suppress
from threading import Lock
from typing import Protocol
from weakref import WeakSet

from .link import Link


class Session(Protocol):
    """What has a connection of its own."""

    def before_fork(self) -> None: ...
    def after_fork(self, *, child: bool) -> None: ...


_sessions: WeakSet[Session] = WeakSet()
_lock = Lock()  # over the set, and while this process forks
_held: list[Session] = []
_parents: list[Link] = []  # never closed here: that would roll back what the parent is doing


def watch(session: Session) -> None:
    """Close its connection before each fork, from now on."""
    with _lock:
        _sessions.add(session)


def abandon(link: Link) -> None:
    """Neither use nor close a connection that is the parent's."""
    _parents.append(link)


def _before() -> None:
    _lock.acquire()
    for session in list(_sessions):
        with suppress(Exception):  # a connection that could not be asked any more has nothing under way
            session.before_fork()
        _held.append(session)


def _after(*, child: bool) -> None:
    while _held:
        _held.pop().after_fork(child=child)
    _lock.release()


if hasattr(os, "register_at_fork"):  # where processes can be forked
    os.register_at_fork(
        before=_before,
        after_in_parent=lambda: _after(child=False),
        after_in_child=lambda: _after(child=True),
    )
