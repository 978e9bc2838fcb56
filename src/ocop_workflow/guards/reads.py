"""Which data, parameters and payload fields an expression reads, with every let in its place."""

from attrs import frozen

from ..model.expression import Member, Name, Node
from ..model.types import CaseType
from .scope import TAKEN, Known, Scope
from .tree import free_names, nodes


@frozen
class Reads:
    """Names read, `has()` included; with a link also the data field whose case it speaks of."""

    data: frozenset[str]
    parameters: frozenset[str]
    today: bool
    links: frozenset[str] = frozenset()


def reads(node: Node, scope: Scope) -> Reads:
    """What the value of the expression can depend on, besides the payload."""
    data: set[str] = set()
    parameters: set[str] = set()
    links: set[str] = set()
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
            case "link":
                links.add(name.name)
                data |= {known.through} if known and known.through else set()
            case "let":
                facts = scope.lets.get(name.name)
                if facts:
                    data |= facts.data
                    parameters |= facts.parameters
                    links |= facts.links
                    today = today or facts.today
    return Reads(frozenset(data), frozenset(parameters), today, frozenset(links))


def names(node: Node, scope: Scope) -> frozenset[str]:
    """The data fields that are read."""
    return reads(node, scope).data


def reads_taken(node: Node, scope: Scope) -> bool:
    """Whether the value depends on the payload; a link does where the payload says which case it speaks of."""
    if any(isinstance(part, Name) and part.name == TAKEN for part in nodes(node)):
        return True
    return bool(scope.taken) and any(
        taken_link(scope.names[name], scope) for name in reads(node, scope).links
    )


def taken_link(link: Known, scope: Scope) -> Known | None:
    """The field of the payload that says which case a link speaks of, where there is one."""
    taken = (scope.taken or {}).get(link.through or "")
    return taken if taken and isinstance(taken.type, CaseType) else None


def taken_fields(node: Node) -> frozenset[str]:
    """The fields of the payload that are read."""
    return frozenset(part.name for part in nodes(node) if isinstance(part, Member) and part.of == Name(TAKEN))
