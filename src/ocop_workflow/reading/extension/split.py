"""`split`: a leaf of the base becomes a composite of the same name.

What the base says of the leaf holds in all sub-states: moves, clocks, scopes and level. Moves to it enter `initial`.
"""

from attrs import evolve

from ...model.definition import Definition
from ...model.tree import StateTree, state_tree
from ..checks.moves import applying
from ..fields import Fields, entries
from ..nodes import MappingNode, Node, ScalarNode
from ..problems import Problems
from .base import told
from .trees import entry, items, put, states_below, value

BASE_WORDS = ("at", "goal", "final")  # what a sub-state has from the state that is split


def split_states(
    states: Node | None, splits: Node | None, base: Definition, problems: Problems
) -> Node | None:
    """The tree of states of the base, with each split leaf's sub-states in it."""
    tree = state_tree(base)
    where = {key.text: (key, inner) for key, inner in states_below(states)}
    taken = {name: key for name, (key, _) in where.items()}
    for state, inner in where.values():
        tags = (tag for tag in items(value(inner, "tag")) if isinstance(tag, ScalarNode))
        taken |= {tag.text: state for tag in tags}
    inside: dict[str, MappingNode] = {}
    for key, node in entries(splits, problems):
        if key.text not in where:
            problems.add("unknown_state", key, {"name": key.text[:80]}, wrong=key.text, among=tree.leaves)
            continue
        fields = Fields(node, problems)
        fields.need("initial")
        fields.need("states")
        fields.done()
        if isinstance(node, MappingNode):
            _check_state(key, tree, base, where[key.text][0], problems)
            _check_inside(value(node, "states"), taken, problems)
            inside[key.text] = node
    return _with(states, inside)


def _check_state(
    key: ScalarNode, tree: StateTree, base: Definition, declared: ScalarNode, problems: Problems
) -> None:
    """A leaf that cases leave, and that no move of the base enters from itself: such a move would begin anew."""
    name, values = key.text, {"state": key.text, "base": told(declared)}
    if name not in tree.leaves:
        problems.add("split_composite", key, values | {"leaves": ", ".join(tree.members[name])})
    elif tree.states[name].final:
        problems.add("split_final", key, values)
    for event in base.events.values():
        for leaf, move in applying(event, tree):
            if leaf == name and any(branch.to == name for branch in move.branches) and move.position:
                place = f"{move.position.file}:{move.position.line}"
                problems.add("split_entered_again", key, {"state": name, "event": event.name, "base": place})


def _check_inside(node: Node | None, taken: dict[str, ScalarNode], problems: Problems) -> None:
    for key, inner in states_below(node):
        used = [key, *(tag for tag in items(value(inner, "tag")) if isinstance(tag, ScalarNode))]
        for each in used:
            if each.text in taken:
                values = {"name": each.text, "base": told(taken[each.text])}
                problems.add("extension_redefines", each, values)
        for word in BASE_WORDS:
            if (found := entry(inner, word)) is not None:
                problems.add("split_word", found[0], {"key": word, "state": key.text})


def _with(node: Node | None, inside: dict[str, MappingNode]) -> Node | None:
    """The tree with the entries of each split in its state."""
    if not isinstance(node, MappingNode):
        return node
    return evolve(node, entries=tuple((key, _state(key, state, inside)) for key, state in node.entries))


def _state(key: ScalarNode, state: Node, inside: dict[str, MappingNode]) -> Node:
    if not isinstance(state, MappingNode):
        return state
    if key.text in inside:
        return evolve(state, entries=(*state.entries, *inside[key.text].entries))
    below = entry(state, "states")
    return state if below is None else put(state, below[0], _with(below[1], inside) or below[1])
