"""Reading expressions for a proof: lets inlined, terms found, constants told apart."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve

from ..guards.tree import mapped
from ..model.definition import Definition, Let
from ..model.expression import (
    Binary,
    Call,
    Conditional,
    Expression,
    Items,
    Literal,
    Macro,
    Member,
    Name,
    Node,
    Unary,
)
from ..properties import data_name


def inlined(node: Node, lets: Mapping[str, Let], bound: frozenset[str] = frozenset()) -> Node:
    """The tree with every `let` (and every parameter that is given as one) replaced by what it stands for."""
    match node:
        case Name(name=name) if name in lets and name not in bound:
            return inlined(lets[name].expression.tree, lets)
        case Call(function="has"):
            (asked,) = node.arguments  # about a field or a parameter itself, whatever its value
            let = lets.get(asked.name) if isinstance(asked, Name) else None
            stands = let.expression.tree if let else asked
            return evolve(node, arguments=(stands,)) if isinstance(stands, Name | Member) else node
        case Macro(of=of, body=body, variable=variable):
            return evolve(node, of=inlined(of, lets, bound), body=inlined(body, lets, bound | {variable}))
    return mapped(node, lambda below: inlined(below, lets, bound))


def given(definition: Definition) -> dict[str, Let]:
    """Parameters that have values are constants."""
    return {
        name: Let(name, Expression(Literal(value), str(value)))
        for name, value in definition.values.items()
        if isinstance(value, bool | int | Decimal | str | date)
    }


def written_out(definition: Definition, said: Expression) -> Node:
    """The tree with what its names stand for, where that is known."""
    return inlined(said.tree, {**definition.let, **given(definition)})


def is_taken(node: Node) -> bool:
    """`taken.x`."""
    return isinstance(node, Member) and isinstance(node.of, Name) and node.of.name == "taken"


def of_data(node: Node) -> Node:
    """The tree with the data field of the same name in place of each `taken.x`, `before.x` and `after.x`."""
    if isinstance(node, Name):
        return evolve(node, name=data_name(node.name))
    if isinstance(node, Member) and is_taken(node):
        return Name(node.name)
    return mapped(node, of_data)


def is_list_term(node: Node) -> bool:
    """A number or boolean computed over a list or a collection."""
    return isinstance(node, Macro) or (isinstance(node, Call) and node.function == "size")


def terms(node: Node) -> Iterator[Node]:
    """What an expression reads, outermost first: names, `taken.x`, and whole computations over lists."""
    if isinstance(node, Name) or is_taken(node) or is_list_term(node):
        yield node
        return
    match node:
        case Member(of=of):
            yield from terms(of)
        case Unary(operand=operand):
            yield from terms(operand)
        case Binary(left=left, right=right):
            yield from terms(left)
            yield from terms(right)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            for part in (condition, then, otherwise):
                yield from terms(part)
        case Call(arguments=arguments):
            for part in arguments:
                yield from terms(part)
        case Items(items=items):
            for part in items:
                yield from terms(part)
        case _:
            return


def constant(node: Node) -> object | None:
    """The value of a literal, negative numbers included; None for anything else."""
    match node:
        case Literal(value=value):
            return value
        case Unary(operator="-", operand=Literal(value=value)) if not isinstance(value, bool | str):
            return -value  # type: ignore[operator]  # dates have no minus: typing has refused it
    return None
