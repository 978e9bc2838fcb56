"""A plan put together with both versions, checked as any definition is; what is wrong is told in the plan's terms."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from attrs import define, evolve

from ..errors import DefinitionError, Problem
from ..messages import say
from ..model.definition import Definition
from ..model.position import Position
from ..model.text import LANGUAGES, Text
from ..reading import Problems
from ..reading.checks import check as check_definition
from ..reading.context import Context
from .carried import check_carried
from .checks import check_plan_alone
from .claims import with_claims
from .compose import Composed, compose
from .kept import check_kept
from .plan import Plan


def check(plan: Plan, context: Context) -> Composed:
    """The plan with both versions in one definition, its claims among them; raises DefinitionError."""
    problems = context.problems
    check_plan_alone(plan, context)
    problems.check()
    composed = compose(plan)
    check_kept(composed, problems)
    check_carried(composed, problems)
    problems.check()
    whole = with_claims(composed)
    try:
        return evolve(whole, definition=_checked(whole, context))
    except DefinitionError as error:
        told = _InPlan(composed, context)
        raise DefinitionError(sorted(map(told, error.problems), key=lambda each: each.position)) from None


def _checked(composed: Composed, context: Context) -> Definition:
    problems = Problems()
    told = Context(problems, expressions=context.expressions, keys=context.keys)
    definition = check_definition(composed.definition, told)
    problems.check()
    return definition


def in_its_terms(composed: Composed, text: Text) -> Text:
    """The names of both versions together as the plan writes them."""
    read = composed.renaming.names.values()

    def name(found: re.Match[str]) -> str:
        return f"before.{found[1]}" if found[0] in read else found[1]

    pattern = rf"\b{composed.prefix}(\w+)"
    told = {language: re.sub(pattern, name, text.say(language)) for language in LANGUAGES}
    return Text(**told) if text else text


@define(slots=False)
class _InPlan:
    """Tells what is wrong with both versions together at the place in the plan that is to be mended."""

    composed: Composed
    context: Context

    def __call__(self, problem: Problem) -> Problem:
        plan, told = self.composed.plan, evolve(problem, message=in_its_terms(self.composed, problem.message))
        if problem.position.file == plan.file:
            return evolve(told, hint=in_its_terms(self.composed, problem.hint))
        there = f"{Path(problem.position.file).name}:{problem.position.line}"
        message = say("migration.elsewhere", said=told.message, place=there)
        place = self._blamed.get((problem.code, problem.position), plan.place("to"))
        return evolve(told, position=place, message=message, hint=say("migration.elsewhere_hint"))

    @cached_property
    def _blamed(self) -> dict[tuple[str, Position], Position]:
        """By code and place of what is wrong in a version: the first branch that makes it so by itself."""
        found: dict[tuple[str, Position], Position] = {}
        for plan, place in _one_by_one(self.composed.plan):
            try:
                _checked(with_claims(compose(plan)), self.context)
            except DefinitionError as error:
                for each in error.problems:
                    found.setdefault((each.code, each.position), place)
        return found


def _one_by_one(plan: Plan) -> Iterator[tuple[Plan, Position]]:
    """The plan with one of its branches alone, all other cases pinned, and where that branch stands."""
    for move in plan.states:
        for branch in move.branches:
            others = tuple(
                each if each is branch else evolve(each, to=None, sets={}) for each in move.branches
            )
            alone = evolve(plan, states=(evolve(move, branches=others),))
            yield alone, branch.position or plan.place("states")
