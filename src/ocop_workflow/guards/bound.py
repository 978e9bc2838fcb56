"""How many steps an expression can take at most, said before it runs, whatever the data are."""

from ..model.expression import Binary, Call, Macro, Name, Node
from ..model.types import LIST_LIMIT
from .functions import FUNCTIONS
from .scope import Scope
from .tree import children

COST_LIMIT = 50_000
DEPTH_LIMIT = 120  # with every let in its place


def cost(node: Node, scope: Scope) -> int:
    """An upper bound of the nodes visited; every list is taken to be full."""
    return _cost(node, scope, frozenset())


def _cost(node: Node, scope: Scope, bound: frozenset[str]) -> int:
    match node:
        case Name(name=name) if name in scope.lets and name not in bound:
            return 1 + scope.lets[name].cost
        case Macro(of=of, variable=variable, body=body):
            each = _cost(body, scope, bound | {variable})
            return 1 + _cost(of, scope, bound) + LIST_LIMIT * (each + 1)
        case Binary(operator="in"):
            own = 1 + LIST_LIMIT
        case Call(function=function) if function in FUNCTIONS:
            own = FUNCTIONS[function].steps
        case _:
            own = 1
    return own + sum(_cost(child, scope, bound) for child in children(node))


def whole_depth(node: Node, scope: Scope) -> int:
    """The longest way down, through every let that is read."""
    deepest, depth, level = 0, 0, [node]
    while level:
        depth += 1
        lets = [scope.lets[n.name].depth for n in level if isinstance(n, Name) and n.name in scope.lets]
        deepest = max(deepest, depth, *(depth + let for let in lets))
        level = [child for current in level for child in children(current)]
    return deepest
