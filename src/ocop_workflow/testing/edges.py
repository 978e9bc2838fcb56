"""The constants that guards and claims compare with, by the name that is compared: where faults like to sit."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from ..guards.constants import constant
from ..guards.tree import nodes
from ..model.definition import Definition, Event, Start
from ..model.expression import Binary, Expression, Items, Literal, Member, Name, Node

COMPARING = ("==", "!=", "<", "<=", ">", ">=", "in")


def edges_of(definition: Definition) -> Mapping[str, frozenset[object]]:
    """Field name → numbers (Fraction), dates and words that an expression compares it with, through lets as well."""
    found: dict[str, set[object]] = {}
    for tree in _trees(definition):
        for node in nodes(tree):
            if not isinstance(node, Binary) or node.operator not in COMPARING:
                continue
            for side, other in ((node.left, node.right), (node.right, node.left)):
                for value in _constants(other):
                    for name in _names(side, definition):
                        found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}


def _constants(node: Node) -> Iterator[object]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _constants(item)
    elif (number := constant(node)) is not None:
        yield number
    elif isinstance(node, Literal) and isinstance(node.value, str | date):
        yield node.value


def _names(node: Node, definition: Definition) -> set[str]:
    """The fields that a side of a comparison is made of, with lets opened."""
    names: set[str] = set()
    opened: set[str] = set()
    trees = [node]
    while trees:
        for part in nodes(trees.pop()):
            if isinstance(part, Member):
                names.add(part.name)
            elif isinstance(part, Name) and part.name in definition.let and part.name not in opened:
                opened.add(part.name)
                trees.append(definition.let[part.name].expression.tree)
            elif isinstance(part, Name):
                names.add(part.name)
    return names


def _trees(definition: Definition) -> Iterator[Node]:
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    expressions: list[Expression | None] = [let.expression for let in definition.let.values()]
    for act in acts:
        expressions += [guard.test for guard in act.when]
        expressions += act.sets.values()
        for move in act.moves if isinstance(act, Event) else ():
            for branch in move.branches:
                expressions += [branch.when.test] if branch.when else []
                expressions += branch.sets.values()
    for claim in definition.properties:
        expressions.append(claim.holds)
        for letter in claim.letters:
            expressions += [letter.where, letter.changes]
    yield from (expression.tree for expression in expressions if expression is not None)


def beside(value: Decimal | int, step: Decimal | int) -> tuple[Decimal | int, ...]:
    """An edge, and what lies one step before and after it; the edge first, as failures shrink to it."""
    return value, value - step, value + step
