"""The log checker: whether a finished history breaks a property, by plain quantification over its steps.

It shares nothing with the search but the letters' meaning: no automaton, and the exact walk in place of compiled
guards. It judges every refutation before it is told.
"""

from collections.abc import Sequence

from ..guards import Environment, EvaluationError, evaluate, scope_of
from ..model.definition import Definition, Letter, Property
from ..properties import Step, letter_scope, reads_letter, whole_change


def breaks(definition: Definition, claim: Property, history: Sequence[Step], *, ended: bool) -> bool:
    """Whether the history breaks the claim; obligations are judged only where it has `ended`."""
    held = [
        [
            _holds(definition, letter, step, attested=claim.template == "precedence" and index == 0)
            for step in history
        ]
        for index, letter in enumerate(claim.letters)
    ]
    match claim.template:
        case "precedence":
            return any(b and not any(held[0][: i + 1]) for i, b in enumerate(held[1]))
        case "response":
            return ended and any(a and not any(held[1][i:]) for i, a in enumerate(held[0]))
        case "never":
            return any(held[0])
        case "existence":
            return ended and not any(held[0])
        case "invariant":
            return any(not _invariant(definition, claim, step) for step in history)
    msg = f"the log checker has no {claim.template} yet"
    raise ValueError(msg)


def _holds(definition: Definition, letter: Letter, step: Step, *, attested: bool) -> bool:
    if not reads_letter(letter, step, attested=attested):
        return False
    if attested and letter.event in step.attests:
        return True
    act = definition.start.get(step.event) or definition.events.get(step.event)
    where, changes = letter_scope(definition, letter, act.takes if act else None)
    parameters = definition.values
    try:
        if letter.where is not None:
            seen = Environment(data=step.before, taken=step.taken, parameters=parameters, today=step.today)
            if not evaluate(letter.where.tree, where, seen):
                return False
        if letter.changes is not None:
            seen = Environment(data=step.across(), parameters=parameters, today=step.today)
            return bool(evaluate(whole_change(letter.changes.tree), changes, seen))
    except EvaluationError:
        return False
    return True


def _invariant(definition: Definition, claim: Property, step: Step) -> bool:
    assert claim.holds is not None  # an invariant has one
    seen = Environment(data=step.after, parameters=definition.values, today=step.today)
    try:
        return bool(evaluate(claim.holds.tree, scope_of(definition), seen))
    except EvaluationError:
        return False
