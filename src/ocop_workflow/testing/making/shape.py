"""The tree of states: leaves, composites around neighbours, tags."""

from collections.abc import Mapping

from attrs import frozen

from ...model.definition import State
from .dice import Dice


@frozen
class Shape:
    """The tree of states, flattened: the leaves in order, and what each name stands for with its depth."""

    states: tuple[State, ...]
    leaves: tuple[str, ...]
    finals: frozenset[str]
    depth: Mapping[str, Mapping[str, int]]  # leaf → name of a state or tag → how deep

    @property
    def scopes(self) -> list[str]:
        """Composites and tags."""
        names = {name for depths in self.depth.values() for name in depths}
        return sorted(names - set(self.leaves))

    @property
    def sources(self) -> list[str]:
        return [*self.scopes, *(leaf for leaf in self.leaves if leaf not in self.finals)]

    def members(self, name: str) -> list[str]:
        return [leaf for leaf in self.leaves if name in self.depth[leaf]]

    def around(self, leaves: set[str]) -> list[str]:
        """Every name that all of these leaves lie in."""
        names = {name for leaf in leaves for name in self.depth[leaf]}
        return sorted(name for name in names if leaves <= set(self.members(name)))


def draw_shape(dice: Dice, levels: tuple[str, ...]) -> Shape:
    """2 to 7 leaves; neighbours may be gathered into composites, and those again; tags anywhere but on finals."""
    count = dice.number(2, 7 if dice.rich else 3)
    leaves = [f"state_{n + 1}" for n in range(count)]
    finals = leaves[2:][-1:] if dice.chance(2) else []  # where two others are left

    def dressed(name: str, states: tuple[State, ...] = ()) -> State:
        at = dice.one(levels) if levels and dice.chance(2) else None
        return State(name, states, at=at, tags=(dice.one(["tag_1", "tag_2"]),) if dice.chance(3) else ())

    row = [dressed(leaf) for leaf in leaves if leaf not in finals]
    for n in range(dice.number(0, dice.rich)):
        start = dice.number(0, len(row) - 1)
        end = dice.number(start + 1, min(len(row), start + 3))
        row[start:end] = [dressed(f"stage_{n + 1}", tuple(row[start:end]))]
    states = (*row, *(State(leaf, final=dice.one(["completed", "aborted"])) for leaf in finals))
    depth: dict[str, dict[str, int]] = {}

    def visit(state: State, above: dict[str, int], level: int) -> None:
        here = above | dict.fromkeys((state.name, *state.tags), level)
        for child in state.states:
            visit(child, here, level + 1)
        if not state.states:
            depth[state.name] = here

    for state in states:
        visit(state, {}, 0)
    return Shape(states, tuple(leaves), frozenset(finals), depth)
