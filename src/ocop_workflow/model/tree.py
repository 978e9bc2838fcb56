"""Questions about the tree of states: leaves, ancestors, what a name stands for, how deep it is."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from .definition import Definition, State


@frozen
class StateTree:
    """The tree of a definition, indexed once.

    `path[leaf]` are the leaf's ancestors from the root down to the leaf itself; `members[name]` are the
    leaves that a state's name or a tag stands for, in the order of the file; `depth[name]` counts from 0
    at the root (a tag has the depth of the deepest state that carries it); `level[leaf]` is the inherited `at`;
    `holders[leaf]` is every name whose visit a case in the leaf is on: the leaf, its composites, their tags.
    """

    states: Mapping[str, State]
    path: Mapping[str, tuple[str, ...]]
    members: Mapping[str, tuple[str, ...]]
    depth: Mapping[str, int]
    level: Mapping[str, str | None]
    holders: Mapping[str, frozenset[str]]

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(self.path)


def walk(
    states: tuple[State, ...], parents: tuple[State, ...] = ()
) -> Iterator[tuple[State, tuple[State, ...]]]:
    """Every state in the order of the file, with its ancestors from the root."""
    for state in states:
        yield state, parents
        yield from walk(state.states, (*parents, state))


def state_tree(definition: Definition) -> StateTree:
    """Index the states of a definition; names are taken to be unique, as loading has checked."""
    states: dict[str, State] = {}
    path: dict[str, tuple[str, ...]] = {}
    members: dict[str, dict[str, None]] = {}  # in their order
    depth: dict[str, int] = {}
    level: dict[str, str | None] = {}
    holders: dict[str, frozenset[str]] = {}
    for state, parents in walk(definition.states):
        line = (*parents, state)
        states[state.name] = state
        depth[state.name] = len(parents)
        members.setdefault(state.name, {})
        for tag in state.tags:
            depth[tag] = max(depth.get(tag, 0), len(parents))
            members.setdefault(tag, {})
        if state.states:
            continue
        path[state.name] = tuple(s.name for s in line)
        holders[state.name] = frozenset(name for s in line for name in (s.name, *s.tags))
        level[state.name] = next((s.at for s in reversed(line) if s.at), None)
        for ancestor in line:
            for name in (ancestor.name, *ancestor.tags):
                members[name][state.name] = None
    return StateTree(states, path, {n: tuple(m) for n, m in members.items()}, depth, level, holders)
