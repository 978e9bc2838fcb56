"""Whatever the loader accepts does nothing that the base does not: tried with every payload, person and day.

Every other extension also tries, in one or two places, what would loosen the base. `HYPOTHESIS_PROFILE=long` compares
twenty-four times as many, and looks further in each.
"""

from collections import Counter
from pathlib import Path

import pytest
from extending.drawn import drawn
from extending.exploring import compare
from extending.pair import Parted
from hypothesis import given, settings
from hypothesis import strategies as st
from verification.small import texts

LONG = settings().max_examples >= 1000
OFTEN, MOST = (1200, 1500) if LONG else (50, 600)


def test_what_is_accepted_is_never_looser_than_its_base(tmp_path_factory: pytest.TempPathFactory) -> None:
    tally, codes = tallies(tmp_path_factory.mktemp("drawn"))
    print(dict(tally), codes.most_common())  # noqa: T201 - what `pytest -s` shows
    assert tally["accepted"] * 5 >= tally["tried"], "hardly anything was compared"
    assert tally["refused"], "nothing that loosens was tried"
    assert tally["complete"]


def tallies(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """How many pairs were tried, accepted, tried to the end; and by which codes how many were refused."""
    tally: Counter[str] = Counter()
    codes: Counter[str] = Counter()

    @settings(max_examples=OFTEN)
    @given(texts(), st.integers(0, 2**32 - 1), st.booleans())
    def judged(text: str, seed: int, wild: bool) -> None:  # noqa: FBT001 - drawn
        pair = drawn(folder, text, seed, wild=wild)
        tally["tried"] += 1
        if pair.extension is None:
            tally["refused"] += 1
            codes.update(pair.codes)
            return
        tally["accepted"] += 1
        try:
            tally["complete"] += compare(pair.base, pair.extension, pair.home, MOST)
        except Parted as parted:
            raise AssertionError("\n".join([pair.told(), *map(str, parted.args)])) from None

    judged()
    return tally, codes
