"""Which data, parameters and payload fields an expression reads, with every let in its place."""

from attrs import frozen

from ..model.expression import Member, Name, Node
from .scope import TAKEN, Scope
from .tree import free_names, nodes


@frozen
class Reads:
    """Names read, `has()` included."""

    data: frozenset[str]
    parameters: frozenset[str]
    today: bool


def reads(node: Node, scope: Scope) -> Reads:
    """What the value of the expression can depend on, besides the payload."""
    data: set[str] = set()
    parameters: set[str] = set()
    today = False
    for name in free_names(node):
        known = scope.names.get(name.name)
        match known.kind if known else None:
            case "data":
                data.add(name.name)
            case "parameter":
                parameters.add(name.name)
            case "today":
                today = True
            case "let":
                facts = scope.lets.get(name.name)
                if facts:
                    data |= facts.data
                    parameters |= facts.parameters
                    today = today or facts.today
    return Reads(frozenset(data), frozenset(parameters), today)


def names(node: Node, scope: Scope) -> frozenset[str]:
    """The data fields that are read."""
    return reads(node, scope).data


def reads_taken(node: Node) -> bool:
    """Whether the value depends on the payload."""
    return any(isinstance(part, Name) and part.name == TAKEN for part in nodes(node))


def taken_fields(node: Node) -> frozenset[str]:
    """The fields of the payload that are read."""
    return frozenset(part.name for part in nodes(node) if isinstance(part, Member) and part.of == Name(TAKEN))
