"""What counting gives: every number with its date, judged against its target; the cases that are at risk."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from ..model.text import Text
from .targets import Goal, Measure, Risk, Split, Targets

SHORT, MET, OVER, NONE = "short", "met", "over", "none"


@frozen
class Count:
    """How many cases there were at the end of a day; of a share also `among` how many."""

    cases: int = 0
    among: int | None = None

    @property
    def percent(self) -> Decimal | None:
        """Of a share, cut off to one digit behind the point; None where there is nothing to count."""
        return None if not self.among else Decimal(1000 * self.cases // self.among).scaleb(-1)

    def __add__(self, other: "Count") -> "Count":
        among = None if self.among is None or other.among is None else self.among + other.among
        return Count(self.cases + other.cases, among)

    def standing(self, goal: Goal) -> str:
        """SHORT of the minimum, OVER the maximum, else MET; NONE of a share of no cases at all."""
        if self.among == 0:
            return NONE
        reached, of = (self.cases, 1) if self.among is None else (100 * self.cases, self.among)
        if goal.minimum is not None and reached < goal.minimum * of:
            return SHORT
        return OVER if goal.maximum is not None and reached > goal.maximum * of else MET

    def missing(self, goal: Goal) -> int:
        """How many cases more it takes to reach the minimum, as many as there are now being counted among."""
        if goal.minimum is None or self.among == 0:
            return 0
        needed = goal.minimum if self.among is None else -(-goal.minimum * self.among // 100)
        return max(0, needed - self.cases)

    def more(self, goal: Goal) -> int:
        """How many cases there are above the maximum."""
        if goal.maximum is None or self.among == 0:
            return 0
        allowed = goal.maximum if self.among is None else goal.maximum * self.among // 100
        return max(0, self.cases - allowed)


@frozen
class Part:
    """One row of a split: a unit's id or a field's value (None where a case has none), and what it is called."""

    key: str | None
    title: Text
    count: Count


@frozen
class Divided:
    """A count by the parts of a split, the parts in the order of their ids."""

    split: Split
    parts: tuple[Part, ...]


@frozen
class Result:
    """What became of a measure: `trend` has a count for each day, the last is the day of the report.

    `judged` is the day on which the target is judged: that of the report, or the target's own where it has passed.
    `known` says whether the store has the workflow; without it there are no cases.
    """

    measure: Measure
    trend: Mapping[date, Count]
    judged: date
    splits: tuple[Divided, ...] = ()
    known: bool = True

    @property
    def count(self) -> Count:
        """On the day of the report."""
        return self.trend[max(self.trend)]

    @property
    def final(self) -> bool:
        """Whether the day of its target has passed, so that nothing changes what became of it."""
        goal = self.measure.target
        return goal is not None and goal.by is not None and goal.by == self.judged

    @property
    def standing(self) -> str | None:
        """How it stands by its target, None where it has none, or there is nothing to judge it by."""
        goal = self.measure.target
        return None if goal is None or not self.known else self.trend[self.judged].standing(goal)

    @property
    def part(self) -> Fraction | None:
        """Which part of its target is reached on the day of the report, 1 at most; None where nothing is judged."""
        goal = self.measure.target if self.known else None
        wanted = None if goal is None else goal.minimum if goal.minimum is not None else goal.maximum
        if wanted is None:
            return None
        reached = (
            self.count.cases
            if self.count.among is None
            else Fraction(100 * self.count.cases, self.count.among or 1)
        )
        return min(Fraction(1), Fraction(reached) / wanted) if wanted else Fraction(1)

    @property
    def missing(self) -> int:
        """How many cases were missing on the day on which the target is judged."""
        goal = self.measure.target
        return 0 if goal is None or not self.known else self.trend[self.judged].missing(goal)


@frozen
class AtRisk:
    """A case to look after: where it stands and since how many days, what it is known by.

    `left` are the days until the date of the list, negative when it has passed. `times` says how often the events of
    the list happened, `reasons` why, the last one first.
    """

    case: str
    state: Text
    days: int
    shown: Mapping[str, Text] = field(factory=dict)
    left: int | None = None
    times: int | None = None
    reasons: tuple[Text, ...] = ()


@frozen
class Listed:
    """The cases of one list, the most urgent first; `titles` are those of what is shown."""

    risk: Risk
    cases: tuple[AtRisk, ...]
    titles: Mapping[str, Text] = field(factory=dict)


@frozen
class Progress:
    """How the cases of a store stood on a day; `stuck` are those with a clock event that is due and cannot happen."""

    targets: Targets
    on: date
    days: tuple[date, ...]
    results: tuple[Result, ...]
    risks: tuple[Listed, ...] = ()
    stuck: tuple[str, ...] = ()

    def divided(self, split: Split) -> list[tuple[int, Divided]]:
        """The counts that the split divides, each with its number from 1; none where no part of any is known."""
        found = [
            (number, each)
            for number, result in enumerate(self.results, 1)
            for each in result.splits
            if each.split is split and each.parts
        ]
        return found if any(part.key is not None for _, each in found for part in each.parts) else []
