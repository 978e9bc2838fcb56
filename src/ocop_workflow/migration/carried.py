"""Data of the old version go on, or are said to end: on every way on which a case may have them."""

from collections.abc import Iterator

from ..engine.sources import innermost
from ..guards import Scope, reads, scope_of
from ..model.definition import Branch, Definition, Event, Move, Start
from ..model.tree import StateTree, state_tree
from ..reading import Problems
from .compose import Composed
from .plan import ROOM


def check_carried(composed: Composed, problems: Problems) -> None:
    """Every field that a case may have is alike in both versions, read by the plan, or dropped; the unit is alike."""
    plan, scope = composed.plan, scope_of(composed.definition)
    tree = state_tree(plan.old)
    leaves = {composed.renaming.states[leaf]: leaf for leaf in tree.leaves}
    moves = [
        (leaves[move.source], move, _read(move, scope))
        for move in composed.definition.events[composed.crossing].moves
        if any(branch.to for branch in move.branches)
    ]
    for name, declared in plan.old.data.items():
        if name == plan.new.unit and name not in composed.shared:
            problems.add("other_unit", plan.place("drops", "to"), {"old": name, "new": name}, room=ROOM)
        elif name not in composed.shared | plan.drops.keys():
            there = may_have(plan.old, tree, name)
            known = composed.renaming.names[name]
            losing = [(leaf, move) for leaf, move, read in moves if leaf in there and known not in read]
            values: dict[str, object] = {"name": name, "version": plan.new.version}
            if losing and not any(known in read for *_, read in moves):
                code = "data_changed" if name in plan.new.data else "data_lost"
                place = plan.place("sets", "drops", "to")
                problems.add("personal_lost" if declared.personal else code, place, values, room=ROOM)
                continue
            for leaf, move in losing:
                place = move.position or plan.place("states")
                problems.add("data_lost_from", place, {**values, "state": leaf}, room=ROOM)


def _read(move: Move, scope: Scope) -> frozenset[str]:
    tests = [branch.when.test for branch in move.branches if branch.when]
    said = [*tests, *(each for branch in move.branches for each in branch.sets.values())]
    return frozenset[str]().union(*(reads(each.tree, scope).data for each in said))


def may_have(definition: Definition, tree: StateTree, name: str) -> set[str]:
    """The leaves in which a case may have a data field."""
    within = definition.data[name].within
    kept = set(tree.members[within]) if within else set(tree.leaves)
    ways = [way for event in definition.events.values() for way in _ways(event, tree)]
    found = {start.to for start in definition.start.values() if _writes(start, name)}
    found |= {branch.to or leaf for event, leaf, branch in ways if _writes(event, name, branch)}
    found &= kept
    while True:
        left = [
            branch.to or leaf for event, leaf, branch in ways if leaf in found and name not in event.clears
        ]
        if (more := found | set(left) & kept) == found:
            return found
        found = more


def _ways(event: Event, tree: StateTree) -> Iterator[tuple[Event, str, Branch]]:
    for leaf, move in innermost(tree, event).items():
        yield from ((event, leaf, branch) for branch in move.branches)


def _writes(act: Start | Event, name: str, branch: Branch | None = None) -> bool:
    taken = act.takes.get(name)
    collected = isinstance(act, Event) and act.collects == name
    set_there = branch is not None and name in branch.sets
    return name in act.sets or (taken is not None and taken.stored) or collected or set_there
