"""Decisions: where none of the branches of a move holds, where two hold, and which are never taken.

A move with several conditions divides what a case may be; so do events that are bands of one decision, and a claim
(`complete`, `unique`) says of which. What is found is told as intervals of the file's own terms, with a value of each.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from attrs import frozen

from ..engine.machine import WorkflowMachine, machine_of
from ..engine.table import CompiledBranch
from ..guards import Environment, EvaluationError, scope_of, unparse
from ..model.definition import Branch, Definition, Event, Move
from ..model.expression import Binary, Literal, Node, Unary
from ..model.position import Position
from .boxes import Box, boxes
from .grid import Cell, Grid, grid
from .paths import parents, path_to
from .replay import follows
from .space import Edge, Space
from .spans import holds
from .terms import inlined, terms

MOST_TOLD = 5  # boxes of one decision


@frozen
class Decided:
    """What is found of the branches of one move: `kind` is gap, overlap, never or uncut (too many situations).

    `event` happens in `source`, a state, composite or tag. `box` is where it is so; the branches meant are counted
    from 1. `path` leads to a case that is there, as far as its data say. `sure`: nothing but these terms decides it.
    """

    kind: str
    event: str
    source: str
    branches: tuple[int, ...] = ()
    box: Box | None = None
    path: tuple[Edge, ...] = ()
    sure: bool = True
    position: Position | None = None

    @property
    def fails(self) -> bool:
        """A gap that may be one, two branches of which the first counts, and what is too large are remarks."""
        return self.kind == "never" or (self.kind == "gap" and self.sure)


def decided(definition: Definition, space: Space) -> tuple[Decided, ...]:
    """What is found of every move with conditions, in the order of the file."""
    if not any(move.branches[0].when for event in definition.events.values() for move in event.moves):
        return ()
    return tuple(_Deciding(definition, space).found())


class _Deciding:
    def __init__(self, definition: Definition, space: Space) -> None:
        self.definition, self.space = definition, space
        self.machine = machine_of(definition)
        self.parents = parents(space)

    def found(self) -> Iterator[Decided]:
        for event in self.definition.events.values():
            for move, leaves in moves_of(self.machine, event):
                yield from self.of(event, move, leaves)

    def of(self, event: Event, move: Move, leaves: Sequence[str]) -> Iterator[Decided]:
        conditions = [branch.when.test.tree for branch in move.branches if branch.when]
        if not conditions:
            return
        yield from self.never(event, move, leaves)
        if len(conditions) == 1:
            return  # a condition alone is no division: it says when the event can happen
        if len(conditions) < len(move.branches) and not self.shares(conditions):
            return  # an `else` leaves no gap, and bands that overlap read the same
        laid = laid_out(self.definition, event, conditions)
        if laid is None:
            yield Decided("uncut", event.name, move.source, position=move.position)
            return
        if len(conditions) == len(move.branches):
            gaps = boxes(laid, [cell for cell, (able, *held) in laid.cells.items() if able and not any(held)])
            yield from self.gaps(event, move, leaves, gaps)
        for first, second in combinations(range(len(conditions)), 2):
            if _differ(move.branches[first], move.branches[second]):
                both = boxes(laid, shared_band(laid, first + 1, second + 1))
                for box in both[:1]:
                    numbers = (first + 1, second + 1)
                    place = move.branches[second].position
                    yield Decided("overlap", event.name, move.source, numbers, box, position=place)

    def shares(self, conditions: Sequence[Node]) -> bool:
        """Whether two of the conditions read the same."""
        read = [{unparse(each) for each in terms(inlined(tree, self.definition.let))} for tree in conditions]
        return any(one & other for one, other in combinations(read, 2))

    def gaps(
        self, event: Event, move: Move, leaves: Sequence[str], found: Sequence[Box]
    ) -> Iterator[Decided]:
        told = 0
        for box in found:
            there = reached(self.space, leaves, box)
            if told == MOST_TOLD or there is None:
                continue
            told += 1
            path = path_to(self.parents, there) if there in self.parents else ()
            sure = box.sure and bool(path) and follows(self.definition, self.space, path) is not None
            yield Decided("gap", event.name, move.source, (), box, path, sure, move.position)

    def never(self, event: Event, move: Move, leaves: Sequence[str]) -> Iterator[Decided]:
        """Branches that no step of the relaxed workflow takes, where the event happens at all."""
        if self.space.stopped_by:
            return
        table = self.space.machine.table
        used: set[int] = set()
        for node, edges in enumerate(self.space.edges):
            if (leaf := self.space.leaf(node)) in leaves:
                branches = table.events[event.name].branches[leaf]
                mine = (edge for edge in edges if edge.event == event.name)
                used |= {taken_branch(branches, edge.before, edge.payload) for edge in mine}
                if len(used) == len(move.branches):
                    return
        for number, branch in enumerate(move.branches):
            if used and number not in used:
                yield Decided("never", event.name, move.source, (number + 1,), position=branch.position)


def moves_of(machine: WorkflowMachine, event: Event) -> Iterator[tuple[Move, tuple[str, ...]]]:
    """The moves of an event that have conditions, with the leaves at which each is taken."""
    table = machine.table
    for move in event.moves:
        first = move.branches[0].when
        if first is None:
            continue
        yield (
            move,
            tuple(
                leaf
                for leaf, branches in table.events[event.name].branches.items()
                if branches[0].when is not None and branches[0].when.guard is first
            ),
        )


def laid_out(definition: Definition, event: Event, conditions: Sequence[Node]) -> Grid | None:
    """The grid of an event's own conditions taken together, then of those of its branches."""
    scope = scope_of(definition, event.takes)
    return grid(definition, scope, [all_of([guard.test.tree for guard in event.when]), *conditions])


def all_of(trees: Sequence[Node]) -> Node:
    """All of them at once; true where there are none."""
    found: Node = Literal(value=True)
    for number, tree in enumerate(trees):
        found = Binary("&&", found, tree) if number else tree
    return found


def none_of(trees: Sequence[Node]) -> Node:
    """None of them."""
    return all_of([Unary("!", tree) for tree in trees])


def shared_band(laid: Grid, first: int, second: int) -> list[Cell]:
    """Cells where two conditions hold that divide one number and overlap in part.

    Where one of them holds whenever the other does they are steps of one ladder, which are written so on purpose.
    """
    both = [cell for cell, held in laid.cells.items() if held[0] and held[first] and held[second]]
    alone = {(held[first], held[second]) for held in laid.cells.values() if held[0]}
    if not both or (True, False) not in alone or (False, True) not in alone:
        return []
    one, other = laid.truths[first], laid.truths[second]
    bands = (axis for axis in range(len(laid.axes)) if laid.axes[axis].ordered)
    return both if any(one.divides(axis) and other.divides(axis) for axis in bands) else []


def reached(space: Space, leaves: Sequence[str], box: Box) -> int | None:
    """The first node in one of the leaves whose data lie in the box; what a node does not keep may be anything."""
    for node in range(len(space.cases)):
        leaf = space.leaf(node)
        if leaf in leaves and _inside(box, space.cases[node].data, space.live[leaf]):
            return node
    return None


def _inside(box: Box, data: Mapping[str, object], live: frozenset[str]) -> bool:
    for axis, side in zip(box.grid.axes, box.sides, strict=True):
        if axis.kind not in ("data", "parameter") or axis.name not in live or len(side) == len(axis.pieces):
            continue
        if not any(holds(axis.pieces[number], data.get(axis.name)) for number in side):
            return False
    return True


def taken_branch(
    branches: Sequence[CompiledBranch], data: Mapping[str, object], payload: Mapping[str, object]
) -> int:
    """The number of the first branch that holds; -1 if none is seen to."""
    environment = Environment(data=data, taken=payload)
    for number, branch in enumerate(branches):
        if branch.when is None:
            return number
        try:
            if branch.when.test(environment):
                return number
        except EvaluationError:
            return -1
    return -1


def _differ(one: Branch, other: Branch) -> bool:
    return (one.to, one.sets) != (other.to, other.sets)
