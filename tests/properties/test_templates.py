"""Every template, on all traces over three letters and both at once: automaton, log checker, monitor.

Each is compared with the formula. `HYPOTHESIS_PROFILE=long` goes up to traces of 7 steps, the short form up to 5.
"""

import pytest
from hypothesis import settings
from properties.formulas import ATTESTED, FORMULAS, SYMBOLS, Symbol, Trace, holds, traces
from properties.templates import DEFINITION, NAMES, claim, steps

from ocop_workflow.model.tree import state_tree
from ocop_workflow.properties import ENABLING, TEMPLATES, VIOLATED, Automaton, Letters, automaton
from ocop_workflow.properties.automata import bits, built
from ocop_workflow.verification import breaks

LONGEST = 7 if settings().max_examples >= 1000 else 5
TRACES = traces(LONGEST)
FEW = traces(3)
TREE = state_tree(DEFINITION)


def rules(name: str) -> Automaton:
    found = automaton(claim(name))
    assert found is not None
    return found


def column(found: Automaton, symbol: Symbol) -> int:
    return bits(symbol[: found.letters])


def run(found: Automaton, trace: Trace) -> int:
    state = found.start
    for symbol in trace:
        state = found.table[state][column(found, symbol)]
    return state


def mendable(name: str, trace: Trace) -> bool:
    """Whether some continuation keeps the claim: one of three steps does, where any does."""
    return any(holds(name, (*trace, *more)) for more in FEW)


def lost(name: str, trace: Trace) -> bool:
    return any(not holds(name, (*trace, *more)) for more in FEW)


def test_there_is_a_formula_for_every_template() -> None:
    assert {name.split()[0] for name in FORMULAS} == {*TEMPLATES, "existence", "absence", "exactly"}


@pytest.mark.parametrize("name", NAMES)
def test_an_automaton_accepts_what_the_formula_accepts(name: str) -> None:
    found = rules(name)
    for trace in TRACES:
        assert (run(found, trace) in found.accepting) == holds(name, trace), trace


@pytest.mark.parametrize("name", [name for name in NAMES if name in ENABLING])
def test_what_a_start_attests_enables_and_obliges_to_nothing(name: str) -> None:
    found = rules(name)
    for first in ATTESTED:
        for rest in traces(4):
            trace = (first, *rest)
            assert (run(found, trace) in found.accepting) == holds(name, trace), trace


@pytest.mark.parametrize("name", NAMES)
def test_a_violation_is_for_good_and_so_is_what_is_settled(name: str) -> None:
    found = rules(name)
    for trace in traces(3):
        state = run(found, trace)
        assert (state == VIOLATED) == (not mendable(name, trace)), trace
        assert (state in found.settled) == (not lost(name, trace)), trace


@pytest.mark.parametrize("name", NAMES)
def test_the_log_checker_finds_what_breaks_the_formula(name: str) -> None:
    said = claim(name)
    for trace in traces(LONGEST if LONGEST > 5 else 4):
        history = steps(trace)
        assert breaks(DEFINITION, said, history, ended=True, tree=TREE) == (not holds(name, trace)), trace
    for trace in traces(3):
        found = breaks(DEFINITION, said, steps(trace), ended=False, tree=TREE)
        assert found == (not mendable(name, trace)), trace


@pytest.mark.parametrize("name", NAMES)
def test_letters_are_read_as_they_are(name: str) -> None:
    found = rules(name)
    letters = Letters(DEFINITION, claim(name), state_tree(DEFINITION))
    for symbol, step in zip(SYMBOLS, steps(SYMBOLS), strict=True):
        assert letters.column(step) == column(found, symbol)


@pytest.mark.parametrize("name", [name for name in NAMES if "3" not in name])
def test_a_table_with_one_wrong_entry_is_told_apart(name: str) -> None:
    """The comparison has teeth: whichever entry of a table is changed, some trace tells."""
    found = rules(name)
    few = traces(5)
    right = [run(found, trace) in found.accepting for trace in few]
    reachable = {column(found, symbol) for symbol in SYMBOLS}
    for state in {run(found, trace) for trace in few} - {VIOLATED}:
        for entry in reachable:
            for other in {*range(len(found.table) - 1), VIOLATED} - {found.table[state][entry]}:
                row = (*found.table[state][:entry], other, *found.table[state][entry + 1 :])
                table = (*found.table[:state], row, *found.table[state + 1 :])
                wrong = Automaton(found.letters, table, found.accepting, found.settled)
                assert any(
                    (run(wrong, trace) in wrong.accepting) != true
                    for trace, true in zip(few, right, strict=True)
                ), (state, entry, other)


def test_a_rule_that_forgets_a_violation_is_not_one_that_keeps_it() -> None:
    forgetful = built(1, "fine", lambda _, t: "broken" if t[0] else "fine", lambda state: state == "fine")
    assert forgetful.table != rules("never").table
