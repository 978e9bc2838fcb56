"""Monitors: the automata of all properties along a running case. They report; they never refuse anything."""

from collections.abc import Sequence
from enum import Enum

from attrs import field, frozen

from ..model.definition import Definition, Property
from ..model.tree import StateTree
from .automata import VIOLATED, State
from .letters import Doing, Step
from .reading import Letters
from .scopes import Scoped, scoped
from .templates import automaton


class Standing(Enum):
    """What can be said of a property now: whether it holds if the case ended here, and whether that can change."""

    SATISFIED = "satisfied"  # for good: whatever follows
    HOLDS = "holds"  # for now: it may still be violated
    PENDING = "pending"  # violated for now: something must still happen
    VIOLATED = "violated"  # for good


@frozen
class _Row:
    """Where each state of each property leads at such a step; of those that are `open` the data decide each time."""

    rows: tuple[tuple[State, ...], ...]
    open: tuple[int, ...]
    by_column: dict[tuple[int, int], tuple[State, ...]] = field(factory=dict)


class Monitors:
    """Every property of a definition that is about a run; states are one small whole number for each."""

    def __init__(self, definition: Definition, tree: StateTree) -> None:
        watched = [
            (claim, rules) for claim in definition.properties if (rules := automaton(claim)) is not None
        ]
        self.claims: tuple[Property, ...] = tuple(claim for claim, _ in watched)
        self._rules: list[Scoped] = [scoped(rules, claim, tree) for claim, rules in watched]
        self._letters = [Letters(definition, claim, tree) for claim in self.claims]
        self._known: dict[Doing, _Row] = {}
        self.start: tuple[State, ...] = tuple(rules.start for rules in self._rules)

    def after(self, states: Sequence[State], step: Step) -> tuple[State, ...]:
        """The states after one more step of the case."""
        doing = step.doing
        row = self._known.get(doing)
        if row is None:
            row = self._known[doing] = self._row(step)
        if not row.open:
            return tuple([each[state] for each, state in zip(row.rows, states, strict=True)])
        found = [each[state] for each, state in zip(row.rows, states, strict=True)]
        for number in row.open:
            column = self._letters[number].column(step)
            further = row.by_column.get((number, column))
            if further is None:
                further = self._rules[number].row(doing, column)
                row.by_column[number, column] = further
            found[number] = further[states[number]]
        return tuple(found)

    def _row(self, step: Step) -> "_Row":
        rows = [
            rules.row(step.doing, letters.column(step))
            for rules, letters in zip(self._rules, self._letters, strict=True)
        ]
        plans = [letters.plan(step.doing, step.attests) for letters in self._letters]
        return _Row(tuple(rows), tuple(number for number, plan in enumerate(plans) if plan.asked))

    def standings(self, states: Sequence[State]) -> tuple[Standing, ...]:
        """One for each of `claims`."""
        return tuple(_standing(rules, state) for rules, state in zip(self._rules, states, strict=True))


def _standing(rules: Scoped, state: State) -> Standing:
    if state == VIOLATED:
        return Standing.VIOLATED
    if rules.is_pending(state):
        return Standing.PENDING
    return Standing.SATISFIED if rules.is_settled(state) else Standing.HOLDS
