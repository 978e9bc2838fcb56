"""Delivers to a consumer until it is killed, and says each entry once its handler is through with it.

Usage: delivering.py URL MODE. The handler takes a moment and fails at times. Modes: `whole`, and two broken ones which
the test must catch: `early` keeps progress before it delivers, `passing` tries what failed after the rest of its case.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from ocop_workflow import Store
from ocop_workflow.store import Consumer, Delivery, Retry
from ocop_workflow.store.outbox import turn
from ocop_workflow.store.outbox.fence import fenced
from ocop_workflow.store.outbox.reading import Found, entries

BATCH = 10
FAILS = 0.05


def consumer(store: Store) -> Consumer:
    """Whose workers are soon followed by another one, and whose failures are soon tried again."""
    retry = Retry(1000, timedelta(milliseconds=1), timedelta(milliseconds=20))
    return store.consumer("letters", retry=retry, lease=timedelta(seconds=0.3))


def handler(mode: str) -> Callable[[Delivery], None]:
    tried = set[tuple[str, int]]()

    def handle(delivery: Delivery) -> None:
        time.sleep(random.uniform(0, 0.002))  # noqa: S311 - moments, not secrets
        which = (delivery.entry.case, delivery.entry.seq)
        first = which not in tried
        tried.add(which)
        if random.random() < FAILS or (mode == "passing" and first and which[1] % 2):  # noqa: S311
            raise ZeroDivisionError
        os.write(1, f"{which[0]} {which[1]}\n".encode())

    return handle


def batch(own: turn.Turn) -> list[Found]:
    end = fenced(own.session, own.position, timedelta(seconds=5))
    with own.session.reading() as link:
        return entries(link, own.definitions, own.lease.consumer, own.position, end, BATCH)


def early(own: turn.Turn) -> None:
    while found := batch(own):
        own.position = found[-1].position
        own.save()
        for each in found:
            own._handle(each, 1)  # noqa: SLF001


def passing(own: turn.Turn) -> None:
    while found := batch(own):
        last = found[-1].position
        while found:
            found = [each for each in found if own._handle(each, 1)]  # noqa: SLF001
        own.position = last
        own.save()


def deliver(url: str, mode: str) -> None:
    turn.BATCH = BATCH
    if mode != "whole":
        turn.Turn._follow = {"early": early, "passing": passing}[mode]  # type: ignore[assignment, method-assign]  # noqa: SLF001
    handle = handler(mode)
    with Store.connect(url, timeout=60) as store:
        while True:
            consumer(store).deliver(handle)
            time.sleep(0.005)


if __name__ == "__main__":
    deliver(*sys.argv[1:])
