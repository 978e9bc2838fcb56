"""Definitions with one part exchanged."""

from collections.abc import Iterator

from attrs import evolve

from ...engine.reasons import event_title
from ...guards.tree import free_names
from ...model.definition import Branch, Definition, Event, Let, Move, Start
from ...model.expression import Expression, Node
from ...model.text import Text

Act = Start | Event


def acts_of(definition: Definition) -> Iterator[Act]:
    """Starts and events in the order of the file."""
    yield from definition.start.values()
    yield from definition.events.values()


def with_act(definition: Definition, act: Act) -> Definition:
    """The act in place of the one of its name."""
    if isinstance(act, Start):
        return evolve(definition, start={**definition.start, act.name: act})
    return evolve(definition, events={**definition.events, act.name: act})


def with_branches(event: Event, number: int, branches: tuple[Branch, ...]) -> Event:
    """The event with other branches in its move of that number."""
    move = evolve(event.moves[number], branches=branches)
    return evolve(event, moves=(*event.moves[:number], move, *event.moves[number + 1 :]))


def with_branch(event: Event, number: int, at: int, branch: Branch) -> Event:
    """The event with another branch at a place of its move of that number."""
    branches = event.moves[number].branches
    return with_branches(event, number, (*branches[:at], branch, *branches[at + 1 :]))


def with_let(definition: Definition, let: Let) -> Definition:
    """The named expression in place of the one of its name."""
    return evolve(definition, let={**definition.let, let.name: let})


def moves_of(definition: Definition) -> Iterator[tuple[Event, int, Move]]:
    """Every move with its event and its number in it."""
    for event in definition.events.values():
        for number, move in enumerate(event.moves):
            yield event, number, move


def readers(definition: Definition, let: str) -> tuple[str, ...]:
    """The acts that read a named expression, directly or through others."""
    names = {let}
    while True:
        more = {n for n, each in definition.let.items() if _reads(each.expression, names)} - names
        if not more:
            break
        names |= more
    return tuple(act.name for act in acts_of(definition) if any(_reads(e, names) for e in said_by(act)))


def said_by(act: Act) -> Iterator[Expression]:
    """Every expression of an act."""
    yield from (guard.test for guard in act.when)
    yield from act.sets.values()
    if isinstance(act, Event):
        if act.at is not None:
            yield act.at
        for move in act.moves:
            for branch in move.branches:
                if branch.when is not None:
                    yield branch.when.test
                yield from branch.sets.values()


def called(definition: Definition, act: str) -> Text:
    """What the act is called in sentences."""
    return event_title(definition, act)


def _reads(expression: Expression, names: set[str]) -> bool:
    tree: Node = expression.tree
    return any(name.name in names for name in free_names(tree))
