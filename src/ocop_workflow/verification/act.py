"""What stands in for the terms of one event that a proof lets go: payload fields that are made up.

The same one for the same text, so that guards, `sets` and properties of one step agree about it.
"""

from collections.abc import Mapping

from attrs import define, field

from ..guards import Scope, unparse
from ..model.definition import Taken
from ..model.expression import Binary, Literal, Member, Name, Node, Unary
from ..model.types import BooleanType, Field, IntegerType, Type
from .tracked import Keeping

FREE = "?"  # what the names of made-up payload fields begin with
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@define
class Act:
    """The free terms of one event or start while it is relaxed."""

    name: str
    takes: Mapping[str, Taken]
    scope: Scope
    free: dict[str, Taken] = field(factory=dict)
    meaning: dict[str, str] = field(factory=dict)
    stands_for: list[Node] = field(factory=list)
    keeping: Keeping | None = None
    asked: list[str] = field(factory=list)  # the free terms that a solver is asked about
    _names: dict[tuple[str, ...], str] = field(factory=dict)

    def asks(self, node: Node) -> bool:
        """Whether a solver is asked about the term; then conditions on data are kept, and no error is let go."""
        return self.keeping is not None and self.keeping.concerns(node, self.name, self.takes)

    def stand_in(self, node: Node, type_: Type) -> Node:
        """The payload field that stands for a term; a link's has its name."""
        keeping = self.keeping if self.asks(node) and isinstance(type_, BooleanType) else None
        if keeping is not None and keeping.can_keep(node):
            return keeping.reading(node)
        if keeping is not None:
            keeping.derive(node, self.takes)
        return self._stand_in((unparse(node),), node, type_)

    def order(self, node: Binary) -> Node:
        """A comparison by how its sides stand to each other, whichever way they are compared: -1, 0 or 1."""
        left, right = unparse(node.left), unparse(node.right)
        operator = node.operator if left <= right else _TURNED[node.operator]
        pair = (min(left, right), max(left, right))
        return Binary(operator, self._stand_in(pair, node, IntegerType(-1, 1)), Literal(0), node.offset)

    def likeness(self, node: Binary) -> Node:
        """An equality, or the opposite of it, of what has no order."""
        pair = sorted((unparse(node.left), unparse(node.right)))
        alike = self._stand_in(("==", *pair), node, BooleanType())
        return alike if node.operator == "==" else Unary("!", alike, node.offset)

    def _stand_in(self, key: tuple[str, ...], node: Node, type_: Type) -> Node:
        name = self._names.get(key)
        if name is None:
            concerned = self.asks(node)
            link = isinstance(node, Name) and self.scope.names[node.name].kind == "link"
            name = (
                free_link(unparse(node)) if link else f"{FREE}{len(self.free) + 1}"
            )  # like no name that a file may have
            self._names[key] = name
            self.free[name] = Taken(Field(name, type_, optional=concerned))
            self.asked += [name] if concerned else []
            self.meaning[name] = unparse(node)
            self.stands_for.append(node)
        return Member(Name("taken"), name)


def free_link(name: str) -> str:
    """The payload field that stands for a link."""
    return f"{FREE}{name}"
