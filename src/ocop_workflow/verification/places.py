"""Where the terms stand that no search can follow, as file and line."""

from collections.abc import Iterable, Iterator, Sequence

from ..guards import unparse
from ..guards.tree import nodes
from ..model.definition import Definition, Event, Guard, Start
from ..model.expression import Expression
from ..properties import whole_change
from .live import all_sets
from .terms import given, inlined


def placed(definition: Definition, terms: Iterable[str]) -> tuple[str, ...]:
    """Each term with the first place at which it stands, where one is known; in their order, each once."""
    spoken = list(_expressions(definition))
    return tuple(dict.fromkeys(_placed(definition, spoken, term) for term in terms))


def _placed(definition: Definition, spoken: Sequence[Expression], term: str) -> str:
    lets = {**definition.let, **given(definition)}
    for whole in (lambda tree: tree, lambda tree: whole_change(inlined(tree, lets))):
        for each in spoken:
            if each.position and any(unparse(node) == term for node in nodes(whole(each.tree))):
                return f"{each.position}: {term}"
    return term


def _expressions(definition: Definition) -> Iterator[Expression]:
    for let in definition.let.values():
        yield let.expression
    acts: tuple[Start | Event, ...] = (*definition.start.values(), *definition.events.values())
    for act in acts:
        yield from (guard.test for guard in _guards(act))
        yield from (expression for _, expression in all_sets(act))
    for claim in definition.properties:
        for letter in claim.letters:
            yield from (part for part in (letter.where, letter.changes) if part is not None)
        if claim.holds is not None:
            yield claim.holds


def _guards(act: Start | Event) -> Iterator[Guard]:
    yield from act.when
    if isinstance(act, Event):
        yield from (branch.when for move in act.moves for branch in move.branches if branch.when is not None)
