"""Deterministic automata over the letters that a step has: small tables, built once from a rule a template.

Only finite runs are judged. A state is `accepting` where the claim holds if the run ends there. From `VIOLATED` no
continuation leads to an accepting state; a `settled` state is one that no continuation leads away from accepting.
"""

from collections.abc import Callable, Hashable, Iterable
from itertools import product

from attrs import frozen

State = int
VIOLATED: State = -1
Truths = tuple[bool, ...]
_WITH_STARTS = 3  # letters of templates that count what a start attests
Rule = Callable[[Hashable, Truths], Hashable]


@frozen
class Automaton:
    """`table[state][bits]` is the next state, where bit n of `bits` is letter n; states count from 0, which begins.

    The last row is that of `VIOLATED`, which is -1 and stays. Every other state that is not accepting is `pending`.
    """

    letters: int
    table: tuple[tuple[State, ...], ...]
    accepting: frozenset[State]
    settled: frozenset[State]
    start: State = 0

    def after(self, state: State, truths: Truths) -> State:
        """The state after one more step, of which each letter is true or not."""
        return self.table[state][bits(truths)]

    @property
    def pending(self) -> frozenset[State]:
        """States in which the claim would be broken if the run ended, though it may still be kept."""
        return frozenset(range(len(self.table) - 1)) - self.accepting


def bits(truths: Iterable[bool]) -> int:
    """The column of a table: letter 0 is the lowest bit."""
    return sum(1 << number for number, true in enumerate(truths) if true)


def built(letters: int, start: Hashable, rule: Rule, accepts: Callable[[Hashable], bool]) -> Automaton:
    """The smallest table of a rule; its states may be anything that can be told apart.

    A third letter is more than the first only at a start, so that nothing may hope for it afterwards.
    """
    columns = [tuple(reversed(truths)) for truths in product((False, True), repeat=letters)]
    rows: dict[Hashable, tuple[Hashable, ...]] = {}
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state not in rows:
            rows[state] = tuple(rule(state, truths) for truths in columns)
            waiting.extend(rows[state])
    rows = _smallest(start, rows, accepts)
    good = {state for state in rows if accepts(state)}
    later = [n for n, truths in enumerate(columns) if letters < _WITH_STARTS or truths[0] == truths[2]]
    coming = {state: tuple(row[n] for n in later) for state, row in rows.items()}
    mendable = _leading(coming, good)
    breakable = _leading(coming, rows.keys() - good)
    number = {state: n for n, state in enumerate(state for state in rows if state in mendable)}
    table = [tuple(number.get(each, VIOLATED) for each in rows[state]) for state in number]
    return Automaton(
        letters,
        (*table, (VIOLATED,) * len(columns)),
        frozenset(number[state] for state in good),
        frozenset(number[state] for state in number.keys() - breakable),
    )


def _smallest(
    start: Hashable, rows: dict[Hashable, tuple[Hashable, ...]], accepts: Callable[[Hashable], bool]
) -> dict[Hashable, tuple[Hashable, ...]]:
    """Rows without those that behave like another one (Moore), the first being that of the start."""
    group: dict[Hashable, Hashable] = {state: accepts(state) for state in rows}
    while True:
        finer = {state: (group[state], *(group[each] for each in row)) for state, row in rows.items()}
        if len(set(finer.values())) == len(set(group.values())):
            break
        numbers = {key: n for n, key in enumerate(dict.fromkeys(finer.values()))}
        group = {state: numbers[key] for state, key in finer.items()}
    chosen = {group[start]: start}
    for state in rows:
        chosen.setdefault(group[state], state)
    return {state: tuple(chosen[group[each]] for each in rows[state]) for state in chosen.values()}


def _leading(rows: dict[Hashable, tuple[Hashable, ...]], to: Iterable[Hashable]) -> set[Hashable]:
    """The states from which one of these can be reached, themselves included."""
    found = set(to)
    while more := {state for state, row in rows.items() if state not in found and found.intersection(row)}:
        found |= more
    return found
