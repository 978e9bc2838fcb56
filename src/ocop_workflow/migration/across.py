"""The event that leads across; in its expressions `before.x` is a name of the old version."""

from attrs import evolve, frozen

from ..engine.sources import innermost
from ..guards.renaming import Renaming
from ..guards.tree import mapped
from ..messages import say
from ..model.definition import Branch, Event, Move
from ..model.expression import Expression, Member, Name, Node
from ..model.tree import StateTree
from ..properties.letters import BEFORE
from .plan import SAME, Plan


@frozen
class Across:
    """Reads what a plan says in the terms of both versions together; `tree` is that of the old one."""

    plan: Plan
    tree: StateTree
    renaming: Renaming

    def event(self, name: str, anyone: str) -> Event:
        """From each leaf of the old version that has not ended to one of the new; or the case stays, as it is."""
        plan = self.plan
        chosen = innermost(self.tree, Event(name, (), plan.states))
        return Event(
            name,
            (anyone,),
            tuple(self._move(leaf, move) for leaf, move in chosen.items() if not ended(self.tree, leaf)),
            title=say("migration.move", version=plan.new.version),
            basis=plan.basis,
            position=plan.position,
        )

    def _move(self, leaf: str, move: Move) -> Move:
        branches = tuple(self._branch(leaf, branch) for branch in move.branches)
        return Move(self.renaming.states[leaf], branches, move.position)

    def _branch(self, leaf: str, branch: Branch) -> Branch:
        when = branch.when
        sets = {**self.plan.sets, **branch.sets} if branch.to is not None else {}
        return evolve(
            branch,
            to=leaf if branch.to == SAME else branch.to,
            when=evolve(when, test=self._expression(when.test)) if when else None,
            sets={name: self._expression(each) for name, each in sets.items()},
        )

    def _expression(self, said: Expression) -> Expression:
        return evolve(said, tree=self._tree(said.tree))

    def _tree(self, node: Node) -> Node:
        if isinstance(node, Member) and node.of == Name(BEFORE):
            return Name(self.renaming.names.get(node.name, node.name), node.offset)
        return mapped(node, self._tree)


def ended(tree: StateTree, leaf: str) -> bool:
    """Whether a case in this leaf has ended."""
    return any(tree.states[name].final for name in tree.path[leaf])
