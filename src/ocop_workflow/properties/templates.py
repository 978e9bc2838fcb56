"""The templates: what each claims of a run, as the rule of an automaton over its letters.

The meanings are those of Declare on finite traces, by the formulas of De Giacomo and Vardi (2013); G, F, X, U, W are
their operators, with X that wants a next step and N that holds at the last. A step may be two letters at once.
Of the templates that enable, `done` is the first letter or an event that a start attests.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import cast

from attrs import frozen

from ..model.definition import Property
from .automata import Automaton, Rule, Truths, built

ENABLING = frozenset(
    f"{way}{template}" for way in ("", "alternate_", "chain_") for template in ("precedence", "succession")
)
"""Templates whose first letter enables the second, as `requires` does: what a start attests counts there."""

BROKEN = "broken"


@frozen
class Template:
    """`needs`: letters one of which must be able to happen, each set for itself, or the claim protects nothing."""

    letters: int
    start: Hashable
    rule: Rule
    accepts: Callable[[Hashable], bool]
    needs: tuple[frozenset[int], ...] = ()


def automaton(claim: Property) -> Automaton | None:
    """The automaton of a claim's template, None for templates that are not judged along a run."""
    if claim.template in COUNTED:
        return _counted(claim.template, claim.times or 1)
    return _fixed(claim.template) if claim.template in TEMPLATES else None


def says_doing(claim: Property) -> bool:
    """Of `at`: whether it says by whom, from where or where to; then that is its second letter, with what it holds."""
    return claim.template == "at" and len(claim.letters) > 1


def needs(claim: Property) -> tuple[frozenset[int], ...]:
    """What must be able to happen for the claim to say anything; empty: any step will do.

    To forbid an event altogether protects from whoever adds a way to it; to forbid it under a condition protects
    nothing where the event itself cannot happen.
    """
    if claim.template in ("never", "absence"):
        (letter,) = claim.letters
        return (frozenset({0}),) if letter.events and letter.is_conditional else ()
    return TEMPLATES[claim.template].needs if claim.template in TEMPLATES else ()


def spoken(claim: Property, event: str, column: int) -> int:
    """The letters that count for `needs` at a step: of what is forbidden under a condition, its event alone."""
    if claim.template in ("never", "absence"):
        return int(event in claim.letters[0].events)
    return column


def _never(state: Hashable, truths: Truths) -> Hashable:
    """G !a."""
    return BROKEN if truths[0] else state


def _invariant(state: Hashable, truths: Truths) -> Hashable:
    """G a."""
    return state if truths[0] else BROKEN


def _at(state: Hashable, truths: Truths) -> Hashable:
    """G (a -> b)."""
    return BROKEN if truths[0] and not truths[1] else state


def _init(state: Hashable, truths: Truths) -> Hashable:
    """The first step is a; where there is no step, none is wrong."""
    return ("fine" if truths[0] else BROKEN) if state == "begin" else state


def _end(_: Hashable, truths: Truths) -> Hashable:
    """The last step is a."""
    return "fine" if truths[0] else "other"


def _seen(state: Hashable, truths: Truths) -> Hashable:
    """Which of the letters have been at all, as a pair."""
    first, second = cast("tuple[bool, bool]", state)
    return (first or truths[0], second or truths[1])


def _response(state: Hashable, truths: Truths) -> Hashable:
    """G (a -> F b)."""
    if truths[1]:
        return "fine"
    return "open" if truths[0] else state


def _precedence(state: Hashable, truths: Truths) -> Hashable:
    """!b W done."""
    if state != "before" or truths[2]:
        return state if state == BROKEN else "enabled"
    return BROKEN if truths[1] else "before"


def _alternate_response(state: Hashable, truths: Truths) -> Hashable:
    """G (a -> X (!a U b))."""
    if state == BROKEN or (state == "open" and truths[0] and not truths[1]):
        return BROKEN
    if truths[0]:
        return "open"
    return "fine" if truths[1] else state


def _alternate_precedence(state: Hashable, truths: Truths) -> Hashable:
    """(!b W done) & G (b -> N (!b W done))."""
    enabled = state == "enabled" or truths[2]
    if state == BROKEN or (truths[1] and not enabled):
        return BROKEN
    return "enabled" if enabled and not truths[1] else "before"


def _chain_response(state: Hashable, truths: Truths) -> Hashable:
    """G (a -> X b)."""
    if state == BROKEN or (state == "open" and not truths[1]):
        return BROKEN
    return "open" if truths[0] else "fine"


def _chain_precedence(state: Hashable, truths: Truths) -> Hashable:
    """!b & G (X b -> done)."""
    if state == BROKEN or (truths[1] and state != "enabled"):
        return BROKEN
    return "enabled" if truths[2] else "before"


def _not_succession(state: Hashable, truths: Truths) -> Hashable:
    """G (a -> N G !b)."""
    if state == BROKEN or (state == "barred" and truths[1]):
        return BROKEN
    return "barred" if truths[0] else state


def _not_chain_succession(state: Hashable, truths: Truths) -> Hashable:
    """G (a -> !X b)."""
    if state == BROKEN or (state == "barred" and truths[1]):
        return BROKEN
    return "barred" if truths[0] else "fine"


def _apart(state: Hashable, truths: Truths) -> Hashable:
    """G ((a -> N G !b) & (b -> N G !a)), of what one person does."""
    first, second = cast("tuple[bool, bool]", NONE if state == BROKEN else state)
    if state == BROKEN or (first and truths[1]) or (second and truths[0]):
        return BROKEN
    return (first or truths[0], second or truths[1])


def _both(first: Rule, second: Rule) -> Rule:
    def rule(state: Hashable, truths: Truths) -> Hashable:
        one, two = cast("tuple[Hashable, Hashable]", state)
        return first(one, truths), second(two, truths)

    return rule


def _fine(state: Hashable) -> bool:
    return state not in (BROKEN, "open")


def _fine_both(state: Hashable) -> bool:
    return all(map(_fine, cast("tuple[Hashable, Hashable]", state)))


NONE = (False, False)
ANY, FIRST, SECOND = frozenset({0, 1}), frozenset({0}), frozenset({1})

TEMPLATES: Mapping[str, Template] = {
    "never": Template(1, "fine", _never, _fine),
    "invariant": Template(1, "fine", _invariant, _fine),
    "at": Template(2, "fine", _at, _fine, (FIRST,)),
    "init": Template(1, "begin", _init, _fine),
    "end": Template(1, "begin", _end, lambda state: state != "other"),
    "responded_existence": Template(2, NONE, _seen, lambda seen: seen != (True, False), (FIRST,)),
    "co_existence": Template(2, NONE, _seen, lambda seen: seen in {NONE, (True, True)}, (ANY,)),
    "not_co_existence": Template(2, NONE, _seen, lambda seen: seen != (True, True), (FIRST, SECOND)),
    "choice": Template(2, NONE, _seen, lambda seen: seen != NONE),
    "exclusive_choice": Template(2, NONE, _seen, lambda seen: seen in {(True, False), (False, True)}),
    "response": Template(2, "fine", _response, _fine, (FIRST,)),
    "precedence": Template(3, "before", _precedence, _fine, (SECOND,)),
    "succession": Template(3, ("fine", "before"), _both(_response, _precedence), _fine_both, (ANY,)),
    "alternate_response": Template(2, "fine", _alternate_response, _fine, (FIRST,)),
    "alternate_precedence": Template(3, "before", _alternate_precedence, _fine, (SECOND,)),
    "alternate_succession": Template(
        3, ("fine", "before"), _both(_alternate_response, _alternate_precedence), _fine_both, (ANY,)
    ),
    "chain_response": Template(2, "fine", _chain_response, _fine, (FIRST,)),
    "chain_precedence": Template(3, "before", _chain_precedence, _fine, (SECOND,)),
    "chain_succession": Template(
        3, ("fine", "before"), _both(_chain_response, _chain_precedence), _fine_both, (ANY,)
    ),
    "not_succession": Template(2, "fine", _not_succession, _fine, (FIRST, SECOND)),
    "apart": Template(2, NONE, _apart, _fine, (FIRST, SECOND)),
    "not_chain_succession": Template(2, "fine", _not_chain_succession, _fine, (FIRST, SECOND)),
}
PERSONAL = "apart"  # its letters are the steps of one person, and it is judged of each person for themselves
COUNTED = ("existence", "absence", "exactly")


@cache
def _fixed(template: str) -> Automaton:
    found = TEMPLATES[template]
    return built(found.letters, found.start, found.rule, found.accepts)


@cache
def _counted(template: str, times: int) -> Automaton:
    """`existence` at least, `exactly` as often; `absence` not so often."""

    def rule(state: Hashable, truths: Truths) -> Hashable:
        return min(cast("int", state) + truths[0], times + 1)

    def accepts(state: Hashable) -> bool:
        count = cast("int", state)
        return (
            count < times
            if template == "absence"
            else count == times or (template == "existence" and count > times)
        )

    return built(1, 0, rule, accepts)
