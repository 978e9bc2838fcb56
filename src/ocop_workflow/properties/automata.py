"""One deterministic automaton a template: it reads which letters hold at a step, and says what that means.

Only finite runs are judged. `violated` is for good: no continuation mends it. `pending` is a run that would break
the claim if it ended here. The meanings are those of Declare over finite traces (De Giacomo, Vardi 2013).
"""

from collections.abc import Callable, Mapping

from attrs import frozen

State = int
VIOLATED: State = -1


@frozen
class Automaton:
    """States are small integers from 0; -1 is a violation for good. `step` reads one truth for each letter."""

    template: str
    step: Callable[[State, tuple[bool, ...]], State]
    pending: frozenset[State] = frozenset()
    start: State = 0

    def after(self, state: State, letters: tuple[bool, ...]) -> State:
        """The state after one more step; a violation stays one."""
        return VIOLATED if state == VIOLATED else self.step(state, letters)


def _precedence(state: State, letters: tuple[bool, ...]) -> State:
    """No b before the first a: the step that has both is fine."""
    first, second = letters
    if state == 1 or first:
        return 1
    return VIOLATED if second else 0


def _response(state: State, letters: tuple[bool, ...]) -> State:
    """Every a is followed by a b, at the latest; 1 waits for it."""
    first, second = letters
    if second:
        return 0
    return 1 if first else state


def _never(_: State, letters: tuple[bool, ...]) -> State:
    return VIOLATED if letters[0] else 0


def _invariant(_: State, letters: tuple[bool, ...]) -> State:
    return 0 if letters[0] else VIOLATED


def _existence(state: State, letters: tuple[bool, ...]) -> State:
    return 1 if letters[0] else state


TEMPLATES: Mapping[str, Automaton] = {
    "precedence": Automaton("precedence", _precedence),
    "response": Automaton("response", _response, pending=frozenset({1})),
    "never": Automaton("never", _never),
    "invariant": Automaton("invariant", _invariant),
    "existence": Automaton("existence", _existence, pending=frozenset({0})),
}


def automaton(template: str) -> Automaton | None:
    """The automaton of a template, None for one that has none yet."""
    return TEMPLATES.get(template)
