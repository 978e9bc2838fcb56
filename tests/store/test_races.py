"""Processes race to close a round and to submit products to it: no closed round ever has a product in evaluation.

Thirty rounds; OCOP_WORKFLOW_RACES=1000 makes it the long form.
"""

import os
import subprocess
import sys

import pytest
from store.racing import FOLDER, PRODUCER, SECRETARY
from store.support import HERE, Database

from ocop_workflow import Store, load

RACES = int(os.environ.get("OCOP_WORKFLOW_RACES", "30"))
ROLES = ("close", "1", "2", "3")


def outcome(url: str, mode: str) -> tuple[int, int, int]:
    """Rounds that are closed, products that got in, and closed rounds with a product in evaluation."""
    product, round_ = load(FOLDER / "product.yaml"), load(FOLDER / "round.yaml")
    with Store.connect(url) as store:
        for number in range(RACES):
            store.start(round_, {"year": 2024}, actor=SECRETARY, id=f"R-{number}")
            for role in ROLES[1:]:
                store.start(product, actor=PRODUCER, id=f"P-{role}-{number}")
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    racers = [
        subprocess.Popen(
            [sys.executable, HERE / "racing.py", url, role, str(RACES), mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        for role in ROLES
    ]
    for _ in range(RACES + 1):  # all of them begin each round together
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline()
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
    assert [racer.wait() for racer in racers] == [0] * len(racers)
    for racer in racers:
        for pipe in (racer.stdin, racer.stdout):
            assert pipe is not None
            pipe.close()
    with Store.connect(url) as store:
        closed = {case.id for case in store.cases("round", "closed")}
        inside = [case.data["round"] for case in store.cases("product", "evaluation")]
        assert not any(store.verify(case.id) for case in store.cases())
    return len(closed), len(inside), len(closed & set(inside))


def test_no_closed_round_has_a_product_that_is_undecided(database: Database) -> None:
    closed, inside, wrong = outcome(database.url, "held")
    assert wrong == 0
    assert closed + inside >= RACES  # in every round somebody was first


@pytest.mark.skipif(RACES < 30, reason="needs some rounds to be caught")
def test_asking_before_the_transaction_would_be_caught(database: Database) -> None:
    assert outcome(database.url, "peeked")[2] > 0
