"""The claims `complete` and `unique`: whether a decision in a state always has a branch that holds, and only one.

Of one event the branches of its move are the decision, whenever its own conditions hold. Of several events, which are
bands of one decision, their conditions belong to it, and what they take under one name has one value. Who may act,
and what must have happened before, is no part of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ..engine.machine import WorkflowMachine, machine_of
from ..guards import scope_of
from ..model.definition import Definition, Event, Property, Taken
from ..model.expression import Literal, Node
from .boxes import Box, boxes
from .decisions import all_of, none_of, reached
from .grid import Cell, Grid, grid
from .paths import parents, path_to
from .space import Edge, Space

DIVIDED = ("complete", "unique")


@frozen
class Divided:
    """`box` is where the claim fails, `path` a way to a case that is there; `why` says why nothing is known.

    `why`: "class" (two events take different things under one name), "cells" (too many situations), or the budget
    that ended the search. `vacuous`: the events of the claim never find a case in the state.
    """

    holds: bool
    vacuous: bool = False
    why: str = ""
    box: Box | None = None
    path: tuple[Edge, ...] = ()


def divided(definition: Definition, space: Space, claim: Property) -> Divided:
    """Judge one of these claims on the space of the relaxed workflow."""
    machine = machine_of(definition)
    named = [letter.event for letter in claim.letters if letter.event is not None]
    events = [definition.events[name] for name in named if name in definition.events]
    takes = _taken_together(events)
    if takes is None or not claim.scope:
        return Divided(holds=False, why="class")
    ways = parents(space)
    met = False
    for leaf in machine.table.tree.members[claim.scope[1]]:
        before, alternatives = _alternatives(machine, events, leaf)
        if not alternatives:
            continue
        laid = grid(definition, scope_of(definition, takes), [before, *alternatives])
        if laid is None:
            return Divided(holds=False, why="cells")
        met = met or any(space.leaf(node) == leaf for node in range(len(space.cases)))
        for box in boxes(laid, list(_wrong(laid, claim.template))):
            there = reached(space, [leaf], box)
            if there is not None:
                return Divided(holds=False, box=box, path=path_to(ways, there))
    if space.stopped_by:
        return Divided(holds=False, why=space.stopped_by)
    return Divided(holds=True, vacuous=not met)


def _wrong(laid: Grid, template: str) -> Iterator[Cell]:
    for cell, (before, *held) in laid.cells.items():
        if before and (not any(held) if template == "complete" else sum(held) > 1):
            yield cell


def _alternatives(
    machine: WorkflowMachine, events: Sequence[Event], leaf: str
) -> tuple[Node, tuple[Node, ...]]:
    """What must hold before there is anything to decide, and the condition of each branch."""
    alone = len(events) == 1
    found: list[Node] = []
    for event in events:
        own = [] if alone else [guard.test.tree for guard in event.when]
        earlier: list[Node] = []
        for branch in machine.table.events[event.name].branches.get(leaf, ()):
            if branch.when is None:
                found.append(all_of([*own, none_of(earlier)]))
            else:
                earlier.append(branch.when.guard.test.tree)
                found.append(all_of([*own, earlier[-1]]))
    before = all_of([guard.test.tree for guard in events[0].when]) if alone else Literal(value=True)
    return before, tuple(found)


def _taken_together(events: Sequence[Event]) -> Mapping[str, Taken] | None:
    """What the events take, one field a name; None where a name has two types."""
    found: dict[str, Taken] = {}
    for event in events:
        for name, taken in event.takes.items():
            if found.setdefault(name, taken).field.type != taken.field.type:
                return None
    return found
