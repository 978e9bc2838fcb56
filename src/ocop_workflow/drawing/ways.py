"""The main way: the fewest events by which a case comes from the first start to a goal, as far as can be told unrun.

Branches that need what nothing on the way has set, and events whose `requires` lie not on it, are passed over.
"""

from collections import deque
from collections.abc import Iterator, Mapping

from attrs import frozen

from ..model.definition import Branch, Definition, Event, Guard, Move, Start
from ..model.expression import Binary, Call, Name, Node
from ..model.tree import StateTree

MOST = 20_000  # ways that are looked at before giving up


def inner_moves(event: Event, tree: StateTree) -> dict[str, Move]:
    """Leaf → the move of its innermost source, in the order of the file."""
    found: dict[str, Move] = {}
    for leaf in tree.leaves:
        holding = [move for move in event.moves if leaf in tree.members.get(move.source, ())]
        if holding:
            found[leaf] = max(holding, key=lambda move: tree.depth[move.source])
    return found


@frozen
class _Way:
    leaf: str
    fields: frozenset[str]
    events: frozenset[str]
    steps: tuple[tuple[str, str, str], ...] = ()


def main_way(definition: Definition, tree: StateTree) -> tuple[tuple[str, str, str], ...]:
    """(leaf, event, leaf) one after the other; empty where no goal can be seen."""
    goals = {leaf for leaf in tree.leaves if tree.states[leaf].goal} or {
        leaf for leaf in tree.leaves if tree.states[leaf].final == "completed"
    }
    if not definition.start or not goals:
        return ()
    moves = {
        event.name: inner_moves(event, tree) for event in definition.events.values() if not event.is_clock
    }
    start = next(iter(definition.start.values()))
    waiting = deque([_Way(start.to, _written(start), frozenset({start.name, *start.attests}))])
    known = {(waiting[0].leaf, waiting[0].fields, waiting[0].events)}
    while waiting and len(known) < MOST:
        way = waiting.popleft()
        if way.leaf in goals:
            return way.steps
        for after in _onward(way, definition, moves):
            if (mark := (after.leaf, after.fields, after.events)) not in known:
                known.add(mark)
                waiting.append(after)
    return ()


def _onward(way: _Way, definition: Definition, moves: Mapping[str, Mapping[str, Move]]) -> Iterator[_Way]:
    for name, by_leaf in moves.items():
        event = definition.events[name]
        if way.leaf not in by_leaf or not set(event.requires) <= way.events:
            continue
        for branch in by_leaf[way.leaf].branches:
            if not _may_hold(branch.when, way.fields, definition):
                continue
            target = branch.to or way.leaf
            fields = (way.fields | _written(event, branch)) - set(event.clears)
            steps = (*way.steps, (way.leaf, name, target)) if branch.to else way.steps
            yield _Way(target, fields, way.events | {name}, steps)


def _written(event: Event | Start, branch: Branch | None = None) -> frozenset[str]:
    stored = {name for name, taken in event.takes.items() if taken.stored}
    collected = {event.collects} if isinstance(event, Event) and event.collects else set()
    return frozenset(stored | collected | set(event.sets) | set(branch.sets if branch else ()))


def _may_hold(guard: Guard | None, fields: frozenset[str], definition: Definition) -> bool:
    return guard is None or _needs(guard.test.tree, definition) <= fields


def _needs(node: Node, definition: Definition) -> frozenset[str]:
    """Data fields that must be set if the condition holds: what stands in `has()` and is not denied."""
    match node:
        case Call(function="has", arguments=(Name(name=name),)) if name in definition.data:
            return frozenset({name})
        case Binary(operator="&&", left=left, right=right):
            return _needs(left, definition) | _needs(right, definition)
        case Name(name=name) if name in definition.let:
            return _needs(definition.let[name].expression.tree, definition)
    return frozenset()
