"""When an act is tried: an hour after the step before, and around the days on which its conditions turn."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ...engine.facts import start_of
from ...engine.guarding import environment_of
from ...explanation.atoms import COMPARISONS, value_of
from ...explanation.variables import Difference, as_number, days
from ...guards import Scope, reads
from ...guards.tree import nodes
from ...model.expression import Binary
from ...verification.replay import Run
from .goals import Situation

if TYPE_CHECKING:
    from .trying import Trying

HOUR = timedelta(hours=1)


def moments(trying: "Trying", run: Run, situation: Situation, scope: Scope) -> Iterator[datetime]:
    """The next hour first; later days only where a condition compares today with the data."""
    soon = run.at + HOUR
    yield soon
    compared = [
        node
        for tree in situation.holds
        for node in nodes(tree)
        if isinstance(node, Binary) and node.operator in COMPARISONS and reads(node, scope).today
    ]
    if run.case is None or not compared:
        return
    today = soon.date()
    differences = [_difference(trying, run, node, scope) for node in compared]
    for day in sorted(days(today, differences, later=True)):
        if day > today:
            yield start_of(day, trying.definition.timezone) + HOUR


def _difference(trying: "Trying", run: Run, node: Binary, scope: Scope) -> Difference:
    """How far the sides of a comparison are apart on a day."""
    left, right = value_of(node.left, scope), value_of(node.right, scope)
    data = run.case.data if run.case else {}

    def difference(day: object) -> Fraction | None:
        assert isinstance(day, date)
        at = start_of(day, trying.definition.timezone)
        seen = environment_of(trying.machine, data, {}, at, trying.facts(at, {}))
        low, high = as_number(left(seen)), as_number(right(seen))
        return None if low is None or high is None else low - high

    return difference
