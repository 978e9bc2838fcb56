"""Fires one event after the other until it is killed, and says each one that it was told is kept.

Usage: firing.py PATH FIRST MODE. Modes: `own`, `host` (with a row of the host's in the same transaction), and two
broken ones, which the test must catch: `early` says so before the commit, `keyless` does without keys.
"""

import itertools
import sqlite3
import sys

from store.support import CITIZEN, OFFICER, REGISTRATION, dossier

from ocop_workflow import Store


def command(store: Store, number: int, *, keyed: bool = True) -> tuple[int, bool]:
    """One event of a series; its seq, and whether it had been kept before."""
    event, actor = ("correct", CITIZEN) if number % 3 == 0 else ("remark", OFFICER)
    payload = {"phone": f"0900 {number}"} if number % 3 == 0 else {}
    case = store.fire("D-1", event, payload, actor=actor, key=f"k-{number}" if keyed else None)
    return case.seq, case.replayed


def fire(path: str, first: int, mode: str) -> None:
    raw = None if mode in {"own", "keyless"} else sqlite3.connect(path)
    store = Store.connect(f"sqlite:///{path}") if raw is None else Store(raw)
    store.start(dossier(), REGISTRATION, actor=CITIZEN, id="D-1", event="register", key="start")
    if raw:
        raw.execute("CREATE TABLE IF NOT EXISTS mine (number INTEGER)")
        raw.commit()
    for number in itertools.count(first):
        seq, replayed = command(store, number, keyed=mode != "keyless")
        if raw:
            if not replayed:
                raw.execute("INSERT INTO mine VALUES (?)", (number,))
            if mode == "host" or number % 20 == 0:
                raw.commit()
        print(number, seq, flush=True)  # noqa: T201 - to the test, through a pipe


if __name__ == "__main__":
    fire(sys.argv[1], int(sys.argv[2]), sys.argv[3])
