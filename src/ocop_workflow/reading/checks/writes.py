"""What events write: each field once, personal fields and collections only in their own way."""

from collections.abc import Iterator, Mapping

from ...model.definition import Definition, Event, Start
from ...model.expression import Expression
from ...model.types import CollectionType
from ..context import Context
from ..nodes import ScalarNode


def check_writes(definition: Definition, context: Context) -> None:
    """The same field twice, a personal field or a collection that is set."""
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    for act in acts:
        stored = [name for name, taken in act.takes.items() if taken.stored]
        cleared = act.clears if isinstance(act, Event) else ()
        for sets, others in all_sets(act):
            for name, expression in sets.items():
                _check_one(name, expression, definition, context)
                _check_twice(name, expression, {"sets": others, "takes": stored, "clears": cleared}, context)
        for name in cleared:
            if name in stored and act.position:
                context.problems.add("written_twice", act.position, {"field": name, "other": "takes"})


def all_sets(act: Start | Event) -> Iterator[tuple[Mapping[str, Expression], Mapping[str, Expression]]]:
    """Each `sets` of an event or start, with what is set beside it (a branch's beside the event's own)."""
    yield act.sets, {}
    for move in act.moves if isinstance(act, Event) else ():
        for branch in move.branches:
            yield branch.sets, act.sets


def _check_twice(name: str, expression: Expression, others: Mapping[str, object], context: Context) -> None:
    for other, names in others.items():
        if isinstance(names, Mapping | list | tuple) and name in names:
            context.problems.add("written_twice", _key(expression, context), {"field": name, "other": other})


def _check_one(name: str, expression: Expression, definition: Definition, context: Context) -> None:
    declared = definition.data[name]
    if declared.personal:
        context.problems.add("personal_set", _key(expression, context), {"field": name})
    if isinstance(declared.type, CollectionType):
        context.problems.add("collection_set", _key(expression, context), {"field": name})


def _key(expression: Expression, context: Context) -> ScalarNode:
    assert expression.position is not None
    return context.keys[expression.position]
