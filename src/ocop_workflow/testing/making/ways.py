"""Where an event leads: from which states, over which branches, under which conditions."""

from attrs import frozen

from ...model.definition import Branch, Move
from .draft import Draft
from .expressions import Readable


@frozen
class Way:
    """A move before its conditions: a source, and for each branch the leaf it leads to (None is `stay`)."""

    source: str
    from_: frozenset[str]
    targets: tuple[str | None, ...]

    def reached(self, target: str | None) -> frozenset[str]:
        return self.from_ if target is None else frozenset({target})

    @property
    def to(self) -> frozenset[str]:
        return frozenset().union(*(self.reached(target) for target in self.targets))


def draw_ways(draft: Draft, *, clock: bool) -> list[Way]:
    """One to three, of which none ties with another for a leaf. Clocks only lead on, so that they end."""
    shape, dice = draft.shape, draft.dice
    ranks: set[tuple[str, int]] = set()
    ways: list[Way] = []
    for source in dice.shuffled(shape.sources)[: dice.number(1, 3)]:
        members = shape.members(source)
        claimed = {(leaf, shape.depth[leaf][source]) for leaf in members}
        if claimed & ranks:
            continue
        ranks |= claimed
        onward = shape.leaves[shape.leaves.index(members[-1]) + 1 :]
        targets = [None, *(onward if clock else shape.leaves)]
        count = dice.number(2, 3) if dice.chance(2) else 1
        ways.append(Way(source, frozenset(members), tuple(dice.one(targets) for _ in range(count))))
    return ways


def everywhere(ways: list[Way]) -> tuple[frozenset[str], frozenset[str]]:
    """The leaves that an event may happen in, and those it may lead to."""
    empty: frozenset[str] = frozenset()
    return empty.union(*(way.from_ for way in ways)), empty.union(*(way.to for way in ways))


def draw_moves(
    draft: Draft, ways: list[Way], see: Readable, written: set[str], *, ends: bool = False
) -> tuple[Move, ...]:
    """The ways with their conditions. A branch writes nothing that the event writes; `ends`: the last is `else`."""
    dice = draft.dice
    moves: list[Move] = []
    for way in ways:
        branches: list[Branch] = []
        for n, target in enumerate(way.targets):
            last = n == len(way.targets) - 1
            when = None if last and (ends or n == 0 or dice.chance(2)) else draft.condition(see)
            free = [name for name in draft.writable(way.reached(target)) if name not in written]
            sets = draft.sets(free, see, 1) if len(way.targets) > 1 and dice.chance(3) else {}
            branches.append(Branch(target, when, sets))
        moves.append(Move(way.source, tuple(branches)))
    return tuple(moves)
