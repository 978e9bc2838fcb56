"""Chance from a seed and `rates.yaml`; each draw is of one product and one matter, so that two runs can be compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from attrs import define, field
from life import Life

QUARTERS = {  # from … to …, well inside the bands, so that a council's mean stays in them
    "five": (364, 370),
    "four": (288, 351),
    "three": (208, 271),
    "failed": (120, 191),
}


@define
class Seeded:
    """The same seed, product, matter and time of asking: the same answer."""

    seed: int
    rates: Mapping[str, Any]
    _asked: Counter[tuple[str, str]] = field(factory=Counter)
    _evaluations: dict[str, list[datetime]] = field(factory=dict)

    def dice(self, case: str, what: str) -> Random:
        """A generator of its own for the next time that it is asked for."""
        self._asked[case, what] += 1
        return self.fixed(case, f"{what} {self._asked[case, what]}")

    def fixed(self, case: str, what: str) -> Random:
        """The same generator however often it is asked for."""
        return Random(f"{self.seed}/{case}/{what}")  # noqa: S311 - chance, no secret

    def weighed(self, case: str, what: str, weights: Mapping[str, int]) -> str:
        """One of the words, as often as their weights say."""
        return self.fixed(case, what).choices(list(weights), list(weights.values()))[0]

    def happens(self, life: Life, what: str, chance: str) -> bool:
        return self._below(self.dice(life.id, f"{what} {chance}"), chance)

    def days(self, life: Life, what: str, least: int, most: int) -> int:
        return self.dice(life.id, f"{what} days").randint(least, most)

    def mandatory(self, life: Life) -> bool:  # noqa: ARG002 - whoever fails does so by points
        return True

    def totals(self, life: Life, leaf: str) -> Sequence[tuple[int, Decimal]]:
        number = self._evaluation(life)
        points = self.fixed(life.id, f"{number} {leaf}").randint(*QUARTERS[self._band(life, leaf, number)])
        sitting = self.fixed(life.id, f"{number} {leaf} {life.sittings}")
        apart = life.sittings == self._first(life) and self._below(sitting, "totals_apart")
        found = []
        for member in range(1, self.rates["council"]["members"] + 1):
            comes = self._below(sitting, "member_comes")
            step = (21 if member % 2 else -21) if apart else sitting.randint(-6, 6)
            if comes:
                found.append((member, Decimal(points + step) / 4))
        return found

    def result(self, life: Life, number: int) -> str:
        """What an evaluation comes to: decided once, whatever council is the last."""
        weights = {name: each["weight"] for name, each in self.rates["results"].items()}
        return self.weighed(life.id, f"result {number}", weights)

    def _band(self, life: Life, leaf: str, number: int) -> str:
        result = self.result(life, number)
        if leaf == "centre_scoring":
            return "five" if self._below(self.fixed(life.id, f"centre {number}"), "five_stars") else "four"
        if not result.startswith("failed"):
            return result
        # Only under Decision 1048 did the city judge what a district had found good enough for three stars.
        alone = "district_decision" in life.workflow.machine.states  # the district decides on three stars
        passes = leaf == "district_scoring" and result == "failed_city" and not alone
        return "three" if passes else "failed"

    def _evaluation(self, life: Life) -> int:
        began = life.case.since["evaluation"]
        known = self._evaluations.setdefault(life.id, [])
        if began not in known:
            known.append(began)
        return known.index(began) + 1

    def _first(self, life: Life) -> int:
        """The number of the sitting with which this council began."""
        key = ("first sitting", life.case.since[life.case.state])
        life.counts.setdefault(key, life.sittings)
        return life.counts[key]

    def _below(self, dice: Random, chance: str) -> bool:
        some, among = self.rates["chances"][chance]["of"]
        return bool(dice.random() < some / among)
