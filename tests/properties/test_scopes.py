"""Rounds, visits and what lies between two events: the automata agree with cutting the whole history into parts."""

from itertools import product

import pytest
from attrs import evolve
from properties.formulas import holds
from properties.templates import claim

from ocop_workflow.model.definition import Letter, Property
from ocop_workflow.model.tree import state_tree
from ocop_workflow.properties import Monitors, Scoped, Standing, Step, scopes
from ocop_workflow.reading import read_definition
from ocop_workflow.verification import breaks

PLACES = """
workflow: places
version: "1"
roles: {worker: {}}
start: {begin: {by: worker, to: out}}
states: {out: {goal: true}, stage: {states: {one: {}, two: {}}}}
events:
  a: {by: worker, moves: {out: one, one: two, two: out}}
  b: {by: worker, moves: {out: stay, one: out, two: stay}}
  q: {by: worker, moves: {out: one, one: out, two: one}}
"""
DEFINITION = read_definition("places.yaml", PLACES)
TREE = state_tree(DEFINITION)
MOVES = {
    (event.name, move.source): (move.branches[0].to or move.source)
    for event in DEFINITION.events.values()
    for move in event.moves
}
SCOPES: dict[str, tuple[str, ...] | None] = {
    "whole": None,
    "rounds": ("per_round", "q"),
    "rounds of two events": ("per_round", "q", "b"),
    "visits": ("within", "stage"),
    "visits to a leaf": ("within", "one"),
    "between": ("between", "q", "b"),
    "between one event and itself": ("between", "q", "q"),
    "between, with two ends": ("between", "a", "b", "q"),
}
NAMES = (
    *("never", "existence 2", "end", "init", "response", "precedence", "alternate_succession"),
    *("chain_response", "not_succession", "co_existence", "exactly 1", "exclusive_choice"),
)


def run(events: tuple[str, ...]) -> list[Step]:
    steps, state = [Step("begin", {}, {}, {}, target="out")], "out"
    for event in events:
        after = MOVES[event, state]
        steps.append(Step(event, {}, {}, {}, source=state, target=after))
        state = after
    return steps


RUNS = [run(events) for length in range(6) for events in product("abq", repeat=length)]


def about(name: str, scope: tuple[str, ...] | None) -> Property:
    return claim(name, Letter("a"), Letter("b"), scope)


def alike(name: str, scope: tuple[str, ...] | None) -> bool:
    said = about(name, scope)
    monitors = Monitors(evolve(DEFINITION, properties=(said,)), TREE)
    for history in RUNS:
        states = monitors.start
        for step in history:
            states = monitors.after(states, step)
        (standing,) = monitors.standings(states)
        broken = breaks(DEFINITION, said, history, ended=True, tree=TREE)
        lost = breaks(DEFINITION, said, history, ended=False, tree=TREE)
        if broken != (standing in (Standing.VIOLATED, Standing.PENDING)):
            return False
        if lost != (standing is Standing.VIOLATED):
            return False
    return True


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("name", NAMES)
def test_an_automaton_on_parts_agrees_with_cutting_the_history(
    name: str, scope: tuple[str, ...] | None
) -> None:
    assert alike(name, scope)


def test_cut_by_hand_each_part_is_judged_by_the_formula() -> None:
    history = run(("q", "b", "a", "a", "a", "q"))
    assert [(s.event, s.target) for s in history] == [
        *(
            ("begin", "out"),
            ("q", "one"),
            ("b", "out"),
            ("a", "one"),
            ("a", "two"),
            ("a", "out"),
            ("q", "one"),
        )
    ]
    parts = {
        ("within", "stage"): (["q", "b"], ["a", "a", "a"], ["q"]),
        ("per_round", "q"): (["begin"], ["q", "b", "a", "a", "a"], ["q"]),
        ("between", "b", "q"): (["a", "a", "a"],),
        ("between", "q", "q"): (["b", "a", "a", "a"], []),
    }
    for scope, cut in parts.items():
        for name in NAMES:
            traces = [tuple((e == "a", e == "b", e == "a") for e in part) for part in cut]
            broken = any(not holds(name, trace) for trace in traces)
            found = breaks(DEFINITION, about(name, scope), history, ended=True, tree=TREE)
            assert found == broken, (scope, name)


@pytest.mark.parametrize(
    ("turns", "scope"),
    [("_rounds", "rounds"), ("_visits", "visits"), ("_between", "between one event and itself")],
)
def test_a_scope_that_forgets_to_judge_what_closes_is_caught(
    turns: str, scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert alike("existence 2", SCOPES[scope])
    monkeypatch.setattr(Scoped, "is_pending", lambda _, __: False)
    assert turns in vars(scopes)
    assert not alike("existence 2", SCOPES[scope])
