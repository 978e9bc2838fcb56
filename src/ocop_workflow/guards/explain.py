"""The values that an expression saw, by the text of what was read: what a refusal shows beside its reason."""

from fractions import Fraction

from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from .environment import Environment
from .faults import EvaluationError
from .scope import Scope
from .tree import children
from .unparse import unparse
from .walk import evaluate

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in")


def explain(node: Node, scope: Scope, env: Environment) -> dict[str, object]:
    """Text → value, in the order of the text: operands of comparisons, boolean names, `has`, `size`, list functions.

    A let that is a condition is followed by what it saw itself. Values are exact and fit for JSON once dates and
    decimals are written as strings; None stands where there is no value.
    """
    seen: dict[str, object] = {}
    _see(node, scope, env, seen)
    return seen


def _see(node: Node, scope: Scope, env: Environment, seen: dict[str, object]) -> None:
    match node:
        case Binary(operator=operator, left=left, right=right) if operator in _COMPARISONS:
            for side in (left, right):
                _look(side, scope, env, seen)
        case Name() | Member() | Macro() | Call():
            _look(node, scope, env, seen)
        case Unary() | Binary() | Conditional() | Items() | Literal():
            for child in children(node):
                _see(child, scope, env, seen)


def _look(node: Node, scope: Scope, env: Environment, seen: dict[str, object]) -> None:
    if _written_out(node):
        return
    text = unparse(node)
    if text in seen:
        return
    seen[text] = _value(node, scope, env)
    if isinstance(node, Name) and node.name in scope.lets and isinstance(seen[text], bool | None):
        facts = scope.lets[node.name]
        if not facts.fault:
            _see(facts.tree, scope, env, seen)


def _written_out(node: Node) -> bool:
    return isinstance(node, Literal) or (bool(children(node)) and all(map(_written_out, children(node))))


def _value(node: Node, scope: Scope, env: Environment) -> object:
    try:
        return _plain(evaluate(node, scope, env))
    except EvaluationError:
        return None


def _plain(value: object) -> object:
    match value:
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case dict():
            return tuple(value)
        case tuple():
            return tuple(map(_plain, value))
        case _:
            return value
