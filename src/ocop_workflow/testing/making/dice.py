"""The randomness of one part: Hypothesis draws it as a single number, so that parts shrink and fall away as wholes.

Drawn choice by choice, a definition is hundreds of draws: slow, and what Hypothesis mutates of it no longer fits
together, so that most examples would be the simplest ones.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Dice:
    """Throws for one part. `rich`, from 0 to 3, says how much may be made of it: the smaller the seed, the less."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing secret
        self.rich = min(3, seed.bit_length() // 8)

    def one(self, of: Sequence[T]) -> T:
        return self.random.choice(of)

    def some(self, of: Sequence[T], most: int, least: int = 0) -> list[T]:
        """A few of them, in their order."""
        count = self.random.randint(min(least, len(of)), min(most, len(of)))
        places = sorted(self.random.sample(range(len(of)), count))
        return [of[place] for place in places]

    def shuffled(self, of: Sequence[T]) -> list[T]:
        return self.random.sample(of, len(of))

    def number(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    def chance(self, one_in: int) -> bool:
        """Once in so many throws; never for the plainest parts."""
        return self.rich > 0 and self.random.randrange(one_in) == 0


def parts(count: int) -> st.SearchStrategy[list[Dice | None]]:
    """Dice for so many parts. What shrinks to nothing is left out."""
    seed = st.integers(0, 2**32 - 1)
    return st.lists(seed, min_size=count, max_size=count).map(
        lambda seeds: [Dice(s) if s else None for s in seeds]
    )
