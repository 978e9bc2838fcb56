"""Expressions of a plan: `before.x` is a name of the old version, under the name that it has beside the new one."""

from attrs import evolve, frozen

from ..guards.renaming import Renaming
from ..guards.tree import mapped
from ..model.expression import Expression, Member, Name, Node
from ..properties.letters import BEFORE
from .plan import Plan


@frozen
class Across:
    """Reads the expressions of a plan in the terms of both versions together."""

    plan: Plan
    renaming: Renaming

    def expression(self, said: Expression) -> Expression:
        return evolve(said, tree=self._tree(said.tree))

    def _tree(self, node: Node) -> Node:
        if isinstance(node, Member) and node.of == Name(BEFORE):
            return Name(self.renaming.names.get(node.name, node.name), node.offset)
        return mapped(node, self._tree)
