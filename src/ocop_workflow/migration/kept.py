"""Duties and clocks of the old version go on, or are said to end."""

from collections.abc import Iterator

from ..engine.sources import innermost
from ..engine.table import compile_table
from ..model.definition import Branch, Event
from ..model.tree import state_tree
from ..reading import Problems
from .across import ended
from .compose import Composed
from .plan import ROOM, SAME, Plan


def check_kept(composed: Composed, problems: Problems) -> None:
    """Tell what would be lost without a word."""
    _check_duties(composed, problems)
    _check_clocks(composed.plan, problems)


def _check_duties(composed: Composed, problems: Problems) -> None:
    """Who did what is remembered by event, and for a visit where a duty is `within` one."""
    plan, tree = composed.plan, state_tree(composed.plan.old)
    evidence = compile_table(plan.old).evidence
    for name in sorted(frozenset[str]().union(*evidence.values())):
        if plan.counterpart(name) is None and name not in plan.drops:
            values = {"event": name, "version": plan.new.version}
            problems.add("duty_lost", plan.place("events", "drops", "to"), values, room=ROOM)
    going_on = {old for old, _ in composed.scopes.values()}
    moving = {leaf for leaf, branch in _ways(plan) if branch.to is not None}
    for scope in evidence.keys() - {"", *going_on, *plan.drops}:
        if moving & set(tree.members[scope]):
            values = {"scope": scope, "version": plan.new.version}
            problems.add("visit_lost", plan.place("scopes", "drops", "to"), values, room=ROOM)


def _check_clocks(plan: Plan, problems: Problems) -> None:
    """A clock stays a clock, and one that counts from when a state was entered goes on where that state does."""
    trees = state_tree(plan.old), state_tree(plan.new)
    for name, event in plan.old.events.items():
        if not event.is_clock or name in plan.drops:
            continue
        other = plan.new.events.get(plan.counterpart(name) or "")
        if other is None or not other.is_clock:
            values = {"event": name, "version": plan.new.version}
            problems.add("clock_lost", plan.place("events", "drops", "to"), values, room=ROOM)
            continue
        if event.after is None:
            continue  # its day is the same wherever it is computed
        waiting = innermost(trees[0], event), innermost(trees[1], other)
        for leaf, branch in _ways(plan):
            target = leaf if branch.to == SAME else branch.to
            goes_on = plan.scopes.get(leaf, leaf) == target or leaf in plan.drops
            if leaf in waiting[0] and target in waiting[1] and not goes_on:
                values = {"event": name, "old": leaf, "new": target}
                problems.add("clock_restarts", branch.position or plan.place("states"), values, room=ROOM)


def _ways(plan: Plan) -> Iterator[tuple[str, Branch]]:
    """Each leaf from which cases may go, with each branch."""
    tree = state_tree(plan.old)
    for leaf, move in innermost(tree, Event("", (), plan.states)).items():
        if not ended(tree, leaf):
            yield from ((leaf, branch) for branch in move.branches)
