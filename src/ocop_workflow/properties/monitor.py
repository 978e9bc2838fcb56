"""Monitors: the automata of all properties along a running case. They report; they never refuse anything."""

from collections.abc import Collection, Sequence
from enum import Enum

from attrs import field, frozen

from ..guards import scope_of
from ..model.definition import Definition, Property
from ..model.tree import StateTree
from .automata import VIOLATED, State
from .letters import Step
from .reading import Letters
from .scopes import Scoped, scoped
from .templates import PERSONAL, automaton


class Standing(Enum):
    """What can be said of a property now: whether it holds if the case ended here, and whether that can change."""

    SATISFIED = "satisfied"  # for good: whatever follows
    HOLDS = "holds"  # for now: it may still be violated
    PENDING = "pending"  # violated for now: something must still happen
    VIOLATED = "violated"  # for good


_WORST_FIRST = (Standing.VIOLATED, Standing.PENDING, Standing.HOLDS, Standing.SATISFIED)


@frozen
class _Row:
    """Where each state of each property leads at such a step; of those that are `open` the data decide each time."""

    rows: tuple[tuple[State, ...], ...]
    open: tuple[int, ...]
    by_column: dict[tuple[int, int], tuple[State, ...]] = field(factory=dict)


Persons = tuple[tuple[str | None, State], ...]
"""Of a claim about what one person does: where it stands for each who has acted, and first (None) for all others."""


class Monitors:
    """Every property of a definition that is about a run; states are one small whole number for each.

    Of a property about what one person does the state has a number for everybody who has acted.
    """

    def __init__(self, definition: Definition, tree: StateTree) -> None:
        watched = [
            (claim, rules) for claim in definition.properties if (rules := automaton(claim)) is not None
        ]
        watched.sort(key=lambda each: each[0].template == PERSONAL)
        self.claims: tuple[Property, ...] = tuple(claim for claim, _ in watched)
        self._rules: list[Scoped] = [scoped(rules, claim, tree) for claim, rules in watched]
        plain = scope_of(definition)
        self._letters = [Letters(definition, claim, tree, plain) for claim in self.claims]
        self._known: dict[tuple[str, str | None, str, str], _Row] = {}
        self._of_all = sum(claim.template != PERSONAL for claim in self.claims)
        starts = [rules.start for rules in self._rules]
        self.start: tuple[State | Persons, ...] = (
            *starts[: self._of_all],
            *(((None, start),) for start in starts[self._of_all :]),
        )

    def after(self, states: Sequence[State | Persons], step: Step) -> tuple[State | Persons, ...]:
        """The states after one more step of the case."""
        key = (step.event, step.source, step.target, step.role)
        row = self._known.get(key)
        if row is None:
            row = self._known[key] = self._row(step)
        found: list[State | Persons] = [each[state] for each, state in zip(row.rows, states, strict=False)]  # type: ignore[index]  # numbers
        if not row.open and len(found) == len(states):
            return tuple(found)
        for number in row.open:
            found[number] = self._further(row, number, step)[states[number]]  # type: ignore[index]  # likewise
        found += [self._of_each(n, states[n], step) for n in range(self._of_all, len(states))]
        return tuple(found)

    def arrived(self, step: Step, visits: Collection[str]) -> tuple[State | Persons, ...]:
        """The states of a case that came from another version: what it brings counts, and is not judged.

        `visits` are those that had begun before.
        """
        found = list(self.after(self.start, step))
        for number, claim in enumerate(self.claims):
            rules = self._rules[number].automaton
            if claim.template == "init" and (claim.scope is None or {*claim.scope[1:]} & {*visits}):
                found[number] = rules.after(rules.start, (True,) * rules.letters)
            elif found[number] == VIOLATED:
                found[number] = rules.start
        return tuple(found)

    def _further(self, row: _Row, number: int, step: Step) -> tuple[State, ...]:
        """Where each state leads at a step of which the data decide."""
        column = self._letters[number].column(step)
        found = row.by_column.get((number, column))
        if found is None:
            found = row.by_column[number, column] = self._rules[number].row(step.doing, column)
        return found

    def _of_each(self, number: int, states: "State | Persons", step: Step) -> Persons:
        """Of everybody who has acted, for whom alone it is their step, and of all others."""
        assert not isinstance(states, int)  # the claim is about persons
        known = dict(states)
        doing, column = step.doing, self._letters[number].column(step)
        people = (*known, *sorted(step.people - known.keys()))
        after = self._rules[number].after
        return tuple(
            (who, after(known.get(who, known[None]), doing, column if who in step.people else 0))
            for who in people
        )

    def _row(self, step: Step) -> "_Row":
        rules, letters = self._rules[: self._of_all], self._letters[: self._of_all]
        plans = [each.plan(step.doing, step.attests) for each in letters]
        rows = [each.row(step.doing, read.column(step)) for each, read in zip(rules, letters, strict=True)]
        return _Row(tuple(rows), tuple(number for number, plan in enumerate(plans) if plan.asked))

    def violated(self, states: "Sequence[State | Persons]") -> list[Property]:
        """The claims that are violated for good."""
        return [
            claim
            for claim, state in zip(self.claims, states, strict=True)
            if (state == VIOLATED if isinstance(state, int) else any(one == VIOLATED for _, one in state))
        ]

    def standings(self, states: "Sequence[State | Persons]") -> tuple[Standing, ...]:
        """One for each of `claims`."""
        return tuple(_standing(rules, state) for rules, state in zip(self._rules, states, strict=True))


def _standing(rules: Scoped, state: "State | Persons") -> Standing:
    if not isinstance(state, int):
        each = {_standing(rules, one) for _, one in state}
        return next(s for s in _WORST_FIRST if s in each)
    if state == VIOLATED:
        return Standing.VIOLATED
    if rules.is_pending(state):
        return Standing.PENDING
    return Standing.SATISFIED if rules.is_settled(state) else Standing.HOLDS
