"""What an act makes of each field, told of what the act finds, where every branch that is meant does the same."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from ..model.definition import Branch, Definition, Event, Letter, Start
from ..model.expression import Call, Expression, Member, Name, Node
from ..model.tree import state_tree
from ..model.types import BooleanType, DateType, EnumType, IntegerType, NumberType, Type
from .terms import constant, written_out

_AS_COMPUTED = (BooleanType, DateType, EnumType, IntegerType)


@frozen
class Outcome:
    """What is known of fields after a step; of all others nothing is.

    `written`: what is surely there, as it is computed before; `cleared`: what is unset; `kept`: what is as it was.
    """

    written: Mapping[str, Node]
    cleared: frozenset[str]
    kept: frozenset[str]


def outcome(definition: Definition, name: str, letter: Letter) -> Outcome:
    """Of a start or an event, along the branches that the letter's `from` and `to` leave."""
    start = definition.start.get(name)
    if start is not None:
        return _of(definition, start, None)
    event = definition.events[name]
    found = [_of(definition, event, branch) for branch in _meant(definition, event, letter)]
    if not found:
        return Outcome({}, frozenset(), frozenset())
    first, *others = found
    return Outcome(
        {n: tree for n, tree in first.written.items() if all(o.written.get(n) == tree for o in others)},
        first.cleared.intersection(*(each.cleared for each in others)),
        first.kept.intersection(*(each.kept for each in others)),
    )


def _meant(definition: Definition, event: Event, letter: Letter) -> Iterable[Branch]:
    """The branches that may lead from a state that the letter names to one that it names."""
    if not letter.from_ and not letter.to:
        yield from (branch for move in event.moves for branch in move.branches)
        return
    members = state_tree(definition).members
    left = {leaf for name in letter.from_ or members for leaf in members[name]}
    reached = {leaf for name in letter.to or members for leaf in members[name]}
    for move in event.moves:
        sources = left.intersection(members[move.source])
        if sources:
            for branch in move.branches:
                if not reached.isdisjoint(sources if branch.to is None else members[branch.to]):
                    yield branch


def _of(definition: Definition, act: Start | Event, branch: Branch | None) -> Outcome:
    data = definition.data
    taken = {name: each for name, each in act.takes.items() if each.stored}
    written: dict[str, Node] = {
        name: Member(Name("taken"), name) for name, each in taken.items() if not each.field.optional
    }
    sets = {**act.sets, **(branch.sets if branch else {})}
    written |= {
        name: written_out(definition, expression)
        for name, expression in sets.items()
        if _is_exact(expression, data[name].type)
    }
    cleared = {*act.clears} if isinstance(act, Event) else set()
    collected = (
        {act.collects} if isinstance(act, Event) else {*data}
    )  # before a start there is nothing to keep
    kept = {*data}.difference(taken, sets, cleared, collected)
    if branch is None or branch.to is not None:  # the end of a visit may drop what belongs to it
        scoped = {name for name, field in data.items() if field.within is not None}
        written = {name: tree for name, tree in written.items() if name not in scoped}
        cleared, kept = cleared - scoped, kept - scoped
    return Outcome(written, frozenset(cleared), frozenset(kept))


def _is_exact(expression: Expression, type_: Type) -> bool:
    """Whether what is kept is what is computed: a number may be rounded while it is kept."""
    if constant(expression.tree) is not None:
        return True
    match expression.tree:
        case Call(function="round" | "floor", arguments=(_, digits)) if isinstance(type_, NumberType):
            places = constant(digits)
            return isinstance(places, int) and places <= type_.scale
    return isinstance(type_, _AS_COMPUTED)
