"""The log checker: whether a history breaks a property, by plain quantification over its steps.

It shares nothing with the search but the letters' meaning: no automaton, and the exact walk in place of compiled
guards. It judges every refutation before it is told.
"""

from collections.abc import Sequence

from ..guards import Environment, EvaluationError, evaluate, scope_of
from ..model.definition import Definition, Letter, Property
from ..model.expression import Expression
from ..model.tree import StateTree, state_tree
from ..properties import ENABLING, PERSONAL, Step, fits, letter_scope, says_doing, whole_change
from .parts import parts
from .quantified import is_broken, is_unfulfilled


def breaks(
    definition: Definition,
    claim: Property,
    history: Sequence[Step],
    *,
    ended: bool,
    tree: StateTree | None = None,
) -> bool:
    """Whether the history breaks the claim; what must still happen is judged where a part, or all, has `ended`.

    Raises ValueError for templates that are not about a run: `within`, `complete`, `unique`.
    """
    tree = tree or state_tree(definition)
    held = [[_holds(definition, letter, step, tree) for step in history] for letter in claim.letters]
    if claim.holds is not None:
        kept = [_is_kept(definition, claim.holds, step) for step in history]
        held.append([a and b for a, b in zip(held.pop(), kept, strict=True)] if says_doing(claim) else kept)
    if claim.template in ENABLING:
        named = set(claim.letters[0].events)
        held.append([a or bool(named & {*s.attests}) for a, s in zip(held[0], history, strict=True)])
    people: set[str | None] = {None}
    if claim.template == PERSONAL:  # of each person's steps for themselves
        people = {person for step in history for person in step.people}
    for part in parts(claim, history, tree):
        for who in people:
            letters = [
                [row[n] and (who is None or who in history[n].people) for n in part.steps] for row in held
            ]
            if is_broken(claim, letters) or ((part.closed or ended) and is_unfulfilled(claim, letters)):
                return True
    return False


def _holds(definition: Definition, letter: Letter, step: Step, tree: StateTree) -> bool:
    if not fits(definition, letter, step.doing, tree):
        return False
    where, changes = letter_scope(definition, letter)
    parameters = definition.values
    try:
        if letter.where is not None:
            seen = Environment(step.before, step.taken, parameters, step.today, links=step.links)
            if not evaluate(letter.where.tree, where, seen):
                return False
        if letter.changes is not None:
            seen = Environment(data=step.across(changes.names), parameters=parameters, today=step.today)
            return bool(evaluate(whole_change(letter.changes.tree), changes, seen))
    except EvaluationError:
        return False
    return True


def _is_kept(definition: Definition, holds: Expression, step: Step) -> bool:
    seen = Environment(data=step.after, parameters=definition.values, today=step.today)
    try:
        return bool(evaluate(holds.tree, scope_of(definition), seen))
    except EvaluationError:
        return False
