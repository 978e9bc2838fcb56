"""Ten processes that give one command at the same moment, and one that is killed between the commit and its answer.

Usage: keying.py URL ROUNDS MODE. A round is a start and an event, each given by all at once, the last of them with
another payload; then both once more for another case, by a process that is killed as soon as it is kept, and again by
one that is not. Every second process works on a host's connection. Each answer is a line of JSON. Modes: `keyed`, and
`keyless`, which the test must catch.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from store.mixing import CLERK, WORKFLOW, connected, forked

from ocop_workflow import Conflict, Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store.link import Link
from ocop_workflow.store.postgres import PostgresLink

AT_ONCE = 10
STEPS = ("start", "fire")


class Giver:
    """A store of its own, or one on a host's connection, that gives the commands of a round."""

    def __init__(self, url: str, mode: str, *, hosted: bool) -> None:
        self.keyed = mode == "keyed"
        self.raw = connected(url) if hosted else None
        self.store = Store(self.raw) if hosted else Store.connect(url)

    def give(self, step: str, case: str, token: str) -> list[object]:
        """What was answered, `replayed` last, or the code of an error; who gave up waiting asks again."""
        while (answer := self._give(step, case, token)) == ["busy"]:
            pass
        return answer

    def _give(self, step: str, case: str, token: str) -> list[object]:
        key = f"{case} {step}" if self.keyed else None
        payload = {"token": token}
        try:
            if step == "start":
                found = self.store.start(WORKFLOW, payload, actor=CLERK, id=case, key=key)
            else:
                found = self.store.fire(case, "note", payload, actor=CLERK, key=key)
        except (StoreError, Conflict) as error:
            return [error.code]
        finally:
            if self.raw is not None:
                self.raw.commit()
        return [found.seq, found.head, found.state, found.data["token"], found.replayed]


def at_once(url: str, rounds: int, mode: str) -> None:
    """Every process says when it is ready, which an answer says as well, and all are let go together."""
    told, told_by = os.pipe()
    gates = [os.pipe() for _ in range(AT_ONCE)]

    def gives(number: int) -> None:
        giver = Giver(url, mode, hosted=number % 2 == 1)
        os.write(told_by, b'"ready"\n')
        for round_ in range(rounds):
            for step in STEPS:
                os.read(gates[number][0], 1)
                token = "another" if (number, step) == (AT_ONCE - 1, "fire") else "the same"
                answer = giver.give(step, f"A-{round_}", token)
                os.write(told_by, json.dumps(["at once", step, round_, answer]).encode() + b"\n")

    children = [forked(partial(gives, number)) for number in range(AT_ONCE)]
    with os.fdopen(told) as lines:
        assert {lines.readline() for _ in range(AT_ONCE)} == {'"ready"\n'}
        for _ in range(rounds * len(STEPS)):
            for _, gate in gates:
                os.write(gate, b"g")
            for _ in range(AT_ONCE):
                sys.stdout.write(lines.readline())
            sys.stdout.flush()
    assert not any(os.waitpid(child, 0)[1] for child in children)


def killed(url: str, rounds: int, mode: str) -> None:
    """Each command is kept by a process that dies of it, then given by one that lives."""
    for round_ in range(rounds):
        for step in STEPS:
            child = forked(partial(_dies, url, mode, step, f"B-{round_}", hosted=round_ % 2 == 1))
            assert os.waitpid(child, 0)[1] == signal.SIGKILL, "it was killed, and did not end by itself"
            answer = Giver(url, mode, hosted=False).give(step, f"B-{round_}", "the same")
            print(json.dumps(["killed", step, round_, answer]), flush=True)  # noqa: T201 - to the test


def _dies(url: str, mode: str, step: str, case: str, *, hosted: bool) -> None:
    giver = Giver(url, mode, hosted=hosted)
    for each in (Link, PostgresLink):
        setattr(each, "commit", _deadly(each.commit))  # noqa: B010 - so that type checkers let it be replaced
    giver.give(step, case, "the same")
    os.kill(os.getpid(), signal.SIGKILL)


def _deadly(commit: Callable[[Any], None]) -> Callable[[Any], None]:
    def kept(link: Link) -> None:
        commit(link)
        os.kill(os.getpid(), signal.SIGKILL)

    return kept


if __name__ == "__main__":
    at_once(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    killed(sys.argv[1], int(sys.argv[2]), sys.argv[3])
