"""Monitors: the automata of all properties along a running case. They report; they never refuse anything."""

from collections.abc import Sequence
from enum import Enum

from ..model.definition import Definition, Property
from ..model.tree import StateTree
from .automata import VIOLATED, State
from .letters import Step
from .reading import Letters
from .scopes import Place, Scoped, scoped
from .templates import automaton


class Standing(Enum):
    """What can be said of a property now: whether it holds if the case ended here, and whether that can change."""

    SATISFIED = "satisfied"  # for good: whatever follows
    HOLDS = "holds"  # for now: it may still be violated
    PENDING = "pending"  # violated for now: something must still happen
    VIOLATED = "violated"  # for good


class Monitors:
    """Every property of a definition that is about a run; states are one small whole number for each."""

    def __init__(self, definition: Definition, tree: StateTree) -> None:
        watched = [
            (claim, rules) for claim in definition.properties if (rules := automaton(claim)) is not None
        ]
        self.claims: tuple[Property, ...] = tuple(claim for claim, _ in watched)
        self._rules: list[Scoped] = [scoped(rules, claim, tree) for claim, rules in watched]
        self._letters = [Letters(definition, claim) for claim in self.claims]
        self._rows: dict[tuple[str, str | None, str], list[dict[int, tuple[State, ...]]]] = {}
        self.start: tuple[State, ...] = tuple(rules.start for rules in self._rules)

    def after(self, states: Sequence[State], step: Step) -> tuple[State, ...]:
        """The states after one more step of the case."""
        place = (step.event, step.source, step.target)
        rows = self._rows.get(place)
        if rows is None:
            rows = self._rows[place] = [{} for _ in self.claims]
        found = []
        for number, state in enumerate(states):
            column = self._letters[number].column(step)
            row = rows[number].get(column)
            if row is None:
                row = rows[number][column] = self._rules[number].row(Place(*place), column)
            found.append(row[state])
        return tuple(found)

    def standings(self, states: Sequence[State]) -> tuple[Standing, ...]:
        """One for each of `claims`."""
        return tuple(_standing(rules, state) for rules, state in zip(self._rules, states, strict=True))


def _standing(rules: Scoped, state: State) -> Standing:
    if state == VIOLATED:
        return Standing.VIOLATED
    if rules.is_pending(state):
        return Standing.PENDING
    return Standing.SATISFIED if rules.is_settled(state) else Standing.HOLDS
