"""Payloads to try in a situation: what the search chose, then other days, as far apart as its conditions ask."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from ...guards.tree import nodes
from ...model.definition import Event, Start
from ...model.expression import Literal, Node
from ...model.types import DateType
from ...verification.candidates import payloads

LONGEST = 400  # days; longer times are months and years of the calendar, which are counted elsewhere
WEEKEND = range(4)  # so many days more than a count of working days may be needed over its weeks


def filled(
    declared: Start | Event, chosen: Mapping[str, object], today: date, trees: Iterable[Node]
) -> Iterator[dict[str, object]]:
    """Payloads of the act, the plainest first; the search knows no days but those that a file names."""
    days = [name for name, taken in declared.takes.items() if isinstance(taken.field.type, DateType)]
    yield from payloads(declared, chosen, today)
    if not days:
        return
    others = {name: value for name, value in chosen.items() if name not in days}
    yield from payloads(declared, others, today)
    first = next(payloads(declared, others, today), {})
    for name in days:
        for shift in _shifts(trees):
            yield {**first, name: today + timedelta(days=shift)}


def _shifts(trees: Iterable[Node]) -> list[int]:
    """How many days apart two days may have to be, later first, for the counts that the conditions name."""
    said = {node.value for tree in trees for node in nodes(tree) if isinstance(node, Literal)}
    counts = {number for number in said if type(number) is int and 0 < number <= LONGEST}
    near = {count + step for count in counts for step in (-1, 0, 1)}
    whole = {count // 5 * 7 + count % 5 + more for count in near for more in WEEKEND}
    return list(chain.from_iterable((shift, -shift) for shift in sorted(near | whole)))
