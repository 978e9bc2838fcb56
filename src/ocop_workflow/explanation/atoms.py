"""A guard as a combination of conditions that each hold or not: what a change has to turn, and no more."""

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from ..guards import Environment, EvaluationError, Scope, compile_expression
from ..model.expression import Binary, Call, Conditional, Literal, Name, Node, Unary
from ..model.types import BooleanType

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
ORDER = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}
MIRROR = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!="}
Truth = Mapping[Node, bool | None]


@frozen
class Atom:
    """A condition without parts; `let` is the named condition that it is the whole of."""

    node: Node
    let: str | None = None


def atoms(tree: Node, scope: Scope, let: str | None = None) -> Iterator[Atom]:
    """The conditions that a guard is made of, named conditions followed into what they say."""
    match tree:
        case Binary(operator="&&" | "||", left=left, right=right):
            yield from atoms(left, scope)
            yield from atoms(right, scope)
        case Unary(operator="!", operand=operand):
            yield from atoms(operand, scope)
        case Conditional():
            for part in (tree.condition, tree.then, tree.otherwise):
                yield from atoms(part, scope)
        case Name(name=name) if _condition(name, scope):
            yield from atoms(scope.lets[name].tree, scope, name)
        case Literal():
            return
        case _:
            yield Atom(tree, let)


def holds(tree: Node, scope: Scope, truth: Truth) -> bool | None:
    """Whether a guard holds when its conditions do so; None where that can't be computed."""
    match tree:
        case Binary(operator="&&", left=left, right=right):
            sides = (holds(left, scope, truth), holds(right, scope, truth))
            return False if False in sides else None if None in sides else True
        case Binary(operator="||", left=left, right=right):
            sides = (holds(left, scope, truth), holds(right, scope, truth))
            return True if True in sides else None if None in sides else False
        case Unary(operator="!", operand=operand):
            inner = holds(operand, scope, truth)
            return None if inner is None else not inner
        case Conditional():
            condition = holds(tree.condition, scope, truth)
            if condition is None:
                return None
            return holds(tree.then if condition else tree.otherwise, scope, truth)
        case Name(name=name) if _condition(name, scope):
            return holds(scope.lets[name].tree, scope, truth)
        case Literal(value=value):
            return bool(value)
    return truth[tree]


def value_of(node: Node, scope: Scope) -> Callable[[Environment], object]:
    """What computes an expression; None where there is no value."""
    compute = compile_expression(node, scope)

    def value(environment: Environment) -> object:
        try:
            return compute(environment)
        except EvaluationError:
            return None

    return value


def is_has(node: Node) -> bool:
    """`has(x)`."""
    return isinstance(node, Call) and node.function == "has"


def _condition(name: str, scope: Scope) -> bool:
    return name in scope.lets and isinstance(scope.names[name].type, BooleanType)
