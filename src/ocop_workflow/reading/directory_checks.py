"""What the lines of a directory must be to each other: said once, delegated by who holds it, in no circle."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Generic, TypeVar

from attrs import frozen

from ..access.directory import Assignment, DatedDirectory, Delegation
from ..messages import say
from .nodes import Node
from .problems import Problems

L = TypeVar("L", bound=Assignment | Delegation)


@frozen
class Placed(Generic[L]):
    """A line with the place where it stands."""

    node: Node
    what: L


def tell(
    problems: Problems,
    code: str,
    where: Node,
    values: Mapping[str, object] | None = None,
    *,
    among: Iterable[str] = (),
    wrong: str | None = None,
) -> None:
    """A problem of the sentences in messages/directory.yaml."""
    problems.add(code, where, values, among=among, wrong=wrong, room="directory")


def check_directory(
    directory: DatedDirectory,
    held: Sequence[Placed[Assignment]],
    given: Sequence[Placed[Delegation]],
    problems: Problems,
) -> None:
    """Tell everything that is wrong between the lines."""
    posts: list[tuple[Hashable, Placed[Assignment]]] = [
        ((each.what.person, each.what.role, each.what.unit, each.what.party), each) for each in held
    ]
    for before, after, day in _doubled(posts):
        values = {"name": after.what.person, "line": before.node.position.line, "day": day}
        tell(problems, "doubled_assignment", after.node, values)
    gifts: list[tuple[Hashable, Placed[Delegation]]] = [
        ((each.what.person, each.what.whose, each.what.role, each.what.unit), each) for each in given
    ]
    for first, second, day in _doubled(gifts):
        values = {"name": second.what.person, "line": first.node.position.line, "day": day}
        tell(problems, "doubled_delegation", second.node, {**values, "whose": second.what.whose})
    for each in given:
        _check_delegator(directory, each, problems)
    _check_circles([*held, *given], problems)


def _doubled(lines: Sequence[tuple[Hashable, Placed[L]]]) -> Iterator[tuple[Placed[L], Placed[L], date]]:
    """A line, a later one that says the same of a day, and the first such day."""
    known: dict[Hashable, list[Placed[L]]] = {}  # by their days, which no two share
    for key, line in lines:
        apart = known.setdefault(key, [])
        place = bisect_left(apart, line.what.start, key=lambda before: before.what.end)
        if place < len(apart) and apart[place].what.start <= line.what.end:
            yield apart[place], line, max(apart[place].what.start, line.what.start)
        elif line.what.start <= line.what.end:
            apart.insert(place, line)


def _check_delegator(directory: DatedDirectory, line: Placed[Delegation], problems: Problems) -> None:
    """Whoever delegates holds the role on the day it begins, in a way that may be passed on; later it may lapse."""
    given = line.what
    if directory.delegable(given, given.start):
        return
    unit = given.unit or say("directory.no_unit")
    values = {"whose": given.whose, "role": given.role, "unit": unit, "day": given.start}
    held = next((each for each in directory.held(given) if each.holds(given.start)), None)
    if held is not None:
        tell(problems, "deputy_delegates", line.node, {**values, "signs": held.signs})
        return
    lent = any(
        (each.person, each.role, each.unit) == (given.whose, given.role, given.unit)
        and each.holds(given.start)
        for each in directory.delegations
    )
    tell(problems, "delegated_on" if lent else "delegator_without_role", line.node, values)


def _check_circles(lines: Sequence[Placed[Assignment] | Placed[Delegation]], problems: Problems) -> None:
    """Nobody acts, directly or through others, in the place of somebody who acts in theirs."""
    alike: dict[tuple[str, str | None], list[Placed[Assignment] | Placed[Delegation]]] = defaultdict(list)
    for line in lines:
        if line.what.whose is not None and line.what.role is not None:
            alike[line.what.role, line.what.unit].append(line)
    for (role, _), placed in alike.items():
        nearby: dict[date, dict[str, list[str]]] = {}
        told: set[tuple[str, date]] = set()
        circular = _between(placed)
        for line in circular:
            person, day = line.what.person, line.what.start
            if day not in nearby:
                nearby[day] = defaultdict(list)
                for other in circular:
                    if other.what.whose is not None and other.what.holds(day):
                        nearby[day][other.what.person].append(other.what.whose)
            circle = () if (person, day) in told else _circle(nearby[day], person)
            if circle:
                told.update((each, day) for each in circle)
                values = {"circle": " → ".join((*circle, circle[0])), "role": role, "day": day}
                tell(problems, "circle", line.node, values)


def _between(
    lines: Sequence[Placed[Assignment] | Placed[Delegation]],
) -> Sequence[Placed[Assignment] | Placed[Delegation]]:
    """The lines on a way from a circle to a circle, whatever their days: only these can be in one."""
    ways = [(line.what.person, line.what.whose or "") for line in lines]
    behind = _behind(ways), _behind([(whose, person) for person, whose in ways])
    return [line for line, *kept in zip(lines, *behind, strict=True) if all(kept)]


def _behind(ways: Sequence[tuple[str, str]]) -> Sequence[bool]:
    """Whether each way begins in a circle or behind one: what nothing leads to is taken away until all is led to."""
    leading = Counter(to for _, to in ways)
    leaving: dict[str, list[int]] = defaultdict(list)
    for number, (start, _) in enumerate(ways):
        leaving[start].append(number)
    kept = [True] * len(ways)
    free = [start for start in leaving if not leading[start]]
    while free:
        for number in leaving[free.pop()]:
            kept[number] = False
            to = ways[number][1]
            leading[to] -= 1
            if not leading[to] and to in leaving:
                free.append(to)
    return kept


def _circle(places: Mapping[str, Sequence[str]], person: str) -> tuple[str, ...]:
    """The way from a person to themselves, empty where there is none."""
    ways: list[tuple[str, ...]] = [(person,)]
    seen = {person}
    while ways:
        way = ways.pop()
        for whose in places.get(way[-1], ()):
            if whose == person:
                return way
            if whose not in seen:
                seen.add(whose)
                ways.append((*way, whose))
    return ()
