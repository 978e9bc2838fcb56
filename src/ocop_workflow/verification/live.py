"""Which data matter: a relaxed definition without the fields that no condition and no property depends on."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from attrs import evolve

from ..guards import infer, scope_of
from ..guards.kinds import range_of
from ..guards.tree import nodes
from ..model.definition import Definition, Event, Start, Taken
from ..model.expression import Expression, Member, Name, Node
from ..model.tree import StateTree
from ..properties import data_name
from ..properties.letters import AFTER

Act = TypeVar("Act", Start, Event)


def only_live(definition: Definition) -> Definition:
    """Drop the data, the payload fields and the `sets` that nothing depends on."""
    live = live_data(definition)
    named = _taken_by_letters(definition)
    return evolve(
        definition,
        data={name: evolve(field, personal=False) for name, field in definition.data.items() if name in live},
        events={
            name: _narrowed(event, live, named.get(name, set())) for name, event in definition.events.items()
        },
        start={
            name: _narrowed(start, live, named.get(name, set())) for name, start in definition.start.items()
        },
    )


def live_data(definition: Definition) -> frozenset[str]:
    """Data fields on which a guard, a branch or a property depends, directly or through what is set from them.

    So does a step on whose writing of a field a range may be left: it is refused then, whoever reads the field.
    """
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    live = {name for act in acts for tree in conditions(act) for name in data_read(tree, definition)}
    live |= {name for tree in claims(definition) for name in data_read(tree, definition)}
    live |= {name for act in acts for name in _out_of_range(act, definition)}
    setters = [(name, expression.tree) for act in acts for name, expression in all_sets(act)]
    while True:
        more = {n for target, tree in setters if target in live for n in data_read(tree, definition)} - live
        if not more:
            return frozenset(live)
        live |= more


def _out_of_range(act: Start | Event, definition: Definition) -> Iterator[str]:
    """Fields of numbers that the act may set to what they cannot hold."""
    scope = scope_of(definition, act.takes)
    for name, expression in all_sets(act):
        wanted = range_of(definition.data[name].type)
        found, _ = infer(expression.tree, scope)
        given = range_of(found) if found else None
        if wanted and (given is None or given.low < wanted.low or given.high > wanted.high):
            yield name


def conditions(act: Start | Event) -> Iterator[Node]:
    """The trees of an event's guards and of its branches' guards."""
    for guard in act.when:
        yield guard.test.tree
    if isinstance(act, Event):
        for move in act.moves:
            for branch in move.branches:
                if branch.when is not None:
                    yield branch.when.test.tree


def claims(definition: Definition) -> Iterator[Node]:
    """The trees of what the properties say of data."""
    for claim in definition.properties:
        for letter in claim.letters:
            for part in (letter.where, letter.changes):
                if part is not None:
                    yield part.tree
        if claim.holds is not None:
            yield claim.holds.tree


def claims_of(definition: Definition, event: str) -> Iterator[Node]:
    """What the properties say of data at a step of this event."""
    for claim in definition.properties:
        for letter in claim.letters:
            if letter.event is None or event in letter.events:
                for part in (letter.where, letter.changes):
                    if part is not None:
                        yield part.tree
        if claim.holds is not None and (
            claim.template != "at" or not claim.letters[0].events or event in claim.letters[0].events
        ):
            yield claim.holds.tree


def read_across(
    definition: Definition, event: str, leaf: str, tree: StateTree
) -> tuple[frozenset[str], frozenset[str]]:
    """The data that properties read before a step of this event out of a leaf, and those that they read after it."""
    before: set[str] = set()
    after: set[str] = set()
    for claim in definition.properties:
        for letter in claim.letters:
            from_here = not letter.from_ or any(leaf in tree.members[name] for name in letter.from_)
            if from_here and (letter.event is None or event in letter.events):
                if letter.where is not None:
                    before |= data_read(letter.where.tree, definition)
                if letter.changes is not None:
                    for node in nodes(letter.changes.tree):
                        if isinstance(node, Name) and (name := data_name(node.name)) in definition.data:
                            (after if node.name.startswith(f"{AFTER}.") else before).add(name)
        if claim.holds is not None and (
            claim.template != "at" or not claim.letters[0].events or event in claim.letters[0].events
        ):
            after |= data_read(claim.holds.tree, definition)
    return frozenset(before), frozenset(after)


def all_sets(act: Start | Event) -> Iterator[tuple[str, Expression]]:
    """What the event and its branches set."""
    yield from act.sets.items()
    if isinstance(act, Event):
        for move in act.moves:
            for branch in move.branches:
                yield from branch.sets.items()


def data_read(tree: Node, definition: Definition) -> frozenset[str]:
    """Data fields that a tree names, as themselves or as `before.x` and `after.x`."""
    names = (data_name(node.name) for node in nodes(tree) if isinstance(node, Name))
    return frozenset(name for name in names if name in definition.data)


def taken_read(tree: Node) -> set[str]:
    """Payload fields that a tree names."""
    return {
        node.name
        for node in nodes(tree)
        if isinstance(node, Member) and isinstance(node.of, Name) and node.of.name == "taken"
    }


def _taken_by_letters(definition: Definition) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for claim in definition.properties:
        for letter in claim.letters:
            if letter.event is not None and letter.where is not None:
                named.setdefault(letter.event, set()).update(taken_read(letter.where.tree))
    return named


def _narrowed(act: Act, live: frozenset[str], named: set[str]) -> Act:
    read = named | {name for tree in conditions(act) for name in taken_read(tree)}
    read |= {name for target, expr in all_sets(act) if target in live for name in taken_read(expr.tree)}
    takes: Mapping[str, Taken] = {
        name: evolve(taken, stored=taken.stored and name in live)
        for name, taken in act.takes.items()
        if name in read or (taken.stored and name in live)
    }
    if isinstance(act, Start):
        return evolve(act, takes=takes, sets=_kept(act.sets, live))
    moves = tuple(
        evolve(move, branches=tuple(evolve(b, sets=_kept(b.sets, live)) for b in move.branches))
        for move in act.moves
    )
    clears = tuple(name for name in act.clears if name in live)
    return evolve(act, takes=takes, sets=_kept(act.sets, live), moves=moves, clears=clears)


def _kept(sets: Mapping[str, Expression], live: frozenset[str]) -> dict[str, Expression]:
    return {name: expression for name, expression in sets.items() if name in live}
