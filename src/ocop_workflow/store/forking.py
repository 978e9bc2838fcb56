"""What becomes of a store's own connection when its process is forked, as servers do once a program is loaded.

Two processes on one connection mix their statements on a server, and undo each other's locks on a file. So it is closed
before the fork, and either process opens its own when it uses the store. A host's connections are the host's.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock, local
from typing import Protocol
from weakref import WeakSet

from .link import Link

_PAUSE = 0.05  # seconds that one of several is waited for, before the others are let go


class Session(Protocol):
    """What has a connection of its own."""

    def hold(self, seconds: float) -> bool: ...
    def release(self) -> None: ...
    def before_fork(self) -> None: ...
    def in_child(self) -> None: ...


_sessions: WeakSet[Session] = WeakSet()
_lock = Lock()  # over the set
_forking = local()  # the sessions that this thread holds while it forks
_parents: list[Link] = []  # never closed here: that would roll back what the parent is doing


def watch(session: Session) -> None:
    """Close its connection before each fork, from now on."""
    with _lock:
        _sessions.add(session)


def abandon(link: Link) -> None:
    """Neither use nor close a connection that is the parent's."""
    _parents.append(link)


def _before() -> None:
    with _lock:
        sessions = list(_sessions)
    while not _all_held(sessions):
        pass  # whoever is in a transaction may need another of these to end it
    for session in sessions:
        with suppress(Exception):  # a connection that could not be asked any more has nothing under way
            session.before_fork()
    _forking.sessions = sessions


def _all_held(sessions: Sequence[Session]) -> bool:
    for number, session in enumerate(sessions):
        if not session.hold(_PAUSE):
            for held in sessions[:number]:
                held.release()
            return False
    return True


def _in_parent() -> None:
    for session in _forking.__dict__.pop("sessions", ()):
        session.release()


def _in_child() -> None:
    global _lock  # noqa: PLW0603 - another thread of the parent may have held it
    _lock = Lock()
    for session in _forking.__dict__.pop("sessions", ()):
        session.in_child()


if hasattr(os, "register_at_fork"):  # where processes can be forked
    os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)
