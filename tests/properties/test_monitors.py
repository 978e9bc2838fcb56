"""Monitors along every short history: what they say now is what the formula says of it and of all that may follow."""

import pytest
from attrs import evolve
from properties.formulas import holds, traces
from properties.templates import DEFINITION, NAMES, claim, steps

from ocop_workflow.model.tree import state_tree
from ocop_workflow.properties import Monitors, Standing, Step

MORE = traces(3)
TREE = state_tree(DEFINITION)


@pytest.mark.parametrize("name", NAMES)
def test_a_standing_is_what_the_formula_says_now_and_of_all_that_may_follow(name: str) -> None:
    monitors = Monitors(evolve(DEFINITION, properties=(claim(name),)), TREE)
    for trace in traces(3):
        states = monitors.start
        for step in steps(trace):
            states = monitors.after(states, step)
        (standing,) = monitors.standings(states)
        later = {holds(name, (*trace, *more)) for more in MORE}
        now = holds(name, trace)
        if now:
            assert standing is (Standing.SATISFIED if later == {True} else Standing.HOLDS), trace
        else:
            assert standing is (Standing.VIOLATED if later == {False} else Standing.PENDING), trace


def test_many_monitors_are_as_many_single_ones() -> None:
    claims = tuple(claim(name) for name in NAMES)
    together = Monitors(evolve(DEFINITION, properties=claims), TREE)
    apart = [Monitors(evolve(DEFINITION, properties=(each,)), TREE) for each in together.claims]
    for trace in traces(2):
        states, singles = together.start, [each.start for each in apart]
        for step in steps(trace):
            states = together.after(states, step)
            singles = [each.after(state, step) for each, state in zip(apart, singles, strict=True)]
        assert states == tuple(state for (state,) in singles)


def test_of_persons_each_has_a_standing_of_their_own() -> None:
    """What one does and another does is done by two; only who does both breaks the claim, and it stays broken."""
    monitors = Monitors(evolve(DEFINITION, properties=(claim("apart"),)), TREE)
    a, b = steps([(True, False, True), (False, True, False)])

    def standing(*done: tuple[Step, str]) -> Standing:
        states = monitors.start
        for step, who in done:
            states = monitors.after(states, evolve(step, people=frozenset({who})))
        (found,) = monitors.standings(states)
        return found

    assert standing((a, "an"), (b, "binh"), (a, "an"), (b, "chi")) is Standing.HOLDS
    assert standing((a, "an"), (b, "binh"), (b, "an")) is Standing.VIOLATED
    assert standing((a, "an"), (b, "an"), (b, "binh")) is Standing.VIOLATED
