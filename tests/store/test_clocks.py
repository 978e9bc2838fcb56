"""The machine's clock may jump: a deadline fires once, order is by sequence, and nothing is stuck once it is mended.

`tests/torture/clocks.py` is the long form.
"""

from datetime import timedelta

import pytest
from hypothesis import settings
from store.jumping import BROKEN, CLERK, JUMPS, WORKFLOW, Deadlines, Jumping, caught, jumped, wrong
from store.support import Clock

from ocop_workflow import Store


@pytest.fixture
def clock() -> Clock:
    return Jumping()


def test_whatever_the_clock_does_a_deadline_fires_once_and_order_is_by_sequence(
    store: Store, clock: Jumping
) -> None:
    before = Deadlines.checked
    jumped(store, clock, settings().max_examples // 5)
    assert Deadlines.checked - before > settings().max_examples // 5


@pytest.mark.parametrize("name", BROKEN)
def test_a_store_that_trusts_the_clock_is_caught(store: Store, clock: Jumping, name: str) -> None:
    assert caught(store, clock, name, 10 * settings().max_examples)


@pytest.mark.parametrize("within", [False, True], ids=["between commands", "while it fires"])
@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_clock_that_jumps_across_a_deadline_fires_it_once_and_goes_on(
    store: Store, clock: Jumping, jump: timedelta, *, within: bool
) -> None:
    store.start(WORKFLOW, {"ends": "2020-02-04"}, actor=CLERK, id="D")
    clock.forward(days=1)
    right = clock.now
    if within:
        clock.jumps = [jump]
    else:
        clock.now += jump
    store.fire_due()
    clock.jumps = []
    store.fire("D", "note", actor=CLERK)
    clock.now = max(right, clock.latest)  # mended
    store.fire_due()
    assert [entry.event for entry in store.history("D")].count("end") == 1
    clock.forward(days=60)
    store.fire_due()
    assert [entry.event for entry in store.history("D")].count("end") == 1
    assert store.get("D").state == "closed"
    assert list(wrong(store.history("D"), clock.latest)) == []
