"""What the lines of a directory must be to each other: said once, delegated by who holds it, in no circle."""

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
    known: dict[Hashable, list[Placed[L]]] = {}
    for key, line in lines:
        for before in known.setdefault(key, []):
            day = max(before.what.start, line.what.start)
            if day <= min(before.what.end, line.what.end):
                yield before, line, day
                break
        known[key].append(line)


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
    placed = [line for line in lines if line.what.whose is not None and line.what.role is not None]
    told: set[frozenset[str]] = set()
    for line in placed:
        what, day = line.what, line.what.start
        nearby: dict[str, list[str]] = {}
        for other in placed:
            alike = (other.what.role, other.what.unit) == (what.role, what.unit)
            if alike and other.what.holds(day) and other.what.whose:
                nearby.setdefault(other.what.person, []).append(other.what.whose)
        circle = _circle(nearby, what.person)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            values = {"circle": " → ".join((*circle, circle[0])), "role": what.role, "day": day}
            tell(problems, "circle", line.node, values)


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
