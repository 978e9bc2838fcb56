"""One of several processes that race: some submit products to a round, some close it, for one round after the other.

Usage: racing.py URL ROLE ROUNDS MODE. ROLE: `close`, or a number that names the products. MODE: `held`, or `peeked`,
which asks the linked cases before the transaction begins, and which the test must catch.
"""

import sys
import time
from pathlib import Path
from typing import Any

from attrs import evolve

from ocop_workflow import Actor, Facts, Refused, Store, load
from ocop_workflow.errors import StoreError

FOLDER = Path(__file__).parents[2] / "examples" / "rounds"
SECRETARY = Actor("s", roles=["secretary"])
PRODUCER = Actor("p", roles=["producer"])


class Peeking(Store):
    """Sees linked cases as they were a moment before the transaction."""

    seen: Facts | None = None

    def _held(self, *given: Any) -> Facts:
        assert self.seen is not None  # `peek` comes first
        facts: Facts = given[-1]
        return evolve(facts, links=self.seen.links, cases=self.seen.cases)

    def peek(self, case_id: str, payload: dict[str, object]) -> None:
        with self._session.reading() as link:
            workflow, case = self.workflow(case_id), self.get(case_id)
            self.seen = self._linked(link, workflow, case, payload, self._facts(case.at))
        time.sleep(0.003)  # as long as a busy machine may take in between


def race(url: str, role: str, rounds: int, mode: str) -> None:
    store = (Peeking if mode == "peeked" else Store).connect(url, timeout=60)
    load(FOLDER / "product.yaml"), load(FOLDER / "round.yaml")
    print("ready", flush=True)  # noqa: T201 - to the test, through a pipe
    sys.stdin.readline()
    for number in range(rounds):
        case_id, event, actor, payload = f"R-{number}", "close", SECRETARY, dict[str, object]()
        if role != "close":
            case_id, event, actor, payload = (
                f"P-{role}-{number}",
                "submit",
                PRODUCER,
                {"round": f"R-{number}"},
            )
        try:
            if isinstance(store, Peeking):
                store.peek(case_id, payload)
            store.fire(case_id, event, payload, actor=actor)
        except (Refused, StoreError):
            pass  # too late, or too early
        print(number, flush=True)  # noqa: T201
        sys.stdin.readline()


if __name__ == "__main__":
    race(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
