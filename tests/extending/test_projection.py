"""Every run of an accepted extension is a run of its base, once the new events are left out and sub-states are taken
for the state they lie in; and what must be possible in the base is possible in the extension."""

from collections import Counter

import pytest
from extending.drawn import drawn
from extending.pair import Pair, Parted
from extending.walking import walk
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.dice import Dice
from verification.oracle import BEGINNING, bound
from verification.small import texts

from ocop_workflow.calendar.weekends import WEEKENDS
from ocop_workflow.engine import Facts

RUNS, STEPS = 5, 12


def test_a_projected_run_is_a_run_of_the_base(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    tally: Counter[str] = Counter()

    @given(texts(), st.integers(0, 2**32 - 1))
    def projected(text: str, seed: int) -> None:
        pair = drawn(folder, text, seed, wild=False)
        tally["tried"] += 1
        if pair.extension is None:
            return
        tally["accepted"] += 1
        dice = Dice(seed)
        valued = dice.one(list(bound(pair.extension)))
        facts = Facts(now=BEGINNING, case_id="case", calendar=WEEKENDS)
        for _ in range(RUNS):
            both = Pair.of(pair.base, valued, pair.home, facts)
            try:
                after = walk(dice, both, valued, STEPS)
            except Parted as parted:
                raise AssertionError("\n".join([pair.told(), *map(str, parted.args)])) from None
            tally["runs"] += after.case is not None
            tally["entries"] += after.case.seq if after.case else 0
            tally["in a sub-state"] += bool(after.case and after.case.state in pair.home)
            tally["entries of the base"] += after.before.seq if after.before else 0

    projected()
    print(dict(tally))  # noqa: T201 - what `pytest -s` shows
    assert tally["accepted"] * 2 >= tally["tried"]
    assert tally["runs"] >= tally["accepted"]
    assert tally["entries"] > tally["entries of the base"] > 2 * tally["runs"]
    assert tally["in a sub-state"]
    assert settings().max_examples <= tally["tried"]
