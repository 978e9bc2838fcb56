"""The part of a run on which a claim is judged: the whole of it, each round, each visit, or between two events.

On each part the automaton begins anew. A part that ends is judged at once, one that is still open where the run ends.
"""

from collections.abc import Callable

from attrs import frozen

from ..model.definition import Property
from ..model.tree import StateTree
from .automata import VIOLATED, Automaton, State
from .letters import Doing

CLOSED: State = -2
"""No part is open: what happens now is not judged."""


@frozen
class Turn:
    """What a step means to a scope, in this order: a part closes, one opens, the step is read, the part closes."""

    closes: bool = False
    opens: bool = False
    reads: bool = True
    leaves: bool = False


Turns = Callable[[bool, Doing], Turn]
"""From whether a part is open, and the step."""


@frozen
class Scoped:
    """An automaton on the parts of a run that a scope says; states are the automaton's own, and CLOSED."""

    automaton: Automaton
    turns: Turns | None  # None: the whole run
    start: State

    def after(self, state: State, doing: Doing, column: int) -> State:
        """The state after one more step, whose letters are in this column of the table."""
        if self.turns is None or state == VIOLATED:
            return self.automaton.table[state][column]
        turn = self.turns(state != CLOSED, doing)
        if turn.closes:
            if self.is_pending(state):
                return VIOLATED
            state = CLOSED
        if turn.opens:
            state = self.automaton.start
        if turn.reads and state != CLOSED:
            state = self.automaton.table[state][column]
        if turn.leaves and state != VIOLATED:
            return VIOLATED if self.is_pending(state) else CLOSED
        return state

    def row(self, doing: Doing, column: int) -> tuple[State, ...]:
        """The states after such a step from each: from the automaton's own, from CLOSED (-2), from VIOLATED (-1)."""
        if self.turns is None:
            inner = tuple(row[column] for row in self.automaton.table[:-1])
            return (*inner, CLOSED, VIOLATED)
        states = (*range(len(self.automaton.table) - 1), CLOSED, VIOLATED)
        return tuple(self.after(state, doing, column) for state in states)

    def reads(self, state: State, doing: Doing) -> bool:
        """Whether the step is judged at all."""
        if self.turns is None:
            return True
        turn = self.turns(state != CLOSED, doing)
        return turn.reads and (turn.opens or (state != CLOSED and not turn.closes))

    def is_pending(self, state: State) -> bool:
        """Whether the claim is broken if the run ends here, and only then."""
        return state >= 0 and state not in self.automaton.accepting

    def is_settled(self, state: State) -> bool:
        """Whether nothing that follows can break the claim any more."""
        return self.turns is None and state in self.automaton.settled


def scoped(automaton: Automaton, claim: Property, tree: StateTree) -> Scoped:
    """The automaton of a claim on the parts that its scope says."""
    if claim.scope is None:
        return Scoped(automaton, None, automaton.start)
    kind, *names = claim.scope
    match kind:
        case "per_round":
            return Scoped(automaton, _rounds(frozenset(names)), CLOSED)
        case "within":
            return Scoped(automaton, _visits(frozenset(tree.members[names[0]])), CLOSED)
        case "between":
            return Scoped(automaton, _between(names[0], frozenset(names[1:])), CLOSED)
    msg = f"not judged along a run: {kind}"
    raise ValueError(msg)


def _rounds(starts: frozenset[str]) -> Turns:
    """The first round begins with the case; each of these events begins the next, to which it belongs."""

    def turn(is_open: bool, doing: Doing) -> Turn:  # noqa: FBT001 - one of two facts about a step
        begins = doing.event in starts
        return Turn(closes=is_open and begins, opens=begins or not is_open)

    return turn


def _visits(leaves: frozenset[str]) -> Turns:
    """A visit: the step that enters, those inside, the step that leaves, as `requires` and `not_by` count them."""

    def turn(is_open: bool, doing: Doing) -> Turn:  # noqa: FBT001 - as above
        inside = doing.target in leaves
        return Turn(opens=inside and not is_open, leaves=not inside and is_open, reads=inside or is_open)

    return turn


def _between(after: str, until: frozenset[str]) -> Turns:
    """Between the two, neither of which belongs to it; what is both closes first, then opens."""

    def turn(is_open: bool, doing: Doing) -> Turn:  # noqa: FBT001 - as above
        closes = is_open and doing.event in until
        opens = doing.event == after and (closes or not is_open)
        return Turn(closes=closes, opens=opens, reads=is_open and not closes)

    return turn
