"""`within`: the second follows the first in time, proved where deadlines leave no other way.

While it is pending, every leaf must be left by a clock of its own, in the claim's unit, and no leaf be met twice; the
longest way through these leaves must not take longer than is claimed. Days are counted as clocks count them, so that
the second comes at the latest on the day that lies so far behind the first. Nothing is refuted: searches know no time.
"""

from collections import deque
from collections.abc import Mapping

from ..model.definition import Definition, Duration, Event
from .prove import Found
from .signs import Signs
from .space import Space

Leaves = dict[str, set[str]]  # leaf → where a case may go from it while it is pending


def judge_time(definition: Definition, signs: Signs, number: int) -> Found:
    """Proved, vacuous, or unknown by `time`."""
    claim, space = signs.claims[number], signs.space
    if claim.scope is not None or claim.duration is None:
        return Found(holds=False, why="class")
    if space.stopped_by:
        return Found(holds=False, why="budget")
    begins, ways = _pending(signs, number)
    if begins is None:
        return Found(holds=True, vacuous=True)
    limits = {leaf: _limit(definition, space, leaf, claim.duration) for leaf in ways}
    if len(ways) == 1 and begins == set(ways) and not next(iter(ways.values())):
        (limit,) = limits.values()
        if limit is not None and limit == claim.duration:
            return Found(holds=True)
    wanted = _amount(definition, claim.duration)
    amounts = {leaf: limit and _amount(definition, limit) for leaf, limit in limits.items()}
    if wanted is None or None in amounts.values():
        return Found(holds=False, why="time")
    longest = _longest(ways, {leaf: amount or 0 for leaf, amount in amounts.items()})
    return Found(holds=longest is not None and longest <= wanted, why="time")


def _pending(signs: Signs, number: int) -> tuple[set[str] | None, Leaves]:
    """Where the first leaves a case pending, None if it never happens; and the leaves gone through until the second."""
    space = signs.space
    begins: set[str] = set()
    ways: Leaves = {}
    spoken = False
    waiting: deque[int] = deque()
    seen: set[int] = set()
    for node in (None, *range(len(space.cases))):
        for edge, sign in signs.out_of(node):
            columns = sign.columns[number]
            spoken = spoken or any(column & 1 for column in columns)
            if 1 in columns:
                begins.add(edge.leaf)
                waiting.append(edge.target)
    while waiting:
        node = waiting.popleft()
        if node in seen:
            continue
        seen.add(node)
        leaf = space.leaf(node)
        ways.setdefault(leaf, set())
        for edge, sign in signs.out_of(node):
            if not all(column & 2 for column in sign.columns[number]):
                if edge.leaf != leaf or _enters_again(space, edge.event, leaf):
                    ways[leaf].add(edge.leaf)
                waiting.append(edge.target)
    return (begins if spoken else None), ways


def _enters_again(space: Space, event: str, leaf: str) -> bool:
    return any(branch.to == leaf for branch in space.machine.table.events[event].branches[leaf])


def _limit(definition: Definition, space: Space, leaf: str, wanted: Duration) -> Duration | None:
    """The shortest time after which a clock takes a case out of the leaf, whatever happens."""
    found = [
        event.after
        for event in definition.events.values()
        if event.after is not None and event.after.unit == wanted.unit and _leads_away(event, space, leaf)
    ]
    set_ones = [
        each
        for each in found
        if _amount(definition, each) is not None or (each == wanted and _is_sure(definition, each))
    ]
    return min(set_ones, key=lambda each: _amount(definition, each) or 0, default=None)


def _leads_away(event: Event, space: Space, leaf: str) -> bool:
    branches = space.machine.table.events[event.name].branches.get(leaf, ())
    return (
        bool(branches) and leaf not in event.not_counting and all(b.to not in (None, leaf) for b in branches)
    )


def _amount(definition: Definition, duration: Duration) -> int | None:
    if duration.parameter is None:
        return duration.amount
    value = definition.values.get(duration.parameter)
    return value if isinstance(value, int) else None


def _is_sure(definition: Definition, duration: Duration) -> bool:
    """Whether a value will be given: a clock whose parameter stays unset never fires."""
    return duration.parameter is None or not definition.parameters[duration.parameter].optional


def _longest(ways: Leaves, amounts: Mapping[str, int]) -> int | None:
    """The longest way through the leaves, None where one can be met twice."""
    known: dict[str, int | None] = {}
    going: set[str] = set()

    def from_(leaf: str) -> int | None:
        if leaf in going:
            return None
        if leaf not in known:
            going.add(leaf)
            further = [from_(each) for each in ways.get(leaf, ())]
            going.discard(leaf)
            open_ = [each for each in further if each is not None]
            known[leaf] = None if len(open_) < len(further) else amounts[leaf] + max(open_, default=0)
        return known[leaf]

    found = [from_(leaf) for leaf in ways]
    some = [each for each in found if each is not None]
    return None if len(some) < len(found) else max(some, default=0)
