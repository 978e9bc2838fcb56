"""Fires all that is due, and kills itself between an entry and its case.

Usage: firing_due.py URL NUMBER MODE. It dies as it is about to write case NUMBER of those it settles. Modes: `own`,
and a broken one, which the test must catch: `apart` commits entries and cases each for themselves.
"""

import os
import signal
import sys
from datetime import datetime

from ocop_workflow import Store
from ocop_workflow.store import statements
from ocop_workflow.store.link import Link


def fire(url: str, number: int, mode: str, now: datetime) -> None:
    left = [number]
    run = Link.run

    def counted(link: Link, statement: str, *parameters: object) -> int:
        if statement == statements.SET_CASE:
            left[0] -= 1
            if mode == "apart":
                run(link, "COMMIT")
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            if mode == "apart":
                run(link, link.dialect.begin)
        return run(link, statement, *parameters)

    setattr(Link, "run", counted)  # noqa: B010 - so that type checkers let it be replaced
    with Store.connect(url, clock=lambda: now) as store:
        store.fire_due()


if __name__ == "__main__":
    fire(sys.argv[1], int(sys.argv[2]), sys.argv[3], datetime.fromisoformat(sys.argv[4]))
