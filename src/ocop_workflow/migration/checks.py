"""What a plan must say of all that the old version has; then what any definition must satisfy."""

import re
from collections.abc import Iterator

from attrs import evolve

from ..engine.sources import innermost
from ..engine.table import compile_table
from ..errors import DefinitionError, Problem
from ..guards.scope import TODAY
from ..guards.tree import free_names, nodes
from ..model.definition import Event
from ..model.expression import Member, Name
from ..model.position import Position
from ..model.text import Text
from ..model.tree import StateTree, state_tree
from ..properties.letters import BEFORE
from ..reading import Problems
from ..reading.checks import check as check_definition
from ..reading.context import Context
from .claims import with_claims
from .compose import Composed, compose
from .expressions import expressions_of
from .plan import SAME, Plan


def check(plan: Plan, context: Context) -> Composed:
    """The plan with both versions in one definition, its claims among them; raises DefinitionError."""
    problems = context.problems
    trees = state_tree(plan.old), state_tree(plan.new)
    _check_versions(plan, problems)
    _check_states(plan, trees, problems)
    _check_names(plan, trees, problems)
    _check_read(plan, problems)
    problems.check()
    _check_kept(plan, problems)
    composed = compose(plan)
    _check_data(composed, problems)
    _check_waivers(plan, problems)
    problems.check()
    whole = with_claims(composed)
    checked = check_definition(whole.definition, Context(problems, expressions=context.expressions))
    try:
        problems.check()
    except DefinitionError as error:
        raise DefinitionError([_in_plan(each, composed) for each in error.problems]) from None
    return evolve(whole, definition=checked)


def _add(problems: Problems, code: str, place: Position, **values: object) -> None:
    problems.add(code, place, values, room="migration")


def _check_versions(plan: Plan, problems: Problems) -> None:
    old, new = plan.old, plan.new
    if (old.workflow, old.version) == (new.workflow, new.version):
        _add(problems, "same_version", plan.place("to"), version=old.version)
    if old.workflow != new.workflow:
        _add(problems, "other_workflow", plan.place("to"), old=old.workflow, new=new.workflow)
    if old.unit != new.unit:
        _add(problems, "other_unit", plan.place("to"), old=old.unit or "–", new=new.unit or "–")
    if (old.timezone or "UTC") != (new.timezone or "UTC"):
        _add(problems, "other_zone", plan.place("to"), old=old.timezone or "UTC", new=new.timezone or "UTC")


def _check_states(plan: Plan, trees: tuple[StateTree, StateTree], problems: Problems) -> None:
    """Every leaf that is not final leads somewhere, and `same` leads to a leaf that there is."""
    tree, after = trees
    known = [move for move in plan.states if move.source in tree.members]
    chosen = innermost(tree, Event("", (), tuple(known)))
    for leaf in tree.leaves:
        final = any(tree.states[name].final for name in tree.path[leaf])
        move = chosen.get(leaf)
        if move is None:
            if not final:
                _add(problems, "unmapped", plan.place("states"), state=leaf, title=_title(tree, leaf))
            continue
        place = move.position or plan.place("to")
        if final:
            _add(problems, "final_mapped", place, state=leaf)
        if any(branch.to == SAME for branch in move.branches) and leaf not in after.leaves:
            _add(problems, "no_same", place, state=leaf, version=plan.new.version)


def _title(tree: StateTree, leaf: str) -> Text:
    return tree.states[leaf].title or Text(vi=leaf, en=leaf)


def _check_names(plan: Plan, trees: tuple[StateTree, StateTree], problems: Problems) -> None:
    old, new = plan.old, plan.new
    acts = ([*old.start, *old.events], [*new.start, *new.events])
    for key, code, names, known in (
        ("events", "unknown_act", plan.events, acts),
        ("scopes", "unknown_scope", plan.scopes, (list(trees[0].members), list(trees[1].members))),
    ):
        for before, after in names.items():
            for name, among, version in ((before, known[0], old.version), (after, known[1], new.version)):
                if name not in among:
                    values = {"name": name, "version": version}
                    problems.add(code, plan.place(key), values, among=among, wrong=name, room="migration")
    among = [*old.data, *old.events]
    for name, place in plan.drops.items():
        if name not in among:
            problems.add("unknown_drop", place, {"name": name}, among=among, wrong=name, room="migration")
    taken = {*new.data, *new.parameters, *new.let, *new.links}
    for name, declared in plan.parameters.items():
        if name in taken:
            _add(problems, "parameter_taken", declared.position or plan.place("to"), name=name)


def _check_read(plan: Plan, problems: Problems) -> None:
    """Expressions read `before.x`, the plan's parameters and the day."""
    old = plan.old
    among = [*old.data, *old.let, *old.parameters, *old.links]
    for said in expressions_of(plan):
        place = said.position or plan.place("to")
        for name in free_names(said.tree):
            if name.name not in (BEFORE, TODAY, *plan.parameters, *plan.new.parameters):
                _add(problems, "bare_name", place, name=name.name)
        for node in nodes(said.tree):
            if isinstance(node, Member) and node.of == Name(BEFORE) and node.name not in among:
                values = {"name": node.name, "version": old.version}
                problems.add("unknown_before", place, values, among=among, wrong=node.name, room="migration")


def _check_kept(plan: Plan, problems: Problems) -> None:
    """Duties and clocks of the old version go on, or are said to end."""
    asked = compile_table(plan.old).evidence.values()
    for name in sorted(frozenset[str]().union(*asked)):
        if plan.counterpart(name) is None and name not in plan.drops:
            _add(problems, "duty_lost", plan.place("events"), event=name, version=plan.new.version)
    for name, event in plan.old.events.items():
        other = plan.new.events.get(plan.counterpart(name) or "")
        if event.is_clock and (other is None or not other.is_clock) and name not in plan.drops:
            _add(problems, "clock_lost", plan.place("events"), event=name, version=plan.new.version)


def _check_data(composed: Composed, problems: Problems) -> None:
    """Every field of the old version is carried, read, or said to end."""
    plan = composed.plan
    read = {
        node.name for said in expressions_of(plan) for node in nodes(said.tree) if isinstance(node, Member)
    }
    for name, declared in plan.old.data.items():
        if name in composed.shared or name in plan.drops or name in read:
            continue
        why = (
            "personal_lost" if declared.personal else "data_changed" if name in plan.new.data else "data_lost"
        )
        _add(problems, why, plan.place("sets"), name=name, version=plan.new.version)


def _check_waivers(plan: Plan, problems: Problems) -> None:
    titles = [text for claim in _claims(plan) for text in (claim.vi, claim.en) if text]
    for waiver in plan.waives:
        if waiver.claim not in titles and waiver.position is not None:
            values = {"claim": waiver.claim}
            problems.add(
                "unknown_claim", waiver.position, values, among=titles, wrong=waiver.claim, room="migration"
            )


def _claims(plan: Plan) -> Iterator[Text]:
    return (claim.title for claim in (*plan.properties, *plan.new.properties))


def _in_plan(problem: Problem, composed: Composed) -> Problem:
    """What is told of the names of both versions together, told in the plan's own."""
    read = composed.renaming.names.values()

    def name(found: re.Match[str]) -> str:
        return f"before.{found[1]}" if found[0] in read else found[1]

    def said(text: Text) -> Text:
        pattern = rf"\b{composed.prefix}(\w+)"
        told = {language: re.sub(pattern, name, text.say(language)) for language in ("vi", "en")}
        return Text(**told) if text else text

    return evolve(problem, message=said(problem.message), hint=said(problem.hint))
