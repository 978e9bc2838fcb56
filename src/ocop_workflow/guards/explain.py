"""The values that an expression saw, by the text of what was read: what a refusal shows beside its reason."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..model.expression import Binary, Call, Literal, Macro, Member, Name, Node
from ..model.types import BooleanType
from .compile import compile_expression, compile_together
from .environment import Environment
from .faults import EvaluationError
from .runtime import told
from .scope import Scope
from .tree import children
from .unparse import unparse

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in")


def explain(node: Node, scope: Scope, env: Environment) -> dict[str, object]:
    """Text → value, in the order of the text: operands of comparisons, boolean names, `has`, `size`, list functions.

    A let that is a condition is followed by what it saw itself. Values are exact and fit for JSON once dates and
    decimals are written as strings (a Fraction without end is "a/b"); None stands where there is no value.
    """
    return compile_explanation(node, scope)(env)


def told_of(node: Node, scope: Scope) -> frozenset[str]:
    """The texts whose values `explain` tells."""
    return frozenset(unparse(part) for part in _watched(node, scope))


def compile_explanation(node: Node, scope: Scope) -> Callable[[Environment], dict[str, object]]:
    """`explain` for an expression that will be explained often."""
    watched = {unparse(part): part for part in _watched(node, scope)}
    compiled = [(text, compile_expression(part, scope)) for text, part in watched.items()]

    def explained(env: Environment) -> dict[str, object]:
        seen: dict[str, object] = {}
        for text, value in compiled:
            try:
                seen[text] = _plain(value(env))
            except EvaluationError:
                seen[text] = None
        return seen

    return compile_together(watched, scope, explained)


def _watched(node: Node, scope: Scope) -> Iterator[Node]:
    match node:
        case Binary(operator=operator, left=left, right=right) if operator in _COMPARISONS:
            for side in (left, right):
                yield from _looked_at(side, scope)
        case Name() | Member() | Macro() | Call():
            yield from _looked_at(node, scope)
        case _:
            for child in children(node):
                yield from _watched(child, scope)


def _looked_at(node: Node, scope: Scope) -> Iterator[Node]:
    if _written_out(node):
        return
    yield node
    if isinstance(node, Name) and node.name in scope.lets:
        known = scope.names[node.name]
        if isinstance(known.type, BooleanType):
            yield from _watched(scope.lets[node.name].tree, scope)


def _written_out(node: Node) -> bool:
    return isinstance(node, Literal) or (bool(children(node)) and all(map(_written_out, children(node))))


_AS_IT_IS = frozenset({bool, int, str, Decimal, date, type(None)})


def _plain(value: object) -> object:
    if value.__class__ in _AS_IT_IS:
        return value
    match value:
        case Fraction():
            return told(value)
        case dict():
            return tuple(value)
        case tuple():
            return tuple(map(_plain, value))
        case _:
            return value
