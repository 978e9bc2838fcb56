"""One of several processes that race: some submit products to a round, some close it, for one round after the other.

Usage: racing.py URL ROLE ROUNDS MODE. ROLE: `close`, or a number that names the products. MODE: `held`, or `peeked`,
which asks the linked cases before the transaction begins, and which the test must catch.
"""

import sys
import time
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ocop_workflow import Actor, Facts, Refused, Store, load
from ocop_workflow.errors import StoreError
from ocop_workflow.store.context import Context

FOLDER = Path(__file__).parents[2] / "examples" / "rounds"
SECRETARY = Actor("s", roles=["secretary"])
PRODUCER = Actor("p", roles=["producer"])


@frozen
class Peeking(Context):
    """Sees linked cases as they were a moment before the transaction."""

    seen: list[Facts] = field(factory=list)

    def held(self, *given: Any) -> Facts:
        facts: Facts = given[-1]
        return evolve(facts, links=self.seen[-1].links, cases=self.seen[-1].cases)

    def peek(self, store: Store, case_id: str, payload: dict[str, object]) -> None:
        workflow, case = store.workflow(case_id), store.get(case_id)
        with self.session.reading() as link:
            self.seen.append(self.linked(link, workflow, case, payload, self.facts(case.at)))
        time.sleep(0.003)  # as long as a busy machine may take in between


def peeking(store: Store) -> Peeking:
    """What the store decides with from now on."""
    own = store._context  # noqa: SLF001
    context = Peeking(
        own.session, own.units, own.calendar, own.directory, own.clock, own.salt, own.definitions
    )
    store._context = context  # noqa: SLF001
    return context


def race(url: str, role: str, rounds: int, mode: str) -> None:
    store = Store.connect(url, timeout=60)
    peeks = peeking(store) if mode == "peeked" else None
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
            if peeks:
                peeks.peek(store, case_id, payload)
            store.fire(case_id, event, payload, actor=actor)
        except (Refused, StoreError):
            pass  # too late, or too early
        print(number, flush=True)  # noqa: T201
        sys.stdin.readline()


if __name__ == "__main__":
    race(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
