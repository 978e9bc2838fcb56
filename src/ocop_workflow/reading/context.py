"""What reading one definition carries along: its problems, the names it mentioned, the texts of its expressions.

References are told after everything is declared, so that a file may mention what stands further down.
"""

from typing import Literal

from attrs import field, frozen

from ..model.definition import Let
from ..model.position import Position
from ..model.types import RecordType
from .nodes import Node, ScalarNode
from .problems import Problems

Kind = Literal[
    "state",
    "leaf",
    "scope",
    "event",
    "act",
    "role",
    "data",
    "source",
    "level",
    "role_level",
    "unit_level",
    "collection",
    "tag",
]


@frozen
class Reference:
    """A name that must be declared somewhere: `act` is an event or a start, `scope` a composite, leaf or tag."""

    kind: Kind
    node: ScalarNode

    @property
    def name(self) -> str:
        return self.node.text


@frozen
class Context:
    """Shared by the readers of one file; `expressions` finds the text again that an expression was read from."""

    problems: Problems = field(factory=Problems)
    references: list[Reference] = field(factory=list)
    expressions: dict[Position, ScalarNode] = field(factory=dict)
    keys: dict[Position, ScalarNode] = field(factory=dict)
    records: dict[str, RecordType] = field(factory=dict)
    lets: dict[str, Let] = field(factory=dict)
    declared: dict[str, set[str]] = field(factory=dict)
    values: dict[str, Node] = field(factory=dict)  # what the declarations of parameters settle

    def refer(self, kind: Kind, *nodes: ScalarNode) -> tuple[str, ...]:
        """Note that these names must be declared; gives the names."""
        if not nodes:
            return ()
        self.references.extend([Reference(kind, node) for node in nodes])
        return tuple([node.text for node in nodes])

    def declare(self, kind: str, name: str) -> None:
        """Note a name whose declaration was begun, though it may turn out to be wrong inside."""
        self.declared.setdefault(kind, set()).add(name)

    def at(self, expression_position: Position | None, offset: int) -> Position | None:
        """Where a character of an expression stands in the file."""
        if expression_position is None or expression_position not in self.expressions:
            return expression_position
        return self.expressions[expression_position].at(offset)
