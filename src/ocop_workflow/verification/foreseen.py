"""What `at` says of the data right after a step, told of what the step finds: days that it computes are let go later.

`at: {event: recognise, holds: valid_until == months(decided_on, 36)}` is what `never` says of the same event where
`months(taken.decided_on, 36) == months(taken.decided_on, 36)` does not hold. Only so can the two days be compared.
"""

from collections.abc import Mapping

from attrs import evolve

from ..guards.tree import mapped, nodes
from ..guards.unparse import unparse
from ..model.definition import Definition, Letter, Property
from ..model.expression import Binary, Call, Expression, Literal, Macro, Member, Name, Node, Unary
from ..model.types import BooleanType, DateType, EnumType, IntegerType
from .live import data_read
from .terms import written_out

_AS_COMPUTED = (BooleanType, DateType, EnumType, IntegerType)  # numbers may be rounded where they are kept


def foreseen(definition: Definition, claim: Property) -> Property:
    """The claim itself, or where it compares days that its one event writes, whatever the branch, what it comes to."""
    spoken = claim.letters[0] if claim.template == "at" else Letter(None)
    done = any(letter != Letter(None) for letter in claim.letters[1:])
    if claim.holds is None or done or len(spoken.events) != 1 or spoken.changes is not None:
        return claim
    written = _written(definition, spoken.events[0])
    held = written_out(definition, claim.holds)
    read = data_read(held, definition)
    asks = any(isinstance(node, Call) and node.function == "has" for node in nodes(held))
    types = [definition.data[name].type for name in read]
    days = any(isinstance(each, DateType) for each in types)
    exact = all(isinstance(each, _AS_COMPUTED) for each in types)
    if not days or not exact or asks or not read <= written.keys():
        return claim
    wrong: Node = Unary("!", _after(held, written))
    if spoken.where is not None:
        wrong = Binary("&&", spoken.where.tree, wrong)
    where = Expression(wrong, unparse(wrong), claim.holds.position)
    return evolve(claim, template="never", letters=(evolve(spoken, where=where),), holds=None)


def _written(definition: Definition, name: str) -> dict[str, Node]:
    """By field what an act surely writes there, as it is computed before; what only some branches write is left out."""
    act = definition.start.get(name) or definition.events[name]
    found: dict[str, Node] = {
        field: Member(Name("taken"), field)
        for field, taken in act.takes.items()
        if taken.stored and not taken.field.optional
    }
    found |= {field: written_out(definition, expression) for field, expression in act.sets.items()}
    event = definition.events.get(name)
    branches = [branch for move in event.moves for branch in move.branches] if event else []
    some = {field for branch in branches for field in branch.sets}
    return {field: tree for field, tree in found.items() if field not in some}


def _after(node: Node, written: Mapping[str, Node]) -> Node:
    """What the condition says of what is written; a field is equal to what it is computed as."""
    match node:
        case Name(name=name) if name in written:
            return written[name]
        case Macro(variable=variable, of=of, body=body):
            own = {name: tree for name, tree in written.items() if name != variable}
            return evolve(node, of=_after(of, written), body=_after(body, own))
    found = mapped(node, lambda below: _after(below, written))
    if isinstance(node, Binary) and isinstance(found, Binary) and node.operator == "==":
        computed = any(isinstance(side, Name) and side.name in written for side in (node.left, node.right))
        if computed and unparse(found.left) == unparse(found.right):
            return Literal(value=True)
    return found
