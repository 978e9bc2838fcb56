"""Links between cases: who writes a reference, and where what is asked of other cases may be read."""

from collections.abc import Iterator

from ...guards import Scope, reads, scope_of
from ...guards.explain import told_of
from ...model.definition import Definition, Event, Letter, Start
from ...model.expression import Expression
from ...model.types import CaseType
from ..context import Context
from .writes import all_sets


def check_links(definition: Definition, context: Context) -> None:
    """A reference is only taken, so that guards see the very case; time asks none, and claims know what guards saw."""
    _check_references(definition, context)
    if not definition.links:
        return
    scope = scope_of(definition)
    for event in definition.events.values():
        if event.is_clock:
            for expression in _of_clock(event):
                _tell(expression, scope, "link_by_clock", {"event": event.name}, context)
    for claim in definition.properties:
        for letter in claim.letters:
            _tell(letter.where, scope, "link_in_property", {}, context, _told(definition, letter, scope))
            _tell(letter.changes, scope, "link_in_property", {}, context)
        _tell(claim.holds, scope, "link_in_property", {}, context)


def _told(definition: Definition, letter: Letter, scope: Scope) -> frozenset[str]:
    """What an entry tells of linked cases: what the guards saw that its event asks whatever the branch."""
    if len(letter.events) != 1:
        return frozenset()
    act = definition.start.get(letter.events[0]) or definition.events.get(letter.events[0])
    if act is None:
        return frozenset()
    inside = scope.with_taken(act.takes)
    return frozenset().union(*(told_of(guard.test.tree, inside) for guard in act.when))


def _check_references(definition: Definition, context: Context) -> None:
    for declared in definition.data.values():
        if isinstance(declared.type, CaseType) and declared.personal and declared.position:
            context.problems.add("case_personal", declared.position, {"field": declared.name})
    for link in definition.links.values():
        if link.of and not isinstance(definition.data[link.of].type, CaseType):
            context.problems.add("link_not_case", link.places[link.of], {"name": link.name, "field": link.of})
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    for act in acts:
        for sets, _ in all_sets(act):
            for name, expression in sets.items():
                if isinstance(definition.data[name].type, CaseType) and expression.position:
                    context.problems.add("case_set", context.keys[expression.position], {"field": name})


def _of_clock(event: Event) -> Iterator[Expression]:
    if event.at is not None:
        yield event.at
    for move in event.moves:
        for branch in move.branches:
            if branch.when is not None:
                yield branch.when.test
    for sets, _ in all_sets(event):
        yield from sets.values()


def _tell(
    said: Expression | None,
    scope: Scope,
    code: str,
    values: dict[str, object],
    context: Context,
    told: frozenset[str] = frozenset(),
) -> None:
    if said is not None and said.position is not None:
        for name in sorted(reads(said.tree, scope).links - told):
            context.problems.add(code, said.position, {"name": name, **values})
