"""Clock events that nobody handles: they fall due, and nothing that people or guards look at is otherwise after it.

Such an event only stays; whatever it writes has no title, under which people would see it, and is read by no guard,
branch, setter, clock, role or claim; and no event requires it or bars whoever did it. A claim that only says where it
leaves a case takes no note of it.
"""

from collections.abc import Iterator

from ..model.definition import Definition, Event, Start
from ..model.expression import Node
from ..verification.live import all_sets, claims, conditions, data_read


def unheeded(definition: Definition) -> tuple[str, ...]:
    """The names of such clock events, in the order of the file."""
    return tuple(
        name
        for name, event in definition.events.items()
        if event.is_clock
        and all(branch.to is None for move in event.moves for branch in move.branches)
        and not any(_seen(definition, event, field) for field in _written(event))
        and name not in set(_named(definition))
    )


def _written(event: Event) -> set[str]:
    return {name for name, _ in all_sets(event)} | set(event.clears)


def _seen(definition: Definition, writer: Event, field: str) -> bool:
    """Whether a person sees the field by a title, or anything else than the writer itself reads it."""
    declared = definition.data[field]
    if declared.title or field == definition.unit:
        return True
    if any(field in {role.at, role.party} for role in definition.roles.values()):
        return True
    return any(field in data_read(tree, definition) for tree in _trees(definition, writer))


def _trees(definition: Definition, writer: Event) -> Iterator[Node]:
    for let in definition.let.values():
        yield let.expression.tree
    yield from claims(definition)
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    for act in acts:
        yield from conditions(act)
        if isinstance(act, Event) and act.at is not None:
            yield act.at.tree
        if act is not writer:
            yield from (expression.tree for _, expression in all_sets(act))


def _named(definition: Definition) -> Iterator[str]:
    """Events that other parts of the file speak of."""
    for event in definition.events.values():
        yield from (*event.requires, *event.not_by, *event.only_by)
    for claim in definition.properties:
        if claim.template != "at":
            yield from (event for letter in claim.letters for event in letter.events)
