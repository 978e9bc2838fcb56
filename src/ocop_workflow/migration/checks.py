"""What a plan must say of the versions that it joins, before they are put together."""

from collections.abc import Iterator

from ..case import MIGRATE
from ..engine.sources import innermost
from ..guards.scope import TODAY
from ..guards.tree import free_names, nodes
from ..model.definition import Branch, Definition, Event
from ..model.expression import Member, Name
from ..model.text import Text
from ..model.tree import StateTree, state_tree
from ..properties.letters import BEFORE
from ..reading import Problems
from ..reading.checks.moves import check_ties
from ..reading.context import Context
from .across import ended
from .expressions import expressions_of
from .plan import ROOM, SAME, Plan


def check_plan_alone(plan: Plan, context: Context) -> None:
    """Tell what is wrong with the names that a plan uses, and with where it leads cases."""
    problems = context.problems
    trees = state_tree(plan.old), state_tree(plan.new)
    _check_versions(plan, problems)
    check_ties(Event(MIGRATE, (), plan.states), trees[0], context)
    _check_states(plan, trees, problems)
    _check_branches(plan, context)
    _check_acts(plan, problems)
    _check_scopes(plan, trees, problems)
    _check_drops(plan, trees[0], problems)
    _check_parameters(plan, problems)
    _check_read(plan, context)
    _check_waivers(plan, problems)


def _check_versions(plan: Plan, problems: Problems) -> None:
    old, new = plan.old, plan.new
    values: dict[str, dict[str, object]] = {}
    if old.workflow != new.workflow:
        values["other_workflow"] = {"old": old.workflow, "new": new.workflow}
    elif old.version == new.version:
        values["same_version"] = {"version": old.version}
    if old.unit != new.unit:
        values["other_unit"] = {"old": old.unit or "–", "new": new.unit or "–"}
    if (old.timezone or "UTC") != (new.timezone or "UTC"):
        values["other_zone"] = {"old": old.timezone or "UTC", "new": new.timezone or "UTC"}
    for code, filled in values.items():
        problems.add(code, plan.place("to"), filled, room=ROOM)


def _check_states(plan: Plan, trees: tuple[StateTree, StateTree], problems: Problems) -> None:
    """Every leaf that is not final leads somewhere, and `same` leads to a leaf that there is."""
    tree, after = trees
    for move in plan.states:
        if all(ended(tree, leaf) for leaf in tree.members[move.source]):
            problems.add(
                "final_mapped", move.position or plan.place("states"), {"state": move.source}, room=ROOM
            )
    chosen = innermost(tree, Event("", (), plan.states))
    for leaf in tree.leaves:
        if ended(tree, leaf):
            continue
        if leaf not in chosen:
            values = {"state": leaf, "title": tree.states[leaf].title or Text(vi=leaf, en=leaf)}
            problems.add("unmapped", plan.place("states"), values, room=ROOM)
            continue
        for branch in chosen[leaf].branches:
            if branch.to == SAME and leaf not in after.leaves:
                values = {"state": leaf, "version": plan.new.version}
                problems.add("no_same", branch.position or plan.place("states"), values, room=ROOM)


def _check_branches(plan: Plan, context: Context) -> None:
    """A case that is pinned stays as it is, and no field is set both by a branch and for all."""
    for branch in _branches(plan):
        if branch.to is None and branch.sets:
            values = {"name": next(iter(branch.sets))}
            context.problems.add("pinned_set", branch.position or plan.place("states"), values, room=ROOM)
        for name, said in branch.sets.items():
            if name in plan.sets and said.position is not None:
                values = {"field": name, "other": "sets"}
                context.problems.add("written_twice", context.keys[said.position], values)


def _branches(plan: Plan) -> Iterator[Branch]:
    return (branch for move in plan.states for branch in move.branches)


def _check_acts(plan: Plan, problems: Problems) -> None:
    """What an event or a start becomes is declared, and of its kind: a start, an act of people, or a clock."""
    old, new = plan.old, plan.new
    for before, after in plan.events.items():
        known = True
        for name, among, end in ((before, old, ""), (after, new, ".")):
            acts = [*among.start, *among.events]
            if name not in acts:
                known = False
                values = {"name": name, "version": among.version}
                place = plan.place(f"events.{before}{end}")
                problems.add("unknown_act", place, values, among=acts, wrong=name, room=ROOM)
        if known and _kind(old, before) != _kind(new, after):
            values = {"old": before, "new": after}
            problems.add("other_kind", plan.place(f"events.{before}."), values, room=ROOM)


def _kind(definition: Definition, act: str) -> str:
    if act in definition.start:
        return "start"
    return "clock" if definition.events[act].is_clock else "event"


def _check_scopes(plan: Plan, trees: tuple[StateTree, StateTree], problems: Problems) -> None:
    """Names of both versions; a visit goes on from one name only."""
    taken: dict[str, str] = {}
    for before, after in plan.scopes.items():
        for name, tree, version, end in (
            (before, trees[0], plan.old.version, ""),
            (after, trees[1], plan.new.version, "."),
        ):
            if name not in tree.members:
                values = {"name": name, "version": version}
                place, among = plan.place(f"scopes.{before}{end}"), list(tree.members)
                problems.add("unknown_scope", place, values, among=among, wrong=name, room=ROOM)
        if taken.setdefault(after, before) != before:
            values = {"new": after, "old": taken[after]}
            problems.add("scope_twice", plan.place(f"scopes.{before}."), values, room=ROOM)


def _check_drops(plan: Plan, tree: StateTree, problems: Problems) -> None:
    among = [*plan.old.data, *plan.old.events, *tree.members]
    for name, place in plan.drops.items():
        if name not in among:
            problems.add("unknown_drop", place, {"name": name}, among=among, wrong=name, room=ROOM)
        elif name in plan.events or name in plan.scopes:
            problems.add("dropped_and_kept", place, {"name": name}, room=ROOM)


def _check_parameters(plan: Plan, problems: Problems) -> None:
    new = plan.new
    taken = {*new.data, *new.parameters, *new.let, *new.links}
    for name, declared in plan.parameters.items():
        if name in taken:
            place = declared.position or plan.place("parameters")
            problems.add("parameter_taken", place, {"name": name}, room=ROOM)


def _check_read(plan: Plan, context: Context) -> None:
    """Expressions read `before.x`, the plan's parameters and the new version's, and the day."""
    old, add = plan.old, context.problems.add
    among = [*old.data, *old.let, *old.parameters, *old.links]
    for said in expressions_of(plan):
        for name in free_names(said.tree):
            if name.name not in (BEFORE, TODAY, *plan.parameters, *plan.new.parameters):
                place = context.at(said.position, name.offset) or plan.place("states")
                add("bare_name", place, {"name": name.name}, room=ROOM)
        for node in nodes(said.tree):
            if isinstance(node, Member) and node.of == Name(BEFORE) and node.name not in among:
                place = context.at(said.position, node.offset) or plan.place("states")
                values = {"name": node.name, "version": old.version}
                add("unknown_before", place, values, among=among, wrong=node.name, room=ROOM)


def _check_waivers(plan: Plan, problems: Problems) -> None:
    claims = (*plan.properties, *plan.new.properties)
    titles = [text for claim in claims for text in (claim.title.vi, claim.title.en) if text]
    for waiver in plan.waives:
        if waiver.claim not in titles:
            place, values = waiver.position or plan.place("waives"), {"claim": waiver.claim}
            problems.add("unknown_claim", place, values, among=titles, wrong=waiver.claim, room=ROOM)
