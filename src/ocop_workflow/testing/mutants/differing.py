"""Situations in which a workflow and its mutant answer an act differently, as conditions to search for."""

from collections.abc import Iterator, Mapping
from functools import reduce

from attrs import frozen

from ...engine.table import Table
from ...model.definition import Branch, Definition, Event, Guard, Start
from ...model.expression import Binary, Call, Conditional, Expression, Literal, Name, Node, Unary
from ...reading.checks.moves import applying
from ...verification.terms import inlined
from ..suites.goals import Situation
from .parts import Act

TRUE: Node = Literal(value=True)


@frozen
class Way:
    """One branch of an act: when it is taken, where it leads, what it sets and clears."""

    holds: tuple[Node, ...]
    to: str | None
    sets: Mapping[str, Node]
    clears: frozenset[str]


def situations(original: Definition, mutant: Definition, act: str, table: Table) -> Iterator[Situation]:
    """All situations of an act of both in which one allows it and the other does not, or both do it differently."""
    one, other = (d.start.get(act) or d.events.get(act) for d in (original, mutant))
    if one is None or other is None:
        return
    for leaves, ways, others in _places(original, mutant, one, other, table):
        for holds in dict.fromkeys(_apart(ways, others)):
            yield Situation(act, leaves, holds, _required(one, other))
        if isinstance(one, Event) and isinstance(other, Event):
            may = _any(ways)
            for gone in one.requires:
                if gone not in other.requires:
                    yield Situation(act, leaves, may, tuple(other.requires), gone)
            for word in ("not_by", "only_by"):
                for duty in set(getattr(one, word)) - set(getattr(other, word)):
                    yield Situation(act, leaves, may, tuple(dict.fromkeys((*one.requires, duty))))
        if one.by != other.by or original.roles != mutant.roles:
            yield Situation(act, leaves, _any(ways), one.requires if isinstance(one, Event) else ())


def _required(one: Act, other: Act) -> tuple[str, ...]:
    if isinstance(one, Start) or isinstance(other, Start):
        return ()
    return tuple(each for each in one.requires if each in other.requires)


def _places(
    original: Definition, mutant: Definition, one: Act, other: Act, table: Table
) -> Iterator[tuple[tuple[str, ...], list[Way], list[Way]]]:
    """Leaves that share a pair of moves, with the ways of both."""
    if isinstance(one, Start) or isinstance(other, Start):
        assert isinstance(one, Start)
        assert isinstance(other, Start)
        yield (), _ways(original, one, (Branch(one.to),)), _ways(mutant, other, (Branch(other.to),))
        return
    moves = dict(applying(one, table.tree)), dict(applying(other, table.tree))
    grouped: dict[tuple[int, int], list[str]] = {}
    for leaf in table.tree.leaves:
        if leaf in moves[0] and leaf in moves[1]:
            grouped.setdefault((id(moves[0][leaf]), id(moves[1][leaf])), []).append(leaf)
    for leaves in grouped.values():
        first = leaves[0]
        yield (
            tuple(leaves),
            _ways(original, one, moves[0][first].branches),
            _ways(mutant, other, moves[1][first].branches),
        )


def _ways(definition: Definition, act: Act, branches: tuple[Branch, ...]) -> list[Way]:
    own = tuple(_test(definition, guard) for guard in act.when)
    clears = frozenset(act.clears) if isinstance(act, Event) else frozenset()
    earlier: tuple[Node, ...] = ()
    found = []
    for branch in branches:
        test = (_test(definition, branch.when),) if branch.when else ()
        sets = {**_trees(definition, act.sets), **_trees(definition, branch.sets)}
        found.append(Way((*own, *earlier, *test), branch.to, sets, clears))
        if not test:
            break
        earlier += (Unary("!", test[0]),)
    return found


def _test(definition: Definition, guard: Guard) -> Node:
    return inlined(guard.test.tree, definition.let)


def _trees(definition: Definition, sets: Mapping[str, Expression]) -> dict[str, Node]:
    return {name: inlined(expression.tree, definition.let) for name, expression in sets.items()}


def _apart(ways: list[Way], others: list[Way]) -> Iterator[tuple[Node, ...]]:
    """Conditions under which the two differ; those that both ask for are said once."""
    if ways == others:
        return
    for one in ways:
        for other in others:
            both = tuple(dict.fromkeys((*one.holds, *other.holds)))
            if one.to != other.to:
                yield both
            else:
                yield from ((*both, *changed) for changed in _written(one, other))
    if [way.holds for way in ways] != [way.holds for way in others]:
        for some, rest in ((ways, others), (others, ways)):
            none = Unary("!", _or([_and(way.holds) for way in rest]))
            for way in some:
                yield (*way.holds, none)


def _written(one: Way, other: Way) -> Iterator[tuple[Node, ...]]:
    """When what the two ways write is not the same."""
    for name in {**one.sets, **other.sets}:
        first, second = one.sets.get(name), other.sets.get(name)
        if first is not None and second is not None:
            if first != second:
                yield (Binary("!=", first, second),)
        else:
            value = first if first is not None else second
            assert value is not None
            yield (Conditional(_has(name), Binary("!=", Name(name), value), TRUE),)
    for name in sorted(one.clears ^ other.clears):
        yield (_has(name),)


def _any(ways: list[Way]) -> tuple[Node, ...]:
    """When some way is open."""
    shared = [each for each in ways[0].holds if all(each in way.holds for way in ways)]
    rest = _or([_and(tuple(each for each in way.holds if each not in shared)) for way in ways])
    return tuple(shared) if rest == TRUE else (*shared, rest)


def _and(parts: tuple[Node, ...]) -> Node:
    return reduce(lambda left, right: Binary("&&", left, right), parts) if parts else TRUE


def _or(parts: list[Node]) -> Node:
    return TRUE if TRUE in parts else reduce(lambda left, right: Binary("||", left, right), parts)


def _has(name: str) -> Node:
    return Call("has", (Name(name),))
