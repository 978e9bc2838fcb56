"""What must hold of a list of units on every day that it speaks for.

A unit lies in one other of a higher level, so in no circle; that one exists as long; what a unit became exists on the
day after its end; and days on which a level has no units, though it has before and after, are declared as gaps.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from ..access.tree import DAY, Stay, Unit, UnitTree
from .nodes import Node, ScalarNode
from .problems import Problems


@frozen
class Places:
    """Where in the file a level, a unit, each of its stays and what it became are written."""

    levels: Mapping[str, ScalarNode]
    keys: dict[str, ScalarNode] = field(factory=dict)
    stays: dict[str, list[ScalarNode]] = field(factory=dict)
    became: dict[str, Mapping[str, Node]] = field(factory=dict)


def check_units(tree: UnitTree, places: Places, problems: Problems) -> None:
    """Tell everything that does not hold."""
    for unit in tree.units.values():
        for stay, place in zip(unit.stays, places.stays[unit.id], strict=True):
            if stay.above is not None:
                _check_above(unit, stay, place, tree, places, problems)
        for successor, node in places.became[unit.id].items():
            _check_successor(unit, successor, node, tree, places, problems)
    for level, place in places.levels.items():
        spans = [(unit.start, unit.end) for unit in tree.units.values() if unit.level == level]
        declared = [(gap.start, gap.end) for gap in tree.gaps]
        for start, end in _holes(spans, declared, tree.start, tree.end):
            problems.add("undeclared_gap", place, {"level": level, "start": start, "end": end})


def _check_above(
    unit: Unit, stay: Stay, place: ScalarNode, tree: UnitTree, places: Places, problems: Problems
) -> None:
    above = tree.units.get(stay.above or "")
    if above is None:
        if stay.above not in places.keys:
            values = {"name": unit.id, "above": (stay.above or "")[:80]}
            problems.add("unknown_unit", place, values, wrong=stay.above, among=tree.units)
        return
    if tree.levels.index(above.level) >= tree.levels.index(unit.level):
        values = {"name": unit.id, "level": unit.level, "above": above.id, "other": above.level}
        problems.add("level_not_below", place, values)
        return
    start, end = max(stay.start, tree.start), min(stay.end, tree.end)
    if start <= end and not above.start <= start <= end <= above.end:
        day = start if start < above.start else max(start, above.end + DAY)
        problems.add("above_missing", place, {"name": unit.id, "above": above.id, "day": day})


def _check_successor(
    unit: Unit, successor: str, node: Node, tree: UnitTree, places: Places, problems: Problems
) -> None:
    later = tree.units.get(successor)
    if later is None:
        if successor not in places.keys:
            values = {"name": unit.id, "successor": successor[:80]}
            problems.add("unknown_successor", node, values, wrong=successor, among=tree.units)
    elif unit.end == date.max:
        problems.add("became_without_end", node, {"name": unit.id})
    elif later.on(unit.end + DAY) is None:
        said = {"name": unit.id, "successor": successor, "day": unit.end + DAY}
        problems.add("successor_missing", node, said)


def _holes(
    spans: Iterable[tuple[date, date]], declared: Iterable[tuple[date, date]], start: date, end: date
) -> list[tuple[date, date]]:
    """Days from `start` to `end` that lie between spans and that neither these nor what is declared cover."""
    inside = sorted(span for span in spans if span[0] <= end and span[1] >= start)
    if not inside:
        return []
    last = max(span[1] for span in inside)
    covered = inside[0][0]
    found: list[tuple[date, date]] = []
    for first, until in sorted([*inside, *declared]):
        if covered < first <= last:
            found.append((covered, first - DAY))
        if until >= covered:
            covered = until + DAY if until < date.max else date.max
    return found
