"""Up to which position no entry can appear any more: what a consumer may pass without missing one.

Where several write at once, an entry may become visible after one with a higher position, as transactions commit in
another order than they began. See docs/decisions/a-fence-of-locks.md.
"""

import time
from datetime import timedelta

from ...errors import StoreError
from ...messages import say
from ..host import Host
from ..link import Link, Row
from ..owned import Owned
from . import statements

Session = Owned | Host

_SHORTEST, _LONGEST = 0.005, 0.1  # seconds between two looks
FRESH = ("read committed", "read uncommitted")


def last_position(link: Link) -> int:
    """The highest position that is visible, 0 without entries."""
    row = link.one(statements.LAST)
    return int(row[0] or 0) if row else 0


def fenced(session: Session, after: int, wait: timedelta) -> int:
    """The highest position that is visible, once none below it can appear any more to whatever reads next.

    Waits for the transactions that may still commit a lower one; raises StoreError (`writer_open`) if one of them is
    open after so long. Where nothing is above `after`, nothing is waited for.
    """
    with session.reading() as link:
        last = last_position(link)
        if link.dialect.one_writer or last <= after:
            return last
        awaited = writers(link)
    seconds = wait.total_seconds()
    names = {name for name, _ in awaited}
    until, pause = time.monotonic() + seconds, _SHORTEST
    while awaited:
        if time.monotonic() >= until:
            pids = ", ".join(str(pid or name) for name, pid in awaited)
            raise StoreError(say("store.writer_open", seconds=f"{seconds:g}", processes=pids), "writer_open")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST)
        with session.reading() as link:
            # one that was prepared meanwhile has lost its process and its name
            awaited = [each for each in writers(link) if each[0] in names or each[1] is None]
    return last


def writers(link: Link) -> list[Row]:
    """Name and process (None if it is prepared) of every other transaction that may have appended an entry."""
    return link.rows(statements.WRITERS)


def require_fresh_reads(link: Link) -> None:
    """Raises StoreError where a host's transaction reads what was there when it began, as that is before the fence."""
    if link.dialect.one_writer:
        return
    level = str((link.one(statements.ISOLATION) or ("",))[0])
    if level not in FRESH:
        raise StoreError(say("store.old_snapshot", level=level.upper()), "old_snapshot")
